// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.command;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command line after reading.
 *
 * @param value what it means, null exactly if a problem is an error
 * @param problems errors and warnings, in the order of the line
 */
public record ParsedCommand<T>(@Nullable T value, List<CommandProblem> problems) {
    public ParsedCommand {
        problems = List.copyOf(problems);
    }
}
