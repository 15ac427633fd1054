// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.preemptsim.host.HostException;

class FailuresTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Console console = new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            new Terminal(false, false, false, 100));

    private String said() {
        assertThat(out.size()).isZero();
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aFaultDuringARunIsShownWithTheCommandThatReplaysIt() {
        ReplayableFailure failure = new ReplayableFailure(
                "./preemptsim run a.yaml --variant rt --seed 7",
                new IllegalStateException("run queue of cpu 1 is unsorted"));

        assertThat(Failures.report(console, failure)).isEqualTo(ExitCode.INTERNAL_ERROR);
        assertThat(said().lines())
                .startsWith(
                        "preemptsim: internal error: java.lang.IllegalStateException: run queue of cpu 1 is unsorted",
                        "replay: ./preemptsim run a.yaml --variant rt --seed 7")
                .anyMatch(line -> line.startsWith("\tat org.preemptsim.cli.FailuresTest"));
    }

    @Test
    void whatTheUserCanPutRightHasNoStackTrace() {
        UserError error = UserError.cannotWrite(Path.of("out/x"), new AccessDeniedException("out/x"));

        assertThat(Failures.report(console, error)).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(said().lines())
                .containsExactly(
                        "preemptsim: cannot write out/x: permission denied",
                        "   fix: choose another place with --out, or free this one");
    }

    @Test
    void whatTheHostLacksIsTheUsersToPutRight() {
        HostException failure = new HostException("there is no cyclictest", "it is not on PATH", "install rt-tests");

        assertThat(Failures.report(console, failure)).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(said())
                .contains("there is no cyclictest", "fix: install rt-tests")
                .doesNotContain("\tat ");
    }

    @Test
    void tooLittleMemoryIsTheUsersToPutRight() {
        assertThat(Failures.report(console, new ReplayableFailure("x", new OutOfMemoryError("heap"))))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(said()).contains("PREEMPTSIM_JAVA_OPTS");
    }

    @Test
    void replayQuotesWhatAShellWouldTakeApart() {
        assertThat(Shell.quote("scenarios/a-b.yaml")).isEqualTo("scenarios/a-b.yaml");
        assertThat(Shell.quote("my file's.yaml")).isEqualTo("'my file'\\''s.yaml'");
        assertThat(Shell.quote("")).isEqualTo("''");
    }
}
