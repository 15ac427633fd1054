// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.calibrate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.math3.analysis.MultivariateFunction;
import org.apache.commons.math3.distribution.ExponentialDistribution;
import org.apache.commons.math3.distribution.LogNormalDistribution;
import org.apache.commons.math3.distribution.ParetoDistribution;
import org.apache.commons.math3.distribution.RealDistribution;
import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.PointValuePair;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.SimplexOptimizer;

/**
 * A family fitted to the excess of the samples beyond a threshold, bounded above by the greatest one seen.
 *
 * <p>The samples come in bins, so the likelihood is that of the bins. Of the families the one with the least AIC is taken;
 * of the thresholds the one where the best family lies nearest to the data by Kolmogorov-Smirnov distance.
 *
 * @param family the family's name
 * @param distribution before truncation to {@code thresholdNs..maxNs}
 * @param parameters its parameters for people
 * @param originNs latency from which the excess is counted: the body's median
 * @param thresholdNs excess from which the tail begins
 * @param maxNs greatest excess
 * @param share of all samples that lie in the tail
 * @param samples how many these are
 * @param aic Akaike's criterion
 * @param ks Kolmogorov-Smirnov distance to the data
 * @param rivals the other families at this threshold, with their criteria, for people
 */
public record TailFit(
        String family,
        RealDistribution distribution,
        String parameters,
        double originNs,
        double thresholdNs,
        double maxNs,
        double share,
        long samples,
        double aic,
        double ks,
        List<String> rivals) {

    /** Fewer say nothing about a shape. */
    static final int LEAST_SAMPLES = 50;

    private static final double[] THRESHOLDS = {0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9995};
    private static final int MAX_EVALUATIONS = 4_000;
    private static final double NANOSECOND = 1;

    public TailFit {
        rivals = List.copyOf(rivals);
    }

    private enum Candidate {
        EXPONENTIAL("exponential"),
        PARETO("pareto"),
        LOGNORMAL("lognormal");

        final String label;

        Candidate(String label) {
            this.label = label;
        }

        /** From parameters without bounds, as the optimiser wants them. */
        RealDistribution of(double[] free, double thresholdNs) {
            return switch (this) {
                case EXPONENTIAL -> new ExponentialDistribution(null, bounded(free[0]));
                case PARETO -> new ParetoDistribution(null, thresholdNs, Math.min(100, bounded(free[0])));
                case LOGNORMAL -> new LogNormalDistribution(null, free[0], Math.min(10, bounded(free[1])));
            };
        }

        private static double bounded(double log) {
            return Math.exp(Math.max(-30, Math.min(30, log)));
        }

        double[] guess(double meanExcessNs, double thresholdNs) {
            double mean = Math.max(1, meanExcessNs);
            return switch (this) {
                case EXPONENTIAL -> new double[] {Math.log(mean)};
                case PARETO -> new double[] {Math.log(Math.max(0.1, thresholdNs / mean + 0.5))};
                case LOGNORMAL -> new double[] {Math.log(thresholdNs + mean), 0};
            };
        }

        int parameters() {
            return this == LOGNORMAL ? 2 : 1;
        }

        String show(RealDistribution d) {
            if (d instanceof ExponentialDistribution e) {
                return String.format(Locale.ROOT, "mean %.1f us", e.getMean() / 1_000);
            }
            if (d instanceof ParetoDistribution p) {
                return String.format(Locale.ROOT, "alpha %.2f", p.getShape());
            }
            LogNormalDistribution l = (LogNormalDistribution) d;
            return String.format(
                    Locale.ROOT, "median %.1f us, sigma %.2f", Math.exp(l.getScale()) / 1_000, l.getShape());
        }
    }

    /** The best fit; empty if no threshold has enough samples beyond it, or all of them lie in one microsecond. */
    public static Optional<TailFit> of(LatencyCurve curve) {
        double origin = curve.quantile(0.5);
        List<TailFit> fits = new ArrayList<>();
        double last = -1;
        for (double p : THRESHOLDS) {
            double latency = Math.ceil(curve.quantile(p) / 1_000) * 1_000;
            if (latency > last && latency > origin) {
                last = latency;
                at(curve, origin, latency).ifPresent(fits::add);
            }
        }
        return fits.stream().min(Comparator.comparingDouble(TailFit::ks));
    }

    private static Optional<TailFit> at(LatencyCurve curve, double origin, double latency) {
        List<double[]> bins = new ArrayList<>();
        double samples = 0;
        for (double[] b : curve.binsFrom(latency)) {
            if (b[2] > 0) {
                bins.add(new double[] {b[0] - origin, b[1] - origin, b[2]});
                samples += b[2];
            }
        }
        if (samples < LEAST_SAMPLES || bins.size() < 3) {
            return Optional.empty();
        }
        double threshold = latency - origin;
        double max = bins.get(bins.size() - 1)[1];
        List<TailFit> fits = new ArrayList<>();
        for (Candidate c : Candidate.values()) {
            fits.add(fit(c, bins, origin, threshold, max, samples, curve.count()));
        }
        fits.sort(Comparator.comparingDouble(TailFit::aic));
        List<String> rivals = fits.stream()
                .map(f -> String.format(Locale.ROOT, "%s (%s): AIC %.1f, KS %.4f", f.family, f.parameters, f.aic, f.ks))
                .toList();
        TailFit best = fits.get(0);
        return Optional.of(new TailFit(
                best.family,
                best.distribution,
                best.parameters,
                origin,
                threshold,
                max,
                best.share,
                best.samples,
                best.aic,
                best.ks,
                rivals));
    }

    private static TailFit fit(
            Candidate c, List<double[]> bins, double origin, double threshold, double max, double samples, long all) {
        double mean = bins.stream()
                        .mapToDouble(b -> b[2] * ((b[0] + b[1]) / 2 - threshold))
                        .sum()
                / samples;
        MultivariateFunction likelihood = free -> logLikelihood(c.of(free, threshold), bins, threshold, max);
        PointValuePair best = new SimplexOptimizer(1e-10, 1e-8)
                .optimize(
                        new MaxEval(MAX_EVALUATIONS),
                        new ObjectiveFunction(likelihood),
                        GoalType.MAXIMIZE,
                        new InitialGuess(c.guess(mean, threshold)),
                        new NelderMeadSimplex(c.parameters(), 0.3));
        RealDistribution d = c.of(best.getPoint(), threshold);
        return new TailFit(
                c.label,
                d,
                c.show(d),
                origin,
                threshold,
                max,
                samples / all,
                Math.round(samples),
                2 * c.parameters() - 2 * best.getValue(),
                distance(d, bins, threshold, max, samples),
                List.of());
    }

    private static double logLikelihood(RealDistribution d, List<double[]> bins, double threshold, double max) {
        double whole = d.cumulativeProbability(max) - d.cumulativeProbability(threshold);
        if (!(whole > 0)) {
            return -1e300;
        }
        double sum = 0;
        for (double[] b : bins) {
            double mass = (d.cumulativeProbability(b[1]) - d.cumulativeProbability(b[0])) / whole;
            sum += b[2] * Math.log(Math.max(mass, 1e-300));
        }
        return sum;
    }

    private static double distance(
            RealDistribution d, List<double[]> bins, double threshold, double max, double samples) {
        double base = d.cumulativeProbability(threshold);
        double whole = d.cumulativeProbability(max) - base;
        double seen = 0;
        double most = 0;
        for (double[] b : bins) {
            double before = (d.cumulativeProbability(b[0]) - base) / whole;
            most = Math.max(most, Math.abs(before - seen / samples));
            seen += b[2];
            double after = (d.cumulativeProbability(b[1]) - base) / whole;
            most = Math.max(most, Math.abs(after - seen / samples));
        }
        return most;
    }

    /**
     * The density of a sample's excess at {@code excessNs}, per nanosecond and over all samples, so that it integrates to
     * {@link #share} over the tail; 0 outside of it.
     */
    public double density(double excessNs) {
        if (excessNs < thresholdNs || excessNs > maxNs) {
            return 0;
        }
        double whole = distribution.cumulativeProbability(maxNs) - distribution.cumulativeProbability(thresholdNs);
        double h = NANOSECOND;
        double mass = distribution.cumulativeProbability(excessNs + h) - distribution.cumulativeProbability(excessNs);
        return share * mass / (whole * h);
    }

    /** One line for people. */
    public String summary() {
        return String.format(
                Locale.ROOT,
                "%d samples (%.4f %%) lie %.1f us or more above the median; %s (%s) up to %.1f us, AIC %.1f, KS %.4f",
                samples,
                share * 100,
                thresholdNs / 1_000,
                family,
                parameters,
                maxNs / 1_000,
                aic,
                ks);
    }
}
