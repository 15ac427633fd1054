// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.preemptsim.experiment.result.Bin;
import org.preemptsim.experiment.result.LatencyResult;
import org.preemptsim.experiment.result.RunResult;

class CyclictestGoldenTest {
    private static final String HIST = "cyclictest -D 3 -t 2 -p 80 -i 1000 -h 60 -q --json=cyclictest_hist.json";

    @Test
    void writesTheRecordedHistogramByteForByte() {
        String recorded = Recorded.text("cyclictest_hist.txt");
        assertThat(CyclictestText.render(Recorded.histogram(recorded, HIST, 14.29, 23.04)))
                .isEqualTo(recorded);
    }

    @Test
    void writesTheRecordedHistogramOfAllByteForByte() {
        String recorded = Recorded.text("cyclictest_histofall.txt");
        String command = "cyclictest -D 1 -t 2 -p 80 -i 1000 -qH60";
        assertThat(CyclictestText.render(Recorded.histogram(recorded, command, 19.5, 19.9)))
                .isEqualTo(recorded);
    }

    @Test
    void writesTheRecordedQuietLine() {
        LatencyResult t = thread(300, 6_000, 927_000, 20_500 * 300, List.of(), 0, List.of());
        assertThat(Recorded.text("cyclictest_quiet.txt")).contains(CyclictestText.summary(0, t, 21_340, 15) + "\n");
    }

    @Test
    void writesALinePerThreadWhenThereIsNoHistogram() {
        LatencyResult t = thread(300, 6_999, 927_999, 20_500 * 300, List.of(), 0, List.of());
        assertThat(CyclictestText.render(Recorded.measured("cyclictest -q -p80", List.of(t))))
                .isEqualTo("""
                        # /dev/cpu_dma_latency set to 0us
                        T: 0 (    0) P:80 I:1000 C:    300 Min:      6 Act:    0 Avg:   20 Max:     927
                        """);
    }

    @Test
    void writesTheRecordedJsonByteForByte() {
        RunResult r = Recorded.histogram(Recorded.text("cyclictest_hist.txt"), HIST, 14.29, 23.04);
        assertThat(CyclictestJson.render(r)).isEqualTo(Recorded.text("cyclictest_hist.json"));
    }

    @Test
    void keepsAsManyOverflowCyclesAsBucketsAndCountsTheOthers() {
        LatencyResult t = thread(
                1_000,
                13_000,
                40_000,
                0,
                List.of(),
                3,
                LongStream.range(0, 10).boxed().toList());
        assertThat(CyclictestText.render(Recorded.measured("cyclictest -h3 -q", List.of(t))))
                .contains("# Total: 000000000\n")
                .contains("# Histogram Overflows: 01000\n")
                .contains("# Thread 0: 00000 00001 00002 # 00997 others\n\n");
    }

    @Test
    void leavesTheColumnOfAllOutForOneThread() {
        LatencyResult t = thread(1, 1_000, 1_000, 1_000, List.of(new Bin(1_000, 1_000, 1)), 2, List.of());
        assertThat(CyclictestText.render(Recorded.measured("cyclictest -H 2 -q", List.of(t))))
                .contains("# Histogram\n000000 000000\n000001 000001\n# Total: 000000001\n");
    }

    @Test
    void averagesTheCutMicrosecondsAsCyclictestDoes() {
        LatencyResult t = thread(
                4,
                2_900,
                3_900,
                2_900 * 3 + 3_900,
                List.of(new Bin(2_000, 1_000, 3), new Bin(3_000, 1_000, 1)),
                10,
                List.of());
        RunResult r = Recorded.measured("cyclictest -h 10 -q", List.of(t));
        assertThat(CyclictestJson.render(r)).contains("\"avg\": 2.25,");
        assertThat(CyclictestText.render(r)).contains("# Avg Latencies: 00002\n");
    }

    @Test
    void saysTheLatencyTargetOnlyIfOneIsSet() {
        LatencyResult t = thread(1, 1_000, 1_000, 1_000, List.of(), 0, List.of());
        assertThat(CyclictestText.render(Recorded.measured("cyclictest --latency=20 -q", List.of(t))))
                .startsWith("# /dev/cpu_dma_latency set to 20us\n");
        assertThat(CyclictestText.render(Recorded.measured("cyclictest --laptop -q", List.of(t))))
                .startsWith("T: 0");
    }

    @Test
    void simulatedJsonStartsAtTheEpochAndNamesTheSimulator() {
        String json = CyclictestJson.render(Made.up().runs().get(1));
        assertThat(json)
                .contains("\"start_time\": \"Thu, 01 Jan 1970 00:00:00 +0000\"")
                .contains("\"end_time\": \"Thu, 01 Jan 1970 00:01:00 +0000\"")
                .contains("\"rt_test_version:\": \"PreemptSim 0.1.0\"")
                .contains("\"nodename\": \"preemptsim\"")
                .contains("\"realtime\": 1");
    }

    @Test
    void escapesAHostileCommandInJson() {
        LatencyResult t = thread(1, 1_000, 1_000, 1_000, List.of(), 0, List.of());
        assertThat(CyclictestJson.render(Recorded.measured("x \"\\\n<", List.of(t))))
                .contains("\"cmdline:\": \"x \\\"\\\\\\n<\"");
    }

    private static LatencyResult thread(
            long count, long minNs, long maxNs, long sumNs, List<Bin> micro, int buckets, List<Long> cycles) {
        return new LatencyResult(
                "cyclictest/0", 0, "fifo:80", 1_000_000, count, minNs, maxNs, sumNs, List.of(), micro, buckets, cycles);
    }
}
