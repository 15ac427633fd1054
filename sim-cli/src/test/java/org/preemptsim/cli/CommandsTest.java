// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.preemptsim.experiment.result.BlameCause;
import org.preemptsim.experiment.result.Comparison;
import org.preemptsim.experiment.result.ResultJson;

/** What each command gives. */
class CommandsTest {
    private static final String SCENARIO =
            Repository.root().resolve(Program.SEED_SCENARIO).toString();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "compare",
                "run",
                "explain",
                "check",
                "locks",
                "conform",
                "conform rt-kernel",
                "import",
                "import rt-app",
                "export",
                "export rt-app",
                "host",
                "host facts",
                "host measure",
                "host calibrate",
                "host validate"
            })
    void everyCommandHasHelpWithAnExample(String command) {
        String[] words = (command + " --help").split(" ");
        CommandLineRun run = CommandLineRun.of(words);

        assertThat(run.exit()).isZero();
        assertThat(run.out()).startsWith("Usage: preemptsim " + command).contains("Examples:");
        assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
        assertThat(run.err()).isEmpty();
    }

    @Test
    void printsItsVersion() {
        CommandLineRun run = CommandLineRun.of("--version");

        assertThat(run.exit()).isZero();
        assertThat(run.out()).matches("PreemptSim [0-9]+\\.[0-9]+\\.[0-9]+(-[A-Z]+)?\n");
    }

    @Test
    void completesItselfInAShell() throws IOException {
        CommandLineRun run = CommandLineRun.of("generate-completion");
        Path script = Files.writeString(directory.resolve("completion"), run.out());

        assertThat(run.exit()).isZero();
        assertThat(Run.of(directory, "bash", "-n", script.toString()).exit()).isZero();
        assertThat(run.out()).contains("compare", "--duration", "facts");
    }

    @Test
    void importsAnRtAppWorkloadAndExportsItAgain() throws IOException {
        Path workload = Files.writeString(
                directory.resolve("w.json"),
                "{\"tasks\": {\"a\": {\"policy\": \"SCHED_FIFO\", \"run\": 100, \"mem\": 5, \"sleep\": 900}}}");
        Path scenario = directory.resolve("w.yaml");
        Path again = directory.resolve("again.json");

        CommandLineRun in = CommandLineRun.of("import", "rt-app", workload.toString(), "-o", scenario.toString());
        CommandLineRun out =
                CommandLineRun.of("export", "rt-app", scenario.toString(), "--variant", "rt", "-o", again.toString());

        assertThat(in.exit()).isZero();
        assertThat(in.err()).contains(workload + ":1:").contains("mem is not simulated");
        assertThat(Files.readString(scenario)).contains("# ").contains("mem is not simulated");
        assertThat(CommandLineRun.of("check", scenario.toString()).exit()).isZero();
        assertThat(out.exit()).isZero();
        assertThat(out.err()).isEmpty();
        assertThat(Files.readString(again)).contains("SCHED_FIFO", "\"run0\" : 100", "\"sleep0\" : 900");
    }

    @Test
    void saysWhereAnRtAppWorkloadIsWrong() throws IOException {
        Path workload = Files.writeString(directory.resolve("w.json"), "{\n \"tasks\": {\"a\": {\"slep\": 900}}}");
        CommandLineRun run = CommandLineRun.of("import", "rt-app", workload.toString());

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains(workload + ":2:18: unknown key \"slep\"; did you mean sleep?");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void runPrintsATableOfAllVariantsAndWritesNothing() throws IOException {
        CommandLineRun run = CommandLineRun.of("run", SCENARIO, "--duration", "500ms");

        assertThat(run.exit()).isZero();
        assertThat(run.out()).contains("gpos", "rt", "p99.9", "max");
        assertThat(filesIn(directory)).isEmpty();
    }

    @Test
    void jsonAloneGoesToStandardOutputAndNothingElseDoes() {
        CommandLineRun run = CommandLineRun.of("run", "--json", SCENARIO, "--duration", "200ms");

        Comparison result = ResultJson.read(run.out(), Comparison.class);
        assertThat(result.runs()).hasSizeGreaterThan(1).allSatisfy(r -> assertThat(r.requestedNs())
                .isEqualTo(200_000_000L));
    }

    @Test
    void jsonWithAFileLeavesTheTableOnStandardOutput() throws IOException {
        Path file = directory.resolve("result.json");
        CommandLineRun run =
                CommandLineRun.of("run", SCENARIO, "--json", file.toString(), "--duration", "200ms", "--variant", "rt");

        assertThat(run.out()).contains("p99.9");
        assertThat(ResultJson.read(Files.readString(file), Comparison.class).runs())
                .singleElement()
                .satisfies(r -> assertThat(r.variant()).isEqualTo("rt"));
    }

    @Test
    void histogramIsWhatCyclictestPrints() {
        CommandLineRun run = CommandLineRun.of("run", SCENARIO, "--hist", "--variant", "rt", "--duration", "1500ms");

        assertThat(run.out())
                .contains("# Histogram\n", "# Total: ", "# Max Latencies: ")
                .contains("000005 0");
    }

    @Test
    void theSeedOfTheCommandLineIsTheSeedOfTheResult() {
        CommandLineRun run = CommandLineRun.of("run", SCENARIO, "--json", "--seed", "4711", "--duration", "100ms");

        assertThat(ResultJson.read(run.out(), Comparison.class).runs())
                .allSatisfy(r -> assertThat(r.seed()).isEqualTo(4711));
    }

    @Test
    void worstKeepsThatManySamples() {
        CommandLineRun run = CommandLineRun.of("run", SCENARIO, "--json", "--worst", "2", "--duration", "2s");

        assertThat(ResultJson.read(run.out(), Comparison.class).runs())
                .allSatisfy(r -> assertThat(r.worst()).hasSize(2));
    }

    @Test
    void compareWritesAllFilesAndSaysWhere() throws IOException {
        Path out = directory.resolve("a/b");
        CommandLineRun run = CommandLineRun.of("compare", SCENARIO, "--duration", "500ms", "--out", out.toString());

        assertThat(run.exit()).isZero();
        assertThat(filesIn(out)).contains("result.json", "histogram.svg", "histogram.png", "report.html");
        assertThat(filesIn(out)).allSatisfy(f -> assertThat(run.err()).contains(f));
    }

    @Test
    void explainTellsTheWorstSamplesOfEachVariantInWordsOfTheLedger() {
        CommandLineRun run = CommandLineRun.of("explain", SCENARIO, "--duration", "2s", "--worst", "1");

        assertThat(run.exit()).isZero();
        assertThat(run.out()).contains("gpos", "rt");
        assertThat(Stream.of(BlameCause.values()).map(BlameCause::label))
                .anySatisfy(label -> assertThat(run.out()).contains(label));
    }

    @Test
    void explainTellsInversionsWithWhatInheritanceSavedAndWritesThemAsJson(@TempDir Path directory) throws IOException {
        String lesson =
                Repository.root().resolve("scenarios/pi/three-tasks.yaml").toString();
        Path json = directory.resolve("inversions.json");
        CommandLineRun run = CommandLineRun.of(
                "explain", lesson, "--variant", "inherit", "--inversions", "1", "--json", json.toString());

        assertThat(run.exit()).isZero();
        assertThat(run.out())
                .contains("control (fifo:80) waited", "boosted through buffer", "Without inheritance:", "Its price:")
                .doesNotContain("samples");
        assertThat(Files.readString(json))
                .contains("\"schema\" : \"preemptsim-inversions-1\"", "\"waiter\" : \"control\"", "\"without\" : {");
    }

    @Test
    void explainTellsNoInversionsIfNoneAreAskedFor() {
        String lesson =
                Repository.root().resolve("scenarios/pi/three-tasks.yaml").toString();

        assertThat(CommandLineRun.of("explain", lesson, "--inversions", "0").out())
                .contains("inherit")
                .doesNotContain("waited");
        assertThat(CommandLineRun.of("explain", lesson, "--inversions", "-1").err())
                .contains("--inversions is -1; it must be 0 to 1000");
    }

    @Test
    void checkIsContentWithEveryShippedScenario() {
        List<String> files = Repository.files().stream()
                .map(Path::toString)
                .filter(f -> f.startsWith("scenarios/") && f.endsWith(".yaml") && !f.contains("/profiles/"))
                .map(f -> Repository.root().resolve(f).toString())
                .toList();
        String[] words = Stream.concat(Stream.of("check"), files.stream()).toArray(String[]::new);
        CommandLineRun run = CommandLineRun.of(words);

        assertThat(files).isNotEmpty();
        assertThat(run.exit()).as(run.out()).isZero();
        assertThat(run.out().lines().filter(l -> l.matches(".*: good(, with 1 warning)?")))
                .hasSize(files.size());
    }

    @Test
    void locksSaysWhatTheKernelOfEachVariantMakesOfALock() {
        String file = Repository.root()
                .resolve("scenarios/examples/two-tasks-one-lock.yaml")
                .toString();
        CommandLineRun run = CommandLineRun.of("locks", file);

        assertThat(run.exit()).isZero();
        assertThat(run.out())
                .contains("variant full", "buffer  spinlock; its owner cannot be preempted")
                .contains("variant rt", "buffer  spinlock; its owner inherits the priority of the best waiter")
                .contains("inversion: none without a bound");
    }

    @Test
    void locksRefusesToWriteTwoGraphsToOneFile(@TempDir Path dir) {
        String file = Repository.root()
                .resolve("scenarios/examples/two-tasks-one-lock.yaml")
                .toString();
        Path dot = dir.resolve("locks.dot");
        CommandLineRun both = CommandLineRun.of("locks", file, "--dot", dot.toString());
        CommandLineRun one = CommandLineRun.of("locks", file, "--variant", "rt", "--dot", dot.toString());

        assertThat(both.exit()).isEqualTo(2);
        assertThat(both.err()).contains("--variant", "full, rt");
        assertThat(one.exit()).isZero();
        assertThat(dot).content().startsWith("strict digraph locks {").contains("buffer");
    }

    @Test
    void hostFactsNamesTheKernel() {
        CommandLineRun table = CommandLineRun.of("host", "facts");
        CommandLineRun json = CommandLineRun.of("host", "facts", "--json");

        assertThat(table.exit()).isZero();
        assertThat(table.out()).contains("kernel.release");
        assertThat(json.out()).startsWith("{").contains("\"kernel.release\" : \"");
    }

    private static List<String> filesIn(Path place) throws IOException {
        try (Stream<Path> files = Files.list(place)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }
}
