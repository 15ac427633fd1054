// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.preemptsim.experiment.result.LatencyResult;
import org.preemptsim.host.Samples;

class CyclictestSamplesTest {
    private static ThreadStats text(String sample, int thread) throws MalformedOutputException {
        return CyclictestText.parse(sample, Samples.text(sample)).threads().get(thread);
    }

    @Test
    void readsJson() throws Exception {
        CyclictestOutput out = CyclictestJson.parse("cyclictest_hist.json", Samples.text("cyclictest_hist.json"));
        assertThat(out.version()).contains("2.40");
        assertThat(out.threads()).hasSize(2);
        ThreadStats t = out.threads().get(0);
        assertThat(t.cycles()).isEqualTo(3_000);
        assertThat(t.min()).isEqualTo(7);
        assertThat(t.max()).isEqualTo(260);
        assertThat(t.avg()).isEqualTo(14.29);
        assertThat(t.cpu()).isEqualTo(OptionalInt.of(0));
        assertThat(t.bins()).containsEntry(11L, 380L).containsEntry(59L, 1L);
        assertThat(t.overflows()).isEqualTo(OptionalLong.of(10));
        assertThat(out.threads().get(1).cpu()).isEqualTo(OptionalInt.of(1));
    }

    @Test
    void histogramTextOfTheSameRunSaysTheSameAsJson() throws Exception {
        List<ThreadStats> json =
                CyclictestJson.parse("j", Samples.text("cyclictest_hist.json")).threads();
        for (int i = 0; i < 2; i++) {
            ThreadStats t = text("cyclictest_hist.txt", i);
            ThreadStats j = json.get(i);
            assertThat(t.bins()).isEqualTo(j.bins());
            assertThat(t.min()).isEqualTo(j.min());
            assertThat(t.max()).isEqualTo(j.max());
            assertThat(t.overflows()).isEqualTo(j.overflows());
            assertThat(t.avg()).isEqualTo(Math.floor(j.avg()));
        }
        // A thread may miss cycles in one form: 3000 against 2990 + 10, 2992 against 2980 + 12.
        assertThat(text("cyclictest_hist.txt", 0).cycles()).isEqualTo(3_000);
        assertThat(text("cyclictest_hist.txt", 1).cycles()).isEqualTo(2_992);
        assertThat(text("cyclictest_hist.txt", 0).overflowCycles())
                .containsExactly(4L, 72L, 818L, 1692L, 1921L, 2008L, 2012L, 2016L, 2471L, 2939L);
    }

    @Test
    void dropsTheSumColumnOfHistogramOfAll() throws Exception {
        CyclictestOutput out = CyclictestText.parse("h", Samples.text("cyclictest_histofall.txt"));
        assertThat(out.threads()).hasSize(2);
        assertThat(out.threads().get(0).cycles()).isEqualTo(1_000);
        assertThat(out.threads().get(1).cycles()).isEqualTo(999);
        assertThat(out.threads().get(1).max()).isEqualTo(1_338);
        assertThat(out.threads().get(1).overflowCycles()).containsExactly(47L, 446L);
    }

    @Test
    void readsTheQuietSummary() throws Exception {
        ThreadStats t = text("cyclictest_quiet.txt", 0);
        assertThat(t.cycles()).isEqualTo(300);
        assertThat(t.min()).isEqualTo(6);
        assertThat(t.avg()).isEqualTo(20);
        assertThat(t.max()).isEqualTo(927);
        assertThat(t.priority()).isEqualTo(OptionalInt.of(80));
        assertThat(t.intervalUs()).isEqualTo(OptionalLong.of(1_000));
        assertThat(t.overflows()).isEmpty();
    }

    @Test
    void takesTheLastRefreshOfTheLiveDisplay() throws Exception {
        CyclictestOutput out = CyclictestText.parse("live", Samples.text("cyclictest_live.txt"));
        assertThat(out.threads()).hasSize(2);
        String last = Samples.text("cyclictest_live.txt")
                .lines()
                .filter(l -> l.startsWith("T: 1"))
                .reduce((a, b) -> b)
                .orElseThrow();
        ThreadStats t = out.threads().get(1);
        assertThat(last).contains("C:" + String.format("%7d", t.cycles())).endsWith(String.valueOf(t.max()));
        assertThat(t.intervalUs()).isEqualTo(OptionalLong.of(1_500));
    }

