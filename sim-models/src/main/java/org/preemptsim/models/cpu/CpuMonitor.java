// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.cpu;

/**
 * Told of what the kernel's runtime-verification monitors watch on a CPU; null where nobody watches.
 *
 * @kernel trace events of kernel/trace/rv, v6.18
 */
public interface CpuMonitor {
    /** The interrupts flag changes. */
    void irqs(Cpu cpu, boolean off);

    /** The whole preempt count goes from 0 to another value, or back. */
    void preemption(Cpu cpu, boolean off);

    /** A hard interrupt's handler begins. */
    void irqEntry(Cpu cpu);

    /** The mark of {@code task}, current on {@code cpu}, is set by whatever executes now. */
    void needResched(Cpu cpu, int task, boolean lazy);

    /** __schedule begins on behalf of {@code task}. */
    void scheduleEntry(Cpu cpu, int task, boolean preempting);

    /** __schedule ends, in the task that was switched in. */
    void scheduleExit(Cpu cpu);

    /** {@code next} takes over from {@code previous}; why is one of the constants of {@code SwitchValue}. */
    void switched(Cpu cpu, int previous, int next, int why);

    /** {@code cpu} is about to make {@code task} runnable. */
    void waking(Cpu cpu, int task);

    /** A pending signal of {@code task} is taken at its return to user mode. */
    void signalDelivered(Cpu cpu, int task);
}
