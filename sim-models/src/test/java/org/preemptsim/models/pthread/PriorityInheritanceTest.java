// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.pthread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.preemptsim.models.Steps.compute;
import static org.preemptsim.models.Steps.give;
import static org.preemptsim.models.Steps.setPolicy;
import static org.preemptsim.models.Steps.sleepUntil;
import static org.preemptsim.models.Steps.sync;
import static org.preemptsim.models.Steps.take;
import static org.preemptsim.models.pthread.Bench.ends;
import static org.preemptsim.models.pthread.Bench.mutex;
import static org.preemptsim.models.pthread.Bench.robust;
import static org.preemptsim.models.pthread.Bench.run;
import static org.preemptsim.models.pthread.Bench.task;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.preemptsim.models.Fixtures;
import org.preemptsim.models.Timeline;
import org.preemptsim.models.futex.Futexes;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.PreemptionModel;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.spec.Step;
import org.preemptsim.models.spec.Step.SyncOp;
import org.preemptsim.models.spec.UserObjectSpec.MutexKind;
import org.preemptsim.models.spec.UserObjectSpec.Protocol;

/** Mutexes with PTHREAD_PRIO_INHERIT, as a real kernel was seen to treat them. */
class PriorityInheritanceTest {
    private static List<String> boosts(Timeline t) {
        return t.boosts().stream().map(s -> s.substring(s.indexOf(' ') + 1)).toList();
    }

    private static List<String> boostsOfLow(Timeline t) {
        return boosts(t).stream().filter(b -> b.startsWith("low ")).toList();
    }

    @Test
    void anUncontendedMutexNeverEntersTheKernel() {
        // K3.07, K3.38: user fast path
        Fixtures f = Bench.rt(1)
                .cost(CostKey.SYSCALL_ENTRY, 1_000_000)
                .cost(CostKey.FUTEX, 1_000_000)
                .object(mutex("m", Protocol.INHERIT))
                .task("a", SchedPolicy.fifo(10), 0, take("m"), compute(10), give("m"));
        Timeline t = run(f, 2_000);
        assertThat(ends(t)).containsExactly("a.0", "a.1", "a.2");
        assertThat(us(t.steps().get(2))).isLessThan(30);
        assertThat(t.machine().pthreads().word("m")).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = PreemptionModel.class,
            names = {"RT", "FULL", "VOLUNTARY"})
    void theOwnerIsDeboostedBeforeTheWaiterIsWokenAndNobodyRunsBetween(PreemptionModel model) {
        // rule 7: deboost, wake, switch; preemption is off in between
        Fixtures f = Bench.on(model, 1)
                .object(mutex("m", Protocol.INHERIT))
                .task("low", SchedPolicy.fifo(10), 0, take("m"), compute(6_000), give("m"), compute(1_000))
                .task("mid", SchedPolicy.fifo(20), 3_000_000, compute(8_000))
                .task("high", SchedPolicy.fifo(30), 2_000_000, compute(500), take("m"), compute(1_000), give("m"));
        Timeline t = run(f, 40_000);
        assertThat(boosts(t)).containsExactly("low 89>69", "low 69>89");
        assertThat(t.sequence())
                .containsExactly(
                        "wake low",
                        "run low",
                        "low.0",
                        "wake high",
                        "run high",
                        "high.0",
                        "run low",
                        "wake mid",
                        "low.1",
                        "wake high",
                        "run high",
                        "high.1",
                        "high.2",
                        "high.3",
                        "run mid",
                        "mid.0",
                        "run low",
                        "low.2",
                        "low.3");
    }

    @Test
    void aChainIsBoostedInLockOrderByTheBlockingTaskBeforeItSleeps() {
        // rule 6, K3.14
        Fixtures f = Bench.rt(1)
                .object(mutex("m1", Protocol.INHERIT))
                .object(mutex("m2", Protocol.INHERIT))
                .task("a", SchedPolicy.fifo(10), 0, take("m1"), compute(3_000), give("m1"))
                .task("b", SchedPolicy.fifo(20), 1_000_000, take("m2"), take("m1"), give("m1"), give("m2"))
                .task("c", SchedPolicy.fifo(30), 2_000_000, take("m2"), give("m2"));
        Timeline t = run(f, 20_000);
        assertThat(boosts(t)).containsExactly("a 89>79", "b 79>69", "a 79>69", "a 69>89", "b 69>79");
        assertThat(ends(t)).endsWith("c.0", "c.1", "b.3", "a.2");
    }

