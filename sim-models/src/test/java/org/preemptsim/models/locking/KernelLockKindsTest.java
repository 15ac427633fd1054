// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.locking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.preemptsim.models.Steps.compute;
import static org.preemptsim.models.Steps.kernel;
import static org.preemptsim.models.Steps.lock;
import static org.preemptsim.models.Steps.op;
import static org.preemptsim.models.Steps.sleepUntil;
import static org.preemptsim.models.Steps.syscall;
import static org.preemptsim.models.Steps.unlock;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.preemptsim.models.Fixtures;
import org.preemptsim.models.Timeline;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.LockSpec.Kind;
import org.preemptsim.models.spec.PreemptionModel;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.spec.Step;
import org.preemptsim.models.spec.Step.KernelOp;

/** The other kernel locks, by the rule book's small tests of its sections 2 and 4. */
class KernelLockKindsTest {
    private static Fixtures rt() {
        return Fixtures.on(PreemptionModel.RT);
    }

    private static Step read(long us) {
        return syscall(op(KernelOp.READ_LOCK, "l"), kernel(us), op(KernelOp.READ_UNLOCK, "l"));
    }

    private static Step write(long us) {
        return syscall(op(KernelOp.WRITE_LOCK, "l"), kernel(us), op(KernelOp.WRITE_UNLOCK, "l"));
    }

