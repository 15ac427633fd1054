// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code conform rt-tester} reads, writes and says. */
class ConformRtTesterCommandTest {
    private static final Path SCRIPTS = Repository.root().resolve("sim-experiment/src/test/resources/rt-tester");

    @TempDir
    private Path directory;

    @Test
    void scriptsThatHoldPass() throws IOException {
        Path report = directory.resolve("report.json");
        CommandLineRun run = CommandLineRun.of(
                "conform",
                "rt-tester",
                SCRIPTS.resolve("every").toString(),
                SCRIPTS.resolve("new/t4-l2-pi-deboost.tst").toString(),
                "--json",
                report.toString());

        assertThat(run.exit()).isZero();
        assertThat(run.out()).startsWith("PASS ").endsWith("13/13 scripts passed on kernel 6.1 (deboost_then_wake)\n");
        assertThat(Files.readString(report)).contains("\"passed\" : true", "\"era\" : \"deboost_then_wake\"");
    }

    @Test
    void scriptThatFailsGivesExitStatusOneAndTheStatusOfAllThreads() throws IOException {
        Path report = directory.resolve("report.json");
        CommandLineRun run = CommandLineRun.of(
                "conform",
                "rt-tester",
                SCRIPTS.resolve("pending-owner").toString(),
                "--quiet",
                "--json",
                report.toString());

        assertThat(run.exit()).isEqualTo(ExitCode.FAILED_VERDICT);
        assertThat(run.out())
                .startsWith("FAIL ")
                .contains("t4-l2-pi-deboost.tst:35: T: prioeq:", "expected of thread 0: prio 82, is -21")
                .containsPattern("\n +0 +0 +[0-9]+ +-21 +-21 +1 +43000000 ")
                .containsPattern("\n +7 +0 +0 +-21 +-21 +- +00000000 ")
                .endsWith("0/1 scripts passed on kernel 6.1 (deboost_then_wake)\n");
        assertThat(Files.readString(report)).contains("\"verdict\" : \"fail\"", "\"line\" : 35", "\"blockedOn\" : 1");
    }

    @Test
    void eraAndKernelChooseTheRules() {
        Path old = SCRIPTS.resolve("pending-owner");
        assertThat(CommandLineRun.of("conform", "rt-tester", old.toString(), "--era", "pending-owner")
                        .out())
                .endsWith("1/1 scripts passed on kernel 2.6.33 (pending_owner)\n");
        assertThat(CommandLineRun.of("conform", "rt-tester", old.toString(), "--kernel", "2.6.29")
                        .exit())
                .isZero();
        assertThat(CommandLineRun.of("conform", "rt-tester", old.toString(), "--era", "new")
                        .exit())
                .isEqualTo(ExitCode.FAILED_VERDICT);
        assertThat(CommandLineRun.of("conform", "rt-tester", old.toString(), "--kernel", "3.10")
                        .out())
                .contains("on kernel 3.10 (wake_then_deboost)");
    }

    @Test
    void scriptThatCannotBeUsedIsToldWithItsPlace() throws IOException {
        Path bad = Files.writeString(directory.resolve("bad.tst"), "C: lokc: 0: 0\nT: locked: 9: 0\n");
        CommandLineRun run = CommandLineRun.of("conform", "rt-tester", bad.toString());

        assertThat(run.exit()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.out())
                .contains("bad.tst:1:4: error WORD: there is no command \"lokc\"", "fix: did you mean lock?")
                .contains("bad.tst:2:12: error RANGE: \"9\" is not a thread");
        assertThat(run.err()).contains("1 of 1 script cannot be used");
    }

    @Test
    void optionsThatContradictAndPlacesWithoutScriptsAreRefused() {
        Path old = SCRIPTS.resolve("pending-owner");
        assertRefused("both say which rules hold", old.toString(), "--era", "new", "--kernel", "6.1");
        assertRefused("is not a kernel version", old.toString(), "--kernel", "2.4.20");
        assertRefused("is not a kernel version", old.toString(), "--kernel", "new");
        assertRefused("there are no scripts in", directory.toString());
        assertRefused("no such file", directory.resolve("none.tst").toString());
    }

    private static void assertRefused(String why, String... arguments) {
        String[] line = new String[arguments.length + 2];
        line[0] = "conform";
        line[1] = "rt-tester";
        System.arraycopy(arguments, 0, line, 2, arguments.length);
        CommandLineRun run = CommandLineRun.of(line);
        assertThat(run.exit()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains(why);
    }
}
