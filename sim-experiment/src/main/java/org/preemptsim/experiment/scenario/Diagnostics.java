// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects diagnostics: each once, however many variants run into it. */
final class Diagnostics {
    /** More would not be read, and a junk file could give as many as it has lines. */
    static final int MOST = 200;

    private final Set<Diagnostic> found = new LinkedHashSet<>();
    private int errors;

    void error(Mark at, DiagnosticCode code, String message, String why, String fix) {
        add(Severity.ERROR, at, code, message, why, fix);
    }

    void warning(Mark at, DiagnosticCode code, String message, String why, String fix) {
        add(Severity.WARNING, at, code, message, why, fix);
    }

    /** Reports a problem of a scalar at the very character. */
    void error(ScalarNode node, Problem p) {
        error(Mark.inside(node, p.offset()), p.code(), p.message(), p.why(), p.fix());
    }

    private void add(Severity severity, Mark at, DiagnosticCode code, String message, String why, String fix) {
        if (found.size() >= MOST && (severity == Severity.WARNING || errors > 0)) {
            return;
        }
        SourceText source = at.source();
        String line = source.line(at.line());
        Diagnostic d =
                new Diagnostic(source.name(), at.line(), at.column(), severity, code.id(), message, why, fix, line);
        if (found.add(d) && severity == Severity.ERROR) {
            errors++;
        }
    }

    /** How many distinct errors there are so far. */
    int errors() {
        return errors;
    }

    boolean failed() {
        return errors > 0;
    }

    List<Diagnostic> sorted() {
        List<Diagnostic> all = new ArrayList<>(found);
        all.sort(Diagnostic.BY_PLACE);
        return all;
    }
}
