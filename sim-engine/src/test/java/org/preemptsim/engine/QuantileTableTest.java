// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantileTableTest {
    private static final double MEAN_NS = 10_000;

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 8, 9, 12, 16, 20, 24, 28, 30, 31, 32})
    void isExactInTheTailAtOneMinusTwoToTheMinus(int bits) {
        long draw = -(1L << (64 - bits));
        assertThat(new QuantileTable(QuantileTableTest::exponential).at(draw))
                .isEqualTo(exponential(1 - Math.pow(2, -bits)));
    }

    @Test
    void endsAreMinimumAndMaximum() {
        QuantileTable table = new QuantileTable(p -> Math.round(100 + p * 900));
        assertThat(table.at(0)).isEqualTo(100).isEqualTo(table.minNs());
        assertThat(table.at(-1)).isEqualTo(1_000).isEqualTo(table.maxNs());
        assertThat(table.at(1L << 63)).isEqualTo(550);
        assertThat(table.isConstant()).isFalse();
    }

    /** The chord of a logarithm over one octave, the widest cell of the tail, is off by 0.0597 means at most. */
    @Test
    void staysWithinSixHundredthsOfAMeanOfAnExponential() {
        QuantileTable table = new QuantileTable(QuantileTableTest::exponential);
        double worst = 0;
        for (double survival = 1; survival > 0x1p-31; survival *= 0.999) {
            long draw = (long) (survival > 0.5 ? (1 - survival) * 0x1p64 : -survival * 0x1p64);
            double exact = -MEAN_NS * Math.log(survival);
            worst = Math.max(worst, Math.abs(table.at(draw) - exact));
        }
        assertThat(worst).isBetween(0.05 * MEAN_NS, 0.0597 * MEAN_NS + 1);
    }

    @Test
    void interpolatesCellsThatRiseByMoreThanHours() {
        long dayNs = 86_400_000_000_000L;
        DoubleToLongFunction jump = p -> p < 0.75 ? 0 : dayNs;
        assertThat(new QuantileTable(jump).at(0xBF80_0000_0000_0000L)).isEqualTo(dayNs / 2);
        QuantileTable widest = new QuantileTable(p -> p < 1 ? 0 : QuantileTable.MAX_NS);
        assertThat(widest.at(-(1L << 31))).isEqualTo(QuantileTable.MAX_NS / 2 + 1);
        assertThat(widest.at(-1)).isEqualTo(QuantileTable.MAX_NS - (1L << 29));
    }

    @Test
    void roundsToTheNearestNanosecondWithinACell() {
        QuantileTable table = new QuantileTable(p -> (long) (p * 256));
        assertThat(table.at(0x1047_0000_0000_0000L)).isEqualTo(0x10);
        assertThat(table.at(0x107F_FFFF_0000_0000L)).isEqualTo(0x10);
        assertThat(table.at(0x1080_0000_0000_0000L)).isEqualTo(0x11);
        assertThat(table.at(0x10FF_0000_0000_0000L)).isEqualTo(0x11);
    }

    @Test
    void keepsTheMeanOfASmoothDistribution() {
        double truncated = MEAN_NS * (1 - Math.exp(-40));
        assertThat(meanOf(new QuantileTable(QuantileTableTest::exponential)))
                .isCloseTo(truncated, within(0.001 * MEAN_NS));
    }

    @ParameterizedTest
    @CsvSource({"0.5000001", "0.25", "0.9999", "0.99999", "0.999999999"})
    void boundsTheErrorOfTheMeanByTheRiseOfItsCells(double jumpAt) {
        DoubleToLongFunction jump = p -> p < jumpAt ? 1_000 : 1_001_000;
        double exact = 1_000 + 1_000_000 * (1 - jumpAt);
        double error = Math.abs(meanOf(new QuantileTable(jump)) - exact);
        double body = jump.applyAsLong(255 / 256.0);
        double bound = (body - 1_000) / 512 + (1_001_000 - body) / (1 << 17) + 0.5;
        assertThat(error).isLessThanOrEqualTo(bound);
    }

    @Test
    void reachesTheBoundOfTheMeanAtAJumpBesideACellsBorder() {
        DoubleToLongFunction jump = p -> p <= 0.5 ? 0 : 1_000_000;
        double error = Math.abs(meanOf(new QuantileTable(jump)) - 500_000);
        assertThat(error).isBetween(0.999 * 1_000_000 / 512, 1_000_000 / 512.0 + 0.5);
    }

    @Test
    void drawsTheWholeDistribution() {
        QuantileTable table = new QuantileTable(p -> Math.round(p * 1_000_000_000));
        RandomStream random = new RandomStream(4);
        long[] counts = new long[1_000];
        for (int i = 0; i < 1_000_000; i++) {
            counts[(int) Math.min(999, table.sample(random) / 1_000_000)]++;
        }
        assertThat(Statistics.chiSquare(counts))
                .isBetween(Statistics.chiSquareFloor(999), Statistics.chiSquareLimit(999));
    }

    @Test
    void takesOneDrawPerValueAndNoneForAConstant() {
        RandomStream drawn = new RandomStream(4);
        RandomStream expected = new RandomStream(4);
        QuantileTable constant = QuantileTable.constant(60);
        assertThat(constant.isConstant()).isTrue();
        assertThat(constant.sample(drawn)).isEqualTo(60);
        assertThat(new QuantileTable(QuantileTableTest::exponential).sample(drawn))
                .isEqualTo(new QuantileTable(QuantileTableTest::exponential).at(expected.nextLong()));
        assertThat(drawn.nextLong()).isEqualTo(expected.nextLong());
    }

    @Test
    void refusesWhatIsNotABoundedAscendingNonNegativeQuantileFunction() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new QuantileTable(p -> Math.round(100 - p)))
                .withMessageContaining("ascend");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new QuantileTable(p -> p > 0.99999 ? 5 : Math.round(p * 1_000)))
                .withMessageContaining("ascend");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QuantileTable.constant(-1))
                .withMessageContaining("-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new QuantileTable(p -> (long) (-MEAN_NS * Math.log1p(-p))))
                .withMessageContaining("truncate");
        assertThat(QuantileTable.constant(QuantileTable.MAX_NS).maxNs()).isEqualTo(QuantileTable.MAX_NS);
    }

    private static long exponential(double p) {
        return Math.round(Math.min(40 * MEAN_NS, -MEAN_NS * Math.log1p(-p)));
    }

    /** The mean over all 2^64 draws: the middle draw of every cell, weighted by the cell's width. */
    private static double meanOf(QuantileTable table) {
        double mean = 0;
        double width = 1;
        long prefix = 0;
        for (int level = 0; level < QuantileTable.LEVELS; level++) {
            width /= QuantileTable.CELLS;
            int shift = 56 - 8 * level;
            boolean last = level == QuantileTable.LEVELS - 1;
            for (long cell = 0; cell < QuantileTable.CELLS - (last ? 0 : 1); cell++) {
                mean += width * table.at(prefix | cell << shift | 1L << (shift - 1));
            }
            prefix |= 0xFFL << shift;
        }
        return mean;
    }
}
