// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.preemptsim.models.spec.DurationDistribution;
import org.preemptsim.models.spec.DurationDistribution.Quantile;

class QuantileMatchingTest {
    private static List<Quantile> quantiles(QuantileMatching m) {
        return ((DurationDistribution.Empirical) m.distribution()).quantiles();
    }

    @Test
    void isTheDifferenceWhenAllElseIsConstant() {
        QuantileMatching m = QuantileMatching.difference(p -> 5_000 + 1_000 * p, 4_000);
        assertThat(quantiles(m).get(0)).isEqualTo(new Quantile(0, 1_000));
        assertThat(quantiles(m)).contains(new Quantile(0.5, 1_500), new Quantile(1, 2_000));
    }

    @Test
    void isNeverNegativeAndAscends() {
        QuantileMatching m = QuantileMatching.difference(p -> p < 0.5 ? 900 : 1_500 - 400 * p, 1_000);
        List<Quantile> q = quantiles(m);
        assertThat(q.get(0).ns()).isZero();
        for (int i = 1; i < q.size(); i++) {
            assertThat(q.get(i).ns()).isGreaterThanOrEqualTo(q.get(i - 1).ns());
        }
    }

    @Test
    void aSummandOfZeroIsNoDistributionAtAll() {
        assertThat(QuantileMatching.constant(0, 0).distribution()).isEqualTo(DurationDistribution.ZERO);
        assertThat(QuantileMatching.difference(p -> -5, 0).isZero()).isTrue();
    }

    @Test
    void movesByTheDifferenceOfTheSums() {
        QuantileMatching m = QuantileMatching.constant(1_000, 500).corrected(p -> 3_000, p -> 2_000, 0.5);
        assertThat(quantiles(m)).allMatch(q -> q.ns() == 1_500);
    }

    @Test
    void isNeverMoreThanTheWantedSumLeaves() {
        QuantileMatching m = QuantileMatching.constant(1_000, 500).corrected(p -> 3_000, p -> 0, 1);
        assertThat(quantiles(m)).allMatch(q -> q.ns() == 2_500);
    }
}
