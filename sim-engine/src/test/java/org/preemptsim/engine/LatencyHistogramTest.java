// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyHistogramTest {

    @Test
    void fineBinsPartitionTheRange() {
        LatencyHistogram histogram = new LatencyHistogram(1);
        long next = 0;
        for (int i = 0; i < histogram.fineBins(); i++) {
            assertThat(histogram.fineLowerNs(i)).as("lower end of bin %d", i).isEqualTo(next);
            next += histogram.fineWidthNs(i);
        }
        assertThat(histogram.fineLowerNs(histogram.fineBins() - 1)).isEqualTo(LatencyHistogram.CEILING_NS);
    }

    @Test
    void relativeErrorIsAtMostOneIn128FromOneNanosecondToOneSecond() {
        LatencyHistogram histogram = new LatencyHistogram(1);
        double worst = 0;
        for (int i = 1; histogram.fineLowerNs(i) <= 1_000_000_000; i++) {
            long widest = histogram.fineWidthNs(i) - 1;
            worst = Math.max(worst, (double) widest / histogram.fineLowerNs(i));
        }
        assertThat(worst).isGreaterThan(1 / 256.0).isLessThanOrEqualTo(1 / 128.0);
    }

    @Test
    void keepsEveryNanosecondApartBelow256() {
        LatencyHistogram histogram = new LatencyHistogram(1);
        for (int ns = 0; ns < 256; ns++) {
            histogram.record(ns);
            assertThat(histogram.fineCount(ns)).isEqualTo(1);
        }
    }

    @Test
    void microBucketsHoldWholeMicrosecondsAndDropTheRest() {
        LatencyHistogram histogram = new LatencyHistogram(3);
        for (long ns : new long[] {0, 999, 1_000, 1_999, 2_999, 3_000, 5_000_000_000L}) {
            histogram.record(ns);
        }
        assertThat(histogram.microBuckets()).isEqualTo(3);
        assertThat(histogram.microCount(0)).isEqualTo(2);
        assertThat(histogram.microCount(1)).isEqualTo(2);
        assertThat(histogram.microCount(2)).isEqualTo(1);
        assertThat(histogram.count()).as("those beyond the buckets included").isEqualTo(7);
    }

    @Test
    void theLastFineBinIsOpen() {
        LatencyHistogram histogram = new LatencyHistogram(1);
        histogram.record(LatencyHistogram.CEILING_NS - 1);
        histogram.record(LatencyHistogram.CEILING_NS);
        histogram.record(Long.MAX_VALUE >> 1);
        assertThat(histogram.fineCount(histogram.fineBins() - 1)).isEqualTo(2);
        assertThat(histogram.fineCount(histogram.fineBins() - 2)).isEqualTo(1);
        assertThat(histogram.maxNs()).isEqualTo(Long.MAX_VALUE >> 1);
    }

    @Test
    void anEmptyOneIsAllZeros() {
        LatencyHistogram histogram = new LatencyHistogram(60);
        assertThat(histogram.count()).isZero();
        assertThat(histogram.minNs()).isZero();
        assertThat(histogram.maxNs()).isZero();
        assertThat(histogram.sumNs()).isZero();
    }

    @Test
    void mergingAnEmptyOneChangesNothing() {
        LatencyHistogram histogram = new LatencyHistogram(60);
        histogram.record(5_000);
        histogram.add(new LatencyHistogram(60));
        assertThat(histogram.count()).isEqualTo(1);
        assertThat(histogram.minNs()).isEqualTo(5_000);
        assertThat(histogram.maxNs()).isEqualTo(5_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1_000_001})
    void refusesABadNumberOfMicroBuckets(int buckets) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LatencyHistogram(buckets))
                .withMessageContaining(Integer.toString(buckets));
    }

    @Test
    void refusesToMergeAnotherSize() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LatencyHistogram(60).add(new LatencyHistogram(61)))
                .withMessageContaining("60")
                .withMessageContaining("61");
    }

    @Test
    void refusesANegativeLatencyAndCountsNothing() {
        LatencyHistogram histogram = new LatencyHistogram(60);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> histogram.record(-1))
                .withMessageContaining("-1");
        assertThat(histogram.count()).isZero();
    }
}
