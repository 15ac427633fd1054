// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.check;

import static org.preemptsim.models.check.RvEvent.*;

import java.util.ArrayList;
import java.util.List;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.CpuMonitor;
import org.preemptsim.models.task.Task;
import org.preemptsim.models.task.TaskState;
import org.preemptsim.models.trace.SwitchValue;

/**
 * The kernel's scheduling monitors over one machine: wip, wwnr, sco, snroc, scpd, snep, sncid, tss, sts, sssw, nrp, opid (rules K11.01
 * to K11.12).
 *
 * <p>{@code wwnr} is the kernel's sample of a monitor that real, harmless races violate (rule K11.02): its findings are counted apart.
 *
 * @kernel tools/verification/models, v6.18, in own words
 */
public final class RvMonitors implements CpuMonitor, Task.StateMonitor {
    private static final int KEPT = 100;

    private final Cpu[] cpus;
    private final List<Watch> perCpu = new ArrayList<>();
    private final List<Watch> perTask = new ArrayList<>();
    private final Watch wakeupWhileRunning;
    private final List<Violation> violations = new ArrayList<>();
    private long violationCount;
    private long wakeupsWhileRunning;
    private final int[] cpuOfTask;

    /** A violation: at {@code timeNs}, the monitor was in {@code state} and saw {@code event}, which that state does not list. */
    public record Violation(String monitor, String state, RvEvent event, int cpu, int task, long timeNs) {
        @Override
        public String toString() {
            return monitor + ": " + event + " in state " + state + " on cpu " + cpu + ", task " + task + ", at "
                    + timeNs + " ns";
        }
    }

    /** One monitor and the state of each of its instances. */
    private static final class Watch {
        final Automaton table;
        final int[] states;

        Watch(Automaton table, int instances) {
            this.table = table;
            this.states = new int[instances];
        }
    }

    /** Monitors for {@code cpus} and {@code tasks} tasks, to be plugged in before boot. */
    public RvMonitors(Cpu[] cpus, int tasks) {
        this.cpus = cpus.clone();
        this.cpuOfTask = new int[tasks];
        for (Automaton a : List.of(
                wakeupInPreemptive(),
                contextOperations(),
                calledWithPreemptionOff(),
                doesNotEnablePreemption(),
                notWithInterruptsOff(),
                switchWhileScheduling(),
                switchWithInterruptsOff())) {
            perCpu.add(new Watch(a, cpus.length));
        }
        wakeupWhileRunning = new Watch(wakeupWhileNotRunning(), tasks);
        perTask.add(wakeupWhileRunning);
        for (Automaton a : List.of(setOnOwnContext(), setStateSleepWakeup(), needReschedPreempts())) {
            perTask.add(new Watch(a, tasks));
        }
        for (Cpu cpu : cpus) {
            // Each CPU boots in its idle task, which has the CPU's number.
            cpuOfTask[cpu.id()] = cpu.id();
            onTask(cpu, cpu.id(), SWITCH_IN);
        }
    }

    // ---- the tables ----

    /** wip, K11.01. */
    private static Automaton wakeupInPreemptive() {
        return new Automaton("wip")
                .on("preemptive", "non_preemptive", PREEMPT_DISABLE)
                .on("non_preemptive", "preemptive", PREEMPT_ENABLE)
                .on("non_preemptive", "non_preemptive", SCHED_WAKING);
    }

    /** wwnr, K11.02. */
    private static Automaton wakeupWhileNotRunning() {
        return new Automaton("wwnr")
                .on("not_running", "running", SWITCH_IN)
                .on("not_running", "not_running", SCHED_WAKEUP)
                .on("running", "not_running", SWITCH_PREEMPT, SWITCH_YIELD, SWITCH_BLOCKING, SWITCH_SUSPEND);
    }

    /** sco, K11.03. */
    private static Automaton contextOperations() {
        return new Automaton("sco")
                .on("thread_context", "thread_context", SET_STATE_RUNNABLE, SET_STATE_SLEEPABLE)
                .on("thread_context", "scheduling_context", SCHEDULE_ENTRY, SCHEDULE_ENTRY_PREEMPT)
                .on("scheduling_context", "thread_context", SCHEDULE_EXIT);
    }

    /** snroc, K11.04. */
    private static Automaton setOnOwnContext() {
        return new Automaton("snroc")
                .on("other_context", "own_context", SWITCH_IN)
                .on("own_context", "own_context", SET_STATE_RUNNABLE, SET_STATE_SLEEPABLE)
                .on("own_context", "other_context", SWITCH_PREEMPT, SWITCH_YIELD, SWITCH_BLOCKING, SWITCH_SUSPEND);
    }

    /** scpd, K11.05. */
    private static Automaton calledWithPreemptionOff() {
        return new Automaton("scpd")
                .on("cant_sched", "can_sched", PREEMPT_DISABLE)
                .on("can_sched", "can_sched", SCHEDULE_ENTRY, SCHEDULE_ENTRY_PREEMPT, SCHEDULE_EXIT)
                .on("can_sched", "cant_sched", PREEMPT_ENABLE);
    }

