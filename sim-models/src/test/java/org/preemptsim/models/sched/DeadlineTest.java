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
import static org.preemptsim.models.Steps.us;
import static org.preemptsim.models.spec.PreemptionModel.FULL;
import static org.preemptsim.models.spec.PreemptionModel.RT;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.preemptsim.models.Fixtures;
import org.preemptsim.models.Timeline;
import org.preemptsim.models.machine.Machine;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.LockSpec;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.spec.SchedSettings;
import org.preemptsim.models.spec.Step;
import org.preemptsim.models.task.Errno;

class DeadlineTest {
    private static SchedPolicy ms(long runtime, long deadline, long period) {
        return SchedPolicy.deadline(runtime * 1_000_000, deadline * 1_000_000, period * 1_000_000);
    }

    private static SchedPolicy ms(long runtime, long period) {
        return ms(runtime, period, period);
    }

    @Test
    void aDeadlineTaskPreemptsFifo99() {
        // K1.06
        Fixtures f = Fixtures.on(FULL)
                .task("fifo", SchedPolicy.fifo(99), 0, compute(1_000))
                .task("dl", ms(2, 10), 100_000, compute(100));
        assertThat(Timeline.of(f, 3_000).switches()).containsSubsequence("0 fifo", "100 dl", "200 fifo");
    }

    @Test
    void theEarliestDeadlineRunsFirst() {
        // K5.23
        Fixtures f = Fixtures.on(FULL)
                .task("late", ms(5, 20), 0, compute(1_000))
                .task("soon", ms(1, 5), 500_000, compute(100));
        assertThat(Timeline.of(f, 3_000).switches()).containsSubsequence("0 late", "500 soon", "600 late");
    }

    @Test
    void equalDeadlinesDoNotPreempt() {
        // K5.23; dl_equal
        Fixtures f = Fixtures.on(FULL).task("a", ms(5, 10), 0, compute(1_000)).task("b", ms(5, 10), 0, compute(1_000));
        assertThat(Timeline.of(f, 3_000).switches()).containsSubsequence("0 a", "1000 b");
    }

    @Test
    void aWakeupKeepsOrRenewsTheDeadline() {
        // K5.23: 1 ms of budget for 1 ms of time is too much
        Fixtures f = Fixtures.on(FULL).task("dl", ms(2, 10), 0, compute(1_000), sleepUntil(9_000), compute(800));
        Machine m = f.build();
        m.run(500_000);
        int dl = m.workers().get(0).task().id();
        assertThat(m.scheduler().deadlineNs(dl)).isCloseTo(10_000_000L, org.assertj.core.data.Offset.offset(10L));
        m.run(9_500_000);
        assertThat(m.scheduler().deadlineNs(dl)).isEqualTo(19_000_000);
    }

    @Test
    void aConstrainedTaskWaitsForItsPeriod() {
        // K5.24
        Fixtures f = Fixtures.on(FULL).task("dl", ms(1, 2, 10), 0, compute(500), sleepUntil(5_000), compute(100));
        assertThat(Timeline.of(f, 12_000).switches()).containsExactly("0 dl", "500 idle/0", "10000 dl", "10100 idle/0");
    }

    @Test
    void theBudgetIsCheckedAtTicksAndDebtsArePaid() {
        // K5.25, K5.26
        SchedSettings phase = new SchedSettings(
                100, SchedSettings.UNLIMITED, 1_000_000_000, 0, 1_000_000_000, 1024, true, CpuSet.of(), 3_000_000);
        Fixtures f = Fixtures.on(FULL).sched(phase).task("dl", ms(2, 10), 1_000_000, compute(90_000));
        assertThat(Timeline.of(f, 34_000).switches())
                .containsExactly("1000 dl", "5000 idle/0", "11000 dl", "13000 idle/0", "31000 dl", "33000 idle/0");
    }

    @Test
    void aTaskThatReadsItsClockIsStoppedAtItsBudget() {
        // K5.25; dl_throttle: even if the CPU idles
        Fixtures f = Fixtures.on(FULL).task("dl", ms(2, 10), 0, new Step.Compute(us(90_000), 50_000));
        assertThat(Timeline.of(f, 15_000).switches())
                .containsExactly("0 dl", "2000 idle/0", "10000 dl", "12000 idle/0");
    }

