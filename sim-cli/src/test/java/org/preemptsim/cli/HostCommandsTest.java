// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preemptsim.experiment.result.HostProvenance;
import org.preemptsim.experiment.result.ResultJson;
import org.preemptsim.experiment.result.RunResult;
import org.preemptsim.experiment.run.ExperimentRunner;
import org.preemptsim.experiment.run.RunMonitor;
import org.preemptsim.experiment.run.RunOptions;
import org.preemptsim.experiment.scenario.Scenario;
import org.preemptsim.experiment.scenario.ScenarioReader;
import org.preemptsim.host.calibrate.CalibrationData;
import org.preemptsim.host.micro.MicroMeasurements;
import org.preemptsim.host.micro.MicroResult;

/** Calibration and validation by the command line, on a host that is itself a simulation. */
class HostCommandsTest {
    private static final Map<String, String> FACTS = Map.of(
            "kernel.release", "6.6.0-made-up",
            "kernel.preemption", "full",
            "kernel.hz", "250",
            "kernel.parameters", "none that bear on latency",
            "clock.source", "tsc",
            "virt.hypervisor_flag", "false",
            "virt.clues", "none",
            "sched.load_average", "0.05 0.10 0.10",
            "run.steal_ticks.cpu0", "0");

    @TempDir
    private Path directory;

    private Path scenario;
    private Path measurements;

    @BeforeEach
    void makeAHost() throws IOException {
        Files.copy(Repository.root().resolve("scenarios/profiles/desktop-x86.yaml"), directory.resolve("machine.yaml"));
        scenario = Files.writeString(directory.resolve("scenario.yaml"), """
                preemptsim: 1
                name: made-up
                duration: 5s
                machine: {profile: machine.yaml, cpus: 1}
                kernel: {preemption: full}
                workload:
                  cyclictest: {command: "cyclictest -m -n -q -p95 -h1000 -i 200", cpus: "0"}
                """);
        List<RunResult> runs = new ArrayList<>();
        for (long seed = 1; seed <= 4; seed++) {
            runs.add(measured(seed));
        }
        MicroMeasurements micro = new MicroMeasurements(
                micro("clock", 57), micro("syscall", 160), micro("pipe", 3_000), micro("park", 55_000));
        measurements = Files.writeString(
                directory.resolve("measured.json"),
                ResultJson.write(new CalibrationData(CalibrationData.SCHEMA, micro, runs, List.of())));
    }

    private static MicroResult micro(String name, double ns) {
        return MicroResult.of(name, "made up", new double[] {ns});
    }

    private RunResult measured(long seed) {
        Scenario read = Objects.requireNonNull(ScenarioReader.read(scenario).scenario());
        RunOptions how =
                new RunOptions(List.of(), OptionalLong.of(seed), OptionalLong.empty(), OptionalInt.of(0), null, false);
        RunResult r = ExperimentRunner.run(read, how, RunMonitor.NONE).runs().get(0);
        return new RunResult(
                r.schema(),
                RunResult.Source.HOST,
                r.scenario(),
                "idle",
                "",
                0,
                r.modelVersion(),
                r.kernel(),
                r.command(),
                r.requestedNs(),
                r.simulatedNs(),
                true,
                "",
                r.latencies(),
                List.of(),
                List.of(),
                List.of(),
                new HostProvenance("cyclictest made up", "2026-11-01T00:00:00Z", List.of(), FACTS));
    }

    private CommandLineRun calibrate(String... more) {
        List<String> words = new ArrayList<>(List.of(
                "host",
                "calibrate",
                scenario.toString(),
                "--data",
                measurements.toString(),
                "--out",
                directory + "/fitted"));
        words.addAll(List.of(more));
        return CommandLineRun.of(words.toArray(String[]::new));
    }

    @Test
    void calibrateWritesAProfileAndAScenarioThatCanBeRun() {
        CommandLineRun run = calibrate("--no-load");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("KS distance");
        assertThat(run.err()).contains("profile.yaml", "host validate");
        assertThat(directory.resolve("fitted/loaded.yaml")).doesNotExist();
        CommandLineRun check = CommandLineRun.of("check", directory + "/fitted/idle.yaml");
        assertThat(check.out()).isEqualTo(directory + "/fitted/idle.yaml: good\n");
    }

    @Test
    void validateJudgesTheProfileAndSaysWhy() {
        calibrate("--no-load");
        CommandLineRun run = CommandLineRun.of("host", "validate", directory + "/fitted");

        assertThat(run.out()).contains("idle: ", "KS distance", "p99.9", "Verdict: ");
        assertThat(run.exit())
                .isEqualTo(run.out().contains("Verdict: NOT TRUSTED") ? ExitCode.FAILED_VERDICT : ExitCode.OK);
        assertThat(directory.resolve("fitted/validation.json")).isNotEmptyFile();
        assertThat(directory.resolve("fitted/validation-idle/histogram.svg")).isNotEmptyFile();
    }

    @Test
    void aProfileThatIsNotThisHostFailsItsValidation() throws IOException {
        calibrate("--no-load");
        Path profile = directory.resolve("fitted/profile.yaml");
        String slower = Files.readString(profile).replaceAll("(?m)^(    wakeup:).*$", "$1 80us");
        Files.writeString(profile, slower);
        CommandLineRun run = CommandLineRun.of("host", "validate", directory + "/fitted");

        assertThat(slower).contains("wakeup: 80us");
        assertThat(run.exit()).isEqualTo(ExitCode.FAILED_VERDICT);
        assertThat(run.out()).contains("Verdict: NOT TRUSTED");
    }

    @Test
    void calibrateAsksForALoadOrThatThereIsNone() {
        CommandLineRun run = calibrate();

        assertThat(run.exit()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains("no load", "--no-load");
    }

    @Test
    void refusesMeasurementsThatAreNone() throws IOException {
        Files.writeString(measurements, "{\"schema\": 1}");
        CommandLineRun other = calibrate("--no-load");
        Files.delete(measurements);
        CommandLineRun missing = calibrate("--no-load");
        CommandLineRun validate = CommandLineRun.of("host", "validate", directory.toString());

        for (CommandLineRun run : List.of(other, missing, validate)) {
            assertThat(run.exit()).isEqualTo(ExitCode.BAD_INPUT);
            assertThat(run.err()).contains("fix: make it with 'preemptsim host calibrate'");
        }
    }

    @Test
    void refusesAScenarioThatMeasuresNothing() throws IOException {
        Path idle = Files.writeString(directory.resolve("none.yaml"), """
                preemptsim: 1
                name: none
                kernel: {preemption: full}
                workload:
                  tasks:
                    - {name: a, policy: other, program: [{compute: 1ms}]}
                """);
        CommandLineRun run = CommandLineRun.of("host", "measure", idle.toString());

        assertThat(run.exit()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains("measures nothing", "workload.cyclictest");
    }

    @Test
    void refusesTooFewRuns() {
        CommandLineRun run = CommandLineRun.of("host", "calibrate", scenario.toString(), "--runs", "1");

        assertThat(run.exit()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains("--runs is 1");
    }
}