    @Test
    void releasingALockWithoutTheStrongestWaiterChangesNothing() {
        // rule 8: the released waiter becomes ready and waits for the still boosted owner
        Fixtures f = Bench.rt(1)
                .object(mutex("m1", Protocol.INHERIT))
                .object(mutex("m2", Protocol.INHERIT))
                .task(
                        "low",
                        SchedPolicy.fifo(10),
                        0,
                        take("m1"),
                        take("m2"),
                        compute(3_000),
                        give("m1"),
                        compute(500),
                        give("m2"))
                .task("w20", SchedPolicy.fifo(20), 1_000_000, take("m1"), give("m1"))
                .task("w30", SchedPolicy.fifo(30), 2_000_000, take("m2"), give("m2"));
        Timeline t = run(f, 20_000);
        assertThat(boosts(t)).containsExactly("low 89>79", "low 79>69", "low 69>89");
        assertThat(ends(t))
                .containsExactly(
                        "low.0", "low.1", "low.2", "low.3", "low.4", "w30.0", "w30.1", "w20.0", "w20.1", "low.5");
    }

    @Test
    void waitersAreServedByPriorityAndEqualsInOrderOfArrival() {
        // rule 9, K3.01
        Fixtures f = Bench.rt(1)
                .object(mutex("m", Protocol.INHERIT))
                .task("low", SchedPolicy.fifo(10), 0, take("m"), sleepUntil(7_000), give("m"));
        String[] names = {"a25", "b15", "c40", "d25", "e30"};
        int[] prios = {25, 15, 40, 25, 30};
        for (int i = 0; i < names.length; i++) {
            f.task(names[i], SchedPolicy.fifo(prios[i]), 1_000_000L * (i + 1), take("m"), compute(100), give("m"));
        }
        Timeline t = run(f, 20_000);
        assertThat(ends(t).stream().filter(s -> s.endsWith(".0")))
                .containsExactly("low.0", "c40.0", "e30.0", "a25.0", "d25.0", "b15.0");
    }

    @Test
    void fairWaitersAreEqualWhateverTheirNice() {
        // rule 9, K3.01
        Fixtures f = Bench.rt(1)
                .object(mutex("m", Protocol.INHERIT))
                .task("low", SchedPolicy.fifo(10), 0, take("m"), sleepUntil(9_000), give("m"))
                .task("n10", SchedPolicy.other(10), 1_000_000, take("m"), give("m"))
                .task("n0", SchedPolicy.other(0), 3_000_000, take("m"), give("m"))
                .task("n-20", SchedPolicy.other(-20), 5_000_000, take("m"), give("m"));
        assertThat(ends(run(f, 40_000)).stream().filter(s -> s.endsWith(".0")))
                .containsExactly("low.0", "n10.0", "n0.0", "n-20.0");
    }

    @Test
    void aRequeuedWaiterGoesBehindThoseOfItsNewLevel() {
        // rule 9, K3.29: setprio on a blocked waiter, in the context of the caller
        Fixtures f = Bench.rt(1)
                .object(mutex("m", Protocol.INHERIT))
                .task("low", SchedPolicy.fifo(10), 0, take("m"), sleepUntil(7_000), give("m"))
                .task("a20", SchedPolicy.fifo(20), 1_000_000, take("m"), give("m"))
                .task("b30", SchedPolicy.fifo(30), 2_000_000, take("m"), give("m"))
                .task("boss", SchedPolicy.fifo(50), 3_000_000, setPolicy("a20", SchedPolicy.fifo(30)));
        Timeline t = run(f, 20_000);
        assertThat(ends(t).stream().filter(s -> s.endsWith(".0"))).containsExactly("low.0", "boss.0", "b30.0", "a20.0");
        assertThat(boostsOfLow(t)).containsExactly("low 89>79", "low 79>69", "low 69>89");
    }

