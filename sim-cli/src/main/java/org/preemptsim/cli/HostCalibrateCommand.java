// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.preemptsim.experiment.result.HostProvenance;
import org.preemptsim.experiment.result.ResultJson;
import org.preemptsim.host.Calibration;
import org.preemptsim.host.HostException;
import org.preemptsim.host.MeasureRequest;
import org.preemptsim.host.calibrate.CalibrationData;
import org.preemptsim.host.calibrate.FittedProfile;
import org.preemptsim.host.calibrate.HostKernel;
import org.preemptsim.host.calibrate.ScenarioSimulator;
import org.preemptsim.host.calibrate.SectionScaling;
import org.preemptsim.models.spec.KernelSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fits a machine profile to measurements of this machine. */
@Command(
        name = "calibrate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures this machine several times, idle and beside the scenario's load, and fits a machine profile with which a"
                    + " simulation gives the same distributions. Every other run is held back for 'host validate'. Writes the"
                    + " measurements, the profile, and this host as two scenarios that use it.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  sudo ./preemptsim host calibrate scenarios/seed/cyclictest-under-stress.yaml",
            "  sudo ./preemptsim host calibrate my.yaml --duration 5min --runs 6 --out myhost",
            "  preemptsim host calibrate my.yaml --data myhost/measurements.json --out again   fit once more"
        })
final class HostCalibrateCommand implements Callable<Integer> {
    private static final long DEFAULT_NS = 30_000_000_000L;

    private final Console console;
    private final Function<Runnable, Interruption> interruptions;

    @Parameters(
            paramLabel = "FILE",
            description = "The scenario whose cyclictest and stress are run, really and simulated.")
    private Path file = Path.of("");

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Length of each run. Default: 30s.")
    private long durationNs = DEFAULT_NS;

    @Option(names = "--runs", paramLabel = "N", description = "Runs of each kind, idle and loaded. Default: 4.")
    private int runs = 4;

    @Option(names = "--no-load", description = "Measure and fit the idle machine only.")
    private boolean noLoad;

    @Option(names = "--cpu", paramLabel = "N", description = "The CPU to measure. Default: the scenario's, or 0.")
    private @Nullable Integer cpu;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the simulations. Default: the scenario's.")
    private @Nullable Long seed;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "Fit to these measurements of an earlier calibration instead of measuring.")
    private @Nullable Path data;

    @Option(names = "--out", paramLabel = "DIR", description = "Where to write. Default: out/host.")
    private Path out = FittedHost.DEFAULT;

    @Option(names = "--quiet", description = "No progress and no messages; errors are still shown.")
    private boolean quiet;

    HostCalibrateCommand(Console console, Function<Runnable, Interruption> interruptions) {
        this.console = console;
        this.interruptions = interruptions;
    }

    @Override
    public Integer call() throws HostException {
        if (runs < 2 || runs > 100) {
            throw new UserError("--runs is " + runs + "; it must be 2 to 100: half of the runs are held back");
        }
        MeasuredScenario scenario = MeasuredScenario.read(file, console, quiet);
        String load = noLoad ? null : load(scenario);
        Target.requireDirectory(out);
        FittedHost host = new FittedHost(out);

        CalibrationData measured = data != null ? FittedHost.readMeasurements(data) : measure(scenario, load);
        host.write(host.measurements(), ResultJson.write(measured));
        KernelSpec kernel = HostKernel.of(facts(measured));
        boolean loaded = load != null && !measured.loaded().isEmpty();
        say("Fitting ...");
        long simulatedNs =
                measured.idle().stream().mapToLong(r -> r.simulatedNs()).sum() / 2;
        FittedProfile fitted = Calibration.fit(
                measured,
                new ScenarioSimulator(scenario.variant(), kernel, simulatedNs),
                seed != null ? seed : scenario.scenario().seed());
        host.write(host.profile(), fitted.yaml("this-host", loaded ? scaledLoad(scenario, fitted) : null));
        host.write(host.idle(), FittedHost.scenario(scenario, kernel, null, simulatedNs));
        if (loaded) {
            host.write(host.loaded(), FittedHost.scenario(scenario, kernel, load, simulatedNs));
        }
        console.print(text(fitted));
        say("Written to " + out + ": measurements.json, profile.yaml, idle.yaml" + (loaded ? ", loaded.yaml" : ""));
        say("How good it is says: preemptsim host validate " + Shell.quote(out.toString()));
        return ExitCode.OK;
    }

    private static String load(MeasuredScenario scenario) {
        if (scenario.loadCommand().isEmpty() || scenario.loadProfile().isEmpty()) {
            throw new UserError("the scenario names no load with a profile to run beside cyclictest\n"
                    + "   fix: add workload.stress with command and profile, or give --no-load");
        }
        return scenario.loadCommand().get();
    }

    private CalibrationData measure(MeasuredScenario scenario, @Nullable String load) throws HostException {
        MeasureRequest request = MeasureRequest.of(
                scenario.test().command(),
                scenario.scenario().name(),
                load,
                OptionalInt.of(cpu != null ? cpu : scenario.cpu()),
                Duration.ofNanos(durationNs));
        try (HostWatch watch = new HostWatch(console, quiet, interruptions)) {
            return Calibration.collect(request, runs, watch);
        }
    }

    private static Map<String, String> facts(CalibrationData measured) throws HostException {
        HostProvenance host = measured.idle().get(0).host();
        if (host == null) {
            throw new HostException(
                    "the measurements do not say what host they are of",
                    "they were not made by 'host calibrate'",
                    "measure again without --data");
        }
        return host.facts();
    }

    private static String scaledLoad(MeasuredScenario scenario, FittedProfile fitted) throws HostException {
        Path profile = scenario.loadProfile().orElseThrow();
        try {
            return SectionScaling.scaleStressProfile(
                    profile.toString(),
                    Files.readString(profile),
                    fitted.parameters().sectionScale());
        } catch (IOException e) {
            throw UserError.cannotRead(profile, e);
        }
    }

    private static String text(FittedProfile fitted) {
        StringBuilder text = new StringBuilder();
        fitted.provenance().forEach(line -> text.append(line).append('\n'));
        fitted.idleTail()
                .ifPresent(tail ->
                        text.append("idle tail: ").append(tail.summary()).append('\n'));
        fitted.steps()
                .forEach(step -> text.append(String.format(
                        java.util.Locale.ROOT,
                        "correction %d: KS distance idle %.4f, loaded %.4f, load's sections x %.3f%n",
                        step.number(),
                        step.idleKs(),
                        step.loadedKs(),
                        step.sectionScale())));
        fitted.notes().forEach(line -> text.append("note: ").append(line).append('\n'));
        return text.toString();
    }

    private void say(String message) {
        if (!quiet) {
            console.say(message);
        }
    }
}
