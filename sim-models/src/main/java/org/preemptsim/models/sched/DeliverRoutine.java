// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.sched;

import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.cpu.SegmentKind;
import org.preemptsim.models.spec.CostKey;

/** Pays for the moves that an operation on this CPU has made, and sends its reschedule interrupts in order. Interrupts are off. */
final class DeliverRoutine implements Routine {
    private final RunQueue[] queues;
    private final Scheduler scheduler;

    DeliverRoutine(Scheduler scheduler, RunQueue[] queues) {
        this.scheduler = scheduler;
        this.queues = queues;
    }

    @Override
    public void step(Cpu cpu, Activation stack) {
        RunQueue q = queues[cpu.id()];
        if (stack.pc() == 1) {
            stack.pc(0);
            scheduler.sendReschedule(q.takeTarget());
        } else if (q.moves > 0) {
            q.moves--;
            cpu.spend(SegmentKind.MIGRATION, CostKey.MIGRATION, 0);
        } else if (q.hasTargets()) {
            stack.pc(1);
            if (!scheduler.polls(q.nextTarget())) {
                cpu.spend(SegmentKind.IPI_SEND, CostKey.IPI_SEND, 0);
            }
        } else {
            stack.ret();
        }
    }
}
