// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.irq;

import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.cpu.SegmentKind;
import org.preemptsim.models.sched.Scheduler;
import org.preemptsim.models.softirq.SoftirqSource;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.task.Task;

/**
 * A device interrupt in hard context: acknowledge, then handle or redirect to the thread.
 *
 * @kernel handle_edge_irq(), __irq_wake_thread(), kernel/irq/chip.c, handle.c, v6.6; redirect_hardirq() of the 2005 -rt patch
 */
final class HandleIrq implements Routine {
    private final IrqLine line;
    private final Scheduler scheduler;
    private final SoftirqsOfCpu softirqs;

    HandleIrq(IrqLine line, Scheduler scheduler, SoftirqsOfCpu softirqs) {
        this.line = line;
        this.scheduler = scheduler;
        this.softirqs = softirqs;
    }

    @Override
    public void step(Cpu cpu, Activation stack) {
        switch (stack.pc()) {
            case 0 -> {
                stack.pc(1);
                cpu.spend(SegmentKind.IRQ_ACK, CostKey.IRQ_ACK, line.label());
            }
            case 1 -> {
                Task thread = line.thread();
                if (thread == null) {
                    stack.pc(2);
                    cpu.spend(SegmentKind.IRQ_HANDLER, line.handle(), line.label());
                } else {
                    stack.pc(3);
                    if (line.requestThread()) {
                        stack.call(scheduler.wakeRoutine(), thread.id());
                    }
                }
            }
            case 2 -> {
                stack.pc(3);
                for (SoftirqSource source : line.softirqs()) {
                    softirqs.of(cpu).raiseFromHardirq(source);
                }
            }
            default -> stack.ret();
        }
    }
}
