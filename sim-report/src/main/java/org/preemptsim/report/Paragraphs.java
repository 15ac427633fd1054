// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.report;

/** Lines of prose, broken at spaces, indented like their first line. */
final class Paragraphs {
    private static final int WIDTH = 96;

    private final StringBuilder out = new StringBuilder();

    /** A paragraph; what follows its first line is indented by the width of {@code indent}. */
    void wrap(String indent, String text) {
        StringBuilder line = new StringBuilder(indent);
        boolean empty = true;
        for (String word : text.split(" ", -1)) {
            if (!empty && line.length() + 1 + word.length() > WIDTH) {
                line(line.toString());
                line = new StringBuilder(" ".repeat(indent.length()));
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            empty = false;
        }
        line(line.toString());
    }

    void line(String text) {
        out.append(text.stripTrailing()).append('\n');
    }

    String text() {
        return out.toString();
    }
}
