// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the user gets wrong is answered by a message that says so, exit status 2, and nothing on standard output. */
class MisuseTest {
    private static final String SCENARIO =
            Repository.root().resolve(Program.SEED_SCENARIO).toString();

    @TempDir
    private Path directory;

    private static void refused(CommandLineRun run, String... saying) {
        assertThat(run.exit()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).startsWith("preemptsim: ").contains(saying).doesNotContain("\tat ");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void refusesNoCommand() {
        refused(CommandLineRun.of(), "subcommand", "preemptsim --help");
    }

    @ParameterizedTest
    @CsvSource({"comapre, compare", "chek, check", "explan, explain", "hots, host"})
    void refusesAnUnknownCommandWithTheNearest(String written, String meant) {
        refused(CommandLineRun.of(written), "there is no command " + written, "did you mean", meant);
    }

    @ParameterizedTest
    @CsvSource({"--durtion, --duration", "--varaint, --variant", "--sed, --seed"})
    void refusesAnUnknownOptionWithTheNearest(String written, String meant) {
        refused(
                CommandLineRun.of("run", written, "1", SCENARIO),
                "there is no option " + written,
                meant,
                "preemptsim run --help");
    }

    @Test
    void refusesAScenarioThatIsMissingFromTheCommandLine() {
        refused(CommandLineRun.of("compare"), "FILE");
    }

    @ParameterizedTest
    @CsvSource({"30, has no unit", "-3s, negative", "0s, more than nothing", "3parsec, not a unit", "soon, not a time"})
    void refusesADurationThatIsNone(String written, String saying) {
        refused(CommandLineRun.of("run", SCENARIO, "--duration=" + written), "--duration", saying);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--seed=x", "--seed=-1", "--worst=-1", "--worst=100000", "--seed=99999999999999999999"})
    void refusesNumbersThatAreNoneOrOutOfRange(String option) {
        refused(CommandLineRun.of("run", SCENARIO, option), option.substring(0, option.indexOf('=')));
    }

    @Test
    void refusesAFileThatIsNotThere() {
        CommandLineRun run =
                CommandLineRun.of("run", directory.resolve("none.yaml").toString());

        assertThat(run.exit()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains("none.yaml:1:1: error SC001", "no such file");
    }

    @Test
    void refusesADirectory() {
        CommandLineRun run = CommandLineRun.of("run", directory.toString());

        assertThat(run.exit()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains("directory");
    }

    @Test
    void refusesAnUnknownVariantWithTheNearestAndAllOthers() {
        refused(
                CommandLineRun.of("run", SCENARIO, "--variant", "rtt"),
                "no variant rtt",
                "did you mean rt?",
                "fix: use one of:");
    }

    @Test
    void refusesAnOutputDirectoryWhereAFileIs() throws IOException {
        Path file = Files.writeString(directory.resolve("taken"), "");
        refused(
                CommandLineRun.of("compare", SCENARIO, "--out", file.toString()),
                "cannot write",
                "a file is in the way",
                "fix:");
        refused(
                CommandLineRun.of(
                        "run", SCENARIO, "--out", file.resolve("below").toString()),
                "cannot write");
    }

    @Test
    void refusesAJsonFileInADirectoryThatIsNotThere() {
        refused(
                CommandLineRun.of("run", SCENARIO, "--json=" + directory.resolve("no/result.json")),
                "cannot write",
                "there is no directory");
        refused(CommandLineRun.of("run", SCENARIO, "--json=" + directory), "it is a directory");
    }

    @Test
    void refusesATraceFileInADirectoryThatIsNotThere() {
        refused(
                CommandLineRun.of(
                        "run",
                        SCENARIO,
                        "--trace",
                        directory.resolve("no/trace").toString()),
                "there is no directory");
    }

    @Test
    void refusesTwoResultsOnStandardOutput() {
        refused(CommandLineRun.of("run", SCENARIO, "--hist", "--json"), "--hist and --json");
    }

    @Test
    void refusesTheHistogramOfSeveralVariantsAndNamesThem() {
        refused(CommandLineRun.of("run", SCENARIO, "--hist"), "--hist prints one variant", "--variant", "rt");
    }

    @Test
    void reportsAllErrorsOfAllFilesOfACheck() throws IOException {
        Path bad = Files.writeString(directory.resolve("bad.yaml"), "nmae: x\nduration: 3\n");
        CommandLineRun run = CommandLineRun.of("check", SCENARIO, bad.toString());

        assertThat(run.exit()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.out()).contains(SCENARIO + ": good", "bad.yaml:1:1: error SC013", "bad.yaml:2:11: error SC016");
        assertThat(run.err()).contains("1 of 2 files cannot be run");
    }
}
