// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
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
import org.preemptsim.models.machine.Machine;

/** The whole model: what a wakeup costs, timer to sleep, on small and large machines, and what a step of a chain walk costs. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class MachineBenchmark {
    /** Wakeups, or chain steps, of one invocation. */
    private static final int OPERATIONS = 2_000;

    /** A machine in the middle of its run that goes on by the same number of wakeups each time. */
    @State(Scope.Thread)
    public static class Waking {
        /** CPUs and tasks. */
        @Param({"1x1", "1x100", "16x200", "256x2000"})
        String machine = "1x1";

        Machine model = Machines.wakeups(1, 1);
        long stepNs;

        @Setup(Level.Trial)
        public void build() {
            String[] sizes = machine.split("x", -1);
            int tasks = Integer.parseInt(sizes[1]);
            model = Machines.wakeups(Integer.parseInt(sizes[0]), tasks);
            stepNs = OPERATIONS / tasks * Machines.PERIOD_NS;
            model.run(stepNs);
        }
    }

    /** A chain of owners that is boosted and deboosted once a period. */
    @State(Scope.Thread)
    public static class Chained {
        @Param({"10", "1000"})
        int depth;

        Machine model = Machines.wakeups(1, 1);
        long stepNs;

        @Setup(Level.Trial)
        public void build() {
            model = Machines.chain(depth);
            model.run(10 * Machines.PERIOD_NS);
            stepNs = OPERATIONS / (2L * depth) * Machines.PERIOD_NS;
        }
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public StopReason wakeup(Waking state) {
        return state.model.run(state.model.nowNs() + state.stepNs);
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public StopReason chainStep(Chained state) {
        return state.model.run(state.model.nowNs() + state.stepNs);
    }
}
