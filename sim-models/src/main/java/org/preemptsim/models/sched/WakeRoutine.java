// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.sched;

import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.cpu.SegmentKind;
import org.preemptsim.models.spec.CostKey;

/**
 * try_to_wake_up with interrupts and preemption off, so its end is a check point where the caller can be preempted. Register a = task; b = 1 if it is the wakeup of an RT spinlock, then also bit 1 = whether
 * interrupts were off before.
 *
 * @kernel try_to_wake_up(), kernel/sched/core.c, v6.6
 */
final class WakeRoutine implements Routine {
    private static final int BY_LOCK = 1;
    private static final int IRQS_WERE_OFF = 2;

    private final Scheduler scheduler;

    WakeRoutine(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    @Override
    public void step(Cpu cpu, Activation stack) {
        int task = (int) stack.a();
        switch (stack.pc()) {
            case 0 -> {
                stack.pc(1);
                if (cpu.irqsOff()) {
                    stack.b(stack.b() | IRQS_WERE_OFF);
                }
                cpu.irqsOff(true);
                cpu.preemptDisable();
                cpu.spend(
                        SegmentKind.WAKEUP, CostKey.WAKEUP, scheduler.task(task).label());
            }
            case 1 -> {
                stack.pc(2);
                scheduler.wake(task, (stack.b() & BY_LOCK) != 0, cpu);
                scheduler.deliver(cpu, stack);
            }
            default -> {
                cpu.irqsOff((stack.b() & IRQS_WERE_OFF) != 0);
                stack.ret();
                cpu.preemptEnable();
            }
        }
    }
}
