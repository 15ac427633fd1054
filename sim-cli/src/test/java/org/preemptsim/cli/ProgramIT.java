// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preemptsim.experiment.result.Comparison;
import org.preemptsim.experiment.result.ResultJson;

/** The packaged program as its users meet it: what it prints where, which files it leaves, and how it ends. */
class ProgramIT {
    @TempDir
    private Path directory;

    @Test
    void ctrlCReportsWhatHasBeenSimulatedMarkedIncomplete() throws Exception {
        assumeTrue(
                interruptsReachChildren(),
                "SIGINT is ignored here, as in a background job of a shell: nobody can send it");
        Path out = directory.resolve("interrupted");
        Run.Started started =
                Program.start("compare", Program.SEED_SCENARIO, "--duration", "48h", "--out", out.toString());
        signalWhenRunning(started, "INT", out);
        Run run = started.finished();

        assertThat(run.exit()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(run.err()).contains("stopping");
        assertThat(run.out()).containsIgnoringCase("incomplete");
        Comparison result = ResultJson.read(Files.readString(out.resolve("result.json")), Comparison.class);
        assertThat(result.runs()).isNotEmpty().anySatisfy(r -> {
            assertThat(r.complete()).isFalse();
            assertThat(r.simulatedNs()).isLessThan(r.requestedNs());
        });
        assertThat(filesIn(out)).noneMatch(f -> f.contains("tmp"));
    }

    /** An ignored signal stays ignored in all children, and Java then leaves it alone. */
    private static boolean interruptsReachChildren() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return true;
        }
        String ignored = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .map(line -> line.substring("SigIgn:".length()).strip())
                .findFirst()
                .orElse("0");
        int sigintBit = 1 << 1;
        return (Long.parseUnsignedLong(ignored, 16) & sigintBit) == 0;
    }

    @Test
    void sigtermDoesTheSame() throws Exception {
        Path out = directory.resolve("terminated");
        Run.Started started = Program.start("run", Program.SEED_SCENARIO, "--duration", "48h", "--out", out.toString());
        signalWhenRunning(started, "TERM", out);
        Run run = started.finished();

        assertThat(run.exit()).isEqualTo(ExitCode.TERMINATED);
        assertThat(run.out()).containsIgnoringCase("incomplete");
    }

    @Test
    void resultsGoToStandardOutputAndTheRestToStandardError() {
        Run run = Program.run("compare", Program.SEED_SCENARIO, "--duration", "1s", "--out", directory.toString());

        assertThat(run.exit()).isZero();
        assertThat(run.out())
                .contains("max")
                .doesNotContain(directory.toString())
                .doesNotContain("\u001B");
        assertThat(run.err()).contains(directory.toString(), "report.html").doesNotContain("\r");
    }

    @Test
    void quietIsQuiet() {
        Run run = Program.run(
                "compare", Program.SEED_SCENARIO, "--duration", "1s", "--out", directory.toString(), "--quiet");

        assertThat(run.exit()).isZero();
        assertThat(run.err()).isEmpty();
    }

    @Test
    void aPipeThatClosesEarlyIsNoError() {
        Run run = Run.of(
                Repository.root(),
                "bash",
                "-c",
                "\"" + System.getProperty("java.home") + "/bin/java\" -jar \"" + Program.jar()
                        + "\" --help | head -n 1");

        assertThat(run.out()).startsWith("Usage: preemptsim");
        assertThat(run.err()).isEmpty();
    }

    private static List<String> filesIn(Path place) throws IOException {
        try (Stream<Path> files = Files.list(place)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    /** The program makes its directory after it began to listen to signals and before it simulates. */
    private static void signalWhenRunning(Run.Started started, String signal, Path out) throws InterruptedException {
        while (started.process().isAlive() && !Files.exists(out)) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        // Something should have been simulated by then.
        TimeUnit.SECONDS.sleep(1);
        Run kill = Run.of(
                Path.of("/"),
                "kill",
                "-" + signal,
                Long.toString(started.process().pid()));
        assertThat(kill.exit()).isZero();
    }
}
