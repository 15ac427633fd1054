// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.sched;

import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.CpuMonitor;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.cpu.ScheduleMode;
import org.preemptsim.models.cpu.SegmentKind;
import org.preemptsim.models.spec.CostKey;

/**
 * __schedule. Register a = {@link ScheduleMode}, b = bit 0 if the task was switched in after another one than idle, bit 1 if it comes
 * from another CPU.
 *
 * <ol start="0">
 *   <li>preemption off, interrupts off, run-queue lock (rule K1.14)
 *   <li>dequeue a task that sleeps (unless preempted, K1.05), pick, clear the marks (K1.16)
 *   <li>switch: from here on the stack of the next task executes, in its own call of this routine
 *   <li>pushes and pulls that the switch has left; interrupts on
 *   <li>preemption on without a check; again while the mark is set
 *   <li>the cold cache, in the task's own time
 * </ol>
 *
 * @kernel __schedule(), context_switch(), kernel/sched/core.c, v6.6
 */
final class ScheduleRoutine implements Routine {
    private static final int ENTER = 0;
    private static final int PICK = 1;
    private static final int SWITCH = 2;
    /** Where a switched-out task, or a new one, resumes. */
    static final int FINISH = 3;

    private static final int COLD = 1;
    private static final int MOVED = 2;
    private static final int LEAVE = 4;
    private static final int REFILL = 5;
    private static final int DONE = 6;

    private final Scheduler scheduler;

    ScheduleRoutine(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    @Override
    public void step(Cpu cpu, Activation stack) {
        switch (stack.pc()) {
            case ENTER -> {
                stack.pc(PICK);
                if (stack.a() == ScheduleMode.PREEMPT_IRQ) {
                    stack.a(ScheduleMode.PREEMPT);
                } else if (stack.a() != ScheduleMode.IDLE) {
                    cpu.preemptDisable();
                }
                CpuMonitor monitor = cpu.monitor();
                if (monitor != null) {
                    monitor.scheduleEntry(cpu, cpu.currentTask(), stack.a() == ScheduleMode.PREEMPT);
                }
                cpu.irqsOff(true);
                cpu.spend(SegmentKind.SCHEDULE, CostKey.SCHEDULE, 0);
            }
            case PICK -> {
                if (scheduler.pickNext(cpu, stack.a() == ScheduleMode.PREEMPT)) {
                    stack.pc(SWITCH);
                    cpu.spend(SegmentKind.CONTEXT_SWITCH, CostKey.CONTEXT_SWITCH, 0);
                } else {
                    stack.pc(FINISH);
                }
            }
            case SWITCH -> {
                stack.pc(FINISH);
                int cold = scheduler.completeSwitch(cpu);
                // From here on the next task's frame is the top one.
                cpu.stack().b(cold);
            }
            case FINISH -> {
                if (scheduler.hasBalanceWork(cpu)) {
                    scheduler.runCallbacks(cpu);
                    scheduler.deliver(cpu, stack);
                    return;
                }
                stack.pc(LEAVE);
                cpu.irqsOff(false);
                CpuMonitor monitor = cpu.monitor();
                if (monitor != null) {
                    monitor.scheduleExit(cpu);
                }
            }
            case LEAVE -> {
                if (stack.a() != ScheduleMode.IDLE) {
                    cpu.addPreemptCount(-1);
                }
                stack.pc(cpu.needResched() ? ENTER : REFILL);
            }
            case REFILL -> {
                stack.pc(DONE);
                if (stack.b() != 0 && scheduler.startRefill(cpu)) {
                    long ns = (stack.b() & COLD) != 0 ? cpu.cost(CostKey.CACHE_REFILL) : 0;
                    ns += (stack.b() & MOVED) != 0 ? cpu.cost(CostKey.MIGRATION_REFILL) : 0;
                    cpu.spend(SegmentKind.CACHE_REFILL, ns, 0);
                }
            }
            case DONE -> {
                if (stack.b() != 0) {
                    scheduler.endRefill(cpu);
                }
                stack.ret();
            }
            default -> throw new IllegalStateException("pc " + stack.pc());
        }
    }
}
