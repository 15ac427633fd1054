// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.measure;

import java.util.ArrayList;
import java.util.List;
import org.preemptsim.host.HostException;

/** A command line as words, with quotes as in a shell but nothing else of a shell: no variables, pipes or globs. */
public final class ShellWords {
    private ShellWords() {}

    /**
     * The words of a command line.
     *
     * @throws HostException if a quote is open at the end, or the line needs a shell
     */
    public static List<String> split(String line) throws HostException {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
                inWord = true;
            } else if ("|&;<>`$(){}\\\n".indexOf(c) >= 0) {
                throw new HostException(
                        "the command \"" + line + "\" needs a shell: it holds '" + c + "'",
                        "the harness starts the tool itself, so that it can end it again",
                        "give one plain command with its options");
            } else if (Character.isWhitespace(c)) {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                    inWord = false;
                }
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (quote != 0) {
            throw new HostException(
                    "the command \"" + line + "\" has an open quote", "a " + quote + " is not closed", "close it");
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }

    /** The words as a line that {@link #split} reads back. */
    public static String join(List<String> words) {
        return String.join(" ", words.stream().map(ShellWords::quoted).toList());
    }

    private static String quoted(String word) {
        boolean plain =
                !word.isEmpty() && word.chars().noneMatch(c -> Character.isWhitespace(c) || c == '\'' || c == '"');
        if (plain) {
            return word;
        }
        return word.indexOf('\'') < 0 ? "'" + word + "'" : '"' + word + '"';
    }
}
