// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.preemptsim.experiment.result.Comparison;
import org.preemptsim.experiment.result.ResultJson;
import org.preemptsim.experiment.scenario.Scenario;
import org.preemptsim.experiment.scenario.Variant;
import org.preemptsim.report.CyclictestText;
import org.preemptsim.report.TerminalTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a scenario and prints the numbers. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Simulates a scenario and prints a table of its variants. Writes no file unless told to; 'compare' is the same"
                    + " with pictures and a report.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  preemptsim run my.yaml",
            "  preemptsim run my.yaml --variant rt --duration 10min --seed 2",
            "  preemptsim run my.yaml --variant rt --hist > rt.hist       what cyclictest -h would print",
            "  preemptsim run my.yaml --json | jq '.runs[].latencies[].maxNs'"
        })
final class RunCommand implements Callable<Integer> {
    private final Console processConsole;
    private final Function<Runnable, Interruption> interruptions;

    @Mixin
    private ScenarioOptions options = new ScenarioOptions();

    @Option(
            names = "--json",
            arity = "0..1",
            paramLabel = "FILE",
            preprocessor = OptionalFile.class,
            description = "Write the result as JSON, to standard output instead of the table if no FILE is given."
                    + " Write --json=FILE, or a name that ends in .json.")
    private @Nullable String json;

    @Option(
            names = "--hist",
            description = "Print what cyclictest -h would print instead of the table; one variant only.")
    private boolean histogram;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Write all files that 'compare' writes into this directory.")
    private @Nullable Path out;

    RunCommand(Console console, Function<Runnable, Interruption> interruptions) {
        this.processConsole = console;
        this.interruptions = interruptions;
    }

    @Override
    public Integer call() {
        Console console = options.on(processConsole);
        boolean jsonToOutput = OptionalFile.STANDARD_OUTPUT.equals(json);
        if (histogram && jsonToOutput) {
            throw new UserError("--hist and --json both want standard output\n   fix: write --json=FILE");
        }
        Simulations simulations = new Simulations(console, options, interruptions);
        Scenario scenario = simulations.read();
        if (histogram) {
            requireOneVariant(scenario);
        }
        if (json != null && !jsonToOutput) {
            Target.requireFile(Path.of(json));
        }
        if (out != null) {
            Target.requireDirectory(out);
        }

        Simulations.Outcome outcome = simulations.run(scenario);
        Comparison comparison = outcome.comparison();
        if (histogram) {
            console.print(CyclictestText.render(comparison.runs().get(0)));
        } else if (jsonToOutput) {
            console.print(ResultJson.write(comparison));
        } else {
            console.print(TerminalTable.render(
                    comparison, console.terminal().width(), console.terminal().colour()));
        }
        if (json != null && !jsonToOutput) {
            ResultFiles.writeJson(Path.of(json), comparison);
        }
        if (out != null) {
            ResultFiles.write(out, comparison, options.quiet() ? null : console);
        }
        return outcome.exitCode();
    }

    private void requireOneVariant(Scenario scenario) {
        int runs = options.variants().isEmpty()
                ? scenario.variants().size()
                : options.variants().size();
        if (runs != 1) {
            String names = scenario.variants().stream().map(Variant::name).collect(Collectors.joining(", "));
            throw new UserError("--hist prints one variant, but " + runs
                    + " would run\n   fix: choose one with --variant: " + names);
        }
    }
}
