// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.preemptsim.experiment.result.RunResult;
import org.preemptsim.experiment.run.RunOptions;
import org.preemptsim.experiment.scenario.Scenario;
import org.preemptsim.host.HostException;
import org.preemptsim.host.Validation;
import org.preemptsim.host.calibrate.CalibrationData;
import org.preemptsim.host.validate.Condition;
import org.preemptsim.host.validate.ValidationReport;
import org.preemptsim.host.validate.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says how far a fitted profile's simulation is from measurements it has not seen. */
@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Simulates this host with the profile that 'host calibrate' wrote, compares the outcome with the runs that were held"
                    + " back, and gives a verdict: TRUSTED, USABLE WITH CARE or NOT TRUSTED, with the reasons. Both"
                    + " distributions go into one picture.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  preemptsim host validate",
            "  preemptsim host validate myhost --seed 3",
            "",
            "Exit status: 1 if the profile must not be trusted."
        })
final class HostValidateCommand implements Callable<Integer> {
    private final Console console;
    private final Function<Runnable, Interruption> interruptions;

    @Parameters(paramLabel = "DIR", arity = "0..1", description = "What 'host calibrate' wrote. Default: out/host.")
    private Path directory = FittedHost.DEFAULT;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the simulations. Default: the scenarios'.")
    private @Nullable Long seed;

    @Option(names = "--quiet", description = "No progress and no messages; errors are still shown.")
    private boolean quiet;

    HostValidateCommand(Console console, Function<Runnable, Interruption> interruptions) {
        this.console = console;
        this.interruptions = interruptions;
    }

    @Override
    public Integer call() throws HostException {
        FittedHost host = new FittedHost(directory);
        CalibrationData measured = FittedHost.readMeasurements(host.measurements());
        Interruption interruption = Simulations.listen(console, quiet, interruptions);
        RunResult idle = simulate(host.idle(), interruption);
        Optional<RunResult> loaded = measured.loaded().isEmpty() || !Files.exists(host.loaded())
                ? Optional.empty()
                : Optional.of(simulate(host.loaded(), interruption));
        if (interruption.requested()) {
            throw new UserError("stopped before both simulations were done: half a validation is none");
        }
        ValidationReport report = Validation.validate(measured, idle, loaded.orElse(null));
        console.print(ValidationText.render(report));
        for (Condition condition : report.conditions()) {
            ResultFiles.write(
                    directory.resolve("validation-" + condition.name()),
                    condition.comparison(),
                    quiet ? null : console);
        }
        ResultFiles.writeJson(directory.resolve("validation.json"), report);
        return report.verdict() == Verdict.NOT_TRUSTED ? ExitCode.FAILED_VERDICT : ExitCode.OK;
    }

    private RunResult simulate(Path file, Interruption interruption) {
        Scenario scenario = Simulations.read(file, console, quiet);
        RunOptions how = new RunOptions(
                List.of(),
                seed == null ? OptionalLong.empty() : OptionalLong.of(seed),
                OptionalLong.empty(),
                OptionalInt.empty(),
                null,
                false);
        String replay = "./preemptsim run " + Shell.quote(file.toString()) + (seed == null ? "" : " --seed " + seed);
        return Simulations.run(scenario, how, console, quiet, interruption, failed -> replay)
                .runs()
                .get(0);
    }
}
