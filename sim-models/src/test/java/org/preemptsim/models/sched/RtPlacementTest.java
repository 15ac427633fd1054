// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.preemptsim.models.Steps.compute;
import static org.preemptsim.models.Steps.forever;
import static org.preemptsim.models.Steps.kernel;
import static org.preemptsim.models.Steps.setPolicy;
import static org.preemptsim.models.Steps.sleepUntil;
import static org.preemptsim.models.Steps.syscall;
import static org.preemptsim.models.Steps.us;
import static org.preemptsim.models.spec.PreemptionModel.FULL;
import static org.preemptsim.models.spec.PreemptionModel.LAZY;
import static org.preemptsim.models.spec.PreemptionModel.RT;

import org.junit.jupiter.api.Test;
import org.preemptsim.models.Fixtures;
import org.preemptsim.models.Timeline;
import org.preemptsim.models.machine.Machine;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.PreemptionModel;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.spec.Step;
import org.preemptsim.models.task.Errno;
import org.preemptsim.models.trace.TracePoint;

class RtPlacementTest {
    private static final CpuSet BOTH = CpuSet.of(0, 1);

    private static Fixtures two() {
        return Fixtures.on(RT).cpus(2).cost(CostKey.IPI_FLIGHT, 500);
    }

    @Test
    void anEqualPinnedTaskDrivesAMovableOneAway() {
        // K5.03
        Fixtures f = two().task("x", SchedPolicy.fifo(50), BOTH, 0, compute(500))
                .task("y", SchedPolicy.fifo(50), CpuSet.of(0), 100_000, compute(500));
        Timeline t = Timeline.of(f, 2_000);
        assertThat(t.switches(0)).contains("100 y");
        assertThat(t.switches(1)).contains("100 x");
    }

    @Test
    void equalMovableTasksStayWhereTheyAre() {
        // K5.03, K5.08; smp_equal_no_push: no CPU is low enough for either
        Fixtures f = two().task("x", SchedPolicy.fifo(50), BOTH, 0, compute(500))
                .task("other", SchedPolicy.fifo(60), CpuSet.of(1), 0, compute(500))
                .task("y", SchedPolicy.fifo(50), BOTH, 100_000, compute(500));
        assertThat(Timeline.of(f, 300).switches(0)).containsExactly("0 x");
    }

    @Test
    void aWakingTaskGoesToTheLowestCpu() {
        // K5.08: a normal task and idle are one level
        Fixtures f = Fixtures.on(RT)
                .cpus(4)
                .cost(CostKey.IPI_FLIGHT, 500)
                .task("c0", SchedPolicy.fifo(80), CpuSet.of(0), 0, compute(1_000))
                .task("c1", SchedPolicy.fifo(10), CpuSet.of(1), 0, compute(1_000))
                .task("c2", SchedPolicy.other(0), CpuSet.of(2), 0, compute(1_000))
                .task("t", SchedPolicy.fifo(50), CpuSet.first(4), 100_000, compute(100));
        assertThat(Timeline.of(f, 2_000).switches(2)).contains("100 t");
    }

    @Test
    void aNormalTaskOnTheLastCpuGivesWay() {
        // K5.09
        Fixtures f = two().task("normal", SchedPolicy.other(0), CpuSet.of(0), 0, compute(1_000))
                .task("t", SchedPolicy.fifo(50), BOTH, 100_000, compute(100));
        assertThat(Timeline.of(f, 2_000).switches(0)).contains("100 t");
    }

    @Test
    void aPreemptedMovableTaskIsPushed() {
        // K5.10; smp_push_wakeup: it is not the waking task that moves
        Fixtures f = two().task("a", SchedPolicy.fifo(50), BOTH, 0, compute(500))
                .task("b", SchedPolicy.fifo(60), BOTH, 100_000, compute(500));
        Timeline t = Timeline.of(f, 2_000);
        assertThat(t.switches(0)).contains("100 b");
        assertThat(t.switches(1)).contains("100 a");
        assertThat(t.count(TracePoint.SCHED_MIGRATE_TASK)).isEqualTo(1);
    }

    @Test
    void aMoveCostsTheCpuThatMakesItAndColdCaches() {
        // K5.10
        Fixtures f = two().cost(CostKey.MIGRATION, 3_000)
                .cost(CostKey.MIGRATION_REFILL, 20_000)
                .task("a", SchedPolicy.fifo(50), BOTH, 0, compute(500))
                .task("b", SchedPolicy.fifo(60), BOTH, 100_000, compute(500));
        Timeline t = Timeline.of(f, 2_000);
        assertThat(t.switches(1)).contains("103 a");
        assertThat(t.switches(1)).contains("523 idle/1");
        assertThat(t.switches(0)).contains("603 idle/0");
    }

    private static Fixtures blocking() {
        return two().task("c0", SchedPolicy.fifo(60), CpuSet.of(0), 0, compute(5_000))
                .task("c1", SchedPolicy.fifo(70), CpuSet.of(1), 0, compute(1_000))
                .task("mid", SchedPolicy.fifo(50), BOTH, 100_000, compute(100));
    }

    @Test
    void aCpuThatRunsOutOfWorkPullsByAnInterrupt() {
        // K5.11, K5.12: it asks by an interrupt; idling, it polls for the answer
        assertThat(Timeline.of(blocking(), 3_000).switches(1)).containsSubsequence("0 c1", "1000 idle/1", "1000 mid");
    }

    @Test
    void oldKernelsPullAtOnce() {
        // K5.11
        assertThat(Timeline.of(blocking().version(3, 10), 3_000).switches(1)).containsSubsequence("0 c1", "1000 mid");
    }

