// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.preemptsim.experiment.result.Bin;
import org.preemptsim.experiment.result.Comparison;
import org.preemptsim.experiment.result.LatencyResult;
import org.preemptsim.experiment.result.RunResult;

class TerminalTableGoldenTest {
    @Test
    void writesTheComparisonAsRecorded() {
        assertThat(TerminalTable.render(Made.up(), 80, false)).isEqualTo(Recorded.text("table.txt"));
    }

    @Test
    void doesNotDependOnTheLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG"));
            assertThat(TerminalTable.render(Made.up(), 80, false)).isEqualTo(Recorded.text("table.txt"));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void differsInColourByEscapeSequencesOnly() {
        String coloured = TerminalTable.render(Made.up(), 80, true);
        assertThat(coloured).contains("\u001b[1m");
        assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(Recorded.text("table.txt"));
    }

    @Test
    void marksQuantilesTheSampleCountCannotSupport() {
        String table = table(80, counting("few", 20_000));
        assertThat(row(table, "p99.9")).isEqualTo("p99.9 2.999");
        assertThat(row(table, "p99.99")).isEqualTo("p99.99 ~2.999");
        assertThat(row(table, "p99.999")).isEqualTo("p99.999 -");
        assertThat(table)
                .contains("~ fewer than 10 samples lie beyond this quantile\n")
                .contains("- no sample lies beyond this quantile: see the maximum\n");
    }

    @Test
    void explainsNoMarkThatIsNotThere() {
        assertThat(table(80, counting("many", 2_000_000))).doesNotContain("beyond this quantile");
    }

    @Test
    void givesNoQuantileOfAMeasurementThatOnlyCountedItsOverflows() {
        RunResult measured = Recorded.histogram(Recorded.text("cyclictest_hist.txt"), "cyclictest -q", 14.29, 23.04);
        String table = table(80, measured);
        assertThat(row(table, "p50")).isEqualTo("p50 17");
        assertThat(row(table, "p99.9")).isEqualTo("p99.9 ~≥60");
        assertThat(row(table, "overflows (≥60 µs)")).endsWith(" 22");
    }

    @Test
    void saysIncompleteWithTheSimulatedTime() {
        RunResult cut = Made.cutShort(Made.realtime("rt"), 12_345_000_000L, "interrupted");
        assertThat(table(100, cut))
                .contains("INCOMPLETE: rt stopped after 12.345 s of 1 min simulated time (interrupted).\n");
        assertThat(table(100, Made.realtime("rt"))).doesNotContain("INCOMPLETE");
    }

    @Test
    void showsSeveralThreadsTogetherAndEach() {
        RunResult g = Made.ordinary("gpos");
        Random random = new Random(3);
        LatencyResult second = Made.latency("cyclictest/1", () -> Made.ordinarySample(random), 3_000_000);
        String table = table(100, Made.withThreads(g, g.latencies().get(0), second));
        assertThat(row(table, "max")).isEqualTo("max 3,000.000");
        assertThat(row(table, "samples")).isEqualTo("samples 600,000");
        assertThat(table)
                .containsPattern("gpos cyclictest/0 .* 2,279\\.412")
                .containsPattern("cyclictest/1 .* 3,000\\.000");
    }

    @Test
    void keepsWithinTheWidth() {
        RunResult g = Made.ordinary("a variant with quite a long name, longer than any terminal would like it to be");
        for (int width : new int[] {40, 60, 80, 120}) {
            assertThat(table(width, g, Made.realtime("rt"), Made.realtime("x"), Made.realtime("y"))
                            .lines())
                    .allSatisfy(l -> assertThat(l.length()).isLessThanOrEqualTo(width));
        }
    }

    @Test
    void lettingANameReachTheTerminalTakesItsControlCharactersAway() {
        RunResult evil = Made.ordinary("\u001b]0;owned\u0007\r\n\u202egnp");
        assertThat(TerminalTable.render(new Comparison(1, "\u001b[2Jtitle", List.of(evil)), 80, false))
                .doesNotContain("\u001b", "\u0007", "\r", "\u202e");
    }

    @Test
    void tellsRunsOfOneNameApart() {
        assertThat(table(80, Made.realtime("rt"), Made.realtime("rt"))).containsPattern("rt +rt \\(2\\)\n");
    }

    @Test
    void hasWordsForARunWithoutSamples() {
        RunResult none = Made.run("s", "v", "6.6 rt", List.of(), List.of(), List.of(), List.of());
        assertThat(table(80, none)).contains("No latency was measured.");
        assertThat(table(80, counting("zero", 0))).contains("No latency was measured.");
    }

    private static String table(int width, RunResult... runs) {
        return TerminalTable.render(new Comparison(1, "t", List.of(runs)), width, false);
    }

    private static String row(String table, String label) {
        return table.lines()
                .map(String::strip)
                .filter(l -> l.startsWith(label + " "))
                .findFirst()
                .orElseThrow()
                .replaceAll(" +", " ");
    }

    private static RunResult counting(String name, long count) {
        List<Bin> bins = count == 0 ? List.of() : List.of(new Bin(2_000, 1_000, count));
        long max = count == 0 ? 0 : 2_999;
        LatencyResult l =
                new LatencyResult("t/0", 0, "fifo:1", 1, count, 2_000, max, count * 2_500, bins, bins, 60, List.of());
        return Made.run("s", name, "6.6 rt", List.of(l), List.of(), List.of(), List.of());
    }
}