    @Test
    void readsSampleLines() throws Exception {
        ThreadStats t = text("cyclictest_verbose.txt", 0);
        String[] rows = Samples.text("cyclictest_verbose.txt")
                .lines()
                .filter(l -> l.matches("\\s+\\d+:\\s+\\d+:\\s+\\d+"))
                .toArray(String[]::new);
        assertThat(t.cycles()).isEqualTo(rows.length);
        assertThat(t.min()).isEqualTo(9);
        assertThat(t.max()).isEqualTo(30);
        assertThat(t.bins()).containsEntry(14L, 4L);
    }

    @Test
    void becomesAResultWithExactBinsAndTheAskedHistogram() throws Exception {
        LatencyResult r = CyclictestJson.parse("j", Samples.text("cyclictest_hist.json"))
                .threads()
                .get(0)
                .toResult("cyclictest/0", -1, "fifo:80", 1_000_000, 60);
        assertThat(r.count()).isEqualTo(3_000);
        assertThat(r.minNs()).isEqualTo(7_000);
        assertThat(r.maxNs()).isEqualTo(260_000);
        assertThat(r.cpu()).isZero();
        assertThat(r.fine()).isEmpty();
        assertThat(r.overflows()).isEqualTo(10);
        assertThat(r.quantileNs(0.5)).isEqualTo(13_999);
        assertThat(r.avgNs()).isBetween(14_280.0, 14_300.0);
    }

    @Test
    void sumIsExactWhenEverySampleIsInTheHistogram() throws Exception {
        String text = """
                # Histogram
                000003 000002
                000005 000001
                # Total: 000000003
                # Min Latencies: 00003
                # Avg Latencies: 00003
                # Max Latencies: 00005
                # Histogram Overflows: 00000
                """;
        LatencyResult r = CyclictestText.parse("t", text).threads().get(0).toResult("t", 1, "fifo:1", 1_000, 60);
        assertThat(r.sumNs()).isEqualTo(11_000);
        assertThat(r.cpu()).isEqualTo(1);
    }

    @Test
    void readsTheOldestFormWithoutHeaderAndOverflowLines() throws Exception {
        String text = """
                1.38 0.77 0.30 2/104 3461

                T: 0 ( 3461) P:80 I:10000 C:   1003 Min:      2 Act:    4 Avg:    3 Max:      71
                000000 000000
                000001 000000
                000002 000400
                000003 000602
                000004 000000
                # Total: 000001002
                """;
        ThreadStats t = CyclictestText.parse("old", text).threads().get(0);
        assertThat(t.cycles()).isEqualTo(1_003);
        assertThat(t.min()).isEqualTo(2);
        assertThat(t.max()).isEqualTo(71);
        assertThat(t.overflows()).isEmpty();
        assertThat(t.bins()).containsEntry(3L, 602L);
    }

    @Test
    void readsNanosecondBinsAndGathersThemToMicroseconds() throws Exception {
        String json = "{\"num_threads\": 1, \"resolution_in_ns\": 1, \"thread\": {\"0\": {\"histogram\":"
                + " {\"1500\": 2, \"1999\": 1, \"2000\": 1}, \"cycles\": 4, \"min\": 1500, \"max\": 2000, \"avg\":"
                + " 1749.75}}}";
        LatencyResult r = CyclictestJson.parse("ns", json).threads().get(0).toResult("t", -1, "fifo:1", 1_000, 0);
        assertThat(r.micro()).extracting(b -> b.count()).containsExactly(3L, 1L);
        assertThat(r.fine()).hasSize(3);
        assertThat(r.minNs()).isEqualTo(1_500);
        assertThat(r.sumNs()).isEqualTo(6_999);
    }

    @Test
    void aThreadWithoutACycleHasNoExtremes() throws Exception {
        String text = "T: 0 (21337) P:80 I:1000 C:      0 Min:1000000 Act:    0 Avg:    0 Max:       0\n";
        LatencyResult r = CyclictestText.parse("t", text).threads().get(0).toResult("t", -1, "fifo:80", 1, 0);
        assertThat(r.minNs()).isZero();
        assertThat(r.count()).isZero();
    }

    @Test
    void toleratesTheNoteOnFurtherOverflows() throws Exception {
        String text = """
                # Histogram
                000000 000000
                # Total: 000000000
                # Min Latencies: 00009
                # Avg Latencies: 00018
                # Max Latencies: 00133
                # Histogram Overflows: 09799
                # Histogram Overflow at cycle number:
                # Thread 0: 00000 00001 00002 00003 00004 # 09794 others
                """;
        ThreadStats t = CyclictestText.parse("t", text).threads().get(0);
        assertThat(t.cycles()).isEqualTo(9_799);
        assertThat(t.overflowCycles()).containsExactly(0L, 1L, 2L, 3L, 4L);
    }
}
