// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.preemptsim.experiment.inversion.InversionStudy;
import org.preemptsim.experiment.result.Comparison;
import org.preemptsim.experiment.run.ExperimentRunner;
import org.preemptsim.experiment.run.RunFailedException;
import org.preemptsim.experiment.run.RunMonitor;
import org.preemptsim.experiment.run.RunOptions;
import org.preemptsim.experiment.scenario.ReadResult;
import org.preemptsim.experiment.scenario.Scenario;
import org.preemptsim.experiment.scenario.ScenarioReader;
import org.preemptsim.experiment.scenario.Variant;
import org.preemptsim.experiment.text.NearestMatch;

/** Reads a scenario and runs it, with progress and Ctrl-C. */
final class Simulations {
    private final Console console;
    private final ScenarioOptions options;
    private final Interruption interruption;

    /**
     * Listens to Ctrl-C from now on.
     *
     * @param interruptions how to hear of it: {@link Interruption#install} in a process of our own
     */
    Simulations(Console console, ScenarioOptions options, Function<Runnable, Interruption> interruptions) {
        this.console = console;
        this.options = options;
        this.interruption = listen(console, options.quiet(), interruptions);
    }

    /** Listens to Ctrl-C from now on, and says so when it comes. */
    static Interruption listen(Console console, boolean quiet, Function<Runnable, Interruption> interruptions) {
        return interruptions.apply(() -> {
            if (!quiet) {
                console.say("\npreemptsim: stopping; what has been simulated is reported. Ctrl-C again ends at once.");
            }
        });
    }

    /**
     * What came out.
     *
     * @param exitCode what the command ends with if all else goes well
     */
    record Outcome(Comparison comparison, int exitCode) {}

    /**
     * The scenario of the command line; its warnings are shown.
     *
     * @throws UserError if it cannot be run, or not as asked
     */
    Scenario read() {
        Scenario scenario = read(options.file(), console, options.quiet());
        options.variants().forEach(name -> requireVariant(scenario, name));
        options.trace().ifPresent(Target::requireFile);
        return scenario;
    }

    /**
     * The scenario of a file; its errors are shown, and its warnings unless {@code quiet}.
     *
     * @throws UserError if it cannot be run
     */
    static Scenario read(Path file, Console console, boolean quiet) {
        ReadResult read = ScenarioReader.read(file);
        Scenario scenario = read.scenario();
        if (scenario == null || !quiet) {
            console.err().print(read.render());
        }
        if (scenario == null) {
            throw new UserError(file + " cannot be run; the errors are above");
        }
        return scenario;
    }

    private static void requireVariant(Scenario scenario, String name) {
        if (scenario.variant(name).isPresent()) {
            return;
        }
        List<String> known = scenario.variants().stream().map(Variant::name).toList();
        String nearest = NearestMatch.of(name, known)
                .map(n -> "; did you mean " + n + "?")
                .orElse("");
        String fix = known.equals(List.of(""))
                ? "leave --variant out: the scenario has no variants"
                : "use one of: " + String.join(", ", known);
        throw new UserError("the scenario has no variant " + name + nearest + "\n   fix: " + fix);
    }

    /**
     * Runs the variants that are asked for.
     *
     * @throws UserError if the trace cannot be written
     */
    Outcome run(Scenario scenario) {
        RunOptions how = options.runOptions();
        long seed = how.seed().orElse(scenario.seed());
        Comparison comparison =
                run(scenario, how, console, options.quiet(), interruption, variant -> options.replay(variant, seed));
        return new Outcome(comparison, interruption.exitCode());
    }

    /** As {@link Outcome}, with the inversions. */
    record Studied(InversionStudy study, int exitCode) {}

    /**
     * Runs the variants that are asked for, and those with boosts once more without inheritance.
     *
     * @param inversions how many waits to report at most
     * @throws UserError if the trace cannot be written
     */
    Studied study(Scenario scenario, int inversions) {
        RunOptions how = options.runOptions();
        long seed = how.seed().orElse(scenario.seed());
        int parts = how.variants().isEmpty()
                ? scenario.variants().size()
                : how.variants().size();
        InversionStudy study = watched(
                parts,
                console,
                options.quiet(),
                interruption,
                variant -> options.replay(variant, seed),
                watch -> InversionStudy.run(scenario, how, watch, inversions));
        return new Studied(study, interruption.exitCode());
    }

    /**
     * Runs a scenario.
     *
     * @param replay the command line that runs a variant again
     * @throws UserError if the trace cannot be written
     */
    static Comparison run(
            Scenario scenario,
            RunOptions how,
            Console console,
            boolean quiet,
            Interruption interruption,
            UnaryOperator<String> replay) {
        int parts = how.variants().isEmpty()
                ? scenario.variants().size()
                : how.variants().size();
        return watched(
                parts, console, quiet, interruption, replay, watch -> ExperimentRunner.run(scenario, how, watch));
    }

    private static <T> T watched(
            int parts,
            Console console,
            boolean quiet,
            Interruption interruption,
            UnaryOperator<String> replay,
            Function<RunMonitor, T> work) {
        Watch watch = new Watch(quiet ? null : console.progressBar(parts, "simulated"), interruption);
        try (watch) {
            return work.apply(watch);
        } catch (UncheckedIOException e) {
            throw new UserError(String.valueOf(e.getMessage()), e);
        } catch (RunFailedException e) {
            throw new ReplayableFailure(replay.apply(e.variant()), e.getCause() != null ? e.getCause() : e);
        }
    }

    /** What the runner reports to and asks. */
    private static final class Watch implements RunMonitor, AutoCloseable {
        private final @Nullable ProgressBar bar;
        private final Interruption interruption;

        Watch(@Nullable ProgressBar bar, Interruption interruption) {
            this.bar = bar;
            this.interruption = interruption;
        }

        @Override
        public void progress(String name, long simulatedNs, long horizonNs) {
            if (bar != null) {
                bar.update(name, simulatedNs, horizonNs);
            }
        }

        @Override
        public boolean stopRequested() {
            return interruption.requested();
        }

        @Override
        public void close() {
            if (bar != null) {
                bar.close();
            }
        }
    }
}
