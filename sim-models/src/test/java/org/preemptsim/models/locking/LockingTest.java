// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.locking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.preemptsim.models.Steps.compute;
import static org.preemptsim.models.Steps.forever;
import static org.preemptsim.models.Steps.kernel;
import static org.preemptsim.models.Steps.lock;
import static org.preemptsim.models.Steps.sleepUntil;
import static org.preemptsim.models.Steps.syscall;
import static org.preemptsim.models.Steps.unlock;

import org.junit.jupiter.api.Test;
import org.preemptsim.models.Fixtures;
import org.preemptsim.models.Timeline;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.LockSpec;
import org.preemptsim.models.spec.PreemptionModel;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.spec.Step;
import org.preemptsim.models.task.TaskState;

class LockingTest {
    /** Low takes the lock at 0 for 100; high wants it from 10; medium hogs from 20 for 1000. */
    private static Timeline inversion(PreemptionModel model, LockSpec.Kind kind) {
        Fixtures f = Fixtures.on(model)
                .lock("l", kind)
                .task("low", SchedPolicy.fifo(10), 0, syscall(lock("l"), kernel(100), unlock("l"), kernel(50)))
                .task("high", SchedPolicy.fifo(80), 10_000, syscall(lock("l"), kernel(20), unlock("l")))
                .task("medium", SchedPolicy.fifo(50), 20_000, compute(1_000));
        return Timeline.of(f, 5_000);
    }

    @Test
    void aMutexWithoutRtGivesUnboundedInversion() {
        // K2.04: no PI
        assertThat(inversion(PreemptionModel.FULL, LockSpec.Kind.MUTEX).switches())
                .containsSubsequence("10 high", "10 low", "20 medium", "1020 low", "1100 high");
    }

    @Test
    void anRtMutexBoostsItsOwnerAndDeboostsBeforeTheWakeup() {
        // K3.04, K3.22
        Timeline t = inversion(PreemptionModel.RT, LockSpec.Kind.MUTEX);
        assertThat(t.boosts()).containsExactly("10 low 89>19", "100 low 19>89");
        assertThat(t.switches()).containsSubsequence("10 high", "10 low", "100 high", "120 medium", "1120 low");
    }

    @Test
    void aSpinlockOnRtInheritsToo() {
        // K1.11, K2.04
        Timeline t = inversion(PreemptionModel.RT, LockSpec.Kind.SPINLOCK);
        assertThat(t.boosts()).containsExactly("10 low 89>19", "100 low 19>89");
        assertThat(t.switches()).containsSubsequence("100 high", "120 medium");
    }

    @Test
    void aSpinlockWithoutRtMasksPreemptionInstead() {
        // K2.04
        Timeline t = inversion(PreemptionModel.FULL, LockSpec.Kind.SPINLOCK);
        assertThat(t.boosts()).isEmpty();
        assertThat(t.switches()).containsSubsequence("0 low", "100 high", "120 medium", "1120 low");
    }

    @Test
    void aChainIsWalkedToItsEnd() {
        // K3.14: T1 -> L1 owned by T2 -> L2 owned by T3
        Fixtures f = Fixtures.on(PreemptionModel.RT)
                .lock("l1", LockSpec.Kind.MUTEX)
                .lock("l2", LockSpec.Kind.MUTEX)
                .task("t3", SchedPolicy.fifo(3), 0, syscall(lock("l2"), kernel(100), unlock("l2")))
                .task(
                        "t2",
                        SchedPolicy.fifo(4),
                        10_000,
                        syscall(lock("l1"), lock("l2"), kernel(10), unlock("l2"), unlock("l1")))
                .task("t1", SchedPolicy.fifo(60), 20_000, syscall(lock("l1"), kernel(10), unlock("l1")));
        Timeline t = Timeline.of(f, 1_000);
        assertThat(t.boosts())
                .containsExactly("10 t3 96>95", "20 t2 95>39", "20 t3 95>39", "100 t3 39>96", "110 t2 39>95");
        assertThat(t.switches()).containsSubsequence("20 t1", "20 t3", "100 t2", "110 t1", "120 t3");
    }

    @Test
    void waitersAreServedByPriorityThenInOrder() {
        // K3.01
        Fixtures f = Fixtures.on(PreemptionModel.RT)
                .lock("l", LockSpec.Kind.MUTEX)
                .task("owner", SchedPolicy.fifo(90), 0, syscall(lock("l"), kernel(100), unlock("l")))
                .task("a", SchedPolicy.fifo(91), 10_000, syscall(lock("l"), kernel(10), unlock("l")))
                .task("b", SchedPolicy.fifo(95), 20_000, syscall(lock("l"), kernel(10), unlock("l")))
                .task("c", SchedPolicy.fifo(91), 30_000, syscall(lock("l"), kernel(10), unlock("l")));
        assertThat(Timeline.of(f, 1_000).switches()).containsSubsequence("100 b", "110 a", "120 c");
    }

