// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.preemptsim.models.Steps.compute;
import static org.preemptsim.models.Steps.kernel;
import static org.preemptsim.models.Steps.lock;
import static org.preemptsim.models.Steps.sleepUntil;
import static org.preemptsim.models.Steps.syscall;
import static org.preemptsim.models.Steps.unlock;
import static org.preemptsim.models.Steps.us;
import static org.preemptsim.models.spec.PreemptionModel.FULL;
import static org.preemptsim.models.spec.PreemptionModel.RT;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.preemptsim.models.Fixtures;
import org.preemptsim.models.Timeline;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.LockSpec;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.spec.SchedSettings;
import org.preemptsim.models.spec.Step;

class FairTest {
    private static final SchedPolicy OTHER = SchedPolicy.other(0);

    private static long cpuTime(Timeline t, String task) {
        return t.machine().workers().stream()
                .filter(w -> w.task().name().equals(task))
                .mapToLong(w -> t.machine().scheduler().cpuTimeNs(w.task().id()))
                .sum();
    }

    @Test
    void cfsSharesInSlicesOfItsLatency() {
        // K5.31: 6 ms for two tasks, noticed at the tick after 3 ms
        Fixtures f = Fixtures.on(FULL)
                .version(6, 1)
                .hz(1000)
                .task("a", OTHER, 0, compute(900_000))
                .task("b", OTHER, 0, compute(900_000));
        Timeline t = Timeline.of(f, 200_000);
        assertThat(cpuTime(t, "a")).isBetween(96_000_000L, 104_000_000L);
        assertThat(t.switches()).hasSizeBetween(48, 60);
    }

    @Test
    void cfsWeighsNice() {
        // K5.30, K5.31
        Fixtures f = Fixtures.on(FULL)
                .version(6, 1)
                .hz(1000)
                .task("nice0", OTHER, 0, compute(9_000_000))
                .task("nice5", SchedPolicy.other(5), 0, compute(9_000_000));
        Timeline t = Timeline.of(f, 5_000_000);
        assertThat((double) cpuTime(t, "nice0") / cpuTime(t, "nice5")).isBetween(2.9, 3.2);
    }

    @ParameterizedTest
    @CsvSource({"6,1", "6,6"})
    void aNiceWaiterGivesTheOwnerNoMoreOfTheCpu(int major, int minor) {
        // K3.05: owner nice 19, waiter nice -20, hog nice 0; the number is inherited, the weight is not.
        double waitedFor = ownersTime(major, minor, true);
        assertThat(waitedFor).isBetween(0.9 * ownersTime(major, minor, false), 1.1 * ownersTime(major, minor, false));
    }

    private static double ownersTime(int major, int minor, boolean withWaiter) {
        Fixtures f = Fixtures.on(RT)
                .version(major, minor)
                .hz(1000)
                .lock("m", LockSpec.Kind.MUTEX)
                .task("owner", SchedPolicy.other(19), 0, syscall(lock("m"), kernel(9_000_000), unlock("m")))
                .task("hog", OTHER, 10_000_000, compute(9_000_000));
        if (withWaiter) {
            f.task("waiter", SchedPolicy.other(-20), 50_000_000, syscall(lock("m"), unlock("m")));
        }
        return (double) cpuTime(Timeline.of(f, 3_000_000), "owner");
    }

    @Test
    void cfsLetsASleeperPreempt() {
        // K5.31: half a latency of credit is more than the wakeup granularity
        Fixtures f = Fixtures.on(FULL)
                .version(6, 1)
                .task("hog", OTHER, 0, compute(90_000))
                .task("sleeper", OTHER, 0, compute(100), sleepUntil(41_000), compute(100));
        Timeline t = Timeline.of(f, 60_000);
        assertThat(t.switches()).contains("41050 sleeper");
    }

    @Test
    void eevdfRunsWholeSlices() {
        // K5.32, K5.35: 8 CPUs' scale gives 3 ms, three ticks
        Fixtures f = Fixtures.on(FULL).cpus(8).hz(1000);
        for (String name : List.of("a", "b", "c")) {
            f.task(name, OTHER, CpuSet.of(0), 0, compute(900_000));
        }
        List<Long> times = Timeline.of(f, 60_000).switches(0).stream()
                .map(s -> Long.parseLong(s.substring(0, s.indexOf(' '))))
                .filter(at -> at > 20_000)
                .toList();
        for (int i = 1; i < times.size(); i++) {
            assertThat(times.get(i) - times.get(i - 1)).isEqualTo(3_000);
        }
        assertThat(times).hasSizeGreaterThan(10);
    }

