// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.random;

import java.util.List;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.util.FastMath;
import org.preemptsim.engine.QuantileTable;
import org.preemptsim.models.spec.DurationDistribution;
import org.preemptsim.models.spec.DurationDistribution.Constant;
import org.preemptsim.models.spec.DurationDistribution.Empirical;
import org.preemptsim.models.spec.DurationDistribution.Exponential;
import org.preemptsim.models.spec.DurationDistribution.LogNormal;
import org.preemptsim.models.spec.DurationDistribution.Mixture;
import org.preemptsim.models.spec.DurationDistribution.Pareto;
import org.preemptsim.models.spec.DurationDistribution.Part;
import org.preemptsim.models.spec.DurationDistribution.Quantile;
import org.preemptsim.models.spec.DurationDistribution.Uniform;

/** Distribution functions of {@link DurationDistribution}s, their inverses and their tables. */
public final class Distributions {
    private static final NormalDistribution NORMAL = new NormalDistribution(0, 1);

    private Distributions() {}

    /** The table a run draws from. */
    public static QuantileTable compile(DurationDistribution d) {
        if (d instanceof Constant c) {
            return QuantileTable.constant(c.ns());
        }
        return new QuantileTable(p -> FastMath.round(quantile(d, p)));
    }

    /** The value at or below which a share {@code p} of the draws lies, in nanoseconds. */
    public static double quantile(DurationDistribution d, double p) {
        if (d instanceof Constant c) {
            return (double) c.ns();
        }
        if (d instanceof Uniform u) {
            return u.minNs() + p * (u.maxNs() - u.minNs());
        }
        if (d instanceof Exponential e) {
            double share = p * untruncated(d, (double) e.maxNs());
            return FastMath.min(-e.meanNs() * FastMath.log1p(-share), (double) e.maxNs());
        }
        if (d instanceof LogNormal l) {
            double z = NORMAL.inverseCumulativeProbability(p * untruncated(d, (double) l.maxNs()));
            return FastMath.min(
                    l.minNs() + (l.medianNs() - l.minNs()) * FastMath.exp(l.sigma() * z), (double) l.maxNs());
        }
        if (d instanceof Pareto t) {
            double share = p * untruncated(d, (double) t.maxNs());
            return FastMath.min(t.minNs() * FastMath.pow(1 - share, -1 / t.alpha()), (double) t.maxNs());
        }
        if (d instanceof Empirical e) {
            return interpolate(e.quantiles(), p);
        }
        return mixtureQuantile((Mixture) d, p);
    }

    /** The share of draws at or below {@code ns}. */
    public static double cumulative(DurationDistribution d, double ns) {
        if (d instanceof Constant c) {
            return ns >= c.ns() ? 1 : 0;
        }
        if (d instanceof Uniform u) {
            return u.maxNs() == u.minNs()
                    ? (ns >= u.minNs() ? 1 : 0)
                    : clamp((ns - u.minNs()) / (u.maxNs() - u.minNs()));
        }
        if (d instanceof Empirical e) {
            return empiricalShare(e.quantiles(), ns);
        }
        if (d instanceof Mixture m) {
            return mixtureShare(m, ns);
        }
        return clamp(untruncated(d, ns) / untruncated(d, quantile(d, 1)));
    }

    /** The distribution function before truncation at the maximum. */
    private static double untruncated(DurationDistribution d, double ns) {
        if (d instanceof Exponential e) {
            return ns <= 0 ? 0 : -FastMath.expm1(-ns / e.meanNs());
        }
        if (d instanceof Pareto t) {
            return ns <= t.minNs() ? 0 : 1 - FastMath.pow(t.minNs() / ns, t.alpha());
        }
        LogNormal l = (LogNormal) d;
        if (ns <= l.minNs()) {
            return 0;
        }
        double z = FastMath.log((ns - l.minNs()) / (l.medianNs() - l.minNs())) / l.sigma();
        return NORMAL.cumulativeProbability(z);
    }

    private static double interpolate(List<Quantile> quantiles, double p) {
        int i = 1;
        while (quantiles.get(i).p() < p) {
            i++;
        }
        Quantile a = quantiles.get(i - 1);
        Quantile b = quantiles.get(i);
        return a.ns() + (b.ns() - a.ns()) * (p - a.p()) / (b.p() - a.p());
    }

    private static double empiricalShare(List<Quantile> quantiles, double ns) {
        if (ns < quantiles.get(0).ns()) {
            return 0;
        }
        double share = 1;
        for (int i = quantiles.size() - 1; i > 0 && quantiles.get(i).ns() > ns; i--) {
            Quantile a = quantiles.get(i - 1);
            Quantile b = quantiles.get(i);
            share = a.p() + clamp((ns - a.ns()) / (b.ns() - a.ns())) * (b.p() - a.p());
        }
        return share;
    }

    private static double mixtureShare(Mixture m, double ns) {
        double weights = 0;
        double share = 0;
        for (Part part : m.parts()) {
            weights += part.weight();
            share += part.weight() * cumulative(part.distribution(), ns);
        }
        return share / weights;
    }

    /** Bisection on whole nanoseconds: the least value whose share is at least p. */
    private static double mixtureQuantile(Mixture m, double p) {
        long low = Long.MAX_VALUE;
        long high = 0;
        for (Part part : m.parts()) {
            low = FastMath.min(low, FastMath.round(quantile(part.distribution(), 0)));
            high = FastMath.max(high, FastMath.round(quantile(part.distribution(), 1)));
        }
        while (low < high) {
            long mid = (low + high) >>> 1;
            if (mixtureShare(m, (double) mid) >= p) {
                high = mid;
            } else {
                low = mid + 1;
            }
        }
        return (double) low;
    }

    private static double clamp(double p) {
        return FastMath.max(0, FastMath.min(1, p));
    }
}
