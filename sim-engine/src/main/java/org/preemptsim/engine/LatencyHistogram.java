// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.engine;

/**
 * Counts latencies twice: log-linear over 1 ns..1 s at a relative error of at most 1/128, and exactly in buckets of one
 * microsecond, as cyclictest does. Minimum, maximum and sum are exact.
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
     */
    public LatencyHistogram(int microBuckets) {
        if (microBuckets < 1 || microBuckets > 1_000_000) {
            throw new IllegalArgumentException("microBuckets must be 1..1000000");
        }
        micro = new long[microBuckets];
    }

    /** Counts one latency; {@code ns >= 0}. */
    public void record(long ns) {
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

    /** Adds all samples of {@code other}, which must have as many microsecond buckets. */
    public void add(LatencyHistogram other) {
        if (other.micro.length != micro.length) {
            throw new IllegalArgumentException("histograms of different size cannot be merged");
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

    /** The width of fine bin {@code i}. */
    public long fineWidthNs(int i) {
        return 1L << Math.max(0, (i >>> SUB_BITS) - 1);
    }

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

    public long count() {
        return count;
    }

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