    @Test
    void raisingABlockedWaiterBoostsTheOwnerInTheCallersContext() {
        // rule 13, K3.29
        Fixtures f = Bench.rt(1)
                .object(mutex("m", Protocol.INHERIT))
                .task("low", SchedPolicy.fifo(10), 0, take("m"), sleepUntil(7_000), give("m"))
                .task("w", SchedPolicy.fifo(20), 1_000_000, take("m"), give("m"))
                .task("boss", SchedPolicy.fifo(50), 3_000_000, setPolicy("w", SchedPolicy.fifo(40)), compute(10));
        assertThat(boostsOfLow(run(f, 20_000))).containsExactly("low 89>79", "low 79>59", "low 59>89");
    }

    @Test
    void aStrongerReleaserTakesTheMutexAgainBeforeThePendingWaiterRuns() {
        // rule 10: relock_higher, K3.08, K3.38: the kernel corrects the word
        Fixtures f = Bench.rt(1)
                .object(mutex("m", Protocol.INHERIT))
                .task("w", SchedPolicy.fifo(20), 500_000, take("m"), compute(500), give("m"), compute(300))
                .task(
                        "o",
                        SchedPolicy.fifo(40),
                        0,
                        take("m"),
                        sleepUntil(1_000),
                        compute(500),
                        give("m"),
                        take("m"),
                        compute(1_000),
                        give("m"),
                        compute(500));
        Timeline t = run(f, 20_000);
        assertThat(ends(t))
                .containsExactly("o.0", "o.1", "o.2", "o.3", "o.4", "o.5", "o.6", "o.7", "w.0", "w.1", "w.2", "w.3");
        assertThat(t.machine().pthreads().word("m")).isZero();
    }

    @Test
    void anEqualReleaserQueuesBehindThePendingWaiter() {
        // rule 10: relock_equal, K3.08
        Fixtures f = Bench.rt(1)
                .object(mutex("m", Protocol.INHERIT))
                .task("w", SchedPolicy.fifo(20), 500_000, take("m"), compute(500), give("m"))
                .task("o", SchedPolicy.fifo(20), 0, take("m"), sleepUntil(1_000), give("m"), take("m"), give("m"));
        assertThat(ends(run(f, 20_000))).containsExactly("o.0", "o.1", "o.2", "w.0", "w.1", "w.2", "o.3", "o.4");
    }

    @Test
    void tryLockFailsWhileTheHandOverIsPendingEvenForAStrongerTask() {
        // rule 10: trylock_pending; it only looks at the word
        Fixtures f = Bench.rt(1)
                .object(mutex("m", Protocol.INHERIT))
                .task("w", SchedPolicy.fifo(20), 500_000, take("m"), compute(500), give("m"))
                .task(
                        "o",
                        SchedPolicy.fifo(40),
                        0,
                        take("m"),
                        sleepUntil(1_000),
                        give("m"),
                        sync(SyncOp.MUTEX_TRYLOCK, "m"));
        assertThat(ends(run(f, 20_000))).containsExactly("o.0", "o.1", "o.2", "o.3=16", "w.0", "w.1", "w.2");
    }

    @Test
    void theWordNamesTheNextOwnerWhileItIsStillAsleep() {
        // K3.38: stopped between the wakeup and the first step of the waiter, behind the releaser
        Fixtures f = Bench.rt(1)
                .object(mutex("m", Protocol.INHERIT))
                .task("w", SchedPolicy.fifo(20), 500_000, take("m"), compute(500), give("m"))
                .task("o", SchedPolicy.fifo(40), 0, take("m"), sleepUntil(1_000), give("m"), compute(5_000));
        Timeline t = run(f, 3_000);
        int w = task(t.machine(), "w");
        assertThat(t.machine().pthreads().word("m")).isEqualTo(w | Futexes.WAITERS);
        assertThat(t.machine().pthreads().owner("m")).isEqualTo(w);
        assertThat(t.machine().pthreads().waiters("m")).containsExactly(w);
    }

