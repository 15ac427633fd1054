// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.bench;

import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
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
import org.preemptsim.engine.QuantileTable;
import org.preemptsim.engine.RandomStream;

/** Random numbers, and exponential lengths of time made from them by table and by logarithm. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class RandomBenchmark {
    private static final int DRAWS = 4_096;
    private static final double MEAN_NS = 10_000;
    private static final double MAX_NS = 1_000_000;

    private final RandomStream stream = new RandomStream(1);
    private final SplittableRandom splittable = new SplittableRandom(1);
    private final Random random = new Random(1);
    private final QuantileTable table = new QuantileTable(p -> (long) Math.min(MAX_NS, -MEAN_NS * Math.log1p(-p)));

    @Benchmark
    @OperationsPerInvocation(DRAWS)
    public long nextLong() {
        long sum = 0;
        for (int i = 0; i < DRAWS; i++) {
            sum += stream.nextLong();
        }
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(DRAWS)
    public long nextLongSplittableRandom() {
        long sum = 0;
        for (int i = 0; i < DRAWS; i++) {
            sum += splittable.nextLong();
        }
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(DRAWS)
    public long nextLongJavaUtilRandom() {
        long sum = 0;
        for (int i = 0; i < DRAWS; i++) {
            sum += random.nextLong();
        }
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(DRAWS)
    public long sample() {
        long sum = 0;
        for (int i = 0; i < DRAWS; i++) {
            sum += table.sample(stream);
        }
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(DRAWS)
    public long sampleByLogarithm() {
        long sum = 0;
        for (int i = 0; i < DRAWS; i++) {
            double u = ((stream.nextLong() >>> 11) + 1) * 0x1p-53;
            sum += (long) Math.min(MAX_NS, -MEAN_NS * Math.log(u));
        }
        return sum;
    }
}
