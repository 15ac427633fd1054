// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.pthread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.preemptsim.models.Steps.compute;
import static org.preemptsim.models.Steps.condWait;
import static org.preemptsim.models.Steps.give;
import static org.preemptsim.models.Steps.kernel;
import static org.preemptsim.models.Steps.repeat;
import static org.preemptsim.models.Steps.sleepUntil;
import static org.preemptsim.models.Steps.sync;
import static org.preemptsim.models.Steps.syscall;
import static org.preemptsim.models.Steps.take;
import static org.preemptsim.models.pthread.Bench.ends;
import static org.preemptsim.models.pthread.Bench.mutex;
import static org.preemptsim.models.pthread.Bench.run;
import static org.preemptsim.models.pthread.Bench.task;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.preemptsim.models.Fixtures;
import org.preemptsim.models.Timeline;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.PreemptionModel;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.spec.Step;
import org.preemptsim.models.spec.Step.SyncOp;
import org.preemptsim.models.spec.UserObjectSpec.Barrier;
import org.preemptsim.models.spec.UserObjectSpec.Condition;
import org.preemptsim.models.spec.UserObjectSpec.Futex;
import org.preemptsim.models.spec.UserObjectSpec.MutexKind;
import org.preemptsim.models.spec.UserObjectSpec.Protocol;
import org.preemptsim.models.spec.UserObjectSpec.RwLock;
import org.preemptsim.models.spec.UserObjectSpec.Semaphore;

/** Objects on plain futexes: mutexes without protocol, semaphores, condition variables, barriers, rwlocks. */
class SyncObjectsTest {
    private static List<String> first(Timeline t) {
        return ends(t).stream().filter(s -> s.endsWith(".0")).toList();
    }

