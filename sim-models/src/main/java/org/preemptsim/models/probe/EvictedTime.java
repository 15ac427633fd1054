// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.probe;

import java.util.Arrays;

/**
 * What a window has lost from the logs because it lasts longer than they reach: time by CPU and description. A window that fits
 * into the logs never comes here.
 */
final class EvictedTime {
    private static final int CAPACITY = 512;

    private final long[] segments = new long[CAPACITY];
    private final int[] cpus = new int[CAPACITY];
    private final long[] ns = new long[CAPACITY];
    /** Per CPU: up to when its time is here. */
    private final long[] toldUntilNs;

    private long fromNs;
    private int size;
    private boolean untouched = true;

    EvictedTime(int cpuCount) {
        toldUntilNs = new long[cpuCount];
    }

    /** A new window from {@code windowFromNs}. */
    void start(long windowFromNs) {
        fromNs = windowFromNs;
        if (!untouched) {
            Arrays.fill(toldUntilNs, 0);
            size = 0;
            untouched = true;
        }
    }

    /** The entry of {@code cpu} that ended at {@code endNs} is gone. */
    void add(int cpu, long endNs, long segment) {
        long told = Math.max(toldUntilNs[cpu], fromNs);
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
            if (size == CAPACITY) {
                i = CAPACITY - 1;
            } else {
                segments[i] = segment;
                cpus[i] = cpu;
                ns[i] = 0;
                size++;
            }
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
