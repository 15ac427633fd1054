// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.probe;

import java.util.Arrays;

/**
 * What a window has lost from the logs because it lasts longer than they reach: time by CPU and description. A window that fits
 * into the logs never comes here.
 */
final class EvictedTime {
    private static final int CAPACITY = 512;

    private long[] segments = new long[CAPACITY];
    private int[] cpus = new int[CAPACITY];
    private long[] ns = new long[CAPACITY];
    /** Per CPU: up to when its time is here. */
    private final long[] toldUntilNs;

    private int size;
    private boolean untouched = true;

    EvictedTime(int cpuCount) {
        toldUntilNs = new long[cpuCount];
    }

    /** A new window. */
    void start() {
        if (!untouched) {
            Arrays.fill(toldUntilNs, 0);
            size = 0;
            untouched = true;
        }
    }

    /** The entry of {@code cpu} that ended at {@code endNs} is gone; what lies before {@code sinceNs} does not matter. */
    void add(int cpu, long sinceNs, long endNs, long segment) {
        long told = Math.max(toldUntilNs[cpu], sinceNs);
        if (endNs <= told) {
            return;
        }
        untouched = false;
        toldUntilNs[cpu] = endNs;
        int i = 0;
        while (i < size && (segments[i] != segment || cpus[i] != cpu)) {
            i++;
        }
        if (i == size) {
            if (size == segments.length) {
                segments = Arrays.copyOf(segments, 2 * size);
                cpus = Arrays.copyOf(cpus, 2 * size);
                ns = Arrays.copyOf(ns, 2 * size);
            }
            segments[i] = segment;
            cpus[i] = cpu;
            ns[i] = 0;
            size++;
        }
        ns[i] += endNs - told;
    }

    /** Adds all that is kept of {@code cpu} since {@code from}; returns up to when that is. */
    long copyTo(WorstSample into, int cpu, long from) {
        if (toldUntilNs[cpu] <= from) {
            return from;
        }
        for (int i = 0; i < size; i++) {
            if (cpus[i] == cpu) {
                into.add(cpu, ns[i], segments[i]);
            }
        }
        return toldUntilNs[cpu];
    }
}