    /** Waiters of different priority, one per millisecond from 1 ms on. */
    private static void waiters(Fixtures f, Step wait) {
        String[] names = {"o10", "a25", "b15", "c40", "d25", "o0"};
        SchedPolicy[] policies = {
            SchedPolicy.other(10),
            SchedPolicy.fifo(25),
            SchedPolicy.fifo(15),
            SchedPolicy.fifo(40),
            SchedPolicy.rr(25),
            SchedPolicy.other(0)
        };
        for (int i = 0; i < names.length; i++) {
            f.task(names[i], policies[i], 1_000_000L * (i + 1), wait, compute(50));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = PreemptionModel.class,
            names = {"RT", "FULL", "VOLUNTARY"})
    void futexWaitersWakeByPriorityEqualsAndFairOnesInOrderOfArrival(PreemptionModel model) {
        // K3.40, rule 31
        Fixtures f = Bench.on(model, 1).object(new Futex("f", 7));
        waiters(f, sync(SyncOp.FUTEX_WAIT, "f"));
        Step[] wakes = new Step[6];
        java.util.Arrays.fill(wakes, sync(SyncOp.FUTEX_WAKE, "f"));
        f.task("waker", SchedPolicy.fifo(90), 20_000_000, wakes);
        Timeline t = run(f, 60_000);
        assertThat(first(t).stream().filter(s -> !s.startsWith("waker") && !s.startsWith("o")))
                .containsExactly("c40.0", "a25.0", "d25.0", "b15.0");
        assertThat(t.sequence().stream().filter(s -> s.startsWith("wake ")).skip(7))
                .containsExactly("wake c40", "wake a25", "wake d25", "wake b15", "wake o10", "wake o0");
    }

    @Test
    void semaphoreWaitersWakeByPriority() {
        // rule 31: sem_burst_posts; the poster is stronger than all
        Fixtures f = Bench.rt(1).object(new Semaphore("s", 0));
        waiters(f, sync(SyncOp.SEM_WAIT, "s"));
        Step[] posts = new Step[6];
        java.util.Arrays.fill(posts, sync(SyncOp.SEM_POST, "s"));
        f.task("poster", SchedPolicy.fifo(90), 20_000_000, posts);
        Timeline t = run(f, 60_000);
        assertThat(ends(t).subList(0, 6))
                .containsExactly("poster.0", "poster.1", "poster.2", "poster.3", "poster.4", "poster.5");
        assertThat(t.sequence().stream().filter(s -> s.startsWith("wake ")).skip(7))
                .containsExactly("wake c40", "wake a25", "wake d25", "wake b15", "wake o10", "wake o0");
        assertThat(t.machine().pthreads().semaphoreValue("s")).isZero();
    }

    @Test
    void anybodyMayTakeAPostedSemaphoreBeforeTheWokenWaiterRuns() {
        // rule 31: sem_barging
        Fixtures f = Bench.rt(1)
                .object(new Semaphore("s", 0))
                .task("waiter", SchedPolicy.fifo(10), 0, sync(SyncOp.SEM_WAIT, "s"))
                .task(
                        "poster",
                        SchedPolicy.fifo(50),
                        1_000_000,
                        sync(SyncOp.SEM_POST, "s"),
                        sync(SyncOp.SEM_TRYWAIT, "s"),
                        sync(SyncOp.SEM_TRYWAIT, "s"),
                        sleepUntil(5_000),
                        sync(SyncOp.SEM_POST, "s"));
        assertThat(ends(run(f, 20_000)))
                .containsExactly("poster.0", "poster.1", "poster.2=11", "poster.3", "poster.4", "waiter.0");
    }

    @Test
    void aTimedSemaphoreWaitGivesUpOnTimeAndLeavesTheValueAlone() {
        Fixtures f = Bench.rt(1)
                .object(new Semaphore("s", 0))
                .task("w", SchedPolicy.fifo(10), 0, sync(SyncOp.SEM_WAIT, "s", 2_000))
                .task("p", SchedPolicy.fifo(20), 5_000_000, sync(SyncOp.SEM_POST, "s"));
        Timeline t = run(f, 20_000);
        assertThat(ends(t)).containsExactly("w.0=110", "p.0");
        assertThat(t.steps().get(0)).isBetween("2000", "2020");
        assertThat(t.machine().pthreads().semaphoreValue("s")).isEqualTo(1);
    }

    @Test
    void aSignalEndsASemaphoreWaitAndNotAMutexWait() {
        // K3.28; sem_wait(3) returns EINTR, pthread_mutex_lock(3) never does
        Fixtures f = Bench.rt(1)
                .object(new Semaphore("s", 0))
                .object(mutex("m", Protocol.NONE))
                .task("o", SchedPolicy.fifo(5), 0, take("m"), sleepUntil(5_000), give("m"))
                .task("w", SchedPolicy.fifo(10), 1_000_000, sync(SyncOp.SEM_WAIT, "s"))
                .task("v", SchedPolicy.fifo(10), 1_000_000, take("m"))
                .task("p", SchedPolicy.fifo(20), 2_000_000, new Step.Signal("w"), new Step.Signal("v"));
        assertThat(ends(run(f, 20_000))).containsExactly("o.0", "p.0", "p.1", "w.0=4", "o.1", "v.0", "o.2");
    }

    @Test
    void aPlainMutexGoesToAnEqualReleaserThatComesBackFirst() {
        // rule 10: relock_equal_none
        Fixtures f = Bench.rt(1)
                .object(mutex("m", Protocol.NONE))
                .task("w", SchedPolicy.fifo(20), 500_000, take("m"), compute(500), give("m"))
                .task("o", SchedPolicy.fifo(20), 0, take("m"), sleepUntil(1_000), give("m"), take("m"), give("m"));
        Timeline t = run(f, 20_000);
        assertThat(ends(t)).containsExactly("o.0", "o.1", "o.2", "o.3", "o.4", "w.0", "w.1", "w.2");
        assertThat(t.boosts()).isEmpty();
    }

    @Test
    void waitersOfAPlainMutexWakeByPriority() {
        // rule 10: waiters_prio_none, waiters_equal_none
        Fixtures f = Bench.rt(1)
                .object(mutex("m", Protocol.NONE))
                .task("low", SchedPolicy.fifo(10), 0, take("m"), sleepUntil(7_000), give("m"));
        String[] names = {"a25", "b15", "c40", "d25"};
        int[] prios = {25, 15, 40, 25};
        for (int i = 0; i < names.length; i++) {
            f.task(names[i], SchedPolicy.fifo(prios[i]), 1_000_000L * (i + 1), take("m"), compute(100), give("m"));
        }
        assertThat(first(run(f, 20_000))).containsExactly("low.0", "c40.0", "a25.0", "d25.0", "b15.0");
    }

    @Test
    void aPlainMutexTimesOutOnTimeWhateverItsOwnerDoes() {
        // rule 17: timedlock_none_expires
        Fixtures f = Bench.rt(1)
                .object(mutex("m", Protocol.NONE))
                .task("low", SchedPolicy.fifo(10), 0, take("m"), compute(6_000), give("m"))
                .task("high", SchedPolicy.fifo(30), 1_000_000, sync(SyncOp.MUTEX_LOCK, "m", 1_000));
        assertThat(ends(run(f, 20_000))).containsExactly("low.0", "high.0=110", "low.1", "low.2");
    }

    @Test
    void aPlainMutexDoesNotSpin() {
        // rule 18: smp_spin_none
        Fixtures f = Bench.rt(2)
                .object(mutex("m", Protocol.NONE))
                .task("low", SchedPolicy.fifo(10), CpuSet.of(0), 0, take("m"), compute(6_000), give("m"))
                .task("high", SchedPolicy.fifo(30), CpuSet.of(1), 1_000_000, take("m"), give("m"))
                .task("weak", SchedPolicy.fifo(5), CpuSet.of(1), 2_000_000, compute(100));
        assertThat(run(f, 20_000).sequence()).containsSubsequence("weak.0", "low.1", "high.0");
    }

    @Test
    void aChainIsCutByALockWithoutInheritanceAndByASemaphore() {
        // rule 11: chain_broken_by_none, chain_broken_by_sem
        Fixtures f = Bench.rt(1)
                .object(mutex("i", Protocol.INHERIT))
                .object(mutex("n", Protocol.NONE))
                .task("low", SchedPolicy.fifo(10), 0, take("n"), compute(4_000), give("n"))
                .task("mid", SchedPolicy.fifo(20), 1_000_000, take("i"), take("n"), give("n"), give("i"))
                .task("high", SchedPolicy.fifo(30), 2_000_000, take("i"), give("i"));
        Timeline t = run(f, 20_000);
        assertThat(t.boosts().stream().map(s -> s.substring(s.indexOf(' ') + 1)))
                .containsExactly("mid 79>69", "mid 69>79");
    }

    @Test
    void mutexKindsAnswerMisuseAsTheManualSays() {
        Fixtures f = Bench.rt(1)
                .object(Bench.kind("e", Protocol.NONE, MutexKind.ERRORCHECK))
                .object(Bench.kind("r", Protocol.NONE, MutexKind.RECURSIVE))
                .object(mutex("n", Protocol.NONE))
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
                        sync(SyncOp.MUTEX_CONSISTENT, "n"),
                        take("n"),
                        sync(SyncOp.MUTEX_TRYLOCK, "n"),
                        take("n"));
        assertThat(ends(run(f, 20_000)))
                .containsExactly(
                        "a.0=1", "a.1", "a.2=35", "a.3=16", "a.4", "a.5", "a.6", "a.7", "a.8", "a.9=1", "a.10=22",
                        "a.11", "a.12=16");
    }

