// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.calibrate;

import java.util.ArrayList;
import java.util.List;
import org.preemptsim.models.spec.DurationDistribution;
import org.preemptsim.models.spec.DurationDistribution.Quantile;
import org.preemptsim.models.spec.MachineSpec.StallKind;
import org.preemptsim.models.spec.MachineSpec.StallSource;

/**
 * The stalls of a CPU that explain a tail of samples.
 *
 * <p>Let stalls come with rate r and lengths of survival S, and let timers expire every i. A stall delays the first timer
 * that expires in it by what is left of it then; cyclictest skips periods that have passed, so there is one late sample
 * per stall. The phase is even, so the share of samples that are late by more than x is {@code r * integral of S from x
 * to x + i}. Its derivative g, the density of lateness, gives back {@code r * S(x) = g(x) + g(x + i) + g(x + 2i) + ...}.
 * Taking the late samples themselves for the stalls would give too few and too short ones.
 */
public final class StallInversion {
    private static final int POINTS = 32;
    /** Times between stalls are cut at this many means: e^-20 of them are longer. */
    private static final int LONGEST_GAP = 20;

    private StallInversion() {}

    /**
     * The stalls.
     *
     * @param tail the late samples
     * @param intervalNs time between two expiries
     * @return an SMI-like source, since a hypervisor too takes the CPU away unseen by the kernel
     */
    public static StallSource stalls(TailFit tail, long intervalNs) {
        double[] x = grid(tail.thresholdNs(), tail.maxNs());
        double[] rate = new double[x.length];
        double most = 0;
        // From the right, so that the rate of stalls longer than x never rises with x.
        for (int i = x.length - 1; i >= 0; i--) {
            most = Math.max(most, longerThan(tail, x[i], intervalNs));
            rate[i] = most;
        }
        return new StallSource(StallKind.SMI, -1, gaps(rate[0]), lengths(x, rate));
    }

    private static double[] grid(double from, double to) {
        double[] out = new double[POINTS];
        for (int i = 0; i < POINTS; i++) {
            out[i] = from * Math.pow(to / from, (double) i / (POINTS - 1));
        }
        return out;
    }

    /** Stalls per nanosecond that are longer than {@code x}. */
    private static double longerThan(TailFit tail, double x, long intervalNs) {
        double sum = 0;
        for (double y = x; y <= tail.maxNs(); y += intervalNs) {
            sum += tail.density(y);
        }
        return sum;
    }

    static DurationDistribution gaps(double ratePerNs) {
        long mean = Math.max(1, Math.round(1 / ratePerNs));
        return new DurationDistribution.Exponential(mean, Math.multiplyExact(mean, (long) LONGEST_GAP));
    }

    private static DurationDistribution lengths(double[] x, double[] rate) {
        List<Quantile> out = new ArrayList<>();
        double lastP = -1;
        for (int i = 0; i < x.length; i++) {
            double p = i == x.length - 1 ? 1 : Math.round((1 - rate[i] / rate[0]) * 1e9) / 1e9;
            if (p > lastP && (p < 1 || i == x.length - 1)) {
                out.add(new Quantile(p, Math.round(x[i])));
                lastP = p;
            }
        }
        return new DurationDistribution.Empirical(out);
    }

    /** The same stalls, {@code factor} times as often. */
    static StallSource oftener(StallSource s, double factor) {
        long mean = ((DurationDistribution.Exponential) s.interval()).meanNs();
        return new StallSource(s.kind(), s.cpu(), gaps(factor / mean), s.length());
    }
}