    @Test
    void afterAContendedHandOverTheUnlockGoesThroughTheKernel() {
        // rule 14
        Fixtures f = Bench.rt(1)
                .object(mutex("m", Protocol.INHERIT))
                .task("low", SchedPolicy.fifo(10), 0, take("m"), compute(3_000), give("m"))
                .task(
                        "high",
                        SchedPolicy.fifo(30),
                        1_000_000,
                        take("m"),
                        compute(100),
                        give("m"),
                        take("m"),
                        give("m"));
        Timeline t = run(f, 20_000);
        List<String> steps = t.steps();
        int i = ends(t).indexOf("high.2");
        long contended = us(steps.get(i)) - us(steps.get(i - 1));
        long fast = us(steps.get(i + 2)) - us(steps.get(i + 1));
        // entry, futex, bucket lock and unlock, exit: 1.2 us more
        assertThat(contended - fast).isBetween(1L, 2L);
        assertThat(t.machine().pthreads().word("m")).isZero();
    }

    private static long us(String step) {
        return Long.parseLong(step.substring(0, step.indexOf(' ')));
    }

    @Test
    void theTaskThatClosesACycleIsParkedForEverAndTheOtherOnesBoostStays() {
        // rule 15, K3.17, K3.19
        Fixtures f = Bench.rt(1)
                .object(mutex("a", Protocol.INHERIT))
                .object(mutex("b", Protocol.INHERIT))
                .task("low", SchedPolicy.fifo(10), 0, take("a"), compute(2_000), take("b"), give("b"), give("a"))
                .task("high", SchedPolicy.fifo(20), 1_000_000, take("b"), take("a"), give("a"), give("b"));
        Timeline t = run(f, 50_000);
        assertThat(ends(t)).containsExactly("low.0", "high.0", "low.1");
        assertThat(boosts(t)).containsExactly("low 89>79");
        assertThat(t.machine().scheduler().effectivePrio(task(t.machine(), "low")))
                .isEqualTo(79);
    }

    @Test
    void aTimedLockThatClosesACycleReturnsAtItsTimeOut() {
        // rule 15, K3.19, K3.39
        Fixtures f = Bench.rt(1)
                .object(mutex("a", Protocol.INHERIT))
                .object(mutex("b", Protocol.INHERIT))
                .task(
                        "low",
                        SchedPolicy.fifo(10),
                        0,
                        take("a"),
                        compute(2_000),
                        sync(SyncOp.MUTEX_LOCK, "b", 3_000),
                        give("a"))
                .task("high", SchedPolicy.fifo(20), 1_000_000, take("b"), take("a"), give("a"), give("b"));
        assertThat(ends(run(f, 50_000)))
                .containsExactly("low.0", "high.0", "low.1", "low.2=110", "high.1", "high.2", "high.3", "low.3");
    }

    @Test
    void aWaiterOfARobustMutexIsToldThatItsOwnerDied() {
        // rule 16
        Fixtures f = Bench.rt(1)
                .object(robust("m", Protocol.INHERIT))
                .task("low", SchedPolicy.fifo(10), 0, take("m"), compute(2_000), new Step.Exit())
                .task(
                        "high",
                        SchedPolicy.fifo(20),
                        1_000_000,
                        take("m"),
                        sync(SyncOp.MUTEX_CONSISTENT, "m"),
                        give("m"),
                        take("m"),
                        give("m"));
        Timeline t = run(f, 50_000);
        assertThat(boosts(t)).containsExactly("low 89>79", "low 79>89");
        assertThat(ends(t)).containsExactly("low.0", "low.1", "high.0=130", "high.1", "high.2", "high.3", "high.4");
    }

    @Test
    void aRobustMutexThatIsNotMadeConsistentIsLostForEver() {
        // rule 16; pthread_mutex_consistent(3)
        for (Protocol protocol : new Protocol[] {Protocol.INHERIT, Protocol.NONE}) {
            Fixtures f = Bench.rt(1)
                    .object(robust("m", protocol))
                    .task("low", SchedPolicy.fifo(10), 0, take("m"), compute(2_000), new Step.Exit())
                    .task("high", SchedPolicy.fifo(20), 1_000_000, take("m"), sleepUntil(5_000), give("m"))
                    .task("other", SchedPolicy.fifo(5), 4_000_000, take("m"), sync(SyncOp.MUTEX_TRYLOCK, "m"));
            assertThat(ends(run(f, 50_000)))
                    .as(protocol.name())
                    .containsExactly("low.0", "low.1", "high.0=130", "high.1", "high.2", "other.0=131", "other.1=131");
        }
    }

