// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleToLongFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class QuantileTableProperties {

    /** Draws that are spread over all levels: some leading ones, then anything. */
    @Provide
    Arbitrary<Long> draws() {
        return Combinators.combine(Arbitraries.longs(), Arbitraries.integers().between(0, 63))
                .as((bits, ones) -> (bits >>> ones) | ~(-1L >>> ones));
    }

    @Provide
    Arbitrary<DoubleToLongFunction> quantiles() {
        Arbitrary<DoubleToLongFunction> uniform =
                Combinators.combine(ns(), ns()).as((a, b) -> p -> Math.min(a, b) + (long) (p * Math.abs(a - b)));
        Arbitrary<DoubleToLongFunction> exponential =
                ns().map(mean -> p -> (long) Math.min(30.0 * mean, -mean * Math.log1p(-p)));
        Arbitrary<DoubleToLongFunction> pareto = Combinators.combine(
                        ns(), Arbitraries.doubles().between(0.5, 10))
                .as((least, alpha) -> p -> (long) Math.min(0x1p60, (least + 1) * Math.pow(1 - p, -1 / alpha)));
        Arbitrary<DoubleToLongFunction> steps = Combinators.combine(
                        ns(), ns(), Arbitraries.doubles().between(0, 1))
                .as((a, b, at) -> p -> p < at ? Math.min(a, b) : Math.max(a, b));
        return Arbitraries.oneOf(uniform, exponential, pareto, steps);
    }

    private static Arbitrary<Long> ns() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, 1L << 55),
                        Arbitraries.integers().between(0, 55))
                .as((ns, shift) -> ns >> shift);
    }

    @Property
    void aGreaterDrawNeverGivesALesserValue(
            @ForAll("quantiles") DoubleToLongFunction quantile, @ForAll("draws") long a, @ForAll("draws") long b) {
        QuantileTable table = new QuantileTable(quantile);
        boolean inOrder = Long.compareUnsigned(a, b) <= 0;
        assertThat(table.at(inOrder ? a : b)).isLessThanOrEqualTo(table.at(inOrder ? b : a));
        assertThat(table.at(a)).isLessThanOrEqualTo(table.at(a == -1 ? a : a + 1));
    }

    @Property
    void aValueLiesBetweenTheTrueQuantilesAtTheEndsOfItsCell(
            @ForAll("quantiles") DoubleToLongFunction quantile, @ForAll("draws") long draw) {
        int leadingOnes = Long.numberOfLeadingZeros(~draw);
        int cellBits = Math.min(32, 8 * (leadingOnes / 8 + 1));
        long cell = draw >>> (64 - cellBits);
        double width = Math.pow(2, -cellBits);
        assertThat(new QuantileTable(quantile).at(draw))
                .isBetween(quantile.applyAsLong(cell * width), quantile.applyAsLong((cell + 1) * width));
    }

    @Property
    void aCellsLowerBorderIsExact(@ForAll("quantiles") DoubleToLongFunction quantile, @ForAll("draws") long draw) {
        int leadingOnes = Long.numberOfLeadingZeros(~draw);
        int cellBits = Math.min(32, 8 * (leadingOnes / 8 + 1));
        long border = draw >>> (64 - cellBits) << (64 - cellBits);
        assertThat(new QuantileTable(quantile).at(border))
                .isEqualTo(quantile.applyAsLong((border >>> (64 - cellBits)) * Math.pow(2, -cellBits)));
    }
}
