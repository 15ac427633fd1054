// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.calibrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.preemptsim.experiment.result.Bin;
import org.preemptsim.experiment.result.LatencyResult;

/**
 * A measured or simulated distribution as a continuous one: within a bin the samples are taken as evenly spread, and
 * samples beyond the recorded bins as evenly spread up to the greatest. cyclictest cuts to whole microseconds, so a
 * sample of bin 7 lies anywhere in 7..8.
 */
public final class LatencyCurve {
    private final double[] lower;
    private final double[] upper;
    private final long[] upTo;
    private final long count;

    private LatencyCurve(List<double[]> bins, long count) {
        lower = bins.stream().mapToDouble(b -> b[0]).toArray();
        upper = bins.stream().mapToDouble(b -> b[1]).toArray();
        upTo = new long[bins.size()];
        long sum = 0;
        for (int i = 0; i < upTo.length; i++) {
            sum += (long) bins.get(i)[2];
            upTo[i] = sum;
        }
        this.count = count;
    }

    /**
     * The curve of a result.
     *
     * @throws IllegalArgumentException if it has no sample
     */
    public static LatencyCurve of(LatencyResult r) {
        if (r.count() == 0) {
            throw new IllegalArgumentException("no sample of " + r.task());
        }
        List<double[]> bins = new ArrayList<>();
        long binned = 0;
        double end = r.minNs();
        for (Bin b : r.bins()) {
            bins.add(new double[] {b.lowerNs(), b.lowerNs() + b.widthNs(), b.count()});
            binned += b.count();
            end = b.lowerNs() + b.widthNs();
        }
        if (binned < r.count()) {
            bins.add(new double[] {end, Math.max(end, (double) r.maxNs()) + 1, r.count() - binned});
        }
        return new LatencyCurve(bins, r.count());
    }

    /**
     * Several results as one, as if one long run had been made. Policies and names are the first's; the histogram asked
     * for too.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static LatencyResult pool(List<LatencyResult> parts) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("nothing to pool");
        }
        LatencyResult first = parts.get(0);
        List<LatencyResult> some = parts.stream().filter(p -> p.count() > 0).toList();
        return new LatencyResult(
                first.task(),
                first.cpu(),
                first.policy(),
                first.intervalNs(),
                some.stream().mapToLong(LatencyResult::count).sum(),
                some.stream().mapToLong(LatencyResult::minNs).min().orElse(0),
                some.stream().mapToLong(LatencyResult::maxNs).max().orElse(0),
                some.stream().mapToLong(LatencyResult::sumNs).sum(),
                merge(some.stream().map(LatencyResult::fine).toList()),
                merge(some.stream().map(LatencyResult::micro).toList()),
                first.histogramBuckets(),
                List.of());
    }

    private static List<Bin> merge(List<List<Bin>> all) {
        TreeMap<Long, long[]> bins = new TreeMap<>();
        for (List<Bin> one : all) {
            for (Bin b : one) {
                bins.computeIfAbsent(b.lowerNs(), k -> new long[] {b.widthNs(), 0})[1] += b.count();
            }
        }
        List<Bin> out = new ArrayList<>();
        for (Map.Entry<Long, long[]> e : bins.entrySet()) {
            out.add(new Bin(e.getKey(), e.getValue()[0], e.getValue()[1]));
        }
        return out;
    }

    /** Samples. */
    public long count() {
        return count;
    }

    /** The value that a share {@code p} of the samples lies below, in nanoseconds. */
    public double quantile(double p) {
        double rank = p * count;
        long before = 0;
        for (int i = 0; i < upTo.length; i++) {
            if (rank <= upTo[i]) {
                double share = (rank - before) / (upTo[i] - before);
                return lower[i] + share * (upper[i] - lower[i]);
            }
            before = upTo[i];
        }
        return upper[upper.length - 1];
    }

    /** The share of samples below {@code ns}. */
    public double below(double ns) {
        long before = 0;
        for (int i = 0; i < upTo.length; i++) {
            if (ns < lower[i]) {
                return (double) before / count;
            }
            if (ns < upper[i]) {
                double share = (ns - lower[i]) / (upper[i] - lower[i]);
                return (before + share * (upTo[i] - before)) / count;
            }
            before = upTo[i];
        }
        return 1;
    }

    /** The edges of the bins, ascending, where the curve bends. */
    double[] edges() {
        TreeMap<Double, Boolean> out = new TreeMap<>();
        for (int i = 0; i < lower.length; i++) {
            out.put(lower[i], true);
            out.put(upper[i], true);
        }
        return out.keySet().stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Bins from {@code fromNs} on as {@code {lower, upper, count}}; a bin that holds {@code fromNs} is cut there. */
    List<double[]> binsFrom(double fromNs) {
        List<double[]> out = new ArrayList<>();
        long before = 0;
        for (int i = 0; i < upTo.length; i++) {
            long n = upTo[i] - before;
            before = upTo[i];
            if (upper[i] > fromNs) {
                double from = Math.max(lower[i], fromNs);
                out.add(new double[] {from, upper[i], n * (upper[i] - from) / (upper[i] - lower[i])});
            }
        }
        return out;
    }

    /**
     * The greatest distance between two distribution functions (Kolmogorov-Smirnov) at whole microseconds: a measured
     * curve is known only there.
     */
    public static double distance(LatencyCurve a, LatencyCurve b) {
        double most = 0;
        for (LatencyCurve c : List.of(a, b)) {
            for (double edge : c.edges()) {
                // Between microseconds a measured curve is an assumption, so it is no evidence there.
                double at = Math.rint(edge / 1_000) * 1_000;
                most = Math.max(most, Math.abs(a.below(at) - b.below(at)));
            }
        }
        return most;
    }
}
