// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preemptsim.experiment.result.HostProvenance;
import org.preemptsim.experiment.result.LatencyResult;
import org.preemptsim.experiment.result.ResultJson;
import org.preemptsim.experiment.result.RunResult;
import org.preemptsim.host.measure.ToolPath;

/** Runs scripts that behave as cyclictest and stress do, and the real tools where they are. */
class HostMeasurementTest {
    private static final String SEED = "cyclictest -m -n -q -p95 -D 12h -h60 -i 200";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path bin;

    @BeforeEach
    void needsAShell() {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "no /bin/sh to run the stand-in tools with");
    }

    private void script(String name, String body) throws IOException {
        Path p = bin.resolve(name);
        Files.writeString(p, "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(p, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** A stand-in that lists its options as 2.40 does and else runs {@code body}. */
    private void cyclictest(String body) throws IOException {
        script(
                "cyclictest",
                "if [ \"$1\" = --help ]; then cat '" + Samples.path("cyclictest_help_2.40.txt") + "'; exit 0; fi\n"
                        + "for a in \"$@\"; do case \"$a\" in --json=*) json=${a#--json=};; esac; done\n"
                        + body);
    }

    private MeasureRequest request(@Nullable String load, Duration duration) {
        return new MeasureRequest(
                SEED,
                "seed",
                "",
                load,
                OptionalInt.empty(),
                duration,
                Duration.ofMillis(200),
                new ToolPath(List.of(bin, Path.of("/usr/bin"), Path.of("/bin"))));
    }

    private static boolean runs(String marker) {
        return ProcessHandle.allProcesses()
                .anyMatch(p ->
                        p.info().commandLine().filter(c -> c.contains(marker)).isPresent());
    }

    private static long leftDirectories() throws IOException {
        try (Stream<Path> s = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return s.filter(p -> p.getFileName().toString().startsWith("preemptsim-measure-"))
                    .count();
        }
    }

    @Test
    void givesAResultFromJsonWithProvenance() throws Exception {
        cyclictest("cp '" + Samples.path("cyclictest_hist.json") + "' \"$json\"\ncat '"
                + Samples.path("cyclictest_hist.txt") + "'\nsleep 1\n");
        long before = leftDirectories();
        RunResult r = HostMeasurement.run(request(null, Duration.ofSeconds(1)), ProcessMonitor.SILENT);
        assertThat(r.source()).isEqualTo(RunResult.Source.HOST);
        assertThat(r.complete()).isTrue();
        assertThat(r.command()).isEqualTo("cyclictest -m -p95 -i200 -h100000 -D1 -q");
        LatencyResult t = r.latencies().get(0);
        assertThat(t.count()).isEqualTo(3_000);
        assertThat(t.policy()).isEqualTo("fifo:95");
        assertThat(t.intervalNs()).isEqualTo(200_000);
        assertThat(t.histogramBuckets()).isEqualTo(60);
        assertThat(t.overflowCycles()).hasSize(10);
        HostProvenance host = Objects.requireNonNull(r.host());
        assertThat(host.tool()).isEqualTo("cyclictest 2.40");
        assertThat(host.facts()).containsKey("kernel.release").containsKey("run.steal_ticks.cpu0");
        assertThat(host.adapted()).anyMatch(n -> n.startsWith("dropped -n"));
        assertThat(leftDirectories()).isEqualTo(before);
        assertThat(ResultJson.read(ResultJson.write(r), RunResult.class)).isEqualTo(r);
    }

    @Test
    void endsTheLoadAndItsWorkersThoughTheyIgnoreThePoliteSignal() throws Exception {
        cyclictest("cp '" + Samples.path("cyclictest_hist.json") + "' \"$json\"\nsleep 1\n");
        script("stress", "trap '' TERM\n(trap '' TERM; exec sleep 61.4142) &\nsleep 61.4142\nsleep 61.4142\n");
        RunResult r = HostMeasurement.run(request("stress --cpu 1", Duration.ofSeconds(1)), ProcessMonitor.SILENT);
        assertThat(Objects.requireNonNull(r.host()).adapted()).contains("beside the load: stress --cpu 1");
        assertThat(runs("61.4142")).isFalse();
    }

    @Test
    void endsEverythingWhenTheToolFails() throws Exception {
        cyclictest("echo 'boom: no such thing' >&2\nexit 3\n");
        script("stress", "sleep 62.7182\n");
        long before = leftDirectories();
        assertThatExceptionOfType(HostException.class)
                .isThrownBy(() ->
                        HostMeasurement.run(request("stress --cpu 1", Duration.ofSeconds(5)), ProcessMonitor.SILENT))
                .withMessageContaining("cyclictest failed with exit code 3")
                .withMessageContaining("boom: no such thing");
        assertThat(runs("62.7182")).isFalse();
        assertThat(leftDirectories()).isEqualTo(before);
    }

    @Test
    void saysHowToGetTheRightToRealTime() throws Exception {
        cyclictest("""
                echo 'Unable to change scheduling policy!' >&2
                echo 'Probably missing capabilities, either run as root or increase RLIMIT_RTPRIO limits.' >&2
                exit 1
                """);
        assertThatExceptionOfType(HostException.class)
                .isThrownBy(() -> HostMeasurement.run(request(null, Duration.ofSeconds(1)), ProcessMonitor.SILENT))
                .withMessageContaining("no right to run cyclictest under a real-time policy")
                .withMessageContaining("/etc/security/limits.conf");
    }

    @Test
    void keepsWhatWasMeasuredWhenCancelled() throws Exception {
        cyclictest("finish() { cp '" + Samples.path("cyclictest_hist.json") + "' \"$json\"; exit 0; }\n"
                + "trap finish TERM\nwhile :; do sleep 0.05; done\n");
        long start = System.nanoTime();
        RunResult r = HostMeasurement.run(request(null, Duration.ofHours(1)), new ProcessMonitor() {
            @Override
            public boolean cancelled() {
                return System.nanoTime() - start > 600_000_000L;
            }
        });
        assertThat(r.complete()).isFalse();
        assertThat(r.stopReason()).isEqualTo("interrupted");
        assertThat(r.latencies().get(0).count()).isEqualTo(3_000);
        assertThat(r.simulatedNs()).isLessThan(r.requestedNs());
    }

    @Test
    void anInterruptedThreadGetsWhatWasMeasuredAndKeepsItsFlag() throws Exception {
        cyclictest("finish() { cp '" + Samples.path("cyclictest_hist.json") + "' \"$json\"; exit 0; }\n"
                + "trap finish TERM\nwhile :; do sleep 0.05; done\n");
        Thread self = Thread.currentThread();
        Thread other = new Thread(() -> {
            try {
                Thread.sleep(600);
            } catch (InterruptedException e) {
                return;
            }
            self.interrupt();
        });
        other.start();
        RunResult r = HostMeasurement.run(request(null, Duration.ofHours(1)), ProcessMonitor.SILENT);
        assertThat(Thread.interrupted()).isTrue();
        other.join();
        assertThat(r.complete()).isFalse();
    }

    @Test
    void marksARunThatSomebodyElseEndedAsIncomplete() throws Exception {
        cyclictest("cp '" + Samples.path("cyclictest_hist.json") + "' \"$json\"\n");
        RunResult r = HostMeasurement.run(request(null, Duration.ofSeconds(30)), ProcessMonitor.SILENT);
        assertThat(r.complete()).isFalse();
    }

    /** Started as a program of its own by {@link #endsEverythingWhenTheProgramIsEnded}. */
    static final class Measures {
        private Measures() {}

        public static void main(String[] args) throws HostException {
            HostMeasurement.run(
                    new MeasureRequest(
                            SEED,
                            "seed",
                            "",
                            "stress --cpu 1",
                            OptionalInt.empty(),
                            Duration.ofHours(1),
                            Duration.ofMillis(100),
                            new ToolPath(List.of(Path.of(args[0]), Path.of("/usr/bin"), Path.of("/bin")))),
                    ProcessMonitor.SILENT);
        }
    }

    @Test
    void endsEverythingWhenTheProgramIsEnded() throws Exception {
        cyclictest("sleep 64.1618 & wait\n");
        script("stress", "sleep 65.1618 & wait\n");
        long before = leftDirectories();
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Measures.class.getName(),
                        bin.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            for (int i = 0; i < 600 && !(runs("64.1618") && runs("65.1618")); i++) {
                Thread.sleep(100);
            }
            assertThat(runs("64.1618") && runs("65.1618")).isTrue();
            program.destroy();
            assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            program.destroyForcibly();
        }
        assertThat(runs("64.1618")).isFalse();
        assertThat(runs("65.1618")).isFalse();
        assertThat(leftDirectories()).isEqualTo(before);
    }

    @Test
    void endsWorkersWhoseParentDied() throws Exception {
        cyclictest("sleep 1.5\n");
        script("stress", "sleep 66.1618 &\nsleep 0.8\nexit 1\n");
        assertThatExceptionOfType(HostException.class)
                .isThrownBy(() ->
                        HostMeasurement.run(request("stress --cpu 1", Duration.ofSeconds(2)), ProcessMonitor.SILENT))
                .withMessageContaining("the load ended before the measurement");
        assertThat(runs("66.1618")).isFalse();
    }

    @Test
    void failsWhenTheLoadDies() throws Exception {
        cyclictest("sleep 63.1\n");
        script("stress", "echo 'stress: FAIL: unrecognized option' >&2\nexit 1\n");
        assertThatExceptionOfType(HostException.class)
                .isThrownBy(() ->
                        HostMeasurement.run(request("stress --what 1", Duration.ofSeconds(5)), ProcessMonitor.SILENT))
                .withMessageContaining("the load ended before the measurement, with exit code 1")
                .withMessageContaining("unrecognized option");
    }

    @Test
    void namesThePackageOfAMissingTool() {
        assertThatExceptionOfType(HostException.class)
                .isThrownBy(() -> HostMeasurement.run(
                        new MeasureRequest(
                                SEED,
                                "seed",
                                "",
                                null,
                                OptionalInt.empty(),
                                Duration.ofSeconds(1),
                                Duration.ZERO,
                                new ToolPath(List.of(bin))),
                        ProcessMonitor.SILENT))
                .withMessageContaining("cyclictest is not installed")
                .withMessageContaining("apt-get install -y --no-install-recommends rt-tests");
    }

    @Test
    void refusesACpuThatDoesNotExist() throws Exception {
        cyclictest("exit 0\n");
        assertThatExceptionOfType(HostException.class)
                .isThrownBy(() -> HostMeasurement.run(
                        MeasureRequest.of(SEED, "seed", null, OptionalInt.of(4_095), Duration.ofSeconds(1)),
                        ProcessMonitor.SILENT))
                .withMessageContaining("there is no CPU 4095")
                .withMessageContaining("this host has CPUs ");
    }

    @Test
    void readsTheTextOfAVersionWithoutJson() throws Exception {
        String help = Samples.text("cyclictest_help_2.40.txt").replaceAll("(?m)^.*--json.*\n", "");
        Path file = bin.resolve("help.txt");
        Files.writeString(file, help);
        script(
                "cyclictest",
                "if [ \"$1\" = --help ]; then cat '" + file + "'; exit 0; fi\ncat '"
                        + Samples.path("cyclictest_histofall.txt") + "'\nsleep 1\n");
        RunResult r = HostMeasurement.run(request(null, Duration.ofSeconds(1)), ProcessMonitor.SILENT);
        assertThat(r.latencies()).hasSize(2);
        assertThat(r.latencies().get(1).maxNs()).isEqualTo(1_338_000);
    }

    @Test
    void measuresForRealBesideARealLoad() throws Exception {
        ToolPath tools = ToolPath.ofEnvironment();
        for (String tool : List.of("cyclictest", "stress", "taskset")) {
            Optional<Path> hit = tools.lookFor(tool);
            assumeTrue(hit.isPresent(), tool + " is not installed here");
        }
        RunResult r;
        try {
            r = HostMeasurement.run(
                    MeasureRequest.of(SEED, "seed", "stress --cpu 1 --io 1", OptionalInt.of(0), Duration.ofSeconds(2)),
                    ProcessMonitor.SILENT);
        } catch (HostException e) {
            assumeTrue(!e.what().startsWith("no right"), "no right to SCHED_FIFO here: " + e.why());
            throw e;
        }
        LatencyResult t = r.latencies().get(0);
        assertThat(r.complete()).isTrue();
        assertThat(t.cpu()).isZero();
        assertThat(t.count()).isBetween(1_000L, 10_100L);
        assertThat(t.minNs()).isPositive().isLessThanOrEqualTo(t.maxNs());
        assertThat(t.micro().stream().mapToLong(b -> b.count()).sum()).isLessThanOrEqualTo(t.count());
        assertThat(runs("stress --cpu 1 --io 1")).isFalse();
    }
}