    @Test
    void aRobustMutexWithoutProtocolTellsOneWaiterOfItsOwnersDeath() {
        // rule 16: handle_futex_death
        Fixtures f = Bench.rt(1)
                .object(Bench.robust("m", Protocol.NONE))
                .task("low", SchedPolicy.fifo(10), 0, take("m"), compute(2_000), new Step.Exit())
                .task("a", SchedPolicy.fifo(20), 1_000_000, take("m"), sync(SyncOp.MUTEX_CONSISTENT, "m"), give("m"))
                .task("b", SchedPolicy.fifo(15), 500_000, take("m"), give("m"));
        assertThat(ends(run(f, 20_000))).containsExactly("low.0", "low.1", "a.0=130", "a.1", "a.2", "b.0", "b.1");
    }

    @Test
    void aPlainMutexOfATaskThatIsGoneStaysTaken() {
        Fixtures f = Bench.rt(1)
                .object(mutex("n", Protocol.NONE))
                .object(mutex("i", Protocol.INHERIT))
                .task("low", SchedPolicy.fifo(10), 0, take("n"), take("i"), new Step.Exit())
                .task("a", SchedPolicy.fifo(20), 1_000_000, take("n"))
                .task("b", SchedPolicy.fifo(20), 1_000_000, take("i"))
                .task("c", SchedPolicy.fifo(20), 2_000_000, sync(SyncOp.MUTEX_LOCK, "i", 1_000));
        assertThat(ends(run(f, 20_000))).containsExactly("low.0", "low.1", "c.0=110");
    }