    /** snep, K11.06. */
    private static Automaton doesNotEnablePreemption() {
        return new Automaton("snep")
                .on("non_scheduling_context", "non_scheduling_context", PREEMPT_DISABLE, PREEMPT_ENABLE)
                .on("non_scheduling_context", "scheduling_context", SCHEDULE_ENTRY, SCHEDULE_ENTRY_PREEMPT)
                .on("scheduling_context", "non_scheduling_context", SCHEDULE_EXIT);
    }

    /** sncid, K11.07. */
    private static Automaton notWithInterruptsOff() {
        return new Automaton("sncid")
                .on("can_sched", "can_sched", SCHEDULE_ENTRY, SCHEDULE_ENTRY_PREEMPT, SCHEDULE_EXIT)
                .on("can_sched", "cant_sched", IRQ_DISABLE)
                .on("cant_sched", "can_sched", IRQ_ENABLE);
    }

    /** tss, K11.08. */
    private static Automaton switchWhileScheduling() {
        return new Automaton("tss")
                .on("thread", "sched", SCHEDULE_ENTRY, SCHEDULE_ENTRY_PREEMPT)
                .on("sched", "sched", SCHED_SWITCH)
                .on("sched", "thread", SCHEDULE_EXIT);
    }

    /** sts, K11.09. */
    private static Automaton switchWithInterruptsOff() {
        return new Automaton("sts")
                .on("can_sched", "cant_sched", IRQ_DISABLE)
                .on("can_sched", "scheduling", SCHEDULE_ENTRY, SCHEDULE_ENTRY_PREEMPT)
                .on("cant_sched", "can_sched", IRQ_ENABLE)
                .on("cant_sched", "cant_sched", IRQ_ENTRY)
                .on("scheduling", "disable_to_switch", IRQ_DISABLE)
                .on("disable_to_switch", "switching", SCHED_SWITCH)
                .on("disable_to_switch", "enable_to_exit", IRQ_ENABLE)
                .on("disable_to_switch", "in_irq", IRQ_ENTRY)
                .on("in_irq", "in_irq", IRQ_ENTRY)
                .on("in_irq", "scheduling", IRQ_ENABLE)
                .on("switching", "enable_to_exit", IRQ_ENABLE)
                .on("enable_to_exit", "enable_to_exit", IRQ_DISABLE, IRQ_ENABLE, IRQ_ENTRY)
                .on("enable_to_exit", "can_sched", SCHEDULE_EXIT);
    }

    /** sssw, K11.10. */
    private static Automaton setStateSleepWakeup() {
        return new Automaton("sssw")
                .on("runnable", "runnable", SET_STATE_RUNNABLE, SWITCH_IN, SWITCH_PREEMPT, SWITCH_YIELD, SCHED_WAKEUP)
                .on("runnable", "sleepable", SET_STATE_SLEEPABLE)
                .on("runnable", "sleeping", SWITCH_BLOCKING)
                .on("sleepable", "sleepable", SET_STATE_SLEEPABLE, SWITCH_IN, SWITCH_PREEMPT)
                .on("sleepable", "runnable", SET_STATE_RUNNABLE, SCHED_WAKEUP)
                .on("sleepable", "sleeping", SWITCH_SUSPEND, SWITCH_BLOCKING)
                .on("sleepable", "signal_wakeup", SWITCH_YIELD)
                .on("sleeping", "runnable", SCHED_WAKEUP)
                .on(
                        "signal_wakeup",
                        "signal_wakeup",
                        SET_STATE_RUNNABLE,
                        SWITCH_IN,
                        SWITCH_PREEMPT,
                        SWITCH_YIELD,
                        SCHED_WAKEUP)
                .on("signal_wakeup", "sleepable", SET_STATE_SLEEPABLE)
                .on("signal_wakeup", "runnable", SIGNAL_DELIVER);
    }

    /** nrp, K11.11. */
    private static Automaton needReschedPreempts() {
        return new Automaton("nrp")
                .on("preempt_irq", "preempt_irq", IRQ_ENTRY, SCHED_NEED_RESCHED)
                .on("preempt_irq", "nested_preempt", SCHEDULE_ENTRY, SCHEDULE_ENTRY_PREEMPT)
                .on("nested_preempt", "any_thread_running", SCHEDULE_ENTRY, SCHEDULE_ENTRY_PREEMPT)
                .on("nested_preempt", "preempt_irq", SCHED_NEED_RESCHED)
                .on("nested_preempt", "nested_preempt", IRQ_ENTRY)
                .on("any_thread_running", "rescheduling", SCHED_NEED_RESCHED)
                .on("any_thread_running", "any_thread_running", SCHEDULE_ENTRY, IRQ_ENTRY)
                .on("rescheduling", "any_thread_running", SCHEDULE_ENTRY, SCHEDULE_ENTRY_PREEMPT)
                .on("rescheduling", "rescheduling", SCHED_NEED_RESCHED)
                .on("rescheduling", "preempt_irq", IRQ_ENTRY);
    }

