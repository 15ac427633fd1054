// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.preemptsim.models.Steps.compute;
import static org.preemptsim.models.Steps.kernel;
import static org.preemptsim.models.Steps.lock;
import static org.preemptsim.models.Steps.setPolicy;
import static org.preemptsim.models.Steps.sleepUntil;
import static org.preemptsim.models.Steps.syscall;
import static org.preemptsim.models.Steps.unlock;
import static org.preemptsim.models.spec.PreemptionModel.FULL;
import static org.preemptsim.models.spec.PreemptionModel.NONE;

import org.junit.jupiter.api.Test;
import org.preemptsim.models.Fixtures;
import org.preemptsim.models.Timeline;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.LockSpec;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.spec.Step;
import org.preemptsim.models.trace.TracePoint;

class PriorityChangeTest {
    private static Fixtures readyPair(int x, int y, int next) {
        return Fixtures.on(FULL)
                .task("a", SchedPolicy.fifo(90), 0, compute(10), setPolicy("x", SchedPolicy.fifo(next)), compute(10))
                .task("x", SchedPolicy.fifo(x), 1_000, compute(5))
                .task("y", SchedPolicy.fifo(y), 2_000, compute(5));
    }

    @Test
    void aRunningTaskThatLowersItselfToTheLevelOfAReadyOneGoesOn() {
        // K3.31: lowered to the head; setprio_self_lower_equal
        Fixtures f = Fixtures.on(FULL)
                .task("x", SchedPolicy.fifo(50), 0, compute(10), setPolicy("", SchedPolicy.fifo(40)), compute(20))
                .task("y", SchedPolicy.fifo(40), 5_000, compute(10));
        assertThat(Timeline.of(f, 100).switches()).containsExactly("0 x", "30 y", "40 idle/0");
    }

    @Test
    void aReadyTaskThatIsLoweredGoesToTheHead() {
        // K3.31; setprio_ready_lower_equal
        assertThat(Timeline.of(readyPair(50, 40, 40), 100).switches()).containsSubsequence("20 x", "25 y");
        Fixtures f = Fixtures.on(FULL)
                .task("a", SchedPolicy.fifo(90), 0, compute(10), setPolicy("x", SchedPolicy.fifo(40)), compute(10))
                .task("y", SchedPolicy.fifo(40), 1_000, compute(5))
                .task("x", SchedPolicy.fifo(50), 2_000, compute(5));
        assertThat(Timeline.of(f, 100).switches()).containsSubsequence("20 x", "25 y");
    }

    @Test
    void aReadyTaskThatIsRaisedGoesToTheTail() {
        // K3.31; setprio_ready_raise_equal
        assertThat(Timeline.of(readyPair(40, 50, 50), 100).switches()).containsSubsequence("20 y", "25 x");
    }

    @Test
    void theValueATaskHasMovesNothing() {
        // K3.31; setprio_ready_same
        Timeline t = Timeline.of(readyPair(50, 50, 50), 100);
        assertThat(t.switches()).containsSubsequence("20 x", "25 y");
        assertThat(t.count(TracePoint.SCHED_SETSCHEDULER)).isZero();
    }

    @Test
    void theOldOrderPutsAReadyTaskToTheTail() {
        // K3.32: A2 lowers to the head only what runs
        assertThat(Timeline.of(
                                Fixtures.on(FULL)
                                        .version(2, 6)
                                        .task(
                                                "a",
                                                SchedPolicy.fifo(90),
                                                0,
                                                compute(10),
                                                setPolicy("x", SchedPolicy.fifo(40)),
                                                compute(10))
                                        .task("y", SchedPolicy.fifo(40), 1_000, compute(5))
                                        .task("x", SchedPolicy.fifo(50), 2_000, compute(5)),
                                100)
                        .switches())
                .containsSubsequence("20 y", "25 x");
    }

    @Test
    void loweringABoostedOwnerTakesEffectAtItsUnlock() {
        // K3.30, K3.34; setprio_owner_boosted
        Fixtures f = Fixtures.on(FULL)
                .lock("l", LockSpec.Kind.RT_MUTEX)
                .task("low", SchedPolicy.fifo(10), 0, syscall(lock("l"), kernel(100), unlock("l")), compute(50))
                .task("high", SchedPolicy.fifo(50), 10_000, syscall(lock("l"), unlock("l")))
                .task("setter", SchedPolicy.fifo(60), 20_000, setPolicy("low", SchedPolicy.fifo(5)))
                .task("mid", SchedPolicy.fifo(8), 30_000, compute(10));
        Timeline t = Timeline.of(f, 500);
        assertThat(t.switches()).containsSubsequence("20 setter", "20 low", "100 high", "100 mid", "110 low");
        assertThat(t.boosts()).containsExactly("10 low 89>49", "100 low 49>94");
    }

