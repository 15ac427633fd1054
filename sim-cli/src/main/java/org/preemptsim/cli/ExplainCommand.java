// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import java.util.concurrent.Callable;
import java.util.function.Function;
import org.preemptsim.experiment.result.RunResult;
import org.preemptsim.experiment.scenario.Scenario;
import org.preemptsim.report.Explanation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs a scenario and tells in plain words what the worst samples waited for. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Simulates a scenario and tells what the worst samples of each variant waited for: what happened from the"
                    + " timer's expiry to the task's own code, for how long, and who was to blame.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  preemptsim explain scenarios/seed/cyclictest-under-stress.yaml",
            "  preemptsim explain my.yaml --variant rt --worst 1",
            "",
            "The causes are defined in docs/latency-terms.md."
        })
final class ExplainCommand implements Callable<Integer> {
    private static final int SAMPLES = 3;

    private final Console processConsole;
    private final Function<Runnable, Interruption> interruptions;

    @Mixin
    private ScenarioOptions options = new ScenarioOptions();

    ExplainCommand(Console console, Function<Runnable, Interruption> interruptions) {
        this.processConsole = console;
        this.interruptions = interruptions;
    }

    @Override
    public Integer call() {
        Console console = options.on(processConsole);
        Simulations simulations = new Simulations(console, options, interruptions);
        Scenario scenario = simulations.read();
        Simulations.Outcome outcome = simulations.run(scenario);
        String gap = "";
        for (RunResult run : outcome.comparison().runs()) {
            console.print(gap + Explanation.render(run, options.worst().orElse(SAMPLES)));
            gap = "\n";
        }
        return outcome.exitCode();
    }
}
