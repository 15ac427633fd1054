// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import java.util.Comparator;

/**
 * One thing that is wrong with a scenario: the place, what, why, and how to put it right.
 *
 * @param file the file as its reader was told it, or as it was included
 * @param line 1 is the first
 * @param column in characters (code points), 1 is the first
 * @param code stable, such as {@code SC012}; see {@link DiagnosticCode}
 * @param message what is wrong, in one line
 * @param why why that cannot be; may be empty
 * @param fix what to write instead; may be empty
 * @param sourceLine the line as it stands in the file; empty if the file has no such line
 */
public record Diagnostic(
        String file,
        int line,
        int column,
        Severity severity,
        String code,
        String message,
        String why,
        String fix,
        String sourceLine) {

    /** The order in which they are shown: by place, then code, then text. */
    public static final Comparator<Diagnostic> BY_PLACE = Comparator.comparing(Diagnostic::file)
            .thenComparingInt(Diagnostic::line)
            .thenComparingInt(Diagnostic::column)
            .thenComparing(Diagnostic::code)
            .thenComparing(Diagnostic::message)
            .thenComparing(Diagnostic::why)
            .thenComparing(Diagnostic::fix);

    /** The most characters of a source line that are shown. */
    private static final int SHOWN = 120;

    public Diagnostic {
        if (line < 1 || column < 1) {
            throw new IllegalArgumentException("a place starts at 1:1");
        }
    }

    /**
     * The text for people, several lines without a final newline.
     *
     * <pre>
     * scenarios/irq-storm.yaml:27:16: error SC012: task "ctrl" is pinned to cpu 9; this machine has cpus 0-7
     *    27 |     affinity: [9]
     *       |                ^
     *    why: a task with no usable cpu never runs, so its latency has no bound
     *    fix: use 0-7, or raise machine.cpus (line 4)
     * </pre>
     */
    public String render() {
        StringBuilder out = new StringBuilder();
        out.append(printable(file))
                .append(':')
                .append(line)
                .append(':')
                .append(column)
                .append(": ");
        out.append(severity.word()).append(' ').append(code).append(": ").append(printable(message));
        if (!sourceLine.isBlank()) {
            appendExcerpt(out);
        }
        appendRemark(out, "why", why);
        appendRemark(out, "fix", fix);
        return out.toString();
    }

    private static void appendRemark(StringBuilder out, String label, String text) {
        if (!text.isEmpty()) {
            out.append("\n   ").append(label).append(": ").append(printable(text));
        }
    }

    private void appendExcerpt(StringBuilder out) {
        int[] all = sourceLine.codePoints().toArray();
        int caret = Math.min(column - 1, all.length);
        int from = caret <= SHOWN - 20 ? 0 : caret - SHOWN / 2;
        int to = Math.min(all.length, from + SHOWN);
        String lead = from > 0 ? "..." : "";
        String number = String.format("%5d", line);
        out.append('\n').append(number).append(" | ").append(lead);
        for (int i = from; i < to; i++) {
            out.appendCodePoint(shown(all[i]));
        }
        out.append(to < all.length ? "..." : "").append('\n');
        out.append(" ".repeat(number.length())).append(" | ").append(" ".repeat(lead.length()));
        for (int i = from; i < caret; i++) {
            out.append(all[i] == '\t' ? '\t' : ' ');
        }
        out.append('^');
    }

    private static String printable(String s) {
        return s.codePoints()
                .map(c -> c == '\t' ? ' ' : shown(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Control characters of a file must not reach a terminal. */
    private static int shown(int codePoint) {
        boolean control = Character.isISOControl(codePoint) && codePoint != '\t';
        boolean invisible = Character.getType(codePoint) == Character.FORMAT
                || Character.getType(codePoint) == Character.SURROGATE
                || Character.getType(codePoint) == Character.LINE_SEPARATOR
                || Character.getType(codePoint) == Character.PARAGRAPH_SEPARATOR;
        return control || invisible ? '?' : codePoint;
    }
}
