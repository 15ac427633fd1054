// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.command;

import java.util.List;

/** Checks that a command line begins with the tool it should run. */
final class ToolName {
    private ToolName() {}

    /** The words after the tool's name. */
    static List<Words.Word> check(String tool, List<Words.Word> words, List<CommandProblem> problems) {
        String first = words.isEmpty() ? "" : words.get(0).text();
        if (first.equals(tool) || first.endsWith("/" + tool)) {
            return words.subList(1, words.size());
        }
        boolean wraps = words.stream().anyMatch(w -> w.text().equals(tool));
        problems.add(new CommandProblem(
                words.isEmpty() ? 0 : words.get(0).offset(),
                CommandProblem.Kind.BAD_COMMAND,
                first.isEmpty() ? "the command is empty" : "the command begins with \"" + first + "\", not " + tool,
                wraps ? "taskset, chrt and the like are keys of the scenario: cpus, policy" : "",
                "begin with " + tool));
        return List.of();
    }
}
