// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.preemptsim.models.spec.DurationDistribution;
import org.preemptsim.models.spec.DurationDistribution.Constant;
import org.preemptsim.models.spec.DurationDistribution.Part;
import org.preemptsim.models.spec.DurationDistribution.Quantile;

/** Reads distributions, and checks that their parameters agree with each other. */
final class Distributions {
    private static final long FOREVER = Units.LONGEST_NS;

    private final Diagnostics diagnostics;

    Distributions(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    DurationDistribution read(Fields from, String key, DurationDistribution fallback) {
        Node n = from.node(key);
        return n == null ? fallback : read(n, fallback);
    }

    DurationDistribution read(@Nullable Node n, DurationDistribution fallback) {
        if (n instanceof ScalarNode s) {
            Long ns = Units.time(s.value()).value();
            return ns == null ? fallback : new Constant(ns);
        }
        if (!(n instanceof MapNode map) || map.entries().size() != 1) {
            return fallback;
        }
        MapNode.Entry family = map.entries().get(0);
        DurationDistribution d =
                switch (family.name()) {
                    case "uniform" -> uniform(family.value());
                    case "exponential" -> exponential(family.value());
                    case "lognormal" -> lognormal(family.value());
                    case "pareto" -> pareto(family.value());
                    case "quantiles" -> quantiles(family.value());
                    case "mixture" -> mixture(family.value());
                    default -> null;
                };
        return d == null ? fallback : d;
    }

    /** Whether every value is 0. */
    static boolean isZero(DurationDistribution d) {
        return greatestNs(d) == 0;
    }

    private static long greatestNs(DurationDistribution d) {
        if (d instanceof Constant c) {
            return c.ns();
        } else if (d instanceof DurationDistribution.Uniform u) {
            return u.maxNs();
        } else if (d instanceof DurationDistribution.Exponential e) {
            return e.maxNs();
        } else if (d instanceof DurationDistribution.LogNormal l) {
            return l.maxNs();
        } else if (d instanceof DurationDistribution.Pareto p) {
            return p.maxNs();
        } else if (d instanceof DurationDistribution.Empirical e) {
            return e.quantiles().get(e.quantiles().size() - 1).ns();
        }
        DurationDistribution.Mixture m = (DurationDistribution.Mixture) d;
        return m.parts().stream()
                .map(Part::distribution)
                .mapToLong(Distributions::greatestNs)
                .max()
                .orElse(0);
    }

    private @Nullable DurationDistribution uniform(Node n) {
        if (!(n instanceof SeqNode s) || s.items().size() != 2) {
            return null;
        }
        Long min = time(s.items().get(0));
        Long max = time(s.items().get(1));
        if (min == null || max == null || !ordered(s.items().get(1).at(), "uniform", "least", min, "greatest", max)) {
            return null;
        }
        return new DurationDistribution.Uniform(min, max);
    }

    private @Nullable DurationDistribution exponential(Node n) {
        if (!(n instanceof MapNode m)) {
            return null;
        }
        Fields f = new Fields(m);
        long mean = f.timeNs("mean", 0);
        long max = f.timeNs("max", FOREVER);
        return mean > 0 && max > 0 ? new DurationDistribution.Exponential(mean, max) : null;
    }

    private @Nullable DurationDistribution lognormal(Node n) {
        if (!(n instanceof MapNode m)) {
            return null;
        }
        Fields f = new Fields(m);
        long min = f.timeNs("min", 0);
        long median = f.timeNs("median", 0);
        double sigma = f.decimal("sigma", 0, 10, 0);
        long max = f.timeNs("max", FOREVER);
        if (median == 0 || sigma == 0) {
            return null;
        }
        if (min == median) {
            unordered(f.at("median"), "lognormal: median must be more than min");
            return null;
        }
        boolean low = ordered(f.at("median"), "lognormal", "min", min, "median", median);
        boolean high = ordered(f.at("max"), "lognormal", "median", median, "max", max);
        return low && high ? new DurationDistribution.LogNormal(min, median, sigma, max) : null;
    }

    private @Nullable DurationDistribution pareto(Node n) {
        if (!(n instanceof MapNode m)) {
            return null;
        }
        Fields f = new Fields(m);
        long min = f.timeNs("min", 0);
        long max = f.timeNs("max", FOREVER);
        double alpha = f.decimal("alpha", 0, 100, 0);
        if (min == 0 || alpha == 0 || !ordered(f.at("max"), "pareto", "min", min, "max", max)) {
            return null;
        }
        return new DurationDistribution.Pareto(min, alpha, max);
    }

    private @Nullable DurationDistribution quantiles(Node n) {
        if (!(n instanceof MapNode m)) {
            return null;
        }
        List<Quantile> all = new ArrayList<>();
        for (MapNode.Entry e : m.entries()) {
            Double p = new ScalarRule.Decimal(0, false, 1).value(e.key());
            Long ns = time(e.value());
            if (p == null || ns == null) {
                return null;
            }
            all.add(new Quantile(p + 0.0, ns));
        }
        all.sort(Comparator.comparingDouble(Quantile::p));
        boolean whole = all.size() >= 2
                && all.get(0).p() == 0
                && all.get(all.size() - 1).p() == 1;
        if (!whole) {
            unordered(m.at(), "quantiles must begin at 0 and end at 1");
            return null;
        }
        for (int i = 1; i < all.size(); i++) {
            if (all.get(i).p() == all.get(i - 1).p()
                    || all.get(i).ns() < all.get(i - 1).ns()) {
                unordered(
                        m.at(),
                        "quantiles must ascend: " + all.get(i - 1).p() + " has "
                                + Units.timeText(all.get(i - 1).ns()) + ", "
                                + all.get(i).p() + " has "
                                + Units.timeText(all.get(i).ns()));
                return null;
            }
        }
        return new DurationDistribution.Empirical(all);
    }

    private @Nullable DurationDistribution mixture(Node n) {
        if (!(n instanceof SeqNode s)) {
            return null;
        }
        List<Part> parts = new ArrayList<>();
        for (Node item : s.items()) {
            if (item instanceof MapNode m) {
                Fields f = new Fields(m);
                double weight = f.decimal("weight", 0, 1e12, 0);
                DurationDistribution of = read(f, "of", DurationDistribution.ZERO);
                if (weight > 0) {
                    parts.add(new Part(weight, of));
                }
            }
        }
        return parts.isEmpty() ? null : new DurationDistribution.Mixture(parts);
    }

    private static @Nullable Long time(Node n) {
        return n instanceof ScalarNode s ? Units.time(s.value()).value() : null;
    }

    private boolean ordered(Mark at, String family, String lowName, long low, String highName, long high) {
        if (low <= high) {
            return true;
        }
        unordered(
                at,
                family + ": " + highName + " " + Units.timeText(high) + " is less than " + lowName + " "
                        + Units.timeText(low));
        return false;
    }

    private void unordered(Mark at, String message) {
        diagnostics.error(at, DiagnosticCode.BAD_DISTRIBUTION, message, "no such distribution exists", "");
    }
}
