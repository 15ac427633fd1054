// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code conform rt-kernel} reads, writes and says. */
class ConformCommandTest {
    private static final Path RECORD =
            Repository.root().resolve("sim-experiment/src/test/resources/conform/records/inv3_pi.rt.json");

    @TempDir
    private Path directory;

    @Test
    void aRecordThatIsReproducedPasses() throws IOException {
        Path facts = directory.resolve("facts");
        Path report = directory.resolve("report.json");
        CommandLineRun run = CommandLineRun.of(
                "conform",
                "rt-kernel",
                RECORD.toString(),
                "--facts",
                facts.toString(),
                "--events",
                facts.toString(),
                "--json",
                report.toString());

        assertThat(run.exit()).isZero();
        assertThat(run.out()).startsWith("PASS inv3_pi.rt").contains("1/1 records, 12/12 facts equal, 0 time warnings");
        assertThat(Files.readString(facts.resolve("inv3_pi.rt.facts.json")))
                .contains("\"pi\": [\"L 89>69\",\"L 69>89\"]", "\"done_us\": {\"H\":");
        assertThat(Files.readString(facts.resolve("inv3_pi.rt.events.json"))).contains("\"acq\",\"H\",\"M\"]");
        assertThat(Files.readString(report)).contains("\"passed\" : true");
    }

    @Test
    void aDifferentFactGivesExitStatusOne() throws IOException {
        Path changed = copy(Files.readString(RECORD).replace("\"completion\": [\"H\"", "\"completion\": [\"X\""));
        CommandLineRun run = CommandLineRun.of("conform", "rt-kernel", changed.toString(), "--quiet");

        assertThat(run.exit()).isEqualTo(ExitCode.FAILED_VERDICT);
        assertThat(run.out()).startsWith("FAIL inv3_pi.rt: 1 of 12").contains("completion", "differs at 0");
    }

    @Test
    void aRecordWithoutAnswersStillGivesFacts() throws IOException {
        String text = Files.readString(RECORD);
        Path stripped = copy(text.substring(0, text.indexOf("\"stable\"")) + "\"note\": \"\"}");
        CommandLineRun run =
                CommandLineRun.of("conform", "rt-kernel", directory.toString(), "--facts", directory.toString());

        assertThat(run.exit()).isZero();
        assertThat(run.out()).contains("nothing to compare");
        assertThat(stripped.resolveSibling("record.facts.json")).exists();
    }

    @Test
    void aRecordThatCannotBeUsedIsToldWithItsPlace() throws IOException {
        Path bad = copy(Files.readString(RECORD).replace("\"lock\",\"M\"", "\"lock\",\"N\""));
        CommandLineRun run = CommandLineRun.of("conform", "rt-kernel", bad.toString());

        assertThat(run.exit()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.out()).contains("record.json:2:", "error REFERENCE: there is no mutex \"N\"", "fix: ");
    }

    @Test
    void missingFilesAndEmptyDirectoriesAreToldSo() {
        assertThat(CommandLineRun.of(
                        "conform", "rt-kernel", directory.resolve("none.json").toString()))
                .satisfies(run -> {
                    assertThat(run.exit()).isEqualTo(ExitCode.BAD_INPUT);
                    assertThat(run.err()).contains("no such file");
                });
        assertThat(CommandLineRun.of("conform", "rt-kernel", directory.toString()))
                .satisfies(run -> {
                    assertThat(run.exit()).isEqualTo(ExitCode.BAD_INPUT);
                    assertThat(run.err()).contains("there are no records in");
                });
    }

    @Test
    void twoRecordsOfOneNameCannotShareAFile() throws IOException {
        Path a = copy(Files.readString(RECORD));
        CommandLineRun run =
                CommandLineRun.of("conform", "rt-kernel", a.toString(), a.toString(), "--facts", directory.toString());

        assertThat(run.exit()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains("would be written to the same file", "fix:");
    }

    private Path copy(String text) throws IOException {
        return Files.writeString(directory.resolve("record.json"), text);
    }
}
