// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.locking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.preemptsim.models.Steps.compute;
import static org.preemptsim.models.Steps.kernel;
import static org.preemptsim.models.Steps.lock;
import static org.preemptsim.models.Steps.op;
import static org.preemptsim.models.Steps.preemptOff;
import static org.preemptsim.models.Steps.setPolicy;
import static org.preemptsim.models.Steps.sleepUntil;
import static org.preemptsim.models.Steps.syscall;
import static org.preemptsim.models.Steps.unlock;
import static org.preemptsim.models.Steps.us;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.preemptsim.models.Fixtures;
import org.preemptsim.models.Timeline;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.LockSpec.Kind;
import org.preemptsim.models.spec.PreemptionModel;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.spec.Step;
import org.preemptsim.models.spec.Step.KernelOp;
import org.preemptsim.models.task.TaskState;
import org.preemptsim.models.trace.TracePoint;

/** The rtmutex, by the rule book's small tests of its section 3; costs are 0, so instants are the rules' own. */
class RtMutexRulesTest {
    private static final CpuSet CPU0 = CpuSet.of(0);
    private static final CpuSet CPU1 = CpuSet.of(1);

    private static Fixtures rt() {
        return Fixtures.on(PreemptionModel.RT);
    }

    private static Step section(String lock, long us) {
        return syscall(lock(lock), kernel(us), unlock(lock));
    }

    private static List<String> namesOf(List<String> timed) {
        return timed.stream().map(s -> s.substring(s.indexOf(' ') + 1)).toList();
    }

    private static List<String> of(String task, List<String> boosts) {
        return boosts.stream().filter(s -> s.contains(" " + task + " ")).toList();
    }

    private static Fixtures niceWaiters() {
        return rt().lock("l", Kind.MUTEX)
                .task("owner", SchedPolicy.fifo(50), 0, syscall(lock("l"), sleepUntil(10_000), unlock("l")))
                .task("nice10", SchedPolicy.other(10), 10_000, section("l", 1))
                .task("nice-20", SchedPolicy.other(-20), 20_000, section("l", 1))
                .task("fifo5", SchedPolicy.fifo(5), 30_000, section("l", 1))
                .task("nice0", SchedPolicy.other(0), 40_000, section("l", 1));
    }

    @Test
    void allFairWaitersHaveOneKeyAndComeInOrderOfArrival() {
        // K3.01
        assertThat(namesOf(Timeline.of(niceWaiters(), 30_000).acquisitions()))
                .containsExactly("owner", "fifo5", "nice10", "nice-20", "nice0");
    }

    @Test
    void inOldKernelsWaitersAreOrderedByTheirNiceValuesToo() {
        // K3.02
        assertThat(namesOf(Timeline.of(niceWaiters().version(2, 6), 30_000).acquisitions()))
                .containsExactly("owner", "fifo5", "nice-20", "nice0", "nice10");
    }

    @Test
    void anOwnerInheritsFromTheTopWaiterOfEachLockAndDeboostsStepByStep() {
        // K3.03, K3.04
        Fixtures f = rt().lock("a", Kind.MUTEX)
                .lock("b", Kind.MUTEX)
                .task(
                        "t",
                        SchedPolicy.fifo(5),
                        0,
                        syscall(lock("a"), lock("b"), sleepUntil(100), unlock("a"), kernel(5), unlock("b")))
                .task("w10", SchedPolicy.fifo(10), 10_000, section("a", 1))
                .task("w20", SchedPolicy.fifo(20), 20_000, section("a", 1))
                .task("w15", SchedPolicy.fifo(15), 30_000, section("b", 1));
        Timeline t = Timeline.of(f, 1_000);
        assertThat(of("t", t.boosts())).containsExactly("10 t 94>89", "20 t 89>79", "100 t 79>84", "106 t 84>94");
        t.machine().verify();
    }

    /** A fair owner gives the lock up and asks for it again while the woken waiter is not running yet. */
    private static List<String> relock(Kind kind) {
        Fixtures f = rt().lock("l", kind)
                .task(
                        "owner",
                        SchedPolicy.other(0),
                        0,
                        syscall(
                                lock("l"),
                                sleepUntil(500),
                                kernel(10),
                                unlock("l"),
                                lock("l"),
                                kernel(10),
                                unlock("l")))
                .task("waiter", new SchedPolicy(SchedPolicy.Kind.BATCH, 0, 0), 10_000, section("l", 1));
        return namesOf(Timeline.of(f, 10_000).acquisitions());
    }

