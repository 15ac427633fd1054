// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.preemptsim.experiment.result.Bin;
import org.preemptsim.experiment.result.LatencyResult;

class LatencyCurveTest {
    private static LatencyResult result(long count, long max, Bin... bins) {
        return new LatencyResult(
                "t", 0, "fifo:1", 200_000, count, bins[0].lowerNs(), max, 0, List.of(), List.of(bins), 60, List.of());
    }

    @Test
    void spreadsSamplesOverTheirMicrosecond() {
        LatencyCurve c = LatencyCurve.of(result(4, 8_000, new Bin(7_000, 1_000, 2), new Bin(8_000, 1_000, 2)));
        assertThat(c.quantile(0)).isEqualTo(7_000);
        assertThat(c.quantile(0.25)).isEqualTo(7_500);
        assertThat(c.quantile(0.5)).isEqualTo(8_000);
        assertThat(c.quantile(1)).isEqualTo(9_000);
        assertThat(c.below(7_500)).isEqualTo(0.25);
        assertThat(c.below(6_000)).isZero();
        assertThat(c.below(9_000)).isEqualTo(1);
    }

    @Test
    void placesSamplesBeyondTheHistogramUpToTheGreatest() {
        LatencyCurve c = LatencyCurve.of(result(10, 101_000, new Bin(0, 1_000, 9)));
        assertThat(c.below(1_000)).isEqualTo(0.9);
        assertThat(c.quantile(0.95)).isCloseTo(51_000, within(1.0));
        assertThat(c.below(200_000)).isEqualTo(1);
    }

    @Test
    void poolsRunsAsIfTheyWereOne() {
        LatencyResult a = result(3, 9_000, new Bin(7_000, 1_000, 1), new Bin(9_000, 1_000, 2));
        LatencyResult b = result(2, 7_000, new Bin(7_000, 1_000, 2));
        LatencyResult both = LatencyCurve.pool(List.of(a, b));
        assertThat(both.count()).isEqualTo(5);
        assertThat(both.minNs()).isEqualTo(7_000);
        assertThat(both.maxNs()).isEqualTo(9_000);
        assertThat(both.micro()).containsExactly(new Bin(7_000, 1_000, 3), new Bin(9_000, 1_000, 2));
    }

    @Test
    void distanceIsTheGreatestDifferenceOfTheDistributionFunctions() {
        LatencyCurve a = LatencyCurve.of(result(4, 8_000, new Bin(7_000, 1_000, 2), new Bin(8_000, 1_000, 2)));
        LatencyCurve b = LatencyCurve.of(result(4, 8_000, new Bin(7_000, 1_000, 1), new Bin(8_000, 1_000, 3)));
        assertThat(LatencyCurve.distance(a, b)).isEqualTo(0.25);
        assertThat(LatencyCurve.distance(b, a)).isEqualTo(0.25);
        assertThat(LatencyCurve.distance(a, a)).isZero();
    }
}
