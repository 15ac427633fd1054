// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.preemptsim.models.Steps.compute;
import static org.preemptsim.models.Steps.kernel;
import static org.preemptsim.models.Steps.lock;
import static org.preemptsim.models.Steps.syscall;
import static org.preemptsim.models.Steps.unlock;
import static org.preemptsim.models.Steps.us;
import static org.preemptsim.models.spec.PreemptionModel.FULL;

import org.junit.jupiter.api.Test;
import org.preemptsim.models.Fixtures;
import org.preemptsim.models.Timeline;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.LockSpec;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.spec.SchedSettings;
import org.preemptsim.models.spec.Step;
import org.preemptsim.models.trace.TracePoint;

class RtThrottleTest {
    private static Fixtures on(int minor) {
        return Fixtures.on(FULL).version(6, minor);
    }

    @Test
    void aHogLeavesFivePercent() {
        // K5.15, K5.16: noticed at the tick; what is over is charged to the next period
        Fixtures f = on(1).task("hog", SchedPolicy.fifo(50), 0, compute(9_000_000))
                .task("normal", SchedPolicy.other(0), 0, compute(9_000_000));
        assertThat(Timeline.of(f, 2_100_000).switches())
                .containsSubsequence("0 hog", "952000 normal", "1000000 hog", "1952000 normal", "2000000 hog");
    }

    @Test
    void theWholeClassIsStopped() {
        // K5.15; rt_throttle_two_levels: a stronger task that wakes meanwhile waits as well
        Fixtures f = on(1).task("hog", SchedPolicy.fifo(50), 0, compute(9_000_000))
                .task("strong", SchedPolicy.fifo(90), 970_000_000, compute(1_000))
                .task("normal", SchedPolicy.other(0), 0, compute(9_000_000));
        assertThat(Timeline.of(f, 1_100_000).switches())
                .containsSubsequence("952000 normal", "1000000 strong", "1001000 hog");
    }

    @Test
    void theCpuIdlesIfNobodyElseIsReady() {
        // K5.18; rt_throttle_no_fair
        Fixtures f = on(1).task("hog", SchedPolicy.fifo(50), 0, compute(9_000_000));
        Timeline t = Timeline.of(f, 1_100_000);
        assertThat(t.switches()).containsSubsequence("952000 idle/0", "1000000 hog");
        assertThat(t.count(TracePoint.SCHED_THROTTLE)).isEqualTo(1);
        assertThat(t.count(TracePoint.SCHED_UNTHROTTLE)).isEqualTo(1);
    }

    @Test
    void aTaskThatReadsItsClockIsStoppedThere() {
        // K5.16: the reading updates the account
        Fixtures f = on(1).task("hog", SchedPolicy.fifo(50), 0, new Step.Compute(us(9_000_000), 50_000))
                .task("normal", SchedPolicy.other(0), 0, compute(9_000_000));
        assertThat(Timeline.of(f, 1_100_000).switches()).contains("950050 normal");
    }

    @Test
    void thePeriodStartsWithTheFirstActivity() {
        // K5.16
        Fixtures f = on(1).task("hog", SchedPolicy.fifo(50), 500_000_000, compute(9_000_000))
                .task("normal", SchedPolicy.other(0), 0, compute(9_000_000));
        assertThat(Timeline.of(f, 1_600_000).switches())
                .containsSubsequence("500000 hog", "1452000 normal", "1500000 hog");
    }

    @Test
    void cpusBorrowFromEachOtherUpTo59() {
        // K5.17
        Fixtures old = Fixtures.on(FULL)
                .version(5, 4)
                .cpus(2)
                .task("hog", SchedPolicy.fifo(50), CpuSet.of(0), 0, compute(3_000_000));
        assertThat(Timeline.of(old, 2_500_000).switches(0)).containsExactly("0 hog");
        Fixtures now = on(1).cpus(2).task("hog", SchedPolicy.fifo(50), CpuSet.of(0), 0, compute(3_000_000));
        assertThat(Timeline.of(now, 2_500_000).switches(0)).contains("952000 idle/0");
    }

    @Test
    void aBoostedNormalTaskFillsTheAccount() {
        // K5.21; rt_throttle_boosted
        Fixtures f = on(1).lock("l", LockSpec.Kind.RT_MUTEX)
                .task("low", SchedPolicy.other(0), 0, syscall(lock("l"), kernel(1_500_000), unlock("l")))
                .task("high", SchedPolicy.fifo(50), 1_000_000, syscall(lock("l"), unlock("l")));
        assertThat(Timeline.of(f, 1_200_000).switches())
                .containsSubsequence("1000 low", "952000 idle/0", "1001000 low");
    }

    @Test
    void minusOneSwitchesItOff() {
        // K5.22
        SchedSettings off = new SchedSettings(
                100, SchedSettings.UNLIMITED, 1_000_000_000, 0, 1_000_000_000, 1024, true, CpuSet.of(), 0);
        Fixtures f = on(1).sched(off).task("hog", SchedPolicy.fifo(50), 0, compute(3_000_000));
        assertThat(Timeline.of(f, 2_900_000).switches()).containsExactly("0 hog");
    }

    @Test
    void theFairServerRunsStarvedTasksAboveFifo99() {
        // K5.19, K5.20, K5.22; the end of the budget is noticed at a tick, the debt is paid
        Fixtures f = on(12).task("hog", SchedPolicy.fifo(99), 0, compute(9_000_000))
                .task("normal", SchedPolicy.other(0), 0, compute(9_000_000));
        assertThat(Timeline.of(f, 2_100_000).switches())
                .containsSubsequence("0 hog", "950000 normal", "1004000 hog", "1950000 normal", "2000000 hog");
    }

    @Test
    void theFairServerStopsNobodyWhomNobodyWaitsFor() {
        // K5.19
        Fixtures f = on(12).task("hog", SchedPolicy.fifo(50), 0, compute(9_000_000));
        assertThat(Timeline.of(f, 2_100_000).switches()).containsExactly("0 hog");
    }

    @Test
    void timeThatFairTasksGetOtherwiseCounts() {
        // K5.20: 100 ms before the hog comes are more than they need
        Fixtures f = on(12).task("hog", SchedPolicy.fifo(50), 100_000_000, compute(9_000_000))
                .task("normal", SchedPolicy.other(0), 0, compute(9_000_000));
        assertThat(Timeline.of(f, 1_900_000).switchedInUs("normal", 2)).isGreaterThan(1_000_000);
    }
}