    @Test
    void onlySpinlocksAreStolenByAnEqualAndOnlyByAFairTask() {
        // K3.09
        assertThat(relock(Kind.SPINLOCK)).containsExactly("owner", "owner", "waiter");
        assertThat(relock(Kind.MUTEX)).containsExactly("owner", "waiter", "owner");
    }

    @Test
    void aThiefInheritsFromTheWaiterItHasRobbed() {
        // K3.08, K3.10: with its own priority lowered it still runs at the waiter's
        Fixtures f = rt().cpus(2)
                .lock("l", Kind.MUTEX)
                .task("owner", SchedPolicy.fifo(10), CPU0, 0, syscall(lock("l"), sleepUntil(100), unlock("l")))
                .task("waiter", SchedPolicy.fifo(40), CPU1, 10_000, section("l", 1))
                .task("hog", SchedPolicy.fifo(60), CPU1, 50_000, compute(900))
                .task(
                        "thief",
                        SchedPolicy.fifo(50),
                        CPU0,
                        150_000,
                        lock("l"),
                        setPolicy("", SchedPolicy.fifo(30)),
                        compute(500));
        Timeline t = Timeline.of(f, 300);
        assertThat(t.acquisitions()).containsExactly("0 owner", "150 thief");
        assertThat(t.machine().scheduler().effectivePrio(t.task("thief"))).isEqualTo(59);
        assertThat(t.machine().scheduler().normalPrio(t.task("thief"))).isEqualTo(69);
        t.machine().verify();
    }

    @Test
    void theTopWaiterSpinsWhileTheOwnerRuns() {
        // K3.11
        Fixtures f = rt().cpus(2)
                .lock("l", Kind.MUTEX)
                .task("owner", SchedPolicy.fifo(10), CPU1, 0, section("l", 30))
                .task("waiter", SchedPolicy.fifo(50), CPU0, 10_000, section("l", 5));
        assertThat(Timeline.of(f, 1_000).switches(0)).containsExactly("10 waiter", "35 idle/0");
    }

    @Test
    void theSpinnerSleepsWhenTheOwnerIsPreempted() {
        // K3.11: the hog preempts the owner at 15
        Fixtures f = rt().cpus(2)
                .lock("l", Kind.MUTEX)
                .task("owner", SchedPolicy.fifo(10), CPU1, 0, section("l", 30))
                .task("hog", SchedPolicy.fifo(90), CPU1, 15_000, compute(100))
                .task("waiter", SchedPolicy.fifo(50), CPU0, 10_000, section("l", 5));
        assertThat(Timeline.of(f, 1_000).switches(0))
                .containsExactly("10 waiter", "15 idle/0", "130 waiter", "135 idle/0");
    }

    @Test
    void aSpinnerThatIsNoLongerTopWaiterSleeps() {
        // K3.11
        Fixtures f = rt().cpus(3)
                .lock("l", Kind.MUTEX)
                .task("owner", SchedPolicy.fifo(10), CPU1, 0, section("l", 30))
                .task("waiter", SchedPolicy.fifo(50), CPU0, 10_000, section("l", 5))
                .task("better", SchedPolicy.fifo(60), CpuSet.of(2), 20_000, section("l", 5));
        Timeline t = Timeline.of(f, 1_000);
        assertThat(t.switches(0)).startsWith("10 waiter", "20 idle/0");
        assertThat(t.switches(2)).containsExactly("20 better", "35 idle/2");
    }

    @Test
    void aSpinnerDoesNotLookAtItsTimeOut() {
        // K3.11, K3.28
        Fixtures f = rt().cpus(2)
                .lock("l", Kind.MUTEX)
                .task("owner", SchedPolicy.fifo(10), CPU1, 0, section("l", 100))
                .task(
                        "waiter",
                        SchedPolicy.fifo(50),
                        CPU0,
                        10_000,
                        syscall(op(KernelOp.LOCK_TIMEOUT, "l", 20), kernel(5), unlock("l")));
        assertThat(Timeline.of(f, 1_000).acquisitions()).containsExactly("0 owner", "100 waiter");
    }

    @Test
    void oldMutexesNeverSpin() {
        // K3.12
        Fixtures f = rt().version(2, 6)
                .cpus(2)
                .lock("l", Kind.MUTEX)
                .task("owner", SchedPolicy.fifo(10), CPU1, 0, section("l", 30))
                .task("waiter", SchedPolicy.fifo(50), CPU0, 10_000, section("l", 5));
        assertThat(Timeline.of(f, 1_000).switches(0))
                .containsExactly("10 waiter", "10 idle/0", "30 waiter", "35 idle/0");
    }

