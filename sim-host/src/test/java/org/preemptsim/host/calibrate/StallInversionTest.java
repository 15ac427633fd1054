// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.preemptsim.models.spec.DurationDistribution;
import org.preemptsim.models.spec.MachineSpec.StallKind;
import org.preemptsim.models.spec.MachineSpec.StallSource;

class StallInversionTest {
    private static StallSource invertOf(StallSource truth) {
        FitParameters p = Truth.machine().withStalls(List.of(truth));
        LatencyCurve seen = LatencyCurve.of(new SyntheticHost(600_000).simulate(p, false, 11));
        return StallInversion.stalls(TailFit.of(seen).orElseThrow(), SyntheticHost.INTERVAL_NS);
    }

    private static double meanNs(DurationDistribution d) {
        Sampler s = new Sampler(5);
        double sum = 0;
        for (int i = 0; i < 200_000; i++) {
            sum += s.draw(d);
        }
        return sum / 200_000;
    }

    /** Of memoryless stalls, those longer than x are as long beyond x as all are. */
    @Test
    void findsRateAndLengthOfShortStallsThoughMostAreNeverSeen() {
        long every = 10_000_000;
        long length = 40_000;
        StallSource got = invertOf(new StallSource(
                StallKind.SMI,
                -1,
                new DurationDistribution.Exponential(every, 20 * every),
                new DurationDistribution.Exponential(length, 20 * length)));
        double shortest = ((DurationDistribution.Empirical) got.length())
                .quantiles()
                .get(0)
                .ns();
        double expectedGap = every * Math.exp(shortest / (double) length);
        double gap = ((DurationDistribution.Exponential) got.interval()).meanNs();
        assertThat(gap).isCloseTo(expectedGap, within(0.25 * expectedGap));
        assertThat(meanNs(got.length()) - shortest).isCloseTo((double) length, within(0.2 * length));
    }

    @Test
    void findsStallsLongerThanTheInterval() {
        long every = 50_000_000;
        StallSource got = invertOf(new StallSource(
                StallKind.SMI,
                -1,
                new DurationDistribution.Exponential(every, 20 * every),
                new DurationDistribution.Exponential(600_000, 12_000_000)));
        double shortest = ((DurationDistribution.Empirical) got.length())
                .quantiles()
                .get(0)
                .ns();
        double expectedGap = every * Math.exp(shortest / 600_000.0);
        double gap = ((DurationDistribution.Exponential) got.interval()).meanNs();
        assertThat(gap).isCloseTo(expectedGap, within(0.35 * expectedGap));
        assertThat(meanNs(got.length()) - shortest).isCloseTo(600_000, within(0.3 * 600_000));
    }

    @Test
    void changesTheRateOnly() {
        StallSource s = new StallSource(
                StallKind.SMI, -1, new DurationDistribution.Exponential(1_000, 20_000), DurationDistribution.ofNs(5));
        StallSource twice = StallInversion.oftener(s, 2);
        assertThat(twice.interval()).isEqualTo(new DurationDistribution.Exponential(500, 10_000));
        assertThat(twice.length()).isEqualTo(s.length());
    }
}