    // ---- what they found ----

    /** The first violations, at most {@value #KEPT}; those of wwnr excluded. */
    public List<Violation> violations() {
        return List.copyOf(violations);
    }

    /** How many there were, those of wwnr excluded. */
    public long violationCount() {
        return violationCount;
    }

    /** Wakeups of a task that was running, which a real kernel has too (rule K11.02). */
    public long wakeupsWhileRunning() {
        return wakeupsWhileRunning;
    }

    // ---- events ----

    @Override
    public void irqs(Cpu cpu, boolean off) {
        onCpu(cpu, off ? IRQ_DISABLE : IRQ_ENABLE);
    }

    @Override
    public void preemption(Cpu cpu, boolean off) {
        onCpu(cpu, off ? PREEMPT_DISABLE : PREEMPT_ENABLE);
    }

    @Override
    public void irqEntry(Cpu cpu) {
        onCpu(cpu, IRQ_ENTRY);
        onTask(cpu, cpu.currentTask(), IRQ_ENTRY);
    }

    /** opid, K11.12: the marking CPU has interrupts off. */
    @Override
    public void needResched(Cpu cpu, int task, boolean lazy) {
        if (lazy) {
            return;
        }
        for (Cpu c : cpus) {
            if (c.executing() && !c.irqsOff()) {
                found(new Violation("opid", "interrupts on", SCHED_NEED_RESCHED, c.id(), task, cpu.nowNs()));
            }
        }
        onTask(cpu, task, SCHED_NEED_RESCHED);
    }

    @Override
    public void scheduleEntry(Cpu cpu, int task, boolean preempting) {
        RvEvent entry = preempting ? SCHEDULE_ENTRY_PREEMPT : SCHEDULE_ENTRY;
        onCpu(cpu, entry);
        onTask(cpu, task, entry);
    }

    @Override
    public void scheduleExit(Cpu cpu) {
        onCpu(cpu, SCHEDULE_EXIT);
    }

    @Override
    public void switched(Cpu cpu, int previous, int next, int why) {
        onCpu(cpu, SCHED_SWITCH);
        onTask(
                cpu,
                previous,
                switch (why) {
                    case SwitchValue.PREEMPTED -> SWITCH_PREEMPT;
                    case SwitchValue.YIELDED -> SWITCH_YIELD;
                    case SwitchValue.RTLOCK_WAIT -> SWITCH_BLOCKING;
                    default -> SWITCH_SUSPEND;
                });
        cpuOfTask[next] = cpu.id();
        onTask(cpu, next, SWITCH_IN);
    }

    /** opid, K11.12: the waking CPU has interrupts and preemption off. */
    @Override
    public void waking(Cpu cpu, int task) {
        if (!cpu.irqsOff() || cpu.preemptCount() == 0) {
            String state = cpu.irqsOff() ? "preemption on" : "interrupts on";
            found(new Violation("opid", state, SCHED_WAKING, cpu.id(), task, cpu.nowNs()));
        }
        onCpu(cpu, SCHED_WAKING);
        onTask(cpu, task, SCHED_WAKEUP);
    }

    @Override
    public void signalDelivered(Cpu cpu, int task) {
        onTask(cpu, task, SIGNAL_DELIVER);
    }

    @Override
    public void stateSet(Task task, TaskState next) {
        RvEvent event = next == TaskState.RUNNING ? SET_STATE_RUNNABLE : SET_STATE_SLEEPABLE;
        Cpu cpu = cpus[cpuOfTask[task.id()]];
        onCpu(cpu, event);
        onTask(cpu, task.id(), event);
    }

    private void onCpu(Cpu cpu, RvEvent event) {
        for (int i = 0; i < perCpu.size(); i++) {
            step(perCpu.get(i), cpu.id(), event, cpu, cpu.currentTask());
        }
    }

    private void onTask(Cpu cpu, int task, RvEvent event) {
        for (int i = 0; i < perTask.size(); i++) {
            step(perTask.get(i), task, event, cpu, task);
        }
    }

    private void step(Watch watch, int instance, RvEvent event, Cpu cpu, int task) {
        if (!watch.table.sees(event)) {
            return;
        }
        int state = watch.states[instance];
        int next = watch.table.step(state, event);
        if (next != Automaton.VIOLATION) {
            watch.states[instance] = next;
            return;
        }
        if (watch == wakeupWhileRunning) {
            wakeupsWhileRunning++;
            return;
        }
        watch.states[instance] = 0;
        found(new Violation(watch.table.name(), watch.table.stateName(state), event, cpu.id(), task, cpu.nowNs()));
    }

    private void found(Violation v) {
        violationCount++;
        if (violations.size() < KEPT) {
            violations.add(v);
        }
    }
}