    @Test
    void aSecondWeakerWaiterChangesNoPriority() {
        // K3.13
        Fixtures f = rt().lock("l", Kind.MUTEX)
                .task("owner", SchedPolicy.fifo(10), 0, syscall(lock("l"), sleepUntil(100), unlock("l")))
                .task("w1", SchedPolicy.fifo(50), 10_000, section("l", 1))
                .task("w2", SchedPolicy.fifo(40), 20_000, section("l", 1));
        assertThat(Timeline.of(f, 90).boosts()).containsExactly("10 owner 89>49");
    }

    @Test
    void aBoostEndsWhereTheChainIsBetterAlready() {
        // K3.15
        Fixtures f = rt().cpus(2)
                .lock("l1", Kind.MUTEX)
                .lock("l2", Kind.MUTEX)
                .lock("la", Kind.MUTEX)
                .task("t3", SchedPolicy.fifo(3), CPU0, 0, section("l2", 200))
                .task("t2", SchedPolicy.fifo(4), CPU0, 10_000, syscall(lock("l1"), lock("la"), lock("l2")))
                .task("x", SchedPolicy.fifo(70), CPU0, 20_000, section("la", 1))
                .task("y", SchedPolicy.fifo(60), CPU1, 30_000, section("l1", 1));
        assertThat(Timeline.of(f, 100).boosts()).containsExactly("10 t3 96>95", "20 t2 95>29", "20 t3 95>29");
    }

    /** Task i owns lock i and waits for lock i - 1; then one more task wants the last lock at 100 ms. */
    private static Fixtures chain(int owners, SchedPolicy last) {
        Fixtures f = rt().lock("l0", Kind.MUTEX)
                .task("t0", SchedPolicy.fifo(10), 0, syscall(lock("l0"), sleepUntil(900_000)));
        for (int i = 1; i < owners; i++) {
            f.lock("l" + i, Kind.MUTEX)
                    .task("t" + i, SchedPolicy.fifo(10), i * 10_000L, syscall(lock("l" + i), lock("l" + (i - 1))));
        }
        return f.task("last", last, 100_000_000, syscall(lock("l" + (owners - 1))));
    }

    @Test
    void aLongChainIsWalkedInShortWindows() {
        // K3.16: a better task that wakes in the middle of the walk waits for one step at most
        Fixtures f = chain(50, SchedPolicy.fifo(60))
                .cost(CostKey.PI_STEP, 1_000)
                .task("urgent", SchedPolicy.fifo(99), 100_010_500, compute(1));
        Timeline t = Timeline.of(f, 200_000);
        assertThat(t.switchedInUs("urgent")).isBetween(100_010L, 100_011L);
        assertThat(t.boosts()).hasSize(50);
        assertThat(t.boosts().get(49)).startsWith("10005").endsWith("t0 89>39");
    }

    @Test
    void aThousandOwnersAreBoosted() {
        // K3.18
        Timeline t = Timeline.of(chain(1_000, SchedPolicy.fifo(60)), 200_000);
        assertThat(t.boosts()).hasSize(1_000);
        assertThat(t.count(TracePoint.LOCK_DEADLOCK)).isZero();
        t.machine().verify();
    }

    @Test
    void tooDeepAChainIsADeadlock() {
        // K3.18
        Timeline t = Timeline.of(chain(1_027, SchedPolicy.fifo(60)), 200_000);
        assertThat(t.count(TracePoint.LOCK_DEADLOCK)).isOne();
        assertThat(t.machine().locks().waitsFor(t.task("last"))).isNull();
        assertThat(Timeline.of(chain(8, SchedPolicy.fifo(60)).maxLockDepth(5), 200_000)
                        .count(TracePoint.LOCK_DEADLOCK))
                .isOne();
    }

    @Test
    void aTaskThatTakesItsOwnMutexIsReportedAndParked() {
        // K3.20 (a)
        Timeline t = Timeline.of(
                rt().lock("l", Kind.MUTEX).task("t", SchedPolicy.fifo(10), 0, syscall(lock("l"), lock("l"))), 1_000);
        assertThat(t.count(TracePoint.LOCK_DEADLOCK)).isOne();
        assertThat(t.machine().locks().ownedBy(t.task("t"))).hasSize(1);
        assertThat(t.machine().scheduler().task(t.task("t")).state()).isNotEqualTo(TaskState.RUNNING);
    }

