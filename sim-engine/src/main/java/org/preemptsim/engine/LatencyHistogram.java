// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.engine;

/**
 * Counts latencies twice: log-linear over 1 ns..1 s at a relative error of at most 1/128, and exactly in buckets of one
 * microsecond, as cyclictest does. Minimum, maximum and sum are exact. The last fine bin is open: it holds every value
 * from 2^30 ns (1.07 s) on.
 *
 * <p>{@link #record} is two array increments; histograms of equal size merge exactly.
 */
public final class LatencyHistogram {
    private static final int SUB_BITS = 7;
    /** Values from here on share the last fine bin. */
    static final long CEILING_NS = 1L << 30;

    private static final int FINE_BINS = fineIndex(CEILING_NS) + 1;

    private final long[] fine = new long[FINE_BINS];
    private final long[] micro;
    private long count;
    private long sumNs;
    private long minNs = Long.MAX_VALUE;
    private long maxNs = Long.MIN_VALUE;

    /**
     * An empty histogram.
     *
     * @param microBuckets how many exact one-microsecond buckets it keeps, from 0 on
     * @throws IllegalArgumentException if {@code microBuckets} is not within 1..1000000
     */
    public LatencyHistogram(int microBuckets) {
        if (microBuckets < 1 || microBuckets > 1_000_000) {
            throw new IllegalArgumentException("microBuckets must be 1..1000000, not " + microBuckets);
        }
        micro = new long[microBuckets];
    }

    /**
     * Counts one latency.
     *
     * @throws IllegalArgumentException if {@code ns} is negative
     */
    public void record(long ns) {
        if (ns < 0) {
            throw new IllegalArgumentException("a latency must not be negative: " + ns + " ns");
        }
        fine[fineIndex(Math.min(ns, CEILING_NS))]++;
        long us = ns / 1_000;
        if (us < micro.length) {
            micro[(int) us]++;
        }
        count++;
        sumNs += ns;
        minNs = Math.min(minNs, ns);
        maxNs = Math.max(maxNs, ns);
    }

    /**
     * Adds all samples of {@code other}.
     *
     * @throws IllegalArgumentException if it has another number of microsecond buckets
     */
    public void add(LatencyHistogram other) {
        if (other.micro.length != micro.length) {
            throw new IllegalArgumentException("histograms of " + micro.length + " and " + other.micro.length
                    + " microsecond buckets cannot be merged");
        }
        for (int i = 0; i < fine.length; i++) {
            fine[i] += other.fine[i];
        }
        for (int i = 0; i < micro.length; i++) {
            micro[i] += other.micro[i];
        }
        count += other.count;
        sumNs += other.sumNs;
        minNs = Math.min(minNs, other.minNs);
        maxNs = Math.max(maxNs, other.maxNs);
    }

    /** Index of the fine bin of {@code ns}: exact below 256 ns, then 128 bins per power of two. */
    static int fineIndex(long ns) {
        int shift = Math.max(0, 63 - SUB_BITS - Long.numberOfLeadingZeros(ns | 1));
        return (shift << SUB_BITS) + (int) (ns >>> shift);
    }

    /** Number of fine bins. */
    public int fineBins() {
        return fine.length;
    }

    /** The least value of fine bin {@code i}. */
    public long fineLowerNs(int i) {
        int shift = Math.max(0, (i >>> SUB_BITS) - 1);
        return (long) (i - (shift << SUB_BITS)) << shift;
    }

    /** The width of fine bin {@code i}, the nominal one for the open last bin. */
    public long fineWidthNs(int i) {
        return 1L << Math.max(0, (i >>> SUB_BITS) - 1);
    }

    /** Samples in fine bin {@code i}. */
    public long fineCount(int i) {
        return fine[i];
    }

    /** Number of exact one-microsecond buckets. */
    public int microBuckets() {
        return micro.length;
    }

    /** Samples in {@code [us, us + 1)} microseconds. */
    public long microCount(int us) {
        return micro[us];
    }

    /** Samples recorded. */
    public long count() {
        return count;
    }

    /** The sum of all samples. */
    public long sumNs() {
        return sumNs;
    }

    /** The least sample; 0 if there is none. */
    public long minNs() {
        return count == 0 ? 0 : minNs;
    }

    /** The greatest sample; 0 if there is none. */
    public long maxNs() {
        return count == 0 ? 0 : maxNs;
    }
}