    @Test
    void aRunningBetterTaskStealsFromAWokenWaiter() {
        // K3.08: the waiter is woken at 100 on an ownerless lock, but a better task asks first
        Fixtures f = Fixtures.on(PreemptionModel.RT)
                .cpus(2)
                .lock("l", LockSpec.Kind.MUTEX)
                .task("owner", SchedPolicy.fifo(10), CpuSet.of(0), 0, syscall(lock("l"), kernel(100), unlock("l")))
                .task("waiter", SchedPolicy.fifo(50), CpuSet.of(1), 10_000, syscall(lock("l"), kernel(50), unlock("l")))
                .task("hog", SchedPolicy.fifo(60), CpuSet.of(1), 20_000, compute(100))
                .task(
                        "thief",
                        SchedPolicy.fifo(51),
                        CpuSet.of(0),
                        101_000,
                        syscall(lock("l"), kernel(200), unlock("l")));
        Timeline t = Timeline.of(f, 1_000);
        // K3.11, K3.23: the waiter runs at 120 when the hog is done, finds the lock taken, spins for the thief and gets
        // it at 301.
        assertThat(t.switches(1)).containsSubsequence("120 waiter", "351 idle/1");
    }

    @Test
    void aBoostedWaiterThatBecomesTopOfAnOwnerlessLockIsWoken() {
        // K3.14 step 9: W is woken on l2 and still being switched in when X boosts T over it
        Fixtures f = Fixtures.on(PreemptionModel.RT)
                .cost(CostKey.CONTEXT_SWITCH, 5_000)
                .lock("l1", LockSpec.Kind.MUTEX)
                .lock("l2", LockSpec.Kind.MUTEX)
                .task("owner", SchedPolicy.fifo(10), 0, syscall(lock("l2"), kernel(100), unlock("l2")))
                .task(
                        "t",
                        SchedPolicy.fifo(40),
                        20_000,
                        syscall(lock("l1"), lock("l2"), kernel(10), unlock("l2"), unlock("l1")))
                .task("w", SchedPolicy.fifo(50), 50_000, syscall(lock("l2"), kernel(10), unlock("l2")))
                .task("x", SchedPolicy.fifo(60), 132_000, syscall(lock("l1"), kernel(10), unlock("l1")));
        Timeline t = Timeline.of(f, 5_000);
        for (var worker : t.machine().workers()) {
            assertThat(worker.task().state()).as(worker.task().name()).isEqualTo(TaskState.DEAD);
        }
        assertThat(t.boosts()).contains("137 t 59>39");
    }

    @Test
    void aTaskInASoftirqsOffSectionStaysOnItsCpuWhileItWaits() {
        // K2.08: two unpinned tasks fight for a spin_lock_bh; afterwards softirq threads still work on both CPUs
        Step fight = forever(syscall(lock("bh"), kernel(30), unlock("bh")), compute(7));
        Fixtures f = Fixtures.on(PreemptionModel.RT)
                .cpus(2)
                .lock("bh", LockSpec.Kind.SPINLOCK_BH)
                .task("a", SchedPolicy.other(0), CpuSet.of(0, 1), 0, fight)
                .task("b", SchedPolicy.other(0), CpuSet.of(0, 1), 0, fight)
                .task("c", SchedPolicy.other(0), CpuSet.of(0, 1), 0, fight)
                .task("sleeper0", SchedPolicy.other(0), CpuSet.of(0), 0, sleepUntil(50_000), compute(5))
                .task("sleeper1", SchedPolicy.other(0), CpuSet.of(1), 0, sleepUntil(50_000), compute(5));
        Timeline t = Timeline.of(f, 100_000);
        assertThat(t.switchedInUs("sleeper0", 2)).isBetween(50_000L, 80_000L);
        assertThat(t.switchedInUs("sleeper1", 2)).isBetween(50_000L, 80_000L);
        t.machine().verify();
    }

    @Test
    void cpusSpinInTheOrderTheyCame() {
        // K2.04: a raw spinlock across CPUs
        Fixtures f = Fixtures.on(PreemptionModel.RT)
                .cpus(3)
                .lock("l", LockSpec.Kind.RAW_SPINLOCK)
                .task("a", SchedPolicy.fifo(10), CpuSet.of(0), 0, syscall(lock("l"), kernel(100), unlock("l")))
                .task("b", SchedPolicy.fifo(10), CpuSet.of(1), 20_000, syscall(lock("l"), kernel(100), unlock("l")))
                .task("c", SchedPolicy.fifo(90), CpuSet.of(2), 30_000, syscall(lock("l"), kernel(100), unlock("l")));
        Timeline t = Timeline.of(f, 1_000);
        assertThat(t.switches(0)).contains("100 idle/0");
        assertThat(t.switches(1)).contains("200 idle/1");
        assertThat(t.switches(2)).contains("300 idle/2");
    }
}
