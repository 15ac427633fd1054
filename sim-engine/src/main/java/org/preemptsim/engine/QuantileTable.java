// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.engine;

import java.util.Arrays;
import java.util.function.DoubleToLongFunction;

/**
 * A distribution of nanoseconds compiled to fixed-point quantile tables.
 *
 * <p>{@value #CELLS} equally probable cells, linearly interpolated; the last cell has a table of its own over its
 * 1/{@value #CELLS} of the probability, and so on for {@value #LEVELS} levels, so quantiles up to 1 - 2^-32 keep
 * their shape: a worst case of hundreds of millions of draws is not cut off. One draw of 64 bits gives one value, and
 * a greater draw never gives a lesser value.
 *
 * <p>Error: within a cell the true quantile function is replaced by its chord; exact at every cell border, at p = 0 and
 * at p = 1.
 */
public final class QuantileTable {
    static final int CELLS = 256;
    static final int LEVELS = 4;
    private static final int STRIDE = CELLS + 1;
    private static final int FRACTION_BITS = 20;
    private static final long FRACTION_MASK = (1L << FRACTION_BITS) - 1;

    private final long[] table;
    private final boolean constant;

    /**
     * Tabulates an inverse distribution function.
     *
     * @param quantileNs ascending on 0..1, in nanoseconds, both ends included, never negative
     * @throws IllegalArgumentException if it descends or is negative
     */
    public QuantileTable(DoubleToLongFunction quantileNs) {
        table = new long[LEVELS * STRIDE];
        double from = 0;
        double width = 1;
        for (int level = 0; level < LEVELS; level++) {
            for (int i = 0; i <= CELLS; i++) {
                double p = i == CELLS ? 1 : from + width * i / CELLS;
                table[level * STRIDE + i] = quantileNs.applyAsLong(p);
            }
            from += width * (CELLS - 1) / CELLS;
            width /= CELLS;
        }
        for (int i = 0; i < table.length; i++) {
            boolean ascends = i % STRIDE == 0 || table[i] >= table[i - 1];
            if (table[i] < 0 || !ascends) {
                throw new IllegalArgumentException("a quantile function must ascend and not be negative");
            }
        }
        constant = Arrays.stream(table).allMatch(v -> v == table[0]);
    }

    /** The distribution that is always {@code ns}. */
    public static QuantileTable constant(long ns) {
        return new QuantileTable(p -> ns);
    }

    /** Draws one value; a constant draws nothing from the stream. */
    public long sample(RandomStream random) {
        return constant ? table[0] : at(random.nextLong());
    }

    /** The value of a 64-bit draw, read as an unsigned fraction of 1. */
    long at(long draw) {
        int cell = (int) (draw >>> 56);
        int base = 0;
        long bits = draw;
        while (cell == CELLS - 1 && base < (LEVELS - 1) * STRIDE) {
            bits <<= 8;
            base += STRIDE;
            cell = (int) (bits >>> 56);
        }
        long low = table[base + cell];
        long high = table[base + cell + 1];
        long fraction = (bits >>> (56 - FRACTION_BITS)) & FRACTION_MASK;
        return low + (((high - low) * fraction) >> FRACTION_BITS);
    }

    /** The least value. */
    public long minNs() {
        return table[0];
    }

    /** The greatest value. */
    public long maxNs() {
        return table[table.length - 1];
    }

    /** Whether every draw gives the same value. */
    public boolean isConstant() {
        return constant;
    }
}