    @Test
    void aTimedOutWaiterThatCannotRunGetsTheLockLateAndWithoutError() {
        // rule 17: timedlock_expires
        Fixtures f = Bench.rt(1)
                .object(mutex("m", Protocol.INHERIT))
                .task("low", SchedPolicy.fifo(10), 0, take("m"), compute(6_000), give("m"))
                .task("high", SchedPolicy.fifo(30), 1_000_000, sync(SyncOp.MUTEX_LOCK, "m", 1_000), give("m"));
        Timeline t = run(f, 20_000);
        assertThat(ends(t)).containsExactly("low.0", "low.1", "high.0", "high.1", "low.2");
        assertThat(boosts(t)).containsExactly("low 89>69", "low 69>89");
    }

    @Test
    void aTimeOutIsOnTimeIfTheOwnerSleeps() {
        // rule 17: timedlock_owner_asleep, K3.28, K3.39
        Fixtures f = Bench.rt(1)
                .object(mutex("m", Protocol.INHERIT))
                .task("low", SchedPolicy.fifo(10), 0, take("m"), sleepUntil(6_000), give("m"))
                .task("high", SchedPolicy.fifo(30), 1_000_000, sync(SyncOp.MUTEX_LOCK, "m", 1_000));
        Timeline t = run(f, 20_000);
        assertThat(ends(t)).containsExactly("low.0", "high.0=110", "low.1", "low.2");
        assertThat(us(t.steps().get(1))).isBetween(2_000L, 2_020L);
        assertThat(boosts(t)).containsExactly("low 89>69", "low 69>89");
    }

    @Test
    void aSignalRestartsTheWaitUnseen() {
        // K3.28: FUTEX_LOCK_PI is restarted; the boost is withdrawn and given again
        Fixtures f = Bench.rt(1)
                .object(mutex("m", Protocol.INHERIT))
                .task("low", SchedPolicy.fifo(10), 0, take("m"), sleepUntil(6_000), give("m"))
                .task("high", SchedPolicy.fifo(30), 1_000_000, take("m"), give("m"))
                .task("boss", SchedPolicy.fifo(50), 3_000_000, new Step.Signal("high"));
        Timeline t = run(f, 20_000);
        assertThat(ends(t)).containsExactly("low.0", "boss.0", "low.1", "high.0", "high.1", "low.2");
        assertThat(boosts(t)).containsExactly("low 89>69", "low 69>89", "low 89>69", "low 69>89");
    }

    @Test
    void aSpinningWaiterDoesNotLookAtItsTimeOut() {
        // rule 18: smp_timedlock, K3.11
        Fixtures f = Bench.rt(2)
                .object(mutex("m", Protocol.INHERIT))
                .task("low", SchedPolicy.fifo(10), CpuSet.of(0), 0, take("m"), compute(6_000), give("m"))
                .task(
                        "high",
                        SchedPolicy.fifo(30),
                        CpuSet.of(1),
                        1_000_000,
                        sync(SyncOp.MUTEX_LOCK, "m", 2_000),
                        give("m"))
                .task("weak", SchedPolicy.fifo(5), CpuSet.of(1), 2_000_000, compute(100));
        Timeline t = run(f, 20_000);
        assertThat(t.sequence()).containsSubsequence("low.1", "high.0", "high.1", "weak.0");
    }

    @Test
    void aSpinningWaiterSleepsWhenItsOwnerIsSwitchedOutAndThenTimesOutOnTime() {
        // rule 18: smp_timedlock_owner_preempted, K3.11
        Fixtures f = Bench.rt(2)
                .object(mutex("m", Protocol.INHERIT))
                .task("low", SchedPolicy.fifo(10), CpuSet.of(0), 0, take("m"), compute(6_000), give("m"))
                .task("high", SchedPolicy.fifo(30), CpuSet.of(1), 1_000_000, sync(SyncOp.MUTEX_LOCK, "m", 3_000))
                .task("hog", SchedPolicy.fifo(50), CpuSet.of(0), 2_000_000, compute(5_000))
                .task("weak", SchedPolicy.fifo(5), CpuSet.of(1), 1_500_000, compute(100));
        Timeline t = run(f, 30_000);
        assertThat(ends(t)).containsExactly("low.0", "weak.0", "high.0=110", "hog.0", "low.1", "low.2");
        assertThat(us(t.steps().get(1))).isBetween(2_100L, 2_120L);
        assertThat(us(t.steps().get(2))).isBetween(4_000L, 4_020L);
    }