    private static Fixtures condition(Protocol protocol, Step notify) {
        Fixtures f = Bench.rt(1).object(new Condition("c")).object(mutex("m", protocol));
        String[] names = {"a25", "b15", "c40"};
        int[] prios = {25, 15, 40};
        for (int i = 0; i < names.length; i++) {
            f.task(
                    names[i],
                    SchedPolicy.fifo(prios[i]),
                    1_000_000L * (i + 1),
                    take("m"),
                    condWait("c", "m"),
                    compute(100),
                    give("m"));
        }
        return f.task(
                "low", SchedPolicy.fifo(10), 10_000_000, take("m"), notify, compute(500), give("m"), notify, notify);
    }

    @Test
    void signalsWakeWaitersByPriority() {
        // rules 31, 32: cond_signal_order; the first one blocks on the signaller's mutex and boosts it
        Timeline t = run(condition(Protocol.INHERIT, sync(SyncOp.COND_SIGNAL, "c")), 40_000);
        assertThat(ends(t).subList(3, ends(t).size()))
                .containsExactly(
                        "low.0", "low.1", "low.2", "c40.1", "c40.2", "c40.3", "low.3", "a25.1", "a25.2", "a25.3",
                        "low.4", "b15.1", "b15.2", "b15.3", "low.5");
        assertThat(t.boosts().stream().map(s -> s.substring(s.indexOf(' ') + 1)))
                .containsExactly("low 89>59", "low 59>89");
    }

    @Test
    void aBroadcastWakesAllAndEachTakesTheMutexItself() {
        // rule 32: cond_broadcast_pi: no requeue
        Timeline t = run(condition(Protocol.INHERIT, sync(SyncOp.COND_BROADCAST, "c")), 40_000);
        assertThat(ends(t).subList(3, ends(t).size()))
                .containsExactly(
                        "low.0", "low.1", "low.2", "c40.1", "c40.2", "c40.3", "a25.1", "a25.2", "a25.3", "b15.1",
                        "b15.2", "b15.3", "low.3", "low.4", "low.5");
        assertThat(t.sequence().stream().filter(s -> s.equals("run c40")).count())
                .isEqualTo(3);
    }

    @Test
    void aBroadcastUnderAPlainMutexServesAllToo() {
        // rule 32: cond_broadcast_none
        Timeline t = run(condition(Protocol.NONE, sync(SyncOp.COND_BROADCAST, "c")), 40_000);
        assertThat(ends(t)).contains("a25.3", "b15.3", "c40.3").endsWith("low.3", "low.4", "low.5");
        assertThat(t.boosts()).isEmpty();
    }