    @Test
    void aYieldGivesTheRestAway() {
        // K5.27; dl_yield
        Fixtures f = Fixtures.on(FULL).task("dl", ms(2, 10), 0, compute(700), new Step.Yield(), compute(500));
        assertThat(Timeline.of(f, 15_000).switches()).containsExactly("0 dl", "700 idle/0", "10000 dl", "10500 idle/0");
    }

    @Test
    void admissionKnowsTheMachine() {
        // K5.28: 2 CPUs, 1.9 to give
        Fixtures f = Fixtures.on(FULL).cpus(2);
        for (int i = 0; i < 5; i++) {
            f.task("t" + i, SchedPolicy.fifo(1), i == 4 ? CpuSet.of(0) : CpuSet.of(0, 1), 0, sleepUntil(9_000_000));
        }
        Machine m = f.build();
        m.run(1_000_000);
        List<Integer> got = new java.util.ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int t = m.workers().get(i).task().id();
            got.add(m.scheduler().setPolicy(t, ms(6, 10), m.cpus().get(0)));
        }
        assertThat(got).containsExactly(0, 0, 0, Errno.EBUSY);
        int pinned = m.workers().get(4).task().id();
        assertThat(m.scheduler().setPolicy(pinned, ms(1, 100), m.cpus().get(0))).isEqualTo(Errno.EPERM);
        SchedPolicy tooShort = SchedPolicy.deadline(2_000, 50_000, 50_000);
        assertThat(m.scheduler().setPolicy(pinned, tooShort, m.cpus().get(0))).isEqualTo(Errno.EINVAL);
        int first = m.workers().get(0).task().id();
        assertThat(m.scheduler().setPolicy(first, SchedPolicy.fifo(1), m.cpus().get(0)))
                .isZero();
        int fourth = m.workers().get(3).task().id();
        assertThat(m.scheduler().setPolicy(fourth, ms(6, 10), m.cpus().get(0))).isZero();
    }

    @Test
    void aBoostedOwnerGetsANewDeadlineAndIsNotStopped() {
        // K3.35, K3.36; dl_waits_on_fifo
        Fixtures f = Fixtures.on(FULL)
                .lock("l", LockSpec.Kind.RT_MUTEX)
                .task("owner", SchedPolicy.fifo(10), 0, syscall(lock("l"), kernel(20_000), unlock("l")))
                .task("donor", ms(2, 10), 1_000_000, compute(500), syscall(lock("l"), unlock("l")))
                .task("rival", SchedPolicy.fifo(99), 2_000_000, compute(100));
        Machine m = f.build();
        m.run(1_800_000);
        int owner = m.workers().get(0).task().id();
        assertThat(m.scheduler().effectivePrio(owner)).isEqualTo(-1);
        assertThat(m.scheduler().deadlineNs(owner)).isEqualTo(11_500_000);
        Timeline t = Timeline.of(f, 30_000);
        assertThat(t.switches()).containsSubsequence("1000 donor", "1500 owner", "20500 donor", "20500 rival");
        assertThat(t.boosts()).containsExactly("1500 owner 89>-1", "20500 owner -1>89");
    }

    @Test
    void aDeadlineTaskMovesToAFreeCpu() {
        // K5.10 for deadline tasks: push and placement
        Fixtures f = Fixtures.on(RT)
                .cpus(2)
                .task("a", ms(5, 20), CpuSet.of(0, 1), 0, compute(1_000))
                .task("b", ms(5, 10), CpuSet.of(0, 1), 100_000, compute(1_000));
        Timeline t = Timeline.of(f, 3_000);
        assertThat(t.switches(0)).contains("100 b");
        assertThat(t.switches(1)).contains("100 a");
    }

    @Test
    void aThrottledTaskThatLeavesTheClassRunsAtOnce() {
        // K5.25
        Fixtures f = Fixtures.on(FULL)
                .task("dl", ms(2, 10), 0, compute(6_000))
                .task("setter", SchedPolicy.fifo(5), 5_000_000, setPolicy("dl", SchedPolicy.fifo(10)));
        assertThat(Timeline.of(f, 15_000).switches()).containsSubsequence("4000 idle/0", "5000 setter", "5000 dl");
    }
}
