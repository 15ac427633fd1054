// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.preemptsim.experiment.scenario.Scenario;
import org.preemptsim.report.TerminalTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the variants of a scenario, prints them side by side, and writes pictures and a report. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Simulates the variants of a scenario, prints them side by side, and writes a directory with the result as JSON,"
                    + " a picture of the distributions, cyclictest's text and JSON, and a report that says why.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  preemptsim compare scenarios/seed/cyclictest-under-stress.yaml",
            "  preemptsim compare my.yaml --duration 12h --out results/long",
            "  preemptsim compare my.yaml --variant none --variant lazy --seed 7"
        })
final class CompareCommand implements Callable<Integer> {
    private final Console processConsole;
    private final Function<Runnable, Interruption> interruptions;

    @Mixin
    private ScenarioOptions options = new ScenarioOptions();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where to write. Default: out/NAME, with the scenario's name, in the working directory.")
    private @Nullable Path out;

    CompareCommand(Console console, Function<Runnable, Interruption> interruptions) {
        this.processConsole = console;
        this.interruptions = interruptions;
    }

    @Override
    public Integer call() {
        Console console = options.on(processConsole);
        Simulations simulations = new Simulations(console, options, interruptions);
        Scenario scenario = simulations.read();
        Path directory = out != null ? out : Path.of("out", scenario.name());
        Target.requireDirectory(directory);

        Simulations.Outcome outcome = simulations.run(scenario);
        console.print(TerminalTable.render(
                outcome.comparison(),
                console.terminal().width(),
                console.terminal().colour()));
        ResultFiles.write(directory, outcome.comparison(), options.quiet() ? null : console);
        return outcome.exitCode();
    }
}
