// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.conform;

import java.util.ArrayList;
import java.util.List;
import org.preemptsim.experiment.scenario.Diagnostic;
import org.preemptsim.experiment.scenario.Severity;

/** What is wrong with one record, collected while it is read. */
final class Problems {
    private final String file;
    private final List<String> lines;
    private final List<Diagnostic> found = new ArrayList<>();

    Problems(String file, String text) {
        this.file = file;
        this.lines = List.of(text.split("\r\n|\r|\n", -1));
    }

    void error(LocatedJson at, Code code, String message, String why, String fix) {
        add(at.line(), at.column(), Severity.ERROR, code, message, why, fix);
    }

    void warn(LocatedJson at, Code code, String message, String why, String fix) {
        add(at.line(), at.column(), Severity.WARNING, code, message, why, fix);
    }

    void syntax(LocatedJson.SyntaxException e) {
        add(
                e.line(),
                e.column(),
                Severity.ERROR,
                Code.SYNTAX,
                String.valueOf(e.getMessage()),
                "a record is one JSON object",
                "take the file as it was recorded, or put this place right");
    }

    private void add(int line, int column, Severity severity, Code code, String message, String why, String fix) {
        String source = line <= lines.size() ? lines.get(line - 1) : "";
        found.add(new Diagnostic(file, line, column, severity, code.name(), message, why, fix, source));
    }

    boolean anyError() {
        return found.stream().anyMatch(d -> d.severity() == Severity.ERROR);
    }

    /** All of them, by place. */
    List<Diagnostic> all() {
        return found.stream().sorted(Diagnostic.BY_PLACE).toList();
    }

    /** Kinds of problem; the names are stable. */
    enum Code {
        /** Not JSON. */
        SYNTAX,
        /** A value of another type. */
        TYPE,
        /** A field or argument that must be there. */
        MISSING,
        /** A word outside its vocabulary. */
        WORD,
        /** A name that nothing has. */
        REFERENCE,
        /** A number out of range, or values that do not fit together. */
        RANGE,
        /** A field nobody reads. */
        UNUSED
    }
}
