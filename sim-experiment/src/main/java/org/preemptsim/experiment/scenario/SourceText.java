// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import java.util.List;

/** A file's name and text, cut into lines for messages. */
final class SourceText {
    private final String name;
    private final String text;
    private final List<String> lines;

    SourceText(String name, String text) {
        this.name = name;
        this.text = text.startsWith("\uFEFF") ? text.substring(1) : text;
        // The line breaks of YAML: LF, CR, CR LF. Others would shift the line numbers against the parser's.
        this.lines = List.of(this.text.split("\r\n|\r|\n", -1));
    }

    String name() {
        return name;
    }

    String text() {
        return text;
    }

    /** Line {@code number} from 1, empty if there is none. */
    String line(int number) {
        return number >= 1 && number <= lines.size() ? lines.get(number - 1) : "";
    }

    /** The place of the code point at {@code index}, at most one past the end. */
    Mark markAt(int index) {
        int line = 1;
        int column = 1;
        int seen = 0;
        for (int i = 0; i < text.length() && seen < index; seen++) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            boolean breaks = c == '\n' || (c == '\r' && (i >= text.length() || text.charAt(i) != '\n'));
            line += breaks ? 1 : 0;
            column = breaks ? 1 : column + 1;
        }
        return mark(line, column);
    }

    /** A place, moved into the text if it lies past its end. */
    Mark mark(int line, int column) {
        int l = Math.max(1, Math.min(line, lines.size()));
        int length = line(l).codePointCount(0, line(l).length());
        return new Mark(this, l, Math.max(1, Math.min(l == line ? column : length + 1, length + 1)));
    }
}
