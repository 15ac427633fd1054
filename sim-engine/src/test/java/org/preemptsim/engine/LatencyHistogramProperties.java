// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class LatencyHistogramProperties {
    private static final int MICROS = 60;

    /** From nanoseconds to a few seconds, every power of two as likely. */
    @Provide
    Arbitrary<Long> latencies() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, (1L << 32) - 1),
                        Arbitraries.integers().between(0, 32))
                .as((ns, shift) -> ns >> shift);
    }

    @Property
    void aValueFallsIntoTheBinThatHoldsIt(@ForAll("latencies") long ns) {
        LatencyHistogram histogram = new LatencyHistogram(MICROS);
        histogram.record(ns);
        int bin = 0;
        while (histogram.fineCount(bin) == 0) {
            bin++;
        }
        long lower = histogram.fineLowerNs(bin);
        assertThat(ns).isGreaterThanOrEqualTo(lower);
        if (ns < LatencyHistogram.CEILING_NS) {
            assertThat(ns).isLessThan(lower + histogram.fineWidthNs(bin));
            assertThat((ns - lower) * 128).isLessThanOrEqualTo(ns);
        }
    }

    @Property
    void countsExactlyWhatWasRecorded(@ForAll @Size(max = 200) List<@From("latencies") Long> samples) {
        LatencyHistogram histogram = of(samples);
        assertThat(histogram.count()).isEqualTo(samples.size());
        assertThat(histogram.sumNs())
                .isEqualTo(samples.stream().mapToLong(ns -> ns).sum());
        assertThat(histogram.minNs())
                .isEqualTo(samples.stream().mapToLong(ns -> ns).min().orElse(0));
        assertThat(histogram.maxNs())
                .isEqualTo(samples.stream().mapToLong(ns -> ns).max().orElse(0));
        long inFine = 0;
        for (int i = 0; i < histogram.fineBins(); i++) {
            inFine += histogram.fineCount(i);
        }
        assertThat(inFine).isEqualTo(samples.size());
        for (int us = 0; us < MICROS; us++) {
            int from = us * 1_000;
            assertThat(histogram.microCount(us))
                    .isEqualTo(samples.stream()
                            .filter(ns -> from <= ns && ns < from + 1_000)
                            .count());
        }
    }

    @Property(tries = 200)
    void mergingEqualsRecordingAll(
            @ForAll @Size(max = 100) List<@From("latencies") Long> some,
            @ForAll @Size(max = 100) List<@From("latencies") Long> others) {
        LatencyHistogram merged = of(some);
        merged.add(of(others));
        LatencyHistogram all = of(some);
        others.forEach(all::record);
        assertThat(merged).usingRecursiveComparison().isEqualTo(all);
    }

    private static LatencyHistogram of(List<Long> samples) {
        LatencyHistogram histogram = new LatencyHistogram(MICROS);
        samples.forEach(histogram::record);
        return histogram;
    }
}
