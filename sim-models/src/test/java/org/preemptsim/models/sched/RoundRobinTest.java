// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.preemptsim.models.Steps.compute;
import static org.preemptsim.models.Steps.forever;
import static org.preemptsim.models.Steps.kernel;
import static org.preemptsim.models.Steps.lock;
import static org.preemptsim.models.Steps.syscall;
import static org.preemptsim.models.Steps.unlock;
import static org.preemptsim.models.spec.PreemptionModel.FULL;

import org.junit.jupiter.api.Test;
import org.preemptsim.models.Fixtures;
import org.preemptsim.models.Timeline;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.LockSpec;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.spec.SchedSettings;
import org.preemptsim.models.spec.Step;

class RoundRobinTest {
    private static SchedSettings slice(int ms, long phaseNs) {
        return new SchedSettings(
                ms, SchedSettings.UNLIMITED, 1_000_000_000, 0, 1_000_000_000, 1024, true, CpuSet.of(), phaseNs);
    }

    @Test
    void theRestOfASliceSurvivesPreemption() {
        // K5.05: 39 ticks before, 61 after
        Fixtures f = Fixtures.on(FULL)
                .hz(1000)
                .task("x", SchedPolicy.rr(10), 0, compute(350_000))
                .task("y", SchedPolicy.rr(10), 0, compute(350_000))
                .task("top", SchedPolicy.fifo(20), 39_500_000, compute(30_000));
        assertThat(Timeline.of(f, 200_000).switches()).containsSubsequence("39500 top", "69500 x", "130000 y");
    }

    @Test
    void aSliceEndsOnATickOnly() {
        // K5.05, K5.06: ticks at 3.5 and 7.5 ms, so the first slice of 8 ms is short
        Fixtures f = Fixtures.on(FULL)
                .sched(slice(8, 500_000))
                .task("x", SchedPolicy.rr(10), 0, compute(50_000))
                .task("y", SchedPolicy.rr(10), 0, compute(50_000));
        assertThat(Timeline.of(f, 30_000).switches()).containsSubsequence("0 x", "7500 y", "15500 x", "23500 y");
    }

    @Test
    void whoBlocksBeforeTheTickNeverRotates() {
        // K5.06
        Step period = new Step.NextPeriod(1_000_000);
        Fixtures f = Fixtures.on(FULL)
                .hz(1000)
                .sched(slice(2, 0))
                .task("x", SchedPolicy.rr(10), 100_000, forever(compute(400), period))
                .task("y", SchedPolicy.rr(10), 100_000, forever(compute(400), period));
        assertThat(Timeline.of(f, 10_000).switches())
                .containsSubsequence("100 x", "500 y", "1100 x", "1500 y", "9100 x", "9500 y");
    }

    @Test
    void aFifoTaskOfTheLevelNeverRotates() {
        // K5.05; rr_with_fifo
        Fixtures f = Fixtures.on(FULL)
                .hz(1000)
                .sched(slice(2, 0))
                .task("x", SchedPolicy.rr(10), 0, compute(5_000))
                .task("y", SchedPolicy.fifo(10), 0, compute(10_000));
        assertThat(Timeline.of(f, 30_000).switches()).containsExactly("0 x", "2000 y", "12000 x", "15000 idle/0");
    }

    @Test
    void aBoostedOwnerRotatesAtTheBoostedLevel() {
        // K5.07; rr_boosted_owner
        Fixtures f = Fixtures.on(FULL)
                .hz(1000)
                .sched(slice(10, 0))
                .lock("l", LockSpec.Kind.RT_MUTEX)
                .task("low", SchedPolicy.rr(10), 0, syscall(lock("l"), kernel(50_000), unlock("l")))
                .task("high", SchedPolicy.fifo(30), 1_000_000, syscall(lock("l"), unlock("l")))
                .task("rival", SchedPolicy.fifo(30), 2_500_000, compute(1_000));
        assertThat(Timeline.of(f, 60_000).switches()).containsSubsequence("1000 low", "10000 rival", "11000 low");
    }

    @Test
    void aLoneTaskKeepsTheCpuWhenItYields() {
        // K5.04; fifo_yield_alone
        Fixtures f = Fixtures.on(FULL)
                .task("x", SchedPolicy.fifo(50), 0, compute(20), new Step.Yield(), compute(20))
                .task("low", SchedPolicy.fifo(40), 6_000, compute(10));
        assertThat(Timeline.of(f, 500).switches()).containsExactly("0 x", "40 low", "50 idle/0");
    }
}