    private static Timeline cycle(int closer, Kind kind) {
        return Timeline.of(
                rt().lock("a", kind)
                        .lock("b", kind)
                        .task("t1", SchedPolicy.fifo(80), 0, syscall(lock("a"), sleepUntil(100), lock("b")))
                        .task("t2", SchedPolicy.fifo(closer), 10_000, syscall(lock("b"), sleepUntil(200), lock("a"))),
                1_000);
    }

    @Test
    void aCycleIsReportedOnlyIfABetterTaskClosesIt() {
        // K3.20 (b): the closer is parked off the tree, so its boost is gone; (c): silence
        Timeline better = cycle(81, Kind.MUTEX);
        assertThat(better.count(TracePoint.LOCK_DEADLOCK)).isOne();
        assertThat(better.machine().locks().waitsFor(better.task("t2"))).isNull();
        assertThat(better.machine().scheduler().effectivePrio(better.task("t1")))
                .isEqualTo(19);
        Timeline equal = cycle(80, Kind.MUTEX);
        assertThat(equal.count(TracePoint.LOCK_DEADLOCK)).isZero();
        assertThat(equal.machine().locks().waitsFor(equal.task("t1"))).isNotNull();
        assertThat(equal.machine().locks().waitsFor(equal.task("t2"))).isNotNull();
    }

    @Test
    void spinlocksAlwaysHangSilently() {
        // K3.20
        Timeline t = cycle(81, Kind.SPINLOCK);
        assertThat(t.machine().locks().waitsFor(t.task("t1"))).isNotNull();
        assertThat(t.machine().locks().waitsFor(t.task("t2"))).isNotNull();
    }

    @Test
    void anUncontendedSectionWakesAndBoostsNobody() {
        // K3.07, K3.21
        Timeline t =
                Timeline.of(rt().lock("l", Kind.MUTEX).task("t", SchedPolicy.fifo(10), 0, section("l", 10)), 1_000);
        assertThat(t.wakesAndBoosts()).containsExactly("wake t");
        assertThat(t.machine().locks().views().get(0).owner()).isEqualTo(-1);
    }

    private static List<String> handOver(int major, int minor) {
        Fixtures f = rt().version(major, minor)
                .lock("l", Kind.MUTEX)
                .task("low", SchedPolicy.fifo(10), 0, section("l", 100))
                .task("high", SchedPolicy.fifo(80), 10_000, section("l", 1));
        return Timeline.of(f, 1_000).wakesAndBoosts();
    }

    @Test
    void theReleaserIsDeboostedBeforeOrAfterTheWakeupByEra() {
        // K3.22, K3.25, K3.27
        assertThat(handOver(6, 6)).containsExactly("wake low", "wake high", "pi low", "pi low", "wake high");
        assertThat(handOver(4, 4)).containsExactly("wake low", "wake high", "pi low", "wake high", "pi low");
        assertThat(handOver(2, 6)).containsExactly("wake low", "wake high", "pi low", "wake high", "pi low");
    }

    /** W1 is woken but a hog keeps it from running; a thief takes the lock meanwhile. */
    private static List<String> robbed(int major, int minor) {
        Fixtures f = rt().version(major, minor)
                .cpus(2)
                .lock("l", Kind.MUTEX)
                .task("owner", SchedPolicy.fifo(10), CPU0, 0, syscall(lock("l"), sleepUntil(100), unlock("l")))
                .task("w1", SchedPolicy.fifo(50), CPU1, 10_000, section("l", 1))
                .task("w2", SchedPolicy.fifo(50), CPU0, 20_000, section("l", 1))
                .task("hog", SchedPolicy.fifo(70), CPU1, 50_000, compute(150))
                .task("thief", SchedPolicy.fifo(60), CPU0, 110_000, section("l", 200));
        Timeline t = Timeline.of(f, 1_000);
        t.machine().verify();
        return namesOf(t.acquisitions());
    }

    @Test
    void aRobbedWaiterKeepsItsPlaceButARobbedPendingOwnerQueuesAnew() {
        // K3.08, K3.23, K3.24, K3.26: the woken waiter is still in the lock's tree
        assertThat(robbed(6, 6)).containsExactly("owner", "thief", "w1", "w2");
        assertThat(robbed(2, 6)).containsExactly("owner", "thief", "w2", "w1");
    }

    @Test
    void aSignalEndsAnInterruptibleWaitAndTakesTheBoostBack() {
        // K3.28
        Fixtures f = rt().lock("l", Kind.MUTEX)
                .task("low", SchedPolicy.fifo(10), 0, syscall(lock("l"), sleepUntil(100), unlock("l")))
                .task("high", SchedPolicy.fifo(80), 10_000, syscall(op(KernelOp.LOCK_INTERRUPTIBLE, "l")))
                .task("sender", SchedPolicy.fifo(90), 50_000, new Step.Signal("high"));
        Timeline t = Timeline.of(f, 1_000);
        assertThat(t.boosts()).containsExactly("10 low 89>19", "50 low 19>89");
        assertThat(t.acquisitions()).containsExactly("0 low");
    }