    @Test
    void onlyTheTopWaiterSpins() {
        // rule 18: smp_spin_only_top, K3.11
        Fixtures f = Bench.rt(3)
                .object(mutex("m", Protocol.INHERIT))
                .task("low", SchedPolicy.fifo(10), CpuSet.of(0), 0, take("m"), compute(6_000), give("m"))
                .task("w20", SchedPolicy.fifo(20), CpuSet.of(1), 1_000_000, take("m"), give("m"))
                .task("w30", SchedPolicy.fifo(30), CpuSet.of(2), 2_000_000, take("m"), give("m"))
                .task("weak1", SchedPolicy.fifo(5), CpuSet.of(1), 1_500_000, compute(100))
                .task("weak2", SchedPolicy.fifo(5), CpuSet.of(2), 2_500_000, compute(100));
        Timeline t = run(f, 30_000);
        assertThat(ends(t)).containsSubsequence("weak1.0", "low.1", "w30.0", "w30.1", "weak2.0");
        assertThat(us(t.steps().get(ends(t).indexOf("weak1.0")))).isBetween(2_100L, 2_120L);
        assertThat(ends(t)).containsSubsequence("w30.0", "w20.0");
    }

    @Test
    void onAnotherCpuOnlyAStrongerTaskTakesTheMutexFromAPendingWaiter() {
        // rule 10: smp_steal, smp_steal_equal, handover_runs_late
        for (int prio : new int[] {25, 20}) {
            Fixtures f = Bench.rt(2)
                    .object(mutex("m", Protocol.INHERIT))
                    .task("w", SchedPolicy.fifo(20), CpuSet.of(0), 500_000, take("m"), compute(100), give("m"))
                    .task(
                            "o",
                            SchedPolicy.fifo(40),
                            CpuSet.of(0),
                            0,
                            take("m"),
                            sleepUntil(1_000),
                            give("m"),
                            compute(3_000))
                    .task("s", SchedPolicy.fifo(prio), CpuSet.of(1), 2_000_000, take("m"), compute(500), give("m"));
            List<String> ends = ends(run(f, 30_000));
            if (prio > 20) {
                assertThat(ends).containsExactly("o.0", "o.1", "o.2", "s.0", "s.1", "s.2", "o.3", "w.0", "w.1", "w.2");
            } else {
                assertThat(ends)
                        .containsSubsequence("o.3", "w.0", "w.1", "s.0", "s.1", "s.2")
                        .contains("w.2");
            }
        }
    }

    @Test
    void aTimedOutWaiterOfAChainFailsLateAfterTheLowerLockIsReleased() {
        // rule 17: chain_timeout_top
        Fixtures f = Bench.rt(1)
                .object(mutex("m1", Protocol.INHERIT))
                .object(mutex("m2", Protocol.INHERIT))
                .task("a", SchedPolicy.fifo(10), 0, take("m1"), compute(6_000), give("m1"))
                .task("b", SchedPolicy.fifo(20), 1_000_000, take("m2"), take("m1"), give("m1"), give("m2"))
                .task("c", SchedPolicy.fifo(30), 2_000_000, sync(SyncOp.MUTEX_LOCK, "m2", 1_000));
        Timeline t = run(f, 30_000);
        assertThat(ends(t)).containsExactly("a.0", "b.0", "a.1", "c.0=110", "b.1", "b.2", "b.3", "a.2");
        assertThat(boosts(t)).containsExactly("a 89>79", "b 79>69", "a 79>69", "a 69>89", "b 69>79");
    }

    @Test
    void aWaiterInTheMiddleOfAChainThatCannotRunGetsTheLockAfterItsTimeOut() {
        // rule 17: chain_timeout_middle
        Fixtures f = Bench.rt(1)
                .object(mutex("m1", Protocol.INHERIT))
                .object(mutex("m2", Protocol.INHERIT))
                .task("a", SchedPolicy.fifo(10), 0, take("m1"), compute(6_000), give("m1"))
                .task(
                        "b",
                        SchedPolicy.fifo(20),
                        1_000_000,
                        take("m2"),
                        sync(SyncOp.MUTEX_LOCK, "m1", 2_000),
                        give("m1"),
                        give("m2"))
                .task("c", SchedPolicy.fifo(30), 2_000_000, take("m2"), give("m2"));
        assertThat(ends(run(f, 30_000))).containsExactly("a.0", "b.0", "a.1", "b.1", "b.2", "c.0", "c.1", "b.3", "a.2");
    }

