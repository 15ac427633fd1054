// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.preemptsim.experiment.inversion.InversionStudy;
import org.preemptsim.experiment.result.AtomicFile;
import org.preemptsim.experiment.result.Comparison;
import org.preemptsim.experiment.result.ResultJson;
import org.preemptsim.experiment.result.RunResult;
import org.preemptsim.experiment.scenario.Scenario;
import org.preemptsim.report.Explanation;
import org.preemptsim.report.InversionText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a scenario and tells in plain words what the worst samples waited for. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Simulates a scenario and tells what the worst samples of each variant waited for: what happened from the"
                    + " timer's expiry to the task's own code, for how long, and who was to blame.",
            "Then it tells the longest priority inversions: who waited for whom, through which locks, which"
                    + " boosts happened, and what they saved: where there were any, the variant is simulated once more"
                    + " without priority inheritance, on the same seed.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  preemptsim explain scenarios/seed/cyclictest-under-stress.yaml",
            "  preemptsim explain my.yaml --variant rt --worst 1",
            "  preemptsim explain scenarios/pi/three-tasks.yaml --inversions 1",
            "",
            "The causes and shares are defined in docs/latency-terms.md."
        })
final class ExplainCommand implements Callable<Integer> {
    private static final int SAMPLES = 3;
    private static final int MOST_INVERSIONS = 1_000;

    private final Console processConsole;
    private final Function<Runnable, Interruption> interruptions;

    @Mixin
    private ScenarioOptions options = new ScenarioOptions();

    @Option(
            names = "--inversions",
            paramLabel = "N",
            description = "How many waits for locks to tell per variant, the longest of each task and lock; 0 = none."
                    + " Default: ${DEFAULT-VALUE}.",
            defaultValue = "3")
    private int inversions;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the inversions to this file too, as JSON.")
    private @Nullable Path json;

    ExplainCommand(Console console, Function<Runnable, Interruption> interruptions) {
        this.processConsole = console;
        this.interruptions = interruptions;
    }

    @Override
    public Integer call() {
        Console console = options.on(processConsole);
        Simulations simulations = new Simulations(console, options, interruptions);
        Scenario scenario = simulations.read();
        if (inversions < 0 || inversions > MOST_INVERSIONS) {
            throw new UserError("--inversions is " + inversions + "; it must be 0 to " + MOST_INVERSIONS);
        }
        if (json != null) {
            Target.requireFile(json);
        }
        String text;
        int exitCode;
        if (inversions == 0 && json == null) {
            Simulations.Outcome outcome = simulations.run(scenario);
            text = explain(outcome.comparison(), run -> "");
            exitCode = outcome.exitCode();
        } else {
            Simulations.Studied outcome = simulations.study(scenario, Math.max(1, inversions));
            InversionStudy study = outcome.study();
            text = explain(study.results(), run -> inversionsOf(study, run));
            exitCode = outcome.exitCode();
            write(study);
        }
        console.print(text);
        return exitCode;
    }

    private String explain(Comparison comparison, Function<RunResult, String> rest) {
        int samples = options.worst().orElse(SAMPLES);
        return comparison.runs().stream()
                .map(run -> Explanation.render(run, samples) + rest.apply(run))
                .collect(Collectors.joining("\n"));
    }

    private String inversionsOf(InversionStudy study, RunResult run) {
        return inversions == 0 ? "" : "\n" + InversionText.render(study.report(run), inversions);
    }

    private void write(InversionStudy study) {
        Path file = json;
        if (file == null) {
            return;
        }
        try {
            AtomicFile.write(file, ResultJson.write(study.document()));
        } catch (IOException e) {
            throw UserError.cannotWrite(file, e);
        }
    }
}
