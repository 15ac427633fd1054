// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.spec;

import java.util.BitSet;

/** An immutable set of CPU numbers. */
public final class CpuSet {
    private final BitSet bits;
    private final long[] words;

    private CpuSet(BitSet bits) {
        this.bits = bits;
        this.words = bits.toLongArray();
    }

    public static CpuSet of(int... cpus) {
        BitSet b = new BitSet();
        for (int c : cpus) {
            b.set(c);
        }
        return new CpuSet(b);
    }

    /** CPUs 0 to {@code n - 1}. */
    public static CpuSet first(int n) {
        BitSet b = new BitSet();
        b.set(0, n);
        return new CpuSet(b);
    }

    public boolean contains(int cpu) {
        return (word(cpu >>> 6) & (1L << cpu)) != 0;
    }

    /** CPUs 64 * i to 64 * i + 63 as bits. */
    public long word(int i) {
        return i < words.length ? words[i] : 0;
    }

    public int size() {
        return bits.cardinality();
    }

    public boolean isEmpty() {
        return bits.isEmpty();
    }

    /** The least CPU of the set, or -1. */
    public int lowest() {
        return bits.nextSetBit(0);
    }

    /** The next CPU at or after {@code from}, or -1. */
    public int next(int from) {
        return bits.nextSetBit(from);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof CpuSet other && bits.equals(other.bits);
    }

    @Override
    public int hashCode() {
        return bits.hashCode();
    }

    /** The list form of the kernel, such as {@code 0-3,8}. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        for (int from = bits.nextSetBit(0); from >= 0; ) {
            int to = bits.nextClearBit(from) - 1;
            if (out.length() > 0) {
                out.append(',');
            }
            out.append(from);
            if (to > from) {
                out.append('-').append(to);
            }
            from = bits.nextSetBit(to + 1);
        }
        return out.toString();
    }
}
