// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.bench;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.preemptsim.engine.LatencyHistogram;

/** Counting a latency, beside HdrHistogram at two digits (1/128, the same error) over the same range. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class HistogramBenchmark {
    private static final int SAMPLES = 4_096;
    private static final long CEILING_NS = 1L << 30;

    private final LatencyHistogram histogram = new LatencyHistogram(60);
    private final Histogram hdr = new Histogram(CEILING_NS, 2);
    private final Delays delays = new Delays();

    @Benchmark
    @OperationsPerInvocation(SAMPLES)
    public long record() {
        for (int i = 0; i < SAMPLES; i++) {
            histogram.record(delays.nextNs());
        }
        return histogram.count();
    }

    @Benchmark
    @OperationsPerInvocation(SAMPLES)
    public long recordHdrHistogram() {
        for (int i = 0; i < SAMPLES; i++) {
            hdr.recordValue(Math.min(CEILING_NS, delays.nextNs()));
        }
        return hdr.getTotalCount();
    }
}
