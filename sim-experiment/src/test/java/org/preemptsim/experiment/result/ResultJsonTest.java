// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResultJsonTest {
    private static final LatencyResult LATENCY = new LatencyResult(
            "cyclictest/0",
            0,
            "fifo:95",
            200_000,
            4,
            2_100,
            70_000,
            80_000,
            List.of(new Bin(2_096, 16, 3), new Bin(69_632, 512, 1)),
            List.of(new Bin(2_000, 1_000, 3), new Bin(70_000, 1_000, 1)),
            60,
            List.of(3L));

    private static RunResult result() {
        return new RunResult(
                RunResult.SCHEMA,
                RunResult.Source.SIMULATED,
                "s",
                "rt",
                "0123456789abcdef",
                1,
                "0.1.0",
                "6.6 rt hz=250",
                "cyclictest -q",
                1_000,
                1_000,
                true,
                "horizon",
                List.of(LATENCY),
                List.of(new CpuTime(0, List.of(new CpuTime.Part("idle", 1_000)))),
                List.of(new WorkResult("stress/cpu#1", "blocks", 7, 900)),
                List.of(new BlamedSample(
                        "cyclictest/0",
                        0,
                        3,
                        600_000,
                        70_000,
                        List.of(new BlameSlice(0, 70_000, BlameCause.PREEMPT_OFF, "stress/hdd#1", "truncate", 0)))),
                null);
    }

    @Test
    void readsBackWhatItWrote() {
        assertThat(ResultJson.read(ResultJson.write(result()), RunResult.class)).isEqualTo(result());
    }

    @Test
    void refusesBlameThatDoesNotSumToTheSample() {
        assertThatThrownBy(() -> new BlamedSample("t", 0, 1, 0, 10, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10 ns");
    }

    @Test
    void quantilesNeverExceedTheMaximumAndOverflowsAreTheRest() {
        assertThat(LATENCY.quantileNs(0.5)).isEqualTo(2_111);
        assertThat(LATENCY.quantileNs(1)).isEqualTo(70_000);
        assertThat(LATENCY.overflows()).isEqualTo(1);
        assertThat(LATENCY.avgNs()).isEqualTo(20_000);
    }
}
