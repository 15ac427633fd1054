// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.preemptsim.models.Steps.compute;
import static org.preemptsim.models.Steps.forever;
import static org.preemptsim.models.spec.PreemptionModel.FULL;

import org.junit.jupiter.api.Test;
import org.preemptsim.models.Fixtures;
import org.preemptsim.models.Timeline;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.spec.Step;

class SchedulingTest {
    @Test
    void equalPrioritiesRunInOrderOfWaking() {
        // K5.01
        Fixtures f = Fixtures.on(FULL)
                .task("top", SchedPolicy.fifo(60), 0, compute(100))
                .task("a", SchedPolicy.fifo(50), 10_000, compute(10))
                .task("b", SchedPolicy.fifo(50), 20_000, compute(10))
                .task("c", SchedPolicy.fifo(50), 30_000, compute(10));
        assertThat(Timeline.of(f, 500).switches()).containsSubsequence("100 a", "110 b", "120 c");
    }

    @Test
    void aPreemptedTaskKeepsItsPlace() {
        // K5.02, K5.03
        Fixtures f = Fixtures.on(FULL)
                .task("x", SchedPolicy.fifo(50), 0, compute(100))
                .task("y", SchedPolicy.fifo(50), 10_000, compute(100))
                .task("top", SchedPolicy.fifo(60), 20_000, compute(10));
        assertThat(Timeline.of(f, 500).switches()).containsSubsequence("20 top", "30 x", "110 y");
    }

    @Test
    void yieldGoesToTheTailOfItsOwnList() {
        // K5.04
        Fixtures f = Fixtures.on(FULL)
                .task("x", SchedPolicy.fifo(50), 0, compute(20), new Step.Yield(), compute(20))
                .task("y", SchedPolicy.fifo(50), 5_000, compute(30))
                .task("low", SchedPolicy.fifo(40), 6_000, compute(10));
        assertThat(Timeline.of(f, 500).switches()).containsSubsequence("20 y", "50 x", "70 low");
    }

    @Test
    void roundRobinRotatesAfterItsSlice() {
        // K5.05
        Fixtures f = Fixtures.on(FULL)
                .hz(1000)
                .task("x", SchedPolicy.rr(10), 0, compute(350_000))
                .task("y", SchedPolicy.rr(10), 0, compute(350_000));
        assertThat(Timeline.of(f, 450_000).switches())
                .containsSubsequence("0 x", "100000 y", "200000 x", "300000 y", "400000 x");
    }

    @Test
    void niceWeighsTheShares() {
        // K5.30: 1024 : 335
        Fixtures f = Fixtures.on(FULL)
                .hz(1000)
                .task("nice0", SchedPolicy.other(0), 0, forever(compute(1_000)))
                .task("nice5", SchedPolicy.other(5), 0, forever(compute(1_000)));
        Timeline t = Timeline.of(f, 10_000_000);
        double share = (double) cpuTime(t, "nice0") / cpuTime(t, "nice5");
        assertThat(share).isBetween(1024.0 / 335 * 0.98, 1024.0 / 335 * 1.02);
    }

    private static long cpuTime(Timeline t, String task) {
        return t.machine().workers().stream()
                .filter(w -> w.task().name().equals(task))
                .mapToLong(w -> t.machine().scheduler().cpuTimeNs(w.task().id()))
                .sum();
    }

    @Test
    void interruptTimeIsNotChargedToTheTaskItHits() {
        // K2.14: FIFO 90 needs 100; ticks and timers of 10 hit it
        Fixtures f = Fixtures.on(FULL)
                .hz(1000)
                .cost(CostKey.TICK, 10_000)
                .task("t", SchedPolicy.fifo(90), 0, compute(5_000));
        Timeline t = Timeline.of(f, 20_000);
        assertThat(cpuTime(t, "t")).isEqualTo(5_000_000);
        assertThat(t.switchedInUs("idle/0")).isGreaterThan(5_000);
    }

    @Test
    void aRealTimeTaskMovesToACpuThatIsLowEnough() {
        // K5.08: its last CPU runs a better task, the other one is idle
        Fixtures f = Fixtures.on(FULL)
                .cpus(2)
                .cost(CostKey.IPI_FLIGHT, 500)
                .task("high", SchedPolicy.fifo(80), CpuSet.of(0), 0, compute(1_000))
                .task("low", SchedPolicy.fifo(50), CpuSet.of(0, 1), 100_000, compute(10));
        Timeline t = Timeline.of(f, 2_000);
        assertThat(t.switches(1)).contains("100 low");
    }

    @Test
    void affinityIsAHardLimit() {
        // K5.13
        Fixtures f = Fixtures.on(FULL)
                .cpus(2)
                .task("high", SchedPolicy.fifo(80), CpuSet.of(1), 0, compute(1_000))
                .task("low", SchedPolicy.fifo(50), CpuSet.of(1), 100_000, compute(10));
        Timeline t = Timeline.of(f, 2_000);
        assertThat(t.switches(0)).noneMatch(s -> s.endsWith(" low"));
        assertThat(t.switches(1)).contains("1000 low");
    }
}
