// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.sched;

import org.preemptsim.models.spec.CpuSet;

/** A mutable set of CPUs. */
final class CpuMask {
    private final long[] words;

    CpuMask(int cpus) {
        words = new long[(cpus + 63) >>> 6];
    }

    void set(int cpu) {
        words[cpu >>> 6] |= 1L << cpu;
    }

    void clear(int cpu) {
        words[cpu >>> 6] &= ~(1L << cpu);
    }

    boolean contains(int cpu) {
        return (words[cpu >>> 6] & (1L << cpu)) != 0;
    }

    boolean isEmpty() {
        for (long w : words) {
            if (w != 0) {
                return false;
            }
        }
        return true;
    }

    /** The first CPU from {@code from} on, or -1. */
    int next(int from) {
        int i = from >>> 6;
        if (i >= words.length) {
            return -1;
        }
        long w = words[i] & (-1L << from);
        while (w == 0) {
            if (++i == words.length) {
                return -1;
            }
            w = words[i];
        }
        return (i << 6) + Long.numberOfTrailingZeros(w);
    }

    /** Becomes the CPUs of {@code a} that are in {@code b}; whether there are any. */
    boolean intersect(CpuMask a, CpuSet b) {
        long any = 0;
        for (int i = 0; i < words.length; i++) {
            words[i] = a.words[i] & b.word(i);
            any |= words[i];
        }
        return any != 0;
    }

    /** Becomes {@code b}. */
    void copy(CpuSet b) {
        for (int i = 0; i < words.length; i++) {
            words[i] = b.word(i);
        }
    }

    /** The first common CPU from {@code from} on, around the end; -1 if there is none. */
    int nextAround(CpuSet span, int from) {
        int c = nextIn(span, from);
        return c >= 0 ? c : nextIn(span, 0);
    }

    private int nextIn(CpuSet span, int from) {
        for (int i = from >>> 6; i < words.length; i++) {
            long w = words[i] & span.word(i);
            if (i == from >>> 6) {
                w &= -1L << from;
            }
            if (w != 0) {
                return (i << 6) + Long.numberOfTrailingZeros(w);
            }
        }
        return -1;
    }

    /** How many CPUs it has. */
    int size() {
        int n = 0;
        for (long w : words) {
            n += Long.bitCount(w);
        }
        return n;
    }
}