    @Test
    void aFairOwnerRunsAsFifoAtItsWaitersLevel() {
        // rule 12: other_owner_boosted, K3.06
        Fixtures f = Bench.rt(1)
                .object(mutex("m", Protocol.INHERIT))
                .task("fair", SchedPolicy.other(0), 0, take("m"), compute(4_000), give("m"), compute(10))
                .task("high", SchedPolicy.fifo(30), 1_000_000, take("m"), give("m"))
                .task("mid", SchedPolicy.fifo(20), 2_000_000, compute(2_000));
        Timeline t = run(f, 30_000);
        assertThat(ends(t)).containsExactly("fair.0", "fair.1", "high.0", "high.1", "mid.0", "fair.2", "fair.3");
        assertThat(boosts(t)).containsExactly("fair 120>69", "fair 69>120");
    }

    @Test
    void loweringABoostedOwnerTakesEffectAtItsUnlock() {
        // rule 13: setprio_owner_boosted, K3.30: no pi event of its own
        Fixtures f = Bench.rt(1)
                .object(mutex("m", Protocol.INHERIT))
                .task("low", SchedPolicy.fifo(20), 0, take("m"), compute(4_000), give("m"), compute(10))
                .task("high", SchedPolicy.fifo(30), 1_000_000, take("m"), give("m"))
                .task("mid", SchedPolicy.fifo(15), 2_000_000, compute(100))
                .task("boss", SchedPolicy.fifo(50), 3_000_000, setPolicy("low", SchedPolicy.fifo(10)));
        Timeline t = run(f, 30_000);
        assertThat(ends(t)).containsExactly("low.0", "boss.0", "low.1", "high.0", "high.1", "mid.0", "low.2", "low.3");
        assertThat(boosts(t)).containsExactly("low 79>69", "low 69>89");
    }

    @Test
    void aBoostAndACeilingAreBothGivenUpOnlyToWhatIsLeft() {
        // rule 6, K3.30: a ceiling above the boost ends, the boost stays
        Fixtures f = Bench.rt(1)
                .object(mutex("i", Protocol.INHERIT))
                .object(Bench.protect("p", 60))
                .task(
                        "low",
                        SchedPolicy.fifo(10),
                        0,
                        take("i"),
                        sleepUntil(2_000),
                        take("p"),
                        give("p"),
                        sleepUntil(4_000),
                        give("i"))
                .task("w", SchedPolicy.fifo(30), 1_000_000, take("i"), give("i"));
        Timeline t = run(f, 3_000);
        assertThat(t.machine().scheduler().effectivePrio(task(t.machine(), "low")))
                .isEqualTo(69);
    }

    @Test
    void aMutexOfEachKindRefusesItsMisuse() {
        Fixtures f = Bench.rt(1)
                .object(Bench.kind("e", Protocol.INHERIT, MutexKind.ERRORCHECK))
                .object(Bench.kind("r", Protocol.INHERIT, MutexKind.RECURSIVE))
                .object(mutex("n", Protocol.INHERIT))
                .task(
                        "a",
                        SchedPolicy.fifo(10),
                        0,
                        give("e"),
                        take("e"),
                        take("e"),
                        sync(SyncOp.MUTEX_TRYLOCK, "e"),
                        give("e"),
                        take("r"),
                        take("r"),
                        give("r"),
                        give("r"),
                        give("r"),
                        give("n"),
                        take("n"),
                        sync(SyncOp.MUTEX_TRYLOCK, "n"),
                        take("n"));
        assertThat(ends(run(f, 20_000)))
                .containsExactly(
                        "a.0=1", "a.1", "a.2=35", "a.3=35", "a.4", "a.5", "a.6", "a.7", "a.8", "a.9=1", "a.10=1",
                        "a.11", "a.12=16");
    }
}