    @Test
    void aTimedConditionWaitTakesTheMutexAgainAndSaysSo() {
        Fixtures f = Bench.rt(1)
                .object(new Condition("c"))
                .object(mutex("m", Protocol.INHERIT))
                .task(
                        "w",
                        SchedPolicy.fifo(20),
                        0,
                        take("m"),
                        new Step.Sync(SyncOp.COND_WAIT, "c", "m", 2_000_000),
                        give("m"))
                .task(
                        "s",
                        SchedPolicy.fifo(30),
                        5_000_000,
                        sync(SyncOp.COND_SIGNAL, "c"),
                        sync(SyncOp.COND_SIGNAL, "c"));
        assertThat(ends(run(f, 20_000))).containsExactly("w.0", "w.1=110", "w.2", "s.0", "s.1");
    }

    @Test
    void aSignalIsNotLostOnAWaiterThatComesLater() {
        // new group after the first one is used up; the signaller waits for nobody who has left
        Fixtures f = Bench.rt(1)
                .object(new Condition("c"))
                .object(mutex("m", Protocol.NONE))
                .task("w", SchedPolicy.fifo(20), 0, take("m"), condWait("c", "m"), condWait("c", "m"), give("m"))
                .task(
                        "s",
                        SchedPolicy.fifo(10),
                        1_000_000,
                        sync(SyncOp.COND_SIGNAL, "c"),
                        sync(SyncOp.COND_SIGNAL, "c"),
                        sync(SyncOp.COND_SIGNAL, "c"));
        assertThat(ends(run(f, 20_000))).containsExactly("w.0", "w.1", "s.0", "w.2", "w.3", "s.1", "s.2");
    }

    @Test
    void aSignallerWaitsUntilTheSignalledWaitersOfTheOldGroupHaveLeft() {
        // rule 32; glibc's own inversion: the strong signaller waits for the weak waiter, which waits for the hog
        Fixtures f = Bench.rt(1)
                .object(new Condition("c"))
                .object(mutex("m", Protocol.NONE))
                .task("low", SchedPolicy.fifo(5), 0, take("m"), condWait("c", "m"), give("m"))
                .task("hog", SchedPolicy.fifo(20), 900_000, compute(10_000))
                .task(
                        "s",
                        SchedPolicy.fifo(50),
                        1_000_000,
                        sync(SyncOp.COND_SIGNAL, "c"),
                        sleepUntil(3_000),
                        sync(SyncOp.COND_SIGNAL, "c"))
                .task("w", SchedPolicy.fifo(60), 2_000_000, take("m"), condWait("c", "m"), give("m"));
        assertThat(ends(run(f, 30_000)))
                .containsExactly("low.0", "s.0", "w.0", "s.1", "hog.0", "w.1", "w.2", "s.2", "low.1", "low.2");
    }

    @Test
    void stepsAreNumberedAsWrittenAndLoopsHaveNoMarks() {
        Fixtures f = Bench.rt(1)
                .task(
                        "a",
                        SchedPolicy.fifo(5),
                        0,
                        compute(1),
                        repeat(2, compute(1), syscall(kernel(1), kernel(1))),
                        compute(1));
        // 0, loop = 1, 2, 3, end of loop = 4, 5
        assertThat(ends(run(f, 1_000))).containsExactly("a.0", "a.2", "a.3", "a.2", "a.3", "a.5");
    }

    @Test
    void thousandsOfObjectsAndTasksAreFine() {
        Fixtures f = Bench.rt(4).object(mutex("first", Protocol.INHERIT));
        for (int i = 0; i < 3_000; i++) {
            f.object(mutex("m" + i, i % 2 == 0 ? Protocol.INHERIT : Protocol.NONE));
        }
        for (int i = 0; i < 2_000; i++) {
            String own = "m" + i;
            f.task(
                    "t" + i,
                    SchedPolicy.fifo(1 + i % 50),
                    CpuSet.first(4),
                    1_000L * i,
                    take("first"),
                    take(own),
                    compute(1),
                    give(own),
                    give("first"));
        }
        Timeline t = run(f, 200_000);
        assertThat(ends(t).stream().filter(s -> s.endsWith(".4"))).hasSize(2_000);
    }