    private static Timeline timed(Step inside) {
        Fixtures f = rt().lock("l", Kind.MUTEX)
                .task("low", SchedPolicy.fifo(10), 0, syscall(lock("l"), inside, unlock("l")))
                .task("high", SchedPolicy.fifo(80), 10_000, syscall(op(KernelOp.LOCK_TIMEOUT, "l", 30)));
        return Timeline.of(f, 1_000);
    }

    @Test
    void aTimeOutEndsTheWaitIfTheOwnerSleeps() {
        // K3.28
        Timeline t = timed(sleepUntil(100));
        assertThat(t.boosts()).containsExactly("10 low 89>19", "40 low 19>89");
        assertThat(t.acquisitions()).containsExactly("0 low");
    }

    @Test
    void aTimedOutWaiterHasToRunToTakeItsBoostBack() {
        // K3.28: the owner runs at the waiter's own priority, so the waiter runs only after the release, and then gets
        // it
        Timeline t = timed(kernel(100));
        assertThat(t.boosts()).containsExactly("10 low 89>19", "100 low 19>89");
        assertThat(t.acquisitions()).containsExactly("0 low", "100 high");
    }

    @Test
    void aChangedPriorityOfABlockedTaskGoesDownTheChain() {
        // K3.29
        Fixtures f = rt().lock("l1", Kind.MUTEX)
                .lock("l2", Kind.MUTEX)
                .task("a", SchedPolicy.fifo(10), 0, syscall(lock("l1"), sleepUntil(900), unlock("l1")))
                .task("b", SchedPolicy.fifo(20), 10_000, syscall(lock("l2"), lock("l1")))
                .task("w", SchedPolicy.fifo(30), 20_000, syscall(lock("l2")))
                .task(
                        "ctl",
                        SchedPolicy.fifo(90),
                        100_000,
                        setPolicy("w", SchedPolicy.fifo(40)),
                        compute(100),
                        setPolicy("w", SchedPolicy.fifo(25)));
        assertThat(Timeline.of(f, 500).boosts().stream().filter(b -> !b.contains(" w ")))
                .containsExactly(
                        "10 a 89>79",
                        "20 b 79>69",
                        "20 a 79>69",
                        "100 b 69>59",
                        "100 a 69>59",
                        "200 b 59>74",
                        "200 a 59>74");
    }

    @Test
    void theIdleTaskAndTheChainAreConsistentWhenEverybodyIsDone() {
        // K11.20, K11.21
        Timeline t = Timeline.of(niceWaiters(), 30_000);
        t.machine().verify();
        assertThat(t.machine().locks().views().get(0).waiters()).isEmpty();
    }

    @Test
    void aSleepingLockInAtomicContextIsAnErrorOnRtOnly() {
        // K2.05
        Step inside = syscall(new Step.IrqsOff("off", us(1)), preemptOff(1));
        Fixtures ok = rt().lock("l", Kind.SPINLOCK).task("t", SchedPolicy.fifo(10), 0, inside, section("l", 1));
        Timeline.of(ok, 100);
        Fixtures nested = rt().lock("raw", Kind.RAW_SPINLOCK)
                .lock("l", Kind.SPINLOCK)
                .task("t", SchedPolicy.fifo(10), 0, syscall(lock("raw"), lock("l"), unlock("l"), unlock("raw")));
        assertThatThrownBy(() -> Timeline.of(nested, 100))
                .isInstanceOf(LockUsageException.class)
                .hasMessageContaining("K2.05");
        Timeline.of(
                Fixtures.on(PreemptionModel.FULL)
                        .lock("raw", Kind.RAW_SPINLOCK)
                        .lock("l", Kind.SPINLOCK)
                        .task(
                                "t",
                                SchedPolicy.fifo(10),
                                0,
                                syscall(lock("raw"), lock("l"), unlock("l"), unlock("raw"))),
                100);
    }

    @Test
    void onlyTheOwnerReleases() {
        // K11.24
        Fixtures f = rt().lock("l", Kind.MUTEX).task("t", SchedPolicy.fifo(10), 0, syscall(unlock("l")));
        assertThatThrownBy(() -> Timeline.of(f, 100))
                .isInstanceOf(LockUsageException.class)
                .hasMessageContaining("t releases a lock");
    }
}
