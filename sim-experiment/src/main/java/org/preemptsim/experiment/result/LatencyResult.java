// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.result;

import java.util.List;

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