    @Test
    void aBoostedTaskIsAtTheTailOfItsLevel() {
        // K3.31, K3.33: the running owner is not preempted by its own boost, but it has lost its place
        Fixtures f = Fixtures.on(FULL)
                .lock("l", LockSpec.Kind.RT_MUTEX)
                .task("low", SchedPolicy.fifo(10), 0, syscall(lock("l"), kernel(100), unlock("l")))
                .task("high", SchedPolicy.fifo(60), 10_000, preemptRivalThenLock())
                .task("rival", SchedPolicy.fifo(60), 12_000, compute(10));
        assertThat(Timeline.of(f, 500).switches()).containsSubsequence("10 high", "20 rival", "30 low");
    }

    private static Step preemptRivalThenLock() {
        return syscall(kernel(10), lock("l"), unlock("l"));
    }

    @Test
    void niceOfARealTimeTaskIsKeptForLater() {
        // K5.30
        Fixtures f = Fixtures.on(FULL)
                .task("x", SchedPolicy.fifo(50), 0, compute(10), new Step.SetNice("", 5), compute(10))
                .task("y", SchedPolicy.fifo(50), 1_000, compute(10));
        assertThat(Timeline.of(f, 100).switches()).containsSubsequence("0 x", "20 y");
    }

    @Test
    void aRealTimeTaskThatBecomesFairLeavesTheCpu() {
        // K3.34: switched_from
        Fixtures f = Fixtures.on(FULL)
                .task("x", SchedPolicy.fifo(50), 0, compute(10), setPolicy("", SchedPolicy.other(0)), compute(10))
                .task("y", SchedPolicy.fifo(1), 1_000, compute(10));
        assertThat(Timeline.of(f, 100).switches()).containsSubsequence("0 x", "10 y", "20 x");
    }

    @Test
    void aSignalEndsASleep() {
        // K1.05, K3.28
        Fixtures f = Fixtures.on(FULL)
                .task("x", SchedPolicy.fifo(50), 0, sleepUntil(5_000), compute(10))
                .task("y", SchedPolicy.fifo(40), 100_000, new Step.Signal("x"));
        assertThat(Timeline.of(f, 1_000).switchedInUs("x", 2)).isEqualTo(100);
    }

    @Test
    void aPendingSignalKeepsATaskFromSleeping() {
        // K1.05: the signal comes between setting the state and schedule(), while x is in the kernel with preemption
        // off
        Fixtures f = Fixtures.on(FULL)
                .cost(CostKey.HRTIMER_START, 1_000)
                .task(
                        "x",
                        SchedPolicy.fifo(50),
                        0,
                        new Step.Signal(""),
                        syscall(new Step.SleepUntil(5_000_000), kernel(10)))
                .task("y", SchedPolicy.fifo(40), 1_000, compute(10));
        // The first signal is handled at the return to user mode: the sleep is a whole one.
        assertThat(Timeline.of(f, 6_000).switchedInUs("x", 2)).isEqualTo(5_000);
    }

    @Test
    void aTaskExitsAtOnce() {
        // K1.02: an exit is a switch
        Fixtures f = Fixtures.on(NONE).task("x", SchedPolicy.fifo(50), 0, compute(10), new Step.Exit(), compute(10));
        Timeline t = Timeline.of(f, 100);
        assertThat(t.switches()).containsExactly("0 x", "10 idle/0");
        assertThat(t.count(TracePoint.SCHED_PROCESS_EXIT)).isEqualTo(1);
    }

    @Test
    void periodsFollowTheStart() {
        // next_period: at once if it is past
        Fixtures f = Fixtures.on(FULL)
                .task(
                        "x",
                        SchedPolicy.fifo(50),
                        100_000,
                        compute(10),
                        new Step.NextPeriod(1_000_000),
                        compute(1_500),
                        new Step.NextPeriod(1_000_000),
                        compute(10),
                        new Step.NextPeriod(1_000_000),
                        compute(10));
        Timeline t = Timeline.of(f, 5_000);
        assertThat(t.switchedInUs("x", 2)).isEqualTo(1_100);
        assertThat(t.switchedInUs("x", 3)).isEqualTo(3_100);
    }
}
