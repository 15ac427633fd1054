// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.preemptsim.experiment.lockgraph.LockGraph;
import org.preemptsim.experiment.result.AtomicFile;
import org.preemptsim.experiment.scenario.ReadResult;
import org.preemptsim.experiment.scenario.Scenario;
import org.preemptsim.experiment.scenario.ScenarioReader;
import org.preemptsim.experiment.scenario.Variant;
import org.preemptsim.report.LockReportText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what can go wrong with the locks of a scenario, without running it. */
@Command(
        name = "locks",
        mixinStandardHelpOptions = true,
        description = {
            "Reads the order in which a scenario's programs take locks, as lockdep does on a running kernel: possible"
                    + " deadlocks, priority inversions without a bound, the longest chain of waiting tasks.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  preemptsim locks scenarios/examples/two-tasks-one-lock.yaml",
            "  preemptsim locks my.yaml --variant rt --dot locks.dot && dot -Tsvg locks.dot -o locks.svg",
            "",
            "Exit status: 0 nothing found that can go wrong, 1 something found, 2 the scenario cannot be used."
        })
final class LocksCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "FILE", description = "The scenario, a YAML file.")
    private Path file = Path.of("");

    @Option(names = "--variant", paramLabel = "NAME", description = "This variant only. Default: all of the scenario.")
    private @Nullable String variant;

    @Option(names = "--dot", paramLabel = "FILE", description = "Write the graph of one variant in the DOT language.")
    private @Nullable Path dot;

    LocksCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        ReadResult read = ScenarioReader.read(file);
        console.print(read.render());
        if (!read.ok()) {
            console.complain(file + " cannot be used");
            return ExitCode.BAD_INPUT;
        }
        List<Variant> chosen = chosen(read.scenarioOrThrow());
        boolean clean = true;
        List<String> texts = new ArrayList<>();
        for (Variant v : chosen) {
            LockGraph graph = LockGraph.of(v.kernel(), v.workload());
            clean &= graph.report().clean();
            texts.add((v.name().isEmpty() ? "" : "variant " + v.name() + "\n") + LockReportText.render(graph));
            if (dot != null) {
                AtomicFile.write(dot, graph.toDot());
            }
        }
        console.print(String.join("\n", texts));
        return clean ? ExitCode.OK : ExitCode.FAILED_VERDICT;
    }

    private List<Variant> chosen(Scenario scenario) {
        if (variant == null) {
            if (dot != null && scenario.variants().size() > 1) {
                throw new UserError("--dot writes one graph; name a variant of " + names(scenario) + " with --variant");
            }
            return scenario.variants();
        }
        return List.of(scenario.variant(variant)
                .orElseThrow(() ->
                        new UserError("no variant \"" + variant + "\" in " + file + "; it has " + names(scenario))));
    }

    private static String names(Scenario scenario) {
        return String.join(", ", scenario.variants().stream().map(Variant::name).toList());
    }
}