    private static CpuSet cpu(int n) {
        return CpuSet.of(n);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"RWLOCK", "RW_SEMAPHORE"})
    void readersShareAndAWriterWaitsForTheLast(Kind kind) {
        // K4.01, K4.05, K4.10
        for (PreemptionModel model : List.of(PreemptionModel.RT, PreemptionModel.FULL)) {
            Fixtures f = Fixtures.on(model)
                    .cpus(4)
                    .lock("l", kind)
                    .task("r1", SchedPolicy.fifo(10), cpu(0), 0, read(100))
                    .task("r2", SchedPolicy.fifo(10), cpu(1), 0, read(150))
                    .task("r3", SchedPolicy.fifo(10), cpu(2), 0, read(200))
                    .task("w", SchedPolicy.fifo(10), cpu(3), 50_000, write(10));
            Timeline t = Timeline.of(f, 1_000);
            assertThat(t.acquisitions()).as(model + " " + kind).containsExactly("0 r1", "0 r2", "0 r3", "200 w");
            t.machine().verify();
        }
    }

    @Test
    void anActiveReaderIsNotBoosted() {
        // K4.02
        Fixtures f = rt().cpus(2)
                .lock("l", Kind.RW_SEMAPHORE)
                .task("r", SchedPolicy.fifo(1), cpu(0), 0, read(20))
                .task("hog", SchedPolicy.fifo(50), cpu(0), 10_000, compute(1_000))
                .task("w", SchedPolicy.fifo(90), cpu(1), 15_000, write(10));
        Timeline t = Timeline.of(f, 5_000);
        assertThat(t.boosts()).isEmpty();
        assertThat(t.acquisitions()).containsExactly("0 r", "1020 w");
    }

    private static Fixtures readerBehindWriter(int minor, int second) {
        return rt().version(6, minor)
                .cpus(3)
                .lock("l", Kind.RW_SEMAPHORE)
                .task("r1", SchedPolicy.fifo(10), cpu(0), 0, read(100))
                .task("w", SchedPolicy.fifo(50), cpu(1), 10_000, write(50))
                .task("r2", SchedPolicy.fifo(second), cpu(2), 20_000, read(10));
    }

    @Test
    void newReadersPassAWaitingWriterUpTo63() {
        // K4.03
        assertThat(Timeline.of(readerBehindWriter(3, 10), 1_000).acquisitions())
                .containsExactly("0 r1", "20 r2", "100 w");
        assertThat(Timeline.of(readerBehindWriter(4, 10), 1_000).acquisitions())
                .containsExactly("0 r1", "100 w", "150 r2");
    }

    @Test
    void aBlockedReaderBoostsTheWriter() {
        // K4.04
        assertThat(Timeline.of(readerBehindWriter(4, 90), 1_000).boosts()).containsExactly("20 w 49>9", "150 w 9>49");
    }

    @Test
    void afterAWriterReadersAndWritersComeInOrderOfPriority() {
        // K4.06
        Fixtures f = rt().cpus(4)
                .lock("l", Kind.RW_SEMAPHORE)
                .task("owner", SchedPolicy.fifo(10), cpu(0), 0, write(100))
                .task("r40", SchedPolicy.fifo(40), cpu(1), 10_000, read(10))
                .task("w50", SchedPolicy.fifo(50), cpu(2), 20_000, write(10))
                .task("r60", SchedPolicy.fifo(60), cpu(3), 30_000, read(10));
        assertThat(Timeline.of(f, 1_000).acquisitions()).containsExactly("0 owner", "100 r60", "110 w50", "120 r40");
    }

    private static Fixtures recursive(int minor) {
        return rt().version(6, minor)
                .cpus(2)
                .lock("l", Kind.RW_SEMAPHORE)
                .task(
                        "r",
                        SchedPolicy.fifo(10),
                        cpu(0),
                        0,
                        syscall(
                                op(KernelOp.READ_LOCK, "l"),
                                kernel(50),
                                op(KernelOp.READ_LOCK, "l"),
                                op(KernelOp.READ_UNLOCK, "l"),
                                op(KernelOp.READ_UNLOCK, "l")))
                .task("w", SchedPolicy.fifo(10), cpu(1), 10_000, write(10));
    }

    @Test
    void aRecursiveReaderBehindAWriterHangsFrom64() {
        // K4.07
        assertThat(Timeline.of(recursive(3), 1_000).acquisitions()).containsExactly("0 r", "50 r", "50 w");
        Timeline t = Timeline.of(recursive(4), 1_000);
        assertThat(t.acquisitions()).containsExactly("0 r");
        LockView l = t.machine().locks().views().get(0);
        assertThat(l.owners()).containsExactly(t.task("r"));
        assertThat(l.waiters()).containsExactly(t.task("w"), t.task("r"));
    }

    @Test
    void oldReadersExcludeEachOtherAndAreBoosted() {
        // K4.09
        Fixtures f = rt().version(2, 6)
                .cpus(3)
                .lock("l", Kind.RWLOCK)
                .task("r1", SchedPolicy.fifo(1), cpu(0), 0, read(100))
                .task("r2", SchedPolicy.fifo(1), cpu(1), 10_000, read(100))
                .task("w", SchedPolicy.fifo(90), cpu(2), 20_000, write(10));
        Timeline t = Timeline.of(f, 1_000);
        assertThat(t.acquisitions()).containsExactly("0 r1", "100 w", "110 r2");
        assertThat(t.boosts()).contains("20 r1 98>9");
    }

    @Test
    void aDowngradedWriterLetsReadersIn() {
        // K4.06
        for (PreemptionModel model : List.of(PreemptionModel.RT, PreemptionModel.FULL)) {
            Fixtures f = Fixtures.on(model)
                    .cpus(2)
                    .lock("l", Kind.RW_SEMAPHORE)
                    .task(
                            "w",
                            SchedPolicy.fifo(10),
                            cpu(0),
                            0,
                            syscall(
                                    op(KernelOp.WRITE_LOCK, "l"),
                                    kernel(50),
                                    op(KernelOp.DOWNGRADE_WRITE, "l"),
                                    kernel(50),
                                    op(KernelOp.READ_UNLOCK, "l")))
                    .task("r", SchedPolicy.fifo(10), cpu(1), 10_000, read(10));
            assertThat(Timeline.of(f, 1_000).acquisitions()).as("%s", model).contains("0 w", "50 r");
        }
    }

    @Test
    void theSpinningRwlockIsFairBetweenReadersAndWriters() {
        // K4.10
        Fixtures f = Fixtures.on(PreemptionModel.FULL)
                .cpus(3)
                .lock("l", Kind.RWLOCK)
                .task("a", SchedPolicy.fifo(10), cpu(0), 0, read(100))
                .task("w", SchedPolicy.fifo(10), cpu(1), 10_000, write(50))
                .task("b", SchedPolicy.fifo(10), cpu(2), 20_000, read(10));
        Timeline t = Timeline.of(f, 1_000);
        assertThat(t.acquisitions()).containsExactly("0 a", "100 w", "150 b");
        assertThat(t.switches(1)).containsExactly("10 w", "150 idle/1");
    }

    @Test
    void aSleepingRwsemWithoutRtServesWaitersInOrderWithReadersTogether() {
        // K4.10
        Fixtures f = Fixtures.on(PreemptionModel.FULL)
                .lock("l", Kind.RW_SEMAPHORE)
                .task(
                        "owner",
                        SchedPolicy.fifo(10),
                        0,
                        syscall(op(KernelOp.WRITE_LOCK, "l"), sleepUntil(100), op(KernelOp.WRITE_UNLOCK, "l")))
                .task("r1", SchedPolicy.fifo(20), 10_000, read(10))
                .task("w", SchedPolicy.fifo(90), 20_000, write(10))
                .task("r2", SchedPolicy.fifo(30), 30_000, read(10));
        assertThat(Timeline.of(f, 1_000).acquisitions()).containsExactly("0 owner", "100 r1", "100 r2", "120 w");
    }

    @Test
    void aPlainMutexSpinsForARunningOwner() {
        // K2.04
        Fixtures f = Fixtures.on(PreemptionModel.FULL)
                .cpus(3)
                .lock("l", Kind.MUTEX)
                .task("owner", SchedPolicy.fifo(10), cpu(0), 0, syscall(lock("l"), kernel(100), unlock("l")))
                .task("s1", SchedPolicy.fifo(10), cpu(1), 10_000, syscall(lock("l"), kernel(10), unlock("l")))
                .task("s2", SchedPolicy.fifo(90), cpu(2), 20_000, syscall(lock("l"), kernel(10), unlock("l")));
        Timeline t = Timeline.of(f, 1_000);
        assertThat(t.acquisitions()).containsExactly("0 owner", "100 s1", "110 s2");
        assertThat(t.switches(2)).containsExactly("20 s2", "120 idle/2");
        assertThat(t.boosts()).isEmpty();
    }

    @Test
    void aPlainMutexIsHandedToAWaiterThatHasLostOnce() {
        // K2.04: the releaser takes it again before the woken waiter runs, but not twice
        Fixtures f = Fixtures.on(PreemptionModel.FULL)
                .lock("l", Kind.MUTEX)
                .task(
                        "greedy",
                        SchedPolicy.fifo(50),
                        0,
                        syscall(
                                lock("l"),
                                sleepUntil(100),
                                unlock("l"),
                                lock("l"),
                                sleepUntil(200),
                                unlock("l"),
                                lock("l"),
                                kernel(5),
                                unlock("l")))
                .task("meek", SchedPolicy.fifo(10), 10_000, syscall(lock("l"), kernel(10), unlock("l")));
        assertThat(Timeline.of(f, 1_000).acquisitions())
                .containsExactly("0 greedy", "100 greedy", "200 meek", "210 greedy");
    }

    @Test
    void semaphoresBoostOnlyInTheOldRtKernel() {
        // K2.11, K4.11
        assertThat(Timeline.of(semaphores().version(2, 6), 1_000).boosts()).contains("20 t1 89>19");
        assertThat(Timeline.of(semaphores(), 1_000).boosts()).isEmpty();
    }

    private static Fixtures semaphores() {
        return rt().semaphore("s", 1)
                .task("t1", SchedPolicy.fifo(10), 0, syscall(op(KernelOp.DOWN, "s"), kernel(100), op(KernelOp.UP, "s")))
                .task(
                        "t2",
                        SchedPolicy.fifo(80),
                        20_000,
                        syscall(op(KernelOp.DOWN, "s"), kernel(10), op(KernelOp.UP, "s")));
    }

    private static List<String> wakeOrder(KernelOp wait, KernelOp wake, Fixtures f) {
        f.task("a", SchedPolicy.fifo(10), 0, syscall(op(wait, "q")), compute(1))
                .task("b", SchedPolicy.fifo(90), 10_000, syscall(op(wait, "q")), compute(1))
                .task("c", SchedPolicy.fifo(50), 20_000, syscall(op(wait, "q")), compute(1))
                .task(
                        "waker",
                        SchedPolicy.fifo(5),
                        100_000,
                        syscall(op(wake, "q"), kernel(10), op(wake, "q"), kernel(10), op(wake, "q")));
        return Timeline.of(f, 1_000).wakesAndBoosts().subList(4, 7);
    }

    @Test
    void completionsSemaphoresAndWaitQueuesWakeInOrderOfArrival() {
        // K3.40, K4.11
        List<String> arrival = List.of("wake a", "wake b", "wake c");
        assertThat(wakeOrder(KernelOp.WAIT_FOR_COMPLETION, KernelOp.COMPLETE, rt().lock("q", Kind.COMPLETION)))
                .isEqualTo(arrival);
        assertThat(wakeOrder(KernelOp.WAIT_EVENT, KernelOp.WAKE_UP, rt().lock("q", Kind.WAIT_QUEUE)))
                .isEqualTo(arrival);
        assertThat(wakeOrder(KernelOp.DOWN, KernelOp.UP, rt().semaphore("q", 0)))
                .isEqualTo(arrival);
    }

    @Test
    void inversionThroughACompletionStaysUnbounded() {
        // K4.11
        Fixtures f = rt().lock("c", Kind.COMPLETION)
                .task("low", SchedPolicy.fifo(10), 0, syscall(kernel(50), op(KernelOp.COMPLETE, "c")))
                .task("high", SchedPolicy.fifo(80), 10_000, syscall(op(KernelOp.WAIT_FOR_COMPLETION, "c")))
                .task("medium", SchedPolicy.fifo(50), 20_000, compute(1_000));
        Timeline t = Timeline.of(f, 5_000);
        assertThat(t.boosts()).isEmpty();
        assertThat(t.switchedInUs("high", 2)).isEqualTo(1_050);
    }

    @Test
    void aTimedWaitForACompletionEnds() {
        // K4.11
        Fixtures f = rt().lock("c", Kind.COMPLETION)
                .task("t", SchedPolicy.fifo(10), 0, syscall(op(KernelOp.WAIT_FOR_COMPLETION, "c", 100), kernel(10)));
        assertThat(Timeline.of(f, 1_000).switches()).endsWith("100 t", "110 idle/0");
    }

    @Test
    void aReaderOfASeqlockBoostsTheWriterOnRtAndSpinsWithout() {
        // K2.04
        for (PreemptionModel model : List.of(PreemptionModel.RT, PreemptionModel.FULL)) {
            Fixtures f = Fixtures.on(model)
                    .cpus(2)
                    .lock("s", Kind.SEQLOCK)
                    .task(
                            "w",
                            SchedPolicy.fifo(10),
                            cpu(0),
                            0,
                            syscall(op(KernelOp.WRITE_SEQLOCK, "s"), kernel(100), op(KernelOp.WRITE_SEQUNLOCK, "s")))
                    .task("r", SchedPolicy.fifo(80), cpu(1), 10_000, syscall(op(KernelOp.READ_SEQLOCK, "s")));
            Timeline t = Timeline.of(f, 1_000);
            assertThat(t.switches(1)).as("%s", model).containsExactly("10 r", "100 idle/1");
            assertThat(t.boosts().isEmpty()).isEqualTo(model == PreemptionModel.FULL);
        }
    }

    @Test
    void aLocalLockIsPreemptibleOnRtOnly() {
        // K2.04, K1.11
        Fixtures full = localLock(PreemptionModel.FULL);
        assertThat(Timeline.of(full, 1_000).switchedInUs("high")).isEqualTo(100);
        assertThat(Timeline.of(localLock(PreemptionModel.RT), 1_000).switchedInUs("high"))
                .isEqualTo(10);
    }

    private static Fixtures localLock(PreemptionModel model) {
        return Fixtures.on(model)
                .lock("l", Kind.LOCAL_LOCK)
                .task("low", SchedPolicy.fifo(10), 0, syscall(lock("l"), kernel(100), unlock("l")))
                .task("high", SchedPolicy.fifo(80), 10_000, compute(10));
    }

    @Test
    void aTryLockFailsWhileItIsHeld() {
        // K3.08, K2.04
        for (PreemptionModel model : List.of(PreemptionModel.RT, PreemptionModel.FULL)) {
            for (Kind kind : List.of(Kind.MUTEX, Kind.SPINLOCK, Kind.RT_MUTEX, Kind.RAW_SPINLOCK)) {
                Fixtures f = Fixtures.on(model)
                        .cpus(2)
                        .lock("l", kind)
                        .task("owner", SchedPolicy.fifo(10), cpu(0), 0, syscall(lock("l"), kernel(100), unlock("l")))
                        .task("try", SchedPolicy.fifo(80), cpu(1), 10_000, syscall(op(KernelOp.TRYLOCK, "l")));
                Timeline t = Timeline.of(f, 1_000);
                assertThat(t.switches(1)).as(model + " " + kind).containsExactly("10 try", "10 idle/1");
                assertThat(t.machine().locks().ownedBy(t.task("try"))).isEmpty();
            }
        }
    }

    @Test
    void aKindRefusesWhatItCannotDo() {
        // K2.04
        Fixtures f = rt().lock("l", Kind.MUTEX).task("t", SchedPolicy.fifo(1), 0, syscall(op(KernelOp.UP, "l")));
        assertThatThrownBy(f::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("UP");
    }
}
