// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.preemptsim.experiment.result.Bin;
import org.preemptsim.experiment.result.LatencyResult;

/** A measuring thread's numbers as cyclictest keeps them: whole microseconds, each sample cut, not rounded. */
record CyclictestThread(LatencyResult latency) {
    /** What cyclictest shows as the minimum of a thread that has not run a cycle. */
    private static final long MIN_BEFORE_FIRST_CYCLE = 1_000_000;

    long minUs() {
        return latency.count() == 0 ? MIN_BEFORE_FIRST_CYCLE : latency.minNs() / 1_000;
    }

    long maxUs() {
        return latency.maxNs() / 1_000;
    }

    /** The mean of the cut samples where every sample's microsecond is known, else of the samples themselves. */
    double avgUs() {
        if (latency.count() == 0) {
            return 0;
        }
        if (!latency.microIsWhole()) {
            return latency.avgNs() / 1_000;
        }
        long sum = 0;
        for (Bin b : latency.micro()) {
            sum += b.lowerNs() / 1_000 * b.count();
        }
        return (double) sum / latency.count();
    }

    /** Counts of the buckets 0..N-1 microseconds. */
    long[] buckets() {
        long[] counts = new long[latency.histogramBuckets()];
        for (Bin b : latency.micro()) {
            long us = b.lowerNs() / 1_000;
            if (us < counts.length) {
                counts[(int) us] += b.count();
            }
        }
        return counts;
    }

    int priority() {
        int colon = latency.policy().indexOf(':');
        String number = colon < 0 ? "" : latency.policy().substring(colon + 1);
        boolean realtime =
                latency.policy().startsWith("fifo:") || latency.policy().startsWith("rr:");
        return realtime && number.matches("\\d{1,2}") ? Integer.parseInt(number) : 0;
    }

    /** cyclictest keeps as many overflow cycles as it has buckets. */
    List<Long> keptOverflowCycles() {
        List<Long> all = latency.overflowCycles();
        long kept = Math.min(Math.min(all.size(), latency.histogramBuckets()), latency.overflows());
        return new ArrayList<>(all.subList(0, (int) kept));
    }

    /** How many overflows there are beyond the kept ones; empty if none. */
    OptionalLong otherOverflows() {
        long others = latency.overflows() - keptOverflowCycles().size();
        return others > 0 ? OptionalLong.of(others) : OptionalLong.empty();
    }
}