    @Test
    void aBatchTaskNeverPreempts() {
        // K5.33
        for (int minor : new int[] {1, 6, 12}) {
            Fixtures f = Fixtures.on(FULL)
                    .version(6, minor)
                    .task("normal", OTHER, 0, compute(3_500))
                    .task("batch", new SchedPolicy(SchedPolicy.Kind.BATCH, 0, 0), 3_000_000, compute(100));
            assertThat(Timeline.of(f, 5_000).switchedInUs("batch")).isEqualTo(3_500);
        }
    }

    @Test
    void lagIsKeptOverSleep() {
        // K5.34
        EevdfQueue q = new EevdfQueue(Fixtures.on(FULL).kernelSpec(), 1);
        SchedEntity a = entity(0);
        SchedEntity b = entity(1);
        q.add(a, true, null);
        q.add(b, true, null);
        q.charge(a, 2_000_000);
        q.remove(a, true);
        assertThat(a.lagNs).isEqualTo(-1_000_000);
        q.add(a, true, null);
        assertThat(a.vruntimeNs - b.vruntimeNs).isEqualTo(2_000_000);
    }

    @Test
    void from612ADebtorStaysQueuedUntilItIsPicked() {
        // K5.34: DELAY_DEQUEUE
        EevdfQueue q = new EevdfQueue(Fixtures.on(FULL).version(6, 12).kernelSpec(), 1);
        SchedEntity a = entity(0);
        SchedEntity b = entity(1);
        q.add(a, true, null);
        q.add(b, true, null);
        q.charge(a, 500_000);
        q.remove(a, true);
        assertThat(a.delayed).isTrue();
        assertThat(q.size()).isEqualTo(1);
        assertThat(q.pick(b)).isSameAs(b);
        q.charge(b, 2_000_000);
        assertThat(q.pick(b)).isSameAs(b);
        assertThat(a.delayed).isFalse();
        assertThat(q.members()).isEqualTo(1);
    }

    private static SchedEntity entity(int id) {
        return new SchedEntity(new org.preemptsim.models.task.Task(id, "t" + id, 0, OTHER, CpuSet.of(0)), 0);
    }

    @Test
    void aWakingTaskFindsAnIdleCpu() {
        // K5.13, K5.37: but not an isolated one
        Fixtures f = Fixtures.on(FULL).cpus(2).task("a", OTHER, CpuSet.of(0, 1), 0, compute(1_000));
        f.task("b", OTHER, CpuSet.of(0, 1), 100_000, compute(1_000));
        assertThat(Timeline.of(f, 1_500).switches(1)).contains("100 b");
        SchedSettings isolated = new SchedSettings(
                100, SchedSettings.UNLIMITED, 1_000_000_000, 0, 1_000_000_000, 1024, true, CpuSet.of(1), 0);
        assertThat(Timeline.of(f.sched(isolated), 1_500).switches(1)).isEmpty();
    }

    @Test
    void anIdleCpuTakesAWaitingTask() {
        // K5.37
        Fixtures f = Fixtures.on(FULL)
                .cpus(2)
                .task("fifo", SchedPolicy.fifo(50), CpuSet.of(1), 0, compute(3_000))
                .task("a", OTHER, CpuSet.of(0), 0, compute(20_000))
                .task("b", OTHER, CpuSet.of(0, 1), 100_000, compute(20_000));
        assertThat(Timeline.of(f, 20_000).switches(1)).contains("3000 b");
    }

    @Test
    void interruptTimeIsTheTasksWithoutItsAccounting() {
        // K2.14
        SchedSettings plain = new SchedSettings(
                100, SchedSettings.UNLIMITED, 1_000_000_000, 0, 1_000_000_000, 1024, false, CpuSet.of(), 0);
        Fixtures f = Fixtures.on(FULL)
                .hz(1000)
                .sched(plain)
                .cost(CostKey.TICK, 10_000)
                .task("t", SchedPolicy.fifo(90), 0, new Step.Compute(us(5_000), 50_000));
        Timeline t = Timeline.of(f, 20_000);
        assertThat(t.switchedInUs("idle/0")).isBetween(5_000L, 5_010L);
    }
}
