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
 * <p>Error: within a cell the true quantile function is replaced by its chord, rounded to the nearest nanosecond; exact
 * at every cell border, at p = 0 and at p = 1. A value therefore lies between the true quantiles at the ends of its
 * cell, and the mean is off by at most half a cell's width times its rise, summed over the cells: less than
 * {@code (Q(255/256) - Q(0)) / 512 + (Q(1) - Q(255/256)) / 2^17} and half a nanosecond. That is reached by a jump in
 * the middle of a cell; for a smooth body it is far less.
 */
public final class QuantileTable {
    static final int CELLS = 256;
    static final int LEVELS = 4;
    /** The greatest value a table can hold, 73 years: twice its double must fit into a product's high half. */
    static final long MAX_NS = (1L << 61) - 1;

    private static final int STRIDE = CELLS + 1;

    private final long[] table;
    private final boolean constant;

    /**
     * Tabulates an inverse distribution function.
     *
     * @param quantileNs ascending on 0..1, in nanoseconds, both ends included, within 0..2^61-1: an unbounded
     *     distribution must be truncated
     * @throws IllegalArgumentException if it descends or leaves that range
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
        checkAscent();
        constant = Arrays.stream(table).allMatch(v -> v == table[0]);
    }

    private void checkAscent() {
        for (int i = 0; i < table.length; i++) {
            if (table[i] < 0 || table[i] > MAX_NS) {
                throw new IllegalArgumentException(
                        "a quantile must be 0.." + MAX_NS + " ns, not " + table[i] + ": truncate the distribution");
            }
            if (i % STRIDE != 0 && table[i] < table[i - 1]) {
                throw new IllegalArgumentException(
                        "a quantile function must ascend, not go from " + table[i - 1] + " to " + table[i] + " ns");
            }
        }
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
        // The bits below the cell, as a fraction of 2^63; one more bit of the product is kept for rounding.
        long fraction = (bits << 8) >>> 1;
        return low + ((Math.multiplyHigh((high - low) << 2, fraction) + 1) >> 1);
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