    @Test
    void waitingWithAMutexOfAnotherTaskIsRefused() {
        Fixtures f = Bench.rt(1)
                .object(new Condition("c"))
                .object(mutex("m", Protocol.INHERIT))
                .task("w", SchedPolicy.fifo(20), 0, condWait("c", "m"), sync(SyncOp.COND_BROADCAST, "c"));
        assertThat(ends(run(f, 20_000))).containsExactly("w.0=1", "w.1");
    }

    @Test
    void theLastToArriveAtABarrierIsTheSerialOneAndMayContinueLast() {
        // rule 33: barrier_low_last
        Fixtures f = Bench.rt(1).object(new Barrier("b", 3));
        f.task("high", SchedPolicy.fifo(30), 1_000_000, sync(SyncOp.BARRIER_WAIT, "b"), compute(100));
        f.task("mid", SchedPolicy.fifo(20), 2_000_000, sync(SyncOp.BARRIER_WAIT, "b"), compute(100));
        f.task("low", SchedPolicy.fifo(10), 3_000_000, sync(SyncOp.BARRIER_WAIT, "b"), compute(100));
        assertThat(ends(run(f, 20_000))).containsExactly("high.0", "high.1", "mid.0", "mid.1", "low.0=1", "low.1");
    }

    @Test
    void aBarrierServesOneRoundAfterTheOther() {
        // rule 33: barrier_release
        Fixtures f = Bench.rt(2).object(new Barrier("b", 2));
        Step[] rounds = {
            sync(SyncOp.BARRIER_WAIT, "b"), compute(100), sync(SyncOp.BARRIER_WAIT, "b"), sync(SyncOp.BARRIER_WAIT, "b")
        };
        f.task("x", SchedPolicy.fifo(30), CpuSet.of(0), 1_000_000, rounds);
        f.task("y", SchedPolicy.fifo(20), CpuSet.of(1), 2_000_000, rounds);
        Timeline t = run(f, 20_000);
        assertThat(ends(t)).hasSize(8);
        assertThat(ends(t).stream().filter(s -> s.endsWith("=1")).count()).isEqualTo(3);
    }

    @Test
    void aWaitingWriterDoesNotStopNewReadersWhateverThePriorities() {
        // rules 11, 34: rwlock_reader_pref, rwlock_writer_inversion
        Fixtures f = Bench.rt(1)
                .object(new RwLock("r"))
                .task(
                        "r1",
                        SchedPolicy.fifo(10),
                        0,
                        sync(SyncOp.RW_RDLOCK, "r"),
                        compute(5_000),
                        sync(SyncOp.RW_UNLOCK, "r"))
                .task("w", SchedPolicy.fifo(40), 1_000_000, sync(SyncOp.RW_WRLOCK, "r"), sync(SyncOp.RW_UNLOCK, "r"))
                .task(
                        "r2",
                        SchedPolicy.fifo(20),
                        2_000_000,
                        sync(SyncOp.RW_RDLOCK, "r"),
                        compute(100),
                        sync(SyncOp.RW_UNLOCK, "r"))
                .task("m", SchedPolicy.fifo(15), 3_000_000, compute(2_000));
        Timeline t = run(f, 20_000);
        assertThat(ends(t)).containsExactly("r1.0", "r2.0", "r2.1", "r2.2", "m.0", "r1.1", "w.0", "w.1", "r1.2");
        assertThat(t.boosts()).isEmpty();
    }

