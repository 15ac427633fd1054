// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.preemptsim.models.Fixtures;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.spec.PreemptionModel;
import org.preemptsim.models.task.Task;
import org.preemptsim.models.task.TaskState;
import org.preemptsim.models.trace.SwitchValue;

/** Each monitor finds what it is for; the events are given by hand. */
class RvMonitorsTest {
    private static final int IDLE = 0;
    private static final int TASK = 1;

    private Cpu cpu;
    private Task task;
    private RvMonitors rv;

    @BeforeEach
    void attach() {
        var machine = Fixtures.on(PreemptionModel.RT).build();
        cpu = machine.cpus().get(0);
        task = machine.scheduler().task(TASK);
        rv = new RvMonitors(new Cpu[] {cpu}, machine.scheduler().taskCount());
        // The CPU has booted: preemption off, interrupts on.
        rv.preemption(cpu, true);
    }

    private List<String> found() {
        return rv.violations().stream()
                .map(v -> v.monitor() + " " + v.event() + " in " + v.state())
                .toList();
    }

    private void switchTo(int from, int to, int why) {
        rv.scheduleEntry(cpu, from, why == SwitchValue.PREEMPTED);
        rv.irqs(cpu, true);
        rv.switched(cpu, from, to, why);
        rv.irqs(cpu, false);
        rv.scheduleExit(cpu);
    }

    @Test
    void findsAWakeupWithPreemptionOn() {
        // K11.01
        rv.waking(cpu, TASK);
        assertThat(found()).doesNotContain("wip SCHED_WAKING in preemptive");
        rv.preemption(cpu, false);
        rv.waking(cpu, TASK);
        assertThat(found()).contains("wip SCHED_WAKING in preemptive");
    }

    @Test
    void countsTheWakeupOfATaskAboutToSleepApart() {
        // K11.02: set state, hit by an interrupt that wakes it: one report; an ordinary sleep and wake: none.
        cpu.irqsOff(true);
        rv.needResched(cpu, IDLE, false);
        switchTo(IDLE, TASK, SwitchValue.INTERRUPTIBLE);
        rv.stateSet(task, TaskState.INTERRUPTIBLE);
        rv.waking(cpu, TASK);
        assertThat(rv.wakeupsWhileRunning()).isEqualTo(1);
        rv.stateSet(task, TaskState.INTERRUPTIBLE);
        switchTo(TASK, IDLE, SwitchValue.INTERRUPTIBLE);
        rv.waking(cpu, TASK);
        assertThat(rv.wakeupsWhileRunning()).isEqualTo(1);
    }

    @Test
    void findsAStateSetInsideTheScheduler() {
        // K11.03
        rv.scheduleEntry(cpu, IDLE, false);
        rv.stateSet(task, TaskState.INTERRUPTIBLE);
        assertThat(found()).contains("sco SET_STATE_SLEEPABLE in scheduling_context");
    }

    @Test
    void findsATaskThatChangesAnothersState() {
        // K11.04
        rv.stateSet(task, TaskState.INTERRUPTIBLE);
        assertThat(found()).containsExactly("snroc SET_STATE_SLEEPABLE in other_context");
    }

    @Test
    void findsScheduleWithPreemptionOn() {
        // K11.05
        rv.preemption(cpu, false);
        rv.scheduleEntry(cpu, IDLE, false);
        assertThat(found()).containsExactly("scpd SCHEDULE_ENTRY in cant_sched");
    }

    @Test
    void findsPreemptionEnabledInsideTheScheduler() {
        // K11.06
        rv.scheduleEntry(cpu, IDLE, false);
        rv.preemption(cpu, false);
        assertThat(found()).containsExactly("snep PREEMPT_ENABLE in scheduling_context");
    }

    @Test
    void findsScheduleWithInterruptsOff() {
        // K11.07, K11.09
        rv.irqs(cpu, true);
        rv.scheduleEntry(cpu, IDLE, false);
        assertThat(found()).containsExactly("sncid SCHEDULE_ENTRY in cant_sched", "sts SCHEDULE_ENTRY in cant_sched");
    }

    @Test
    void findsASwitchOutsideTheScheduler() {
        // K11.08, K11.09
        rv.switched(cpu, IDLE, TASK, SwitchValue.PREEMPTED);
        assertThat(found()).contains("tss SCHED_SWITCH in thread");
    }

    @Test
    void findsASwitchWithInterruptsOn() {
        // K11.09
        rv.scheduleEntry(cpu, IDLE, false);
        rv.switched(cpu, IDLE, TASK, SwitchValue.INTERRUPTIBLE);
        assertThat(found()).contains("sts SCHED_SWITCH in scheduling").noneMatch(f -> f.startsWith("tss"));
    }

    @Test
    void acceptsACallThatPicksTheSameTask() {
        // K11.09
        rv.scheduleEntry(cpu, IDLE, false);
        rv.irqs(cpu, true);
        rv.irqs(cpu, false);
        rv.scheduleExit(cpu);
        assertThat(found()).isEmpty();
    }

    @Test
    void findsASleepWithoutAStateSetBefore() {
        // K11.10
        switchTo(IDLE, TASK, SwitchValue.INTERRUPTIBLE);
        switchTo(TASK, IDLE, SwitchValue.INTERRUPTIBLE);
        assertThat(found()).contains("sssw SWITCH_SUSPEND in runnable");
    }

    @Test
    void findsASleepThatLostItsWakeup() {
        // K11.10: woken while sleepable, then suspended all the same.
        cpu.irqsOff(true);
        switchTo(IDLE, TASK, SwitchValue.PREEMPTED);
        rv.stateSet(task, TaskState.UNINTERRUPTIBLE);
        rv.waking(cpu, TASK);
        switchTo(TASK, IDLE, SwitchValue.UNINTERRUPTIBLE);
        assertThat(found()).contains("sssw SWITCH_SUSPEND in runnable");
    }

    @Test
    void acceptsASignalThatKeepsASleepableTaskRunning() {
        // K11.10
        switchTo(IDLE, TASK, SwitchValue.PREEMPTED);
        rv.stateSet(task, TaskState.INTERRUPTIBLE);
        switchTo(TASK, IDLE, SwitchValue.YIELDED);
        switchTo(IDLE, TASK, SwitchValue.PREEMPTED);
        rv.stateSet(task, TaskState.RUNNING);
        rv.signalDelivered(cpu, TASK);
        assertThat(found()).noneMatch(f -> f.startsWith("sssw"));
    }

    @Test
    void findsAPreemptionWithoutAMark() {
        // K11.11
        for (int i = 0; i < 3; i++) {
            rv.needResched(cpu, TASK, false);
            rv.scheduleEntry(cpu, TASK, true);
        }
        assertThat(found()).noneMatch(f -> f.startsWith("nrp"));
        rv.scheduleEntry(cpu, TASK, true);
        rv.scheduleEntry(cpu, TASK, true);
        assertThat(found()).contains("nrp SCHEDULE_ENTRY_PREEMPT in any_thread_running");
    }

    @Test
    void findsAWakeupWithInterruptsOnAndOneWithPreemptionOn() {
        // K11.12
        cpu.irqsOff(false);
        rv.waking(cpu, TASK);
        assertThat(found()).containsExactly("opid SCHED_WAKING in interrupts on");
    }
}
