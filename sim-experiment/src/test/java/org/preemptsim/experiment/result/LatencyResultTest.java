// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LatencyResultTest {
    @Test
    void mergesThreadsBinByBin() {
        LatencyResult a = thread("a", 0, "fifo:95", List.of(new Bin(2_000, 1_000, 3), new Bin(9_000, 1_000, 1)));
        LatencyResult b = thread("b", 1, "fifo:94", List.of(new Bin(2_000, 1_000, 4), new Bin(3_000, 1_000, 2)));
        LatencyResult all = LatencyResult.merged("all", List.of(a, b));
        assertThat(all.micro())
                .containsExactly(new Bin(2_000, 1_000, 7), new Bin(3_000, 1_000, 2), new Bin(9_000, 1_000, 1));
        assertThat(all.count()).isEqualTo(10);
        assertThat(all.minNs()).isEqualTo(2_000);
        assertThat(all.maxNs()).isEqualTo(9_999);
        assertThat(all.sumNs()).isEqualTo(a.sumNs() + b.sumNs());
        assertThat(all.policy()).isEqualTo("mixed");
        assertThat(all.cpu()).isEqualTo(-1);
    }

    @Test
    void aThreadWithoutSamplesDoesNotPullTheMinimumToZero() {
        LatencyResult a = thread("a", 0, "fifo:95", List.of(new Bin(2_000, 1_000, 3)));
        LatencyResult none = thread("b", 0, "fifo:95", List.of());
        assertThat(LatencyResult.merged("all", List.of(a, none)).minNs()).isEqualTo(2_000);
    }

    @Test
    void wantsTenSamplesBeyondAQuantile() {
        assertThat(counting(900).supportsQuantile(0.99)).isFalse();
        assertThat(counting(1_000).supportsQuantile(0.99)).isTrue();
        assertThat(counting(9_989).supportsQuantile(0.999)).isTrue();
        assertThat(counting(9_400).supportsQuantile(0.999)).isFalse();
        assertThat(counting(1_000_000).supportsQuantile(0.99999)).isTrue();
    }

    @Test
    void doesNotResolveAQuantileAmongTheOverflows() {
        LatencyResult host = new LatencyResult(
                "t",
                0,
                "fifo:80",
                1_000_000,
                100,
                2_000,
                900_000,
                1,
                List.of(),
                List.of(new Bin(2_000, 1_000, 98)),
                60,
                List.of());
        assertThat(host.resolvesQuantile(0.5)).isTrue();
        assertThat(host.resolvesQuantile(0.99)).isFalse();
        assertThat(host.microIsWhole()).isFalse();
    }

    private static LatencyResult counting(long count) {
        return thread("t", 0, "fifo:1", List.of(new Bin(1_000, 1_000, count)));
    }

    private static LatencyResult thread(String name, int cpu, String policy, List<Bin> micro) {
        long count = micro.stream().mapToLong(Bin::count).sum();
        long min = micro.isEmpty() ? 0 : micro.get(0).lowerNs();
        long max = micro.isEmpty() ? 0 : micro.get(micro.size() - 1).highestNs();
        long sum = micro.stream().mapToLong(b -> b.lowerNs() * b.count()).sum();
        return new LatencyResult(name, cpu, policy, 200_000, count, min, max, sum, List.of(), micro, 60, List.of());
    }
}
