// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.cpu;

/** Called at the end of the outermost hard interrupt; implemented by the softirq room. */
public interface IrqExitPort {
    /**
     * irq_exit: interrupts are off, the hardirq field is 0 again. May call a routine on {@code stack}.
     *
     * @kernel __irq_exit_rcu(), kernel/softirq.c, v6.6
     */
    void irqExit(Cpu cpu, Activation stack);
}
