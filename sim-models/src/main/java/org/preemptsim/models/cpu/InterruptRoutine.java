// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.cpu;

import org.preemptsim.engine.Trace;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.trace.TracePoint;

/**
 * A hard interrupt from entry to return. Register a = vector, b = 1 if it hit user mode.
 *
 * <ol start="0">
 *   <li>leave the idle state it found the CPU in
 *   <li>entry
 *   <li>handler
 *   <li>exit
 *   <li>softirqs, if this was the outermost one
 *   <li>return check: rule K1.04 for kernel code, K1.18 for user code; again after each schedule
 * </ol>
 *
 * @kernel irqentry_enter(), irqentry_exit(), kernel/entry/common.c, v6.6; irq_enter_rcu(), irq_exit_rcu()
 * @context interrupts off throughout, except in softirqs and the scheduler
 */
final class InterruptRoutine implements Routine {
    private static final int IDLE_EXIT = 0;
    private static final int ENTRY = 1;
    private static final int HANDLER = 2;
    private static final int EXIT = 3;
    private static final int SOFTIRQ = 4;
    private static final int RETURN = 5;

    private final InterruptVector[] vectors;

    InterruptRoutine(InterruptVector[] vectors) {
        this.vectors = vectors;
    }

    @Override
    public void step(Cpu cpu, Activation stack) {
        InterruptVector vector = vectors[(int) stack.a()];
        switch (stack.pc()) {
            case IDLE_EXIT -> {
                stack.pc(ENTRY);
                cpu.addPreemptCount(PreemptCount.HARDIRQ);
                cpu.spend(SegmentKind.IDLE_EXIT, cpu.takeIdleExitNs(), vector.label());
            }
            case ENTRY -> {
                stack.pc(HANDLER);
                cpu.spend(SegmentKind.IRQ_ENTRY, CostKey.IRQ_ENTRY, vector.label());
            }
            case HANDLER -> {
                stack.pc(EXIT);
                record(cpu, TracePoint.IRQ_ENTRY, stack.a());
                CpuMonitor monitor = cpu.monitor();
                if (monitor != null) {
                    monitor.irqEntry(cpu);
                }
                stack.call(vector.handler(), vector.argument());
            }
            case EXIT -> {
                stack.pc(SOFTIRQ);
                record(cpu, TracePoint.IRQ_EXIT, stack.a());
                cpu.spend(SegmentKind.IRQ_EXIT, CostKey.IRQ_EXIT, vector.label());
            }
            case SOFTIRQ -> {
                stack.pc(RETURN);
                cpu.addPreemptCount(-PreemptCount.HARDIRQ);
                if (!cpu.inInterrupt()) {
                    cpu.irqExitPort().irqExit(cpu, stack);
                }
            }
            case RETURN -> returnFrom(cpu, stack);
            default -> throw new IllegalStateException("pc " + stack.pc());
        }
    }

    private static void returnFrom(Cpu cpu, Activation stack) {
        boolean toUser = stack.b() != 0;
        if (toUser) {
            if (cpu.returnToUser()) {
                return;
            }
        } else if (cpu.needResched() && cpu.preemptCount() == 0 && cpu.model().preemptibleKernel()) {
            cpu.callScheduleFromInterrupt();
            return;
        }
        cpu.irqsOff(false);
        cpu.userMode(toUser);
        stack.ret();
    }

    private static void record(Cpu cpu, TracePoint point, long vector) {
        Trace trace = cpu.trace();
        if (trace != null) {
            trace.record(cpu.nowNs(), point.ordinal(), cpu.id(), vector, 0);
        }
    }
}
