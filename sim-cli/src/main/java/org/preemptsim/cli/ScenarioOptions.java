// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.preemptsim.experiment.run.RunOptions;
import org.preemptsim.experiment.scenario.TimeText;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What run, compare and explain have in common: which scenario, and how it is run. */
final class ScenarioOptions {
    @Parameters(paramLabel = "FILE", description = "The scenario, a YAML file.")
    private Path file = Path.of("");

    @Option(
            names = "--variant",
            paramLabel = "NAME",
            description = "Run this variant only; may be given several times. Default: all of the scenario.")
    private List<String> variants = new ArrayList<>();

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the random numbers. Default: the scenario's.")
    private @Nullable Long seed;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Simulated time, such as 30s or 12h. Default: the scenario's.")
    private @Nullable Long durationNs;

    @Option(
            names = "--worst",
            paramLabel = "N",
            description =
                    "How many of the worst samples to keep with the cause of each nanosecond. Default: the scenario's.")
    private @Nullable Integer worst;

    @Option(names = "--check", description = "Check the invariants of the whole state while running; slower.")
    private boolean check;

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            description = "Write every trace point to this file. The result stays the same.")
    private @Nullable Path trace;

    @Option(names = "--quiet", description = "No progress and no messages; errors are still shown.")
    private boolean quiet;

    @Option(
            names = {"--no-colour", "--no-color"},
            description = "No colours; the variable NO_COLOR does the same.")
    private boolean noColour;

    Path file() {
        return file;
    }

    List<String> variants() {
        return variants;
    }

    Optional<Path> trace() {
        return Optional.ofNullable(trace);
    }

    boolean quiet() {
        return quiet;
    }

    OptionalInt worst() {
        return worst == null ? OptionalInt.empty() : OptionalInt.of(worst);
    }

    /** The console as this command line wants it. */
    Console on(Console console) {
        return noColour ? console.withoutColour() : console;
    }

    /**
     * How to run.
     *
     * @throws UserError if a number is out of its range
     */
    RunOptions runOptions() {
        if (worst != null && (worst < 0 || worst > 1_000)) {
            throw new UserError("--worst is " + worst + "; it must be 0 to 1000");
        }
        if (seed != null && seed < 0) {
            throw new UserError("--seed is " + seed + "; it must not be negative");
        }
        return new RunOptions(
                variants,
                seed == null ? OptionalLong.empty() : OptionalLong.of(seed),
                durationNs == null ? OptionalLong.empty() : OptionalLong.of(durationNs),
                worst(),
                trace,
                check);
    }

    /** The options that make a run what it is, as a user would type them, for a variant and a seed. */
    String replay(String variant, long seedUsed) {
        StringBuilder line = new StringBuilder("./preemptsim run ").append(Shell.quote(file.toString()));
        if (!variant.isEmpty()) {
            line.append(" --variant ").append(Shell.quote(variant));
        }
        line.append(" --seed ").append(seedUsed);
        if (durationNs != null) {
            line.append(" --duration ").append(TimeText.of(durationNs));
        }
        if (check) {
            line.append(" --check");
        }
        return line.toString();
    }
}
