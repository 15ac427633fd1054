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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.preemptsim.engine.StopReason;
import org.preemptsim.engine.Trace;

/**
 * The whole loop under a wake path of about a dozen events. One operation is one period of 200 us on every CPU, so times
 * of different {@code cpus} compare only after a division.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class SimulationBenchmark {
    private static final int PERIODS = 1_000;
    private static final long PERIOD_NS = 200_000;

    /** Where records go. */
    public enum Tracing {
        OFF,
        /** Counted and hashed. */
        HASH,
        /** Counted, hashed and kept, blocks handed on. */
        BLOCKS
    }

    /** A model in the middle of its run. */
    @State(Scope.Thread)
    public static class Running {
        @Param({"1", "4"})
        int cpus;

        @Param({"true", "false"})
        boolean runAhead;

        @Param({"OFF", "HASH", "BLOCKS"})
        Tracing tracing = Tracing.OFF;

        long handedOn;
        WakePathModel model = new WakePathModel(1, true, null);

        @Setup
        public void build() {
            model = new WakePathModel(cpus, runAhead, trace());
        }

        private @Nullable Trace trace() {
            return switch (tracing) {
                case OFF -> null;
                case HASH -> new Trace(null);
                case BLOCKS -> new Trace((words, records) -> handedOn += records);
            };
        }
    }

    @Benchmark
    @OperationsPerInvocation(PERIODS)
    public StopReason wakePath(Running state) {
        return state.model.run(PERIODS * PERIOD_NS);
    }
}
