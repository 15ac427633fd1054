// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.irq;

import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.cpu.ScheduleMode;
import org.preemptsim.models.cpu.SegmentKind;
import org.preemptsim.models.sched.Scheduler;
import org.preemptsim.models.softirq.SoftirqSource;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.PreemptionModel;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.task.TaskState;

/**
 * The thread of a line: waits for the work bit, runs the handler with softirqs off, then the softirqs it raised (rules K6.14, K6.15).
 *
 * @kernel irq_thread(), irq_forced_thread_fn(), kernel/irq/manage.c, v6.6
 */
final class IrqThread implements Routine {
    private static final int FIRST_RUN = 0;
    private static final int WAIT = 1;
    private static final int HANDLER = 2;
    private static final int RAISE = 3;
    private static final int SOFTIRQS_ON = 4;

    private final IrqLine line;
    private final Scheduler scheduler;
    private final SoftirqsOfCpu softirqs;
    private final IrqThreadPriorityAssigner priorities;

    IrqThread(IrqLine line, Scheduler scheduler, SoftirqsOfCpu softirqs, IrqThreadPriorityAssigner priorities) {
        this.line = line;
        this.scheduler = scheduler;
        this.softirqs = softirqs;
        this.priorities = priorities;
    }

    @Override
    public void step(Cpu cpu, Activation stack) {
        switch (stack.pc()) {
            case FIRST_RUN -> {
                stack.pc(WAIT);
                scheduler.setPolicy(cpu.currentTask(), SchedPolicy.fifo(priorities.assign()), cpu);
                scheduler.deliver(cpu, stack);
            }
            case WAIT -> {
                if (line.takeRequest()) {
                    stack.pc(HANDLER);
                    softirqs.of(cpu).disable(cpu);
                    cpu.spend(SegmentKind.IRQ_THREAD, CostKey.IRQ_THREAD_ROUND, line.label());
                } else {
                    scheduler.current(cpu).setState(TaskState.INTERRUPTIBLE);
                    stack.call(scheduler.scheduleRoutine(), ScheduleMode.VOLUNTARY);
                }
            }
            case HANDLER -> {
                stack.pc(RAISE);
                // Rule K6.14: a forced thread without PREEMPT_RT runs its handler with interrupts off.
                cpu.irqsOff(cpu.model() != PreemptionModel.RT);
                cpu.spend(SegmentKind.IRQ_THREAD, line.handle(), line.label());
            }
            case RAISE -> {
                stack.pc(SOFTIRQS_ON);
                cpu.irqsOff(false);
                for (SoftirqSource source : line.softirqs()) {
                    softirqs.of(cpu).raise(stack, source);
                }
            }
            case SOFTIRQS_ON -> {
                stack.pc(WAIT);
                stack.call(softirqs.of(cpu).enableRoutine(), 0);
            }
            default -> throw new IllegalStateException("pc " + stack.pc());
        }
    }
}
