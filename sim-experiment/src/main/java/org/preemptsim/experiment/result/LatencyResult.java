// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.result;

import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The wakeup latencies of one measuring thread.
 *
 * @param task its name, such as {@code cyclictest/0}
 * @param cpu the CPU it is pinned to, or -1
 * @param policy such as {@code fifo:95}
 * @param intervalNs its period
 * @param count samples
 * @param minNs least sample; 0 if there is none
 * @param maxNs greatest sample, exact
 * @param sumNs sum of all samples
 * @param fine non-empty bins of bounded relative error (at most 1/128), ascending; empty if measured in whole
 *     microseconds only
 * @param micro non-empty exact one-microsecond bins, ascending; of a host measurement only those below the tool's limit
 * @param histogramBuckets the tool's -h: bins 0..N-1 microseconds are printed, the rest overflows; 0 = no histogram
 * @param overflowCycles cycle numbers of the first overflows, as cyclictest prints them
 */
public record LatencyResult(
        String task,
        int cpu,
        String policy,
        long intervalNs,
        long count,
        long minNs,
        long maxNs,
        long sumNs,
        List<Bin> fine,
        List<Bin> micro,
        int histogramBuckets,
        List<Long> overflowCycles) {

    /** With fewer samples beyond it a quantile says little more than the maximum does. */
    public static final int SAMPLES_BEYOND_A_QUANTILE = 10;

    public LatencyResult {
        fine = List.copyOf(fine);
        micro = List.copyOf(micro);
        overflowCycles = List.copyOf(overflowCycles);
    }

    /** Mean in nanoseconds; 0 if there is no sample. */
    public double avgNs() {
        return count == 0 ? 0 : (double) sumNs / count;
    }

    /** The best resolved bins: {@code fine}, or {@code micro} where the tool gave no more. */
    public List<Bin> bins() {
        return fine.isEmpty() ? micro : fine;
    }

    /**
     * The least value such that at least {@code q} of the samples are at or below it, taken as the greatest value of
     * its bin and never above {@code maxNs}.
     *
     * @param q within 0..1
     * @return nanoseconds; 0 if there is no sample
     */
    public long quantileNs(double q) {
        if (!(q >= 0 && q <= 1)) {
            throw new IllegalArgumentException("a quantile is within 0..1");
        }
        long rank = Math.max(1, (long) Math.ceil(q * count));
        long seen = 0;
        for (Bin b : bins()) {
            seen += b.count();
            if (seen >= rank) {
                return Math.min(maxNs, b.highestNs());
            }
        }
        return maxNs;
    }

    /**
     * Whether there are enough samples for this quantile to mean something: at least
     * {@value #SAMPLES_BEYOND_A_QUANTILE} lie beyond it.
     *
     * @param q within 0..1
     */
    public boolean supportsQuantile(double q) {
        // Rounded to whole samples first: 1 - 0.999 is not exactly a thousandth.
        return count - Math.round(q * count) >= SAMPLES_BEYOND_A_QUANTILE;
    }

    /** Whether this quantile lies among the binned samples; if not, all that is known is that it is beyond them. */
    public boolean resolvesQuantile(double q) {
        return Math.max(1, (long) Math.ceil(q * count)) <= binned(bins());
    }

    /** Whether the one-microsecond bins hold every sample, as those of a simulation do. */
    public boolean microIsWhole() {
        return binned(micro) == count;
    }

    private static long binned(List<Bin> bins) {
        return bins.stream().mapToLong(Bin::count).sum();
    }

    /**
     * The threads' samples taken together, exactly: equal bins add up. The policy, CPU and interval are kept where they
     * are the same for all, else they are {@code mixed}, -1 and 0; the overflow cycles, numbered within one thread, are
     * left out.
     *
     * @param task the name of the whole
     * @param threads at least one
     */
    public static LatencyResult merged(String task, List<LatencyResult> threads) {
        LatencyResult first = threads.get(0);
        boolean allFine = threads.stream().noneMatch(t -> t.count > 0 && t.fine.isEmpty());
        return new LatencyResult(
                task,
                threads.stream().allMatch(t -> t.cpu == first.cpu) ? first.cpu : -1,
                threads.stream().allMatch(t -> t.policy.equals(first.policy)) ? first.policy : "mixed",
                threads.stream().allMatch(t -> t.intervalNs == first.intervalNs) ? first.intervalNs : 0,
                threads.stream().mapToLong(t -> t.count).sum(),
                threads.stream()
                        .filter(t -> t.count > 0)
                        .mapToLong(t -> t.minNs)
                        .min()
                        .orElse(0),
                threads.stream().mapToLong(t -> t.maxNs).max().orElse(0),
                threads.stream().mapToLong(t -> t.sumNs).sum(),
                allFine ? mergedBins(threads, LatencyResult::fine) : List.of(),
                mergedBins(threads, LatencyResult::micro),
                threads.stream().mapToInt(t -> t.histogramBuckets).max().orElse(0),
                List.of());
    }

    private static List<Bin> mergedBins(List<LatencyResult> threads, Function<LatencyResult, List<Bin>> bins) {
        TreeMap<Bin, Long> counts =
                new TreeMap<>(Comparator.comparingLong(Bin::lowerNs).thenComparing(Bin::widthNs));
        for (LatencyResult t : threads) {
            for (Bin b : bins.apply(t)) {
                counts.merge(new Bin(b.lowerNs(), b.widthNs(), 0), b.count(), Long::sum);
            }
        }
        return counts.entrySet().stream()
                .map(e -> new Bin(e.getKey().lowerNs(), e.getKey().widthNs(), e.getValue()))
                .toList();
    }

    /** Samples at or above {@code histogramBuckets} microseconds; 0 without a histogram. */
    public long overflows() {
        if (histogramBuckets == 0) {
            return 0;
        }
        long below = 0;
        for (Bin b : micro) {
            if (b.lowerNs() < histogramBuckets * 1_000L) {
                below += b.count();
            }
        }
        return count - below;
    }
}
