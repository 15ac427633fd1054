// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.calibrate;

import java.util.List;
import java.util.Random;
import org.preemptsim.models.spec.DurationDistribution;
import org.preemptsim.models.spec.DurationDistribution.Quantile;

/** Draws from distributions, plainly. */
final class Sampler {
    private final Random random;

    Sampler(long seed) {
        this.random = new Random(seed);
    }

    double uniform() {
        return random.nextDouble();
    }

    double draw(DurationDistribution d) {
        if (d instanceof DurationDistribution.Constant c) {
            return c.ns();
        } else if (d instanceof DurationDistribution.Exponential e) {
            return Math.min((double) e.maxNs(), -Math.log(1 - uniform()) * e.meanNs());
        } else if (d instanceof DurationDistribution.LogNormal l) {
            double x = l.minNs() + (l.medianNs() - l.minNs()) * Math.exp(l.sigma() * random.nextGaussian());
            return Math.min((double) l.maxNs(), x);
        } else if (d instanceof DurationDistribution.Pareto p) {
            return Math.min((double) p.maxNs(), p.minNs() * Math.pow(1 - uniform(), -1 / p.alpha()));
        } else if (d instanceof DurationDistribution.Empirical e) {
            return empirical(e.quantiles());
        }
        throw new IllegalArgumentException(d.toString());
    }

    private double empirical(List<Quantile> q) {
        double u = uniform();
        for (int i = 1; i < q.size(); i++) {
            if (u <= q.get(i).p()) {
                Quantile a = q.get(i - 1);
                Quantile b = q.get(i);
                return a.ns() + (u - a.p()) / (b.p() - a.p()) * (b.ns() - a.ns());
            }
        }
        return q.get(q.size() - 1).ns();
    }
}
