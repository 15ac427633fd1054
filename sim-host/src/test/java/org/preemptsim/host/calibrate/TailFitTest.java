// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.distribution.ExponentialDistribution;
import org.apache.commons.math3.distribution.ParetoDistribution;
import org.junit.jupiter.api.Test;

class TailFitTest {
    private static final int N = 200_000;

    /** A narrow body at 10 us; two of a hundred samples are later by a draw of the tail. */
    private static LatencyCurve curve(ToDoubleFunction<Sampler> tail) {
        Sampler s = new Sampler(7);
        double[] out = new double[N];
        for (int i = 0; i < N; i++) {
            out[i] = 9_000 + 2_000 * s.uniform() + (s.uniform() < 0.02 ? tail.applyAsDouble(s) : 0);
        }
        return LatencyCurve.of(SyntheticHost.result(out));
    }

    @Test
    void recognisesAnExponentialTail() {
        TailFit fit = TailFit.of(curve(s -> 5_000 - 100_000 * Math.log(1 - s.uniform())))
                .orElseThrow();
        assertThat(fit.family()).isEqualTo("exponential");
        assertThat(((ExponentialDistribution) fit.distribution()).getMean()).isCloseTo(100_000, within(6_000.0));
        assertThat(fit.ks()).isLessThan(0.03);
        assertThat(fit.rivals()).hasSize(3);
    }

    @Test
    void recognisesAParetoTail() {
        TailFit fit = TailFit.of(curve(s -> Math.min(5e6, 20_000 * Math.pow(1 - s.uniform(), -1 / 1.3))))
                .orElseThrow();
        assertThat(fit.family()).isEqualTo("pareto");
        assertThat(((ParetoDistribution) fit.distribution()).getShape()).isCloseTo(1.3, within(0.15));
    }

    @Test
    void densityIntegratesToTheShareOfTheTail() {
        TailFit fit = TailFit.of(curve(s -> 5_000 - 100_000 * Math.log(1 - s.uniform())))
                .orElseThrow();
        double sum = 0;
        double step = 100;
        for (double x = fit.thresholdNs(); x < fit.maxNs(); x += step) {
            sum += fit.density(x + step / 2) * step;
        }
        assertThat(sum).isCloseTo(fit.share(), within(fit.share() * 0.01));
        assertThat(fit.density(fit.thresholdNs() - 1)).isZero();
        assertThat(fit.density(fit.maxNs() + 1)).isZero();
    }

    @Test
    void saysNothingOfATailWithTooFewSamples() {
        Sampler s = new Sampler(1);
        double[] few = new double[500];
        for (int i = 0; i < few.length; i++) {
            few[i] = 9_000 + 2_000 * s.uniform();
        }
        few[17] = 300_000;
        assertThat(TailFit.of(LatencyCurve.of(SyntheticHost.result(few)))).isEqualTo(Optional.empty());
    }
}
