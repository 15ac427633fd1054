// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

/**
 * Finds the place in the file of one character of a scalar's value.
 *
 * <p>A value differs from its text by quotes, escapes, folded lines and indentation. The value is walked beside the
 * text: equal characters match, white space matches any run of white space, an escape matches one character.
 */
final class ScalarPositions {
    private final String raw;
    private final ScalarNode scalar;
    private int at;

    private ScalarPositions(ScalarNode scalar) {
        this.scalar = scalar;
        this.raw = scalar.at().source().text();
        this.at = indexOf(scalar.at());
    }

    static Mark find(ScalarNode scalar, int offset) {
        ScalarPositions p = new ScalarPositions(scalar);
        return p.walk(offset) ? p.here() : scalar.at();
    }

    private boolean walk(int offset) {
        String value = scalar.value();
        if (scalar.style() == ScalarNode.Style.QUOTED) {
            at++;
        } else if (scalar.style() == ScalarNode.Style.BLOCK) {
            at = afterLine(at);
            skipBlank();
        }
        for (int i = 0; i < Math.min(offset, value.length()); i++) {
            if (!consume(value.charAt(i))) {
                return false;
            }
        }
        return at <= raw.length();
    }

    private boolean consume(char c) {
        if (at >= raw.length()) {
            return false;
        }
        if (Character.isWhitespace(c) && Character.isWhitespace(raw.charAt(at))) {
            consumeBlank(c);
            return true;
        }
        if (scalar.style() == ScalarNode.Style.QUOTED && raw.charAt(at) == '\\') {
            at += escapeLength();
            return true;
        }
        boolean same = raw.charAt(at) == c;
        at += c == '\'' && raw.startsWith("''", at) ? 2 : 1;
        return same;
    }

    /** A line break with its indentation is one character of the value; blanks within a line stand for themselves. */
    private void consumeBlank(char c) {
        int end = at;
        boolean breaks = c == '\n';
        while (end < raw.length() && Character.isWhitespace(raw.charAt(end))) {
            breaks |= raw.charAt(end) == '\n' || raw.charAt(end) == '\r';
            end++;
        }
        at = breaks ? end : at + 1;
    }

    private int escapeLength() {
        char kind = at + 1 < raw.length() ? raw.charAt(at + 1) : ' ';
        return switch (kind) {
            case 'x' -> 4;
            case 'u' -> 6;
            case 'U' -> 10;
            default -> 2;
        };
    }

    private void skipBlank() {
        while (at < raw.length() && Character.isWhitespace(raw.charAt(at))) {
            at++;
        }
    }

    private int afterLine(int from) {
        int end = raw.indexOf('\n', from);
        return end < 0 ? raw.length() : end + 1;
    }

    private Mark here() {
        return scalar.at().source().markAt(raw.codePointCount(0, Math.min(at, raw.length())));
    }

    private int indexOf(Mark mark) {
        int index = 0;
        for (int line = 1; line < mark.line(); line++) {
            index += mark.source().line(line).length();
            index += raw.startsWith("\r\n", index) ? 2 : 1;
        }
        return Math.min(raw.length(), raw.offsetByCodePoints(Math.min(index, raw.length()), 0) + mark.column() - 1);
    }
}