    @Test
    void aWriterThatLeavesHandsTheLockToAllReadersAndThenWakesOneWriter() {
        // rule 34
        Fixtures f = Bench.rt(1)
                .object(new RwLock("r"))
                .task(
                        "w0",
                        SchedPolicy.fifo(50),
                        0,
                        sync(SyncOp.RW_WRLOCK, "r"),
                        sleepUntil(9_000),
                        sync(SyncOp.RW_UNLOCK, "r"))
                .task(
                        "w1",
                        SchedPolicy.fifo(40),
                        1_000_000,
                        sync(SyncOp.RW_WRLOCK, "r"),
                        compute(100),
                        sync(SyncOp.RW_UNLOCK, "r"))
                .task(
                        "r1",
                        SchedPolicy.fifo(10),
                        2_000_000,
                        sync(SyncOp.RW_RDLOCK, "r"),
                        compute(100),
                        sync(SyncOp.RW_UNLOCK, "r"))
                .task(
                        "r2",
                        SchedPolicy.fifo(20),
                        3_000_000,
                        sync(SyncOp.RW_RDLOCK, "r"),
                        compute(100),
                        sync(SyncOp.RW_UNLOCK, "r"))
                .task(
                        "t",
                        SchedPolicy.fifo(60),
                        4_000_000,
                        sync(SyncOp.RW_TRYRDLOCK, "r"),
                        sync(SyncOp.RW_TRYWRLOCK, "r"));
        Timeline t = run(f, 20_000);
        assertThat(ends(t))
                .containsExactly(
                        "w0.0", "t.0=16", "t.1=16", "w0.1", "w0.2", "r2.0", "r2.1", "r2.2", "r1.0", "r1.1", "w1.0",
                        "w1.1", "w1.2", "r1.2");
    }

    @Test
    void timedRwlockWaitsGiveUpAndLeaveTheLockUsable() {
        Fixtures f = Bench.rt(1)
                .object(new RwLock("r"))
                .task(
                        "w",
                        SchedPolicy.fifo(50),
                        0,
                        sync(SyncOp.RW_WRLOCK, "r"),
                        sync(SyncOp.RW_WRLOCK, "r"),
                        sync(SyncOp.RW_RDLOCK, "r"),
                        sleepUntil(9_000),
                        sync(SyncOp.RW_UNLOCK, "r"))
                .task("a", SchedPolicy.fifo(40), 1_000_000, sync(SyncOp.RW_WRLOCK, "r", 1_000))
                .task("b", SchedPolicy.fifo(30), 1_000_000, sync(SyncOp.RW_RDLOCK, "r", 2_000))
                .task(
                        "c",
                        SchedPolicy.fifo(30),
                        10_000_000,
                        sync(SyncOp.RW_RDLOCK, "r"),
                        sleepUntil(14_000),
                        sync(SyncOp.RW_UNLOCK, "r"))
                .task("d", SchedPolicy.fifo(20), 11_000_000, sync(SyncOp.RW_WRLOCK, "r", 1_000))
                .task("e", SchedPolicy.fifo(20), 13_000_000, sync(SyncOp.RW_WRLOCK, "r"));
        assertThat(ends(run(f, 20_000)))
                .containsExactly(
                        "w.0", "w.1=35", "w.2=35", "a.0=110", "b.0=110", "w.3", "w.4", "c.0", "d.0=110", "c.1", "c.2",
                        "e.0");
    }

    @Test
    void anObjectThatDoesNotExistIsRefusedBeforeTheRun() {
        Fixtures f = Bench.rt(1)
                .object(mutex("m", Protocol.NONE))
                .task("a", SchedPolicy.fifo(1), 0, sync(SyncOp.SEM_WAIT, "m"));
        assertThatThrownBy(f::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no semaphore named m");
    }

    @Test
    void theViewsShowOwnersAndWaitersInOrder() {
        Fixtures f = Bench.rt(1)
                .object(mutex("m", Protocol.NONE))
                .task("low", SchedPolicy.fifo(10), 0, take("m"), sleepUntil(7_000), give("m"))
                .task("a", SchedPolicy.fifo(20), 1_000_000, take("m"))
                .task("b", SchedPolicy.fifo(30), 2_000_000, take("m"));
        Timeline t = run(f, 5_000);
        var m = t.machine();
        assertThat(m.pthreads().owner("m")).isEqualTo(task(m, "low"));
        assertThat(m.pthreads().waiters("m")).containsExactly(task(m, "b"), task(m, "a"));
    }
}
