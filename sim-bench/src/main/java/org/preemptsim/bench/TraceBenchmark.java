// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.bench;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
import org.preemptsim.engine.RandomStream;
import org.preemptsim.engine.Trace;

/** One trace point in a loop that does no more than draw a number: off, hashed, and hashed and kept. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class TraceBenchmark {
    private static final int POINTS = 4_096;

    private final RandomStream random = new RandomStream(1);
    private @Nullable Trace off;
    private @Nullable Trace hashing = new Trace(null);
    private long handedOn;
    private @Nullable Trace keeping = new Trace((words, records) -> handedOn += records);

    @Benchmark
    @OperationsPerInvocation(POINTS)
    public long off() {
        return points(off);
    }

    @Benchmark
    @OperationsPerInvocation(POINTS)
    public long hash() {
        return points(hashing);
    }

    @Benchmark
    @OperationsPerInvocation(POINTS)
    public long blocks() {
        return points(keeping);
    }

    private long points(@Nullable Trace trace) {
        long sum = 0;
        for (int i = 0; i < POINTS; i++) {
            long value = random.nextLong();
            sum += value;
            if (trace != null) {
                trace.record(sum, i & 0xF, 0, i, value);
            }
        }
        return sum;
    }
}