    @Test
    void aLoweredTaskPulls() {
        // K3.34, K5.11; smp_pull_prio_drop
        Fixtures f = two().task("c0", SchedPolicy.fifo(60), CpuSet.of(0), 0, compute(5_000))
                .task(
                        "c1",
                        SchedPolicy.fifo(70),
                        CpuSet.of(1),
                        0,
                        compute(1_000),
                        setPolicy("", SchedPolicy.fifo(10)),
                        compute(500))
                .task("mid", SchedPolicy.fifo(50), BOTH, 100_000, compute(100));
        assertThat(Timeline.of(f, 3_000).switches(1)).contains("1001 mid");
    }

    @Test
    void remoteWakeupsAreDoneByTheWakerOnRtAndByTheTargetElsewhere() {
        // K1.10
        assertThat(remoteWake(RT).wakes()).contains("100@0 t");
        assertThat(remoteWake(FULL).wakes()).contains("100@1 t");
    }

    private static Timeline remoteWake(PreemptionModel model) {
        return Timeline.of(
                Fixtures.on(model)
                        .cpus(2)
                        .task("t", SchedPolicy.fifo(50), CpuSet.of(1), 0, sleepUntil(9_000))
                        .task("waker", SchedPolicy.fifo(50), CpuSet.of(0), 100_000, new Step.Signal("t")),
                500);
    }

    @Test
    void aPollingCpuNeedsNoInterrupt() {
        // K1.09
        assertThat(remoteWake(RT).interrupts(0)).isZero();
    }

    @Test
    void aLazyMarkOnAnotherCpuSendsNoInterrupt() {
        // K1.08: it is honoured at the tick; a full mark at once
        assertThat(lazyWake(LAZY)).isEqualTo(4_000);
        assertThat(lazyWake(FULL)).isEqualTo(100);
    }

    private static long lazyWake(PreemptionModel model) {
        return Timeline.of(
                        Fixtures.on(model)
                                .cpus(2)
                                .task(
                                        "hog",
                                        new SchedPolicy(SchedPolicy.Kind.IDLE, 0, 0),
                                        CpuSet.of(1),
                                        50_000,
                                        compute(9_000))
                                .task("t", SchedPolicy.other(0), CpuSet.of(1), 0, sleepUntil(90_000), compute(10))
                                .task("waker", SchedPolicy.fifo(50), CpuSet.of(0), 100_000, new Step.Signal("t")),
                        8_000)
                .switchedInUs("t", 2);
    }

    @Test
    void aForbiddenCpuIsLeftByTheStopper() {
        // K2.09, K5.13; smp_setcpus: the caller waits until the task has moved
        Fixtures f = Fixtures.on(RT)
                .cpus(2)
                .task("t", SchedPolicy.fifo(60), CpuSet.of(0), 0, compute(500))
                .task(
                        "setter",
                        SchedPolicy.fifo(50),
                        CpuSet.of(1),
                        100_000,
                        new Step.SetAffinity("t", CpuSet.of(1)),
                        compute(10));
        Timeline t = Timeline.of(f, 1_000);
        assertThat(t.switches(0)).containsSubsequence("100 migration/0", "100 idle/0");
        assertThat(t.switches(1)).containsSubsequence("100 t", "500 setter");
    }

    @Test
    void aTaskThatDisablesMigrationMovesWhenItEnablesIt() {
        // K2.08
        Fixtures f = Fixtures.on(RT)
                .cpus(2)
                .task(
                        "t",
                        SchedPolicy.fifo(60),
                        CpuSet.of(0),
                        0,
                        syscall(new Step.MigrateDisable(), kernel(500), new Step.MigrateEnable()),
                        compute(100))
                .task(
                        "setter",
                        SchedPolicy.fifo(50),
                        CpuSet.of(1),
                        100_000,
                        new Step.SetAffinity("t", CpuSet.of(1)),
                        compute(10));
        Timeline t = Timeline.of(f, 1_000);
        assertThat(t.switches(0)).containsSubsequence("0 t", "500 migration/0", "500 idle/0");
        assertThat(t.switches(1)).containsSubsequence("100 setter", "100 idle/1", "500 t", "600 setter");
    }

    @Test
    void aMaskWithoutACpuIsRefused() {
        // K5.13
        Machine m = two().task("t", SchedPolicy.fifo(60), BOTH, 0, compute(500)).build();
        m.run(100_000);
        int t = m.workers().get(0).task().id();
        assertThat(m.scheduler().setAffinity(t, CpuSet.of(7), m.cpus().get(0))).isEqualTo(Errno.EINVAL);
        m.verify();
    }

    @Test
    void aBigMachineRuns() {
        // K5.10, K5.11, K5.13, K5.14: 256 CPUs and 2,000 tasks
        Fixtures f = Fixtures.on(RT).cpus(256).cost(CostKey.IPI_FLIGHT, 500);
        for (int i = 0; i < 2_000; i++) {
            SchedPolicy p = i % 3 == 0 ? SchedPolicy.other(i % 5) : SchedPolicy.fifo(1 + i % 90);
            f.taskOn(
                    i % 256,
                    "t" + i,
                    p,
                    i % 7 == 0 ? CpuSet.of(i % 256) : CpuSet.first(256),
                    i * 1_000L,
                    forever(compute(50 + i % 100), new Step.Sleep(us(500 + i % 300))));
        }
        Machine m = f.build();
        for (int ms = 1; ms <= 10; ms++) {
            m.run(ms * 1_000_000L);
            m.verify();
        }
        assertThat(m.eventCount()).isGreaterThan(20_000);
    }
}
