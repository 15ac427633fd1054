// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.sched;

import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.cpu.SegmentKind;
import org.preemptsim.models.spec.CostKey;

/**
 * The handler of the interrupt that other CPUs send: completes remote wakeups (rule K1.10) and pushes tasks where it was asked to (K5.12).
 * The switch itself is the interrupt return's.
 *
 * @kernel sched_ttwu_pending(), scheduler_ipi(), kernel/sched/core.c; rto_push_irq_work_func(), kernel/sched/rt.c, v6.1
 */
final class ReschedRoutine implements Routine {
    private final Scheduler scheduler;
    private final RunQueue[] queues;

    ReschedRoutine(Scheduler scheduler, RunQueue[] queues) {
        this.scheduler = scheduler;
        this.queues = queues;
    }

    @Override
    public void step(Cpu cpu, Activation stack) {
        RunQueue q = queues[cpu.id()];
        switch (stack.pc()) {
            case 0 -> {
                SchedEntity e = q.wakeListFirst;
                if (e == null) {
                    stack.pc(2);
                } else {
                    stack.pc(1);
                    cpu.spend(SegmentKind.WAKEUP, CostKey.WAKEUP, e.task.label());
                }
            }
            case 1 -> {
                stack.pc(0);
                scheduler.completeWakeup(q, cpu);
                scheduler.deliver(cpu, stack);
            }
            case 2 -> {
                stack.pc(3);
                if (q.askedToPush) {
                    scheduler.rt().askedToPush(q, cpu);
                    scheduler.deliver(cpu, stack);
                }
            }
            default -> stack.ret();
        }
    }
}
