// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.calibrate;

import java.util.ArrayList;
import java.util.List;
import org.preemptsim.models.spec.DurationDistribution;
import org.preemptsim.models.spec.DurationDistribution.Quantile;

/**
 * A distribution that is one summand of what is observed, corrected step by step: where the simulated quantile of the
 * sum lies below the wanted one, the summand's quantile is raised by the difference, and so on.
 *
 * <p>Exact at once if the summand is the only part that varies; otherwise it converges while the summand is what varies
 * most. The summand stays a distribution, not negative and ascending, and never exceeds what the wanted sum leaves it: a
 * sum's quantile is at least that of its summand and the least of the rest.
 */
public final class QuantileMatching {
    /** Dense at the ends, where a distribution bends. */
    private static final double[] SHARES = {
        0, 0.001, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8,
        0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99, 0.995, 0.999, 1
    };

    private final double[] ns;
    private final double restNs;

    private QuantileMatching(double[] ns, double restNs) {
        this.ns = ascending(ns);
        this.restNs = restNs;
    }

    /**
     * A summand that is always {@code constantNs}.
     *
     * @param restNs the least that all else takes
     */
    public static QuantileMatching constant(double constantNs, double restNs) {
        double[] out = new double[SHARES.length];
        java.util.Arrays.fill(out, constantNs);
        return new QuantileMatching(out, restNs);
    }

    /** A function from shares to nanoseconds. */
    public interface Curve {
        double at(double share);
    }

    /** The summand that would give {@code wanted} if all else were the constant {@code restNs}. */
    public static QuantileMatching difference(Curve wanted, double restNs) {
        double[] out = new double[SHARES.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = wanted.at(SHARES[i]) - restNs;
        }
        return new QuantileMatching(out, restNs);
    }

    /**
     * The corrected summand.
     *
     * @param step share of the difference to take: 1 if the rest hardly varies, less if it does
     */
    public QuantileMatching corrected(Curve wanted, Curve simulated, double step) {
        double[] out = new double[SHARES.length];
        for (int i = 0; i < out.length; i++) {
            double want = wanted.at(SHARES[i]);
            out[i] = Math.min(want - restNs, ns[i] + step * (want - simulated.at(SHARES[i])));
        }
        return new QuantileMatching(out, restNs);
    }

    /** Pools neighbours that fall to their mean, so that mass is moved and not lost. */
    private static double[] ascending(double[] values) {
        List<double[]> blocks = new ArrayList<>();
        for (double v : values) {
            blocks.add(new double[] {Math.max(0, v), 1});
            while (blocks.size() > 1) {
                double[] last = blocks.get(blocks.size() - 1);
                double[] before = blocks.get(blocks.size() - 2);
                if (before[0] <= last[0]) {
                    break;
                }
                before[0] = (before[0] * before[1] + last[0] * last[1]) / (before[1] + last[1]);
                before[1] += last[1];
                blocks.remove(blocks.size() - 1);
            }
        }
        double[] out = new double[values.length];
        int i = 0;
        for (double[] b : blocks) {
            for (int k = 0; k < b[1]; k++) {
                out[i++] = b[0];
            }
        }
        return out;
    }

    /** Whether it is 0 throughout. */
    public boolean isZero() {
        return Math.round(ns[ns.length - 1]) == 0;
    }

    /** The summand as a distribution. */
    public DurationDistribution distribution() {
        if (isZero()) {
            return DurationDistribution.ZERO;
        }
        List<Quantile> out = new ArrayList<>();
        for (int i = 0; i < SHARES.length; i++) {
            out.add(new Quantile(SHARES[i], Math.round(ns[i])));
        }
        return new DurationDistribution.Empirical(out);
    }
}
