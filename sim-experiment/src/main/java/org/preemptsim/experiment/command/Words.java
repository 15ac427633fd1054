// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.command;

import java.util.ArrayList;
import java.util.List;

/** Cuts a command line into words as a shell does, without any expansion. */
final class Words {
    /** A word without its quotes and the character it begins at. */
    record Word(int offset, String text) {}

    private final String line;
    private final List<CommandProblem> problems;
    private final List<Word> words = new ArrayList<>();
    private int at;

    private Words(String line, List<CommandProblem> problems) {
        this.line = line;
        this.problems = problems;
    }

    static List<Word> of(String line, List<CommandProblem> problems) {
        Words w = new Words(line, problems);
        w.cut();
        return w.words;
    }

    private void cut() {
        while (at < line.length()) {
            if (Character.isWhitespace(line.charAt(at))) {
                at++;
            } else {
                word();
            }
        }
    }

    private void word() {
        int start = at;
        StringBuilder text = new StringBuilder();
        while (at < line.length() && !Character.isWhitespace(line.charAt(at))) {
            char c = line.charAt(at);
            if (c == '\'' || c == '"') {
                quoted(c, text);
            } else {
                refuseShell(c);
                text.append(c);
                at++;
            }
        }
        words.add(new Word(start, text.toString()));
    }

    private void quoted(char quote, StringBuilder text) {
        int end = line.indexOf(quote, at + 1);
        if (end < 0) {
            problems.add(new CommandProblem(
                    at, CommandProblem.Kind.BAD_COMMAND, "this quote is not closed", "", "close it, or remove it"));
            end = line.length();
        }
        text.append(line, at + 1, end);
        at = Math.min(line.length(), end + 1);
    }

    private void refuseShell(char c) {
        if ("|&;<>$`()".indexOf(c) >= 0) {
            problems.add(new CommandProblem(
                    at,
                    CommandProblem.Kind.BAD_COMMAND,
                    "\"" + c + "\" means something to a shell",
                    "the command is not run by a shell, only read",
                    "write the one command alone"));
        }
    }
}
