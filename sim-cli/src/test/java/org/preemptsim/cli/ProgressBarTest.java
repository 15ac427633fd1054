// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressBarTest {
    private static final long SECOND = 1_000_000_000L;

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private long nowNs = 17;

    private ProgressBar bar(int width, int parts) {
        return new ProgressBar(
                new PrintStream(written, true, StandardCharsets.UTF_8), width, parts, "simulated", () -> nowNs);
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }

    @Test
    void staysSilentWhenTheRunIsShort() {
        ProgressBar bar = bar(100, 1);
        bar.update("rt", SECOND, 2 * SECOND);
        nowNs += 400_000_000L;
        bar.update("rt", 2 * SECOND, 2 * SECOND);
        bar.close();

        assertThat(text()).isEmpty();
    }

    @Test
    void saysHowFarTheRunIsAndHowLongItWillTake() {
        ProgressBar bar = bar(120, 2);
        bar.update("gpos", 60 * SECOND, 60 * SECOND);
        nowNs += 3 * SECOND;
        bar.update("rt", 30 * SECOND, 60 * SECOND);

        assertThat(text())
                .endsWith(
                        "[##################------]  75 %  3.0 s elapsed, 1.0 s left; simulated rt 30.0 s of 1 min 0 s");
    }

    @Test
    void namesAllRunsThatAreUnderWay() {
        ProgressBar bar = bar(120, 2);
        bar.update("gpos", 5 * SECOND, 20 * SECOND);
        nowNs += SECOND;
        bar.update("rt", 15 * SECOND, 20 * SECOND);

        assertThat(text()).endsWith("50 %  1.0 s elapsed, 1.0 s left; simulated gpos 5.0 s, rt 15.0 s of 20.0 s");
    }

    @Test
    void redrawsAtMostFiveTimesASecond() {
        ProgressBar bar = bar(100, 1);
        for (int i = 0; i < 1_000; i++) {
            nowNs += 1_000_000L;
            bar.update("rt", i, 1_000);
        }

        assertThat(text().chars().filter(c -> c == '\r').count()).isBetween(2L, 4L);
    }

    @Test
    void leavesNothingBehind() {
        ProgressBar bar = bar(100, 1);
        nowNs += SECOND;
        bar.update("rt", 1, 2);
        bar.close();
        bar.close();

        assertThat(text()).endsWith("\r\u001B[K").containsOnlyOnce("\r\u001B[K[");
    }

    @Test
    void fitsIntoTheTerminal() {
        ProgressBar bar = bar(60, 1);
        nowNs += SECOND;
        bar.update("a-variant-with-quite-a-long-name", 1, 2);

        assertThat(text().substring(text().indexOf('['))).hasSizeLessThan(64);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 ms",
        "999000000, 999 ms",
        "1500000000, 1.5 s",
        "61000000000, 1 min 1 s",
        "43200000000000, 12 h 0 min"
    })
    void namesASpanInAtMostTwoUnits(long ns, String expected) {
        assertThat(ProgressBar.span(ns)).isEqualTo(expected);
    }
}
