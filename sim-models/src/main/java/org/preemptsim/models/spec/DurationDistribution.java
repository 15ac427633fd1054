// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.spec;

import java.util.List;

/**
 * A distribution of lengths of time in nanoseconds, compiled by {@code models.random} to a table before a run.
 *
 * <p>Every family is bounded above: a simulated worst case must not rest on an unbounded tail nobody measured.
 */
public sealed interface DurationDistribution {

    /** Always {@code ns}; {@code ns >= 0}. */
    record Constant(long ns) implements DurationDistribution {
        public Constant {
            require(ns >= 0, "a duration must not be negative");
        }
    }

    /** Uniform on {@code [minNs, maxNs]}. */
    record Uniform(long minNs, long maxNs) implements DurationDistribution {
        public Uniform {
            require(minNs >= 0 && maxNs >= minNs, "uniform needs 0 <= min <= max");
        }
    }

    /** Exponential with mean {@code meanNs} before truncation at {@code maxNs}. */
    record Exponential(long meanNs, long maxNs) implements DurationDistribution {
        public Exponential {
            require(meanNs > 0 && maxNs > 0, "exponential needs mean > 0 and max > 0");
        }
    }

    /**
     * Log-normal with the given median and shape {@code sigma} (standard deviation of the logarithm), shifted to start
     * at {@code minNs} and truncated at {@code maxNs}: the value is {@code minNs + X} with X of median
     * {@code medianNs - minNs}.
     */
    record LogNormal(long minNs, long medianNs, double sigma, long maxNs) implements DurationDistribution {
        public LogNormal {
            require(minNs >= 0 && medianNs > minNs, "lognormal needs 0 <= min < median");
            require(sigma > 0 && sigma <= 10, "lognormal needs 0 < sigma <= 10");
            require(maxNs >= medianNs, "lognormal needs median <= max");
        }
    }

    /** Pareto with lower bound {@code minNs} and tail index {@code alpha}, truncated at {@code maxNs}. */
    record Pareto(long minNs, double alpha, long maxNs) implements DurationDistribution {
        public Pareto {
            require(minNs > 0 && maxNs >= minNs, "pareto needs 0 < min <= max");
            require(alpha > 0 && alpha <= 100, "pareto needs 0 < alpha <= 100");
        }
    }

    /** Piecewise linear between given quantiles; the first has p = 0, the last p = 1, both p and ns ascend. */
    record Empirical(List<Quantile> quantiles) implements DurationDistribution {
        public Empirical {
            quantiles = List.copyOf(quantiles);
            require(quantiles.size() >= 2, "an empirical distribution needs at least two quantiles");
            require(quantiles.get(0).p() == 0.0, "the first quantile must be p = 0");
            require(quantiles.get(quantiles.size() - 1).p() == 1.0, "the last quantile must be p = 1");
            for (int i = 1; i < quantiles.size(); i++) {
                require(
                        quantiles.get(i).p() > quantiles.get(i - 1).p()
                                && quantiles.get(i).ns() >= quantiles.get(i - 1).ns(),
                        "quantiles must ascend");
            }
            require(quantiles.get(0).ns() >= 0, "a duration must not be negative");
        }
    }

    /** One of {@code parts}, chosen by weight. */
    record Mixture(List<Part> parts) implements DurationDistribution {
        public Mixture {
            parts = List.copyOf(parts);
            require(!parts.isEmpty(), "a mixture needs at least one part");
        }
    }

    /** A share {@code p} of the values lies at or below {@code ns}. */
    record Quantile(double p, long ns) {
        public Quantile {
            require(p >= 0 && p <= 1, "a quantile's p must be within 0..1");
        }
    }

    /** A member of a mixture; weights need not sum to one. */
    record Part(double weight, DurationDistribution distribution) {
        public Part {
            require(weight > 0, "a weight must be positive");
        }
    }

    /** The distribution that is always 0. */
    DurationDistribution ZERO = new Constant(0);

    /** Shorthand for {@link Constant}. */
    static DurationDistribution ofNs(long ns) {
        return new Constant(ns);
    }

    private static void require(boolean ok, String message) {
        if (!ok) {
            throw new IllegalArgumentException(message);
        }
    }
}
