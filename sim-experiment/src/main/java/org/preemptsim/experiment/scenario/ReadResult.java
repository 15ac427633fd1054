// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What reading a scenario gave.
 *
 * @param scenario null exactly if there is an error among the diagnostics
 * @param diagnostics all of them, by file, line and column
 */
public record ReadResult(@Nullable Scenario scenario, List<Diagnostic> diagnostics) {
    public ReadResult {
        diagnostics = List.copyOf(diagnostics);
        boolean failed = diagnostics.stream().anyMatch(d -> d.severity() == Severity.ERROR);
        if (failed != (scenario == null)) {
            throw new IllegalArgumentException("there is a scenario exactly if there is no error");
        }
    }

    /** Whether there is a scenario; there may be warnings still. */
    public boolean ok() {
        return scenario != null;
    }

    /**
     * The scenario of a text that is known to be right.
     *
     * @throws IllegalStateException with all diagnostics if it is not
     */
    public Scenario scenarioOrThrow() {
        if (scenario == null) {
            throw new IllegalStateException("not a scenario:\n" + render());
        }
        return scenario;
    }

    /** All diagnostics as text for people, each followed by a newline; empty if there are none. */
    public String render() {
        return diagnostics.stream().map(d -> d.render() + "\n").collect(Collectors.joining());
    }
}
