// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.preemptsim.experiment.scenario.Diagnostic;
import org.preemptsim.experiment.scenario.ReadResult;
import org.preemptsim.experiment.scenario.ScenarioReader;
import org.preemptsim.experiment.scenario.Severity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads scenarios and says everything that is wrong with them. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description =
                "Checks scenario files without running them: says all that is wrong, where, why, and what to write instead.",
        footer = {
            "",
            "Examples:",
            "  preemptsim check my.yaml",
            "  preemptsim check scenarios/seed/*.yaml",
            "",
            "Exit status: 0 if every file can be run, 2 if one cannot."
        })
final class CheckCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Scenario files.")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--quiet", description = "Nothing but errors and warnings.")
    private boolean quiet;

    CheckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        int unusable = 0;
        for (Path file : files) {
            ReadResult read = ScenarioReader.read(file);
            console.print(read.render());
            if (!read.ok()) {
                unusable++;
            } else if (!quiet) {
                console.print(file + ": " + verdict(read.diagnostics()) + "\n");
            }
        }
        if (unusable > 0) {
            console.complain(
                    unusable + " of " + files.size() + (files.size() == 1 ? " file" : " files") + " cannot be run");
        }
        return unusable == 0 ? ExitCode.OK : ExitCode.BAD_INPUT;
    }

    private static String verdict(List<Diagnostic> diagnostics) {
        long warnings = diagnostics.stream()
                .filter(d -> d.severity() == Severity.WARNING)
                .count();
        return warnings == 0 ? "good" : "good, with " + warnings + (warnings == 1 ? " warning" : " warnings");
    }
}
