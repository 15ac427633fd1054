// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.preemptsim.experiment.rtapp.RtAppExport;
import org.preemptsim.experiment.scenario.ReadResult;
import org.preemptsim.experiment.scenario.Scenario;
import org.preemptsim.experiment.scenario.ScenarioReader;
import org.preemptsim.experiment.scenario.Variant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes an rt-app workload of a scenario. */
@Command(
        name = "rt-app",
        mixinStandardHelpOptions = true,
        description = {
            "Makes an rt-app workload of a scenario's tasks, to run them on a real machine. What could not be carried over is"
                    + " listed on standard error.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  preemptsim export rt-app scenario.yaml --out workload.json",
            "  preemptsim export rt-app scenario.yaml --variant rt | less",
            "",
            "Exit status: 0 done, 2 if the scenario cannot be read."
        })
final class ExportRtAppCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "FILE", description = "The scenario, a YAML file.")
    private Path file = Path.of("");

    @Option(names = "--variant", paramLabel = "NAME", description = "This variant. Default: the first.")
    private @Nullable String variant;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "Write the workload here. Default: standard output.")
    private @Nullable Path out;

    ExportRtAppCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ReadResult read = ScenarioReader.read(file);
        if (!read.ok()) {
            console.say(read.render());
            console.complain(file + " cannot be read");
            return ExitCode.BAD_INPUT;
        }
        RtAppExport.Exported exported = RtAppExport.write(chosen(read.scenarioOrThrow()));
        if (out == null) {
            console.print(exported.json());
        } else {
            ImportRtAppCommand.write(out, exported.json());
        }
        exported.notes().forEach(n -> console.say("not carried over: " + n));
        return ExitCode.OK;
    }

    private Variant chosen(Scenario scenario) {
        if (variant == null) {
            return scenario.variants().get(0);
        }
        return scenario.variant(variant)
                .orElseThrow(() -> new UserError("there is no variant " + variant + "; there is "
                        + String.join(
                                ", ",
                                scenario.variants().stream().map(Variant::name).toList())));
    }
}
