// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.spec;

import org.jspecify.annotations.Nullable;

/**
 * An interrupt line and its one handler.
 *
 * @param irq its number
 * @param name its action's name as in /proc/interrupts
 * @param noThread SA_NODELAY / IRQF_NO_THREAD / IRQF_TIMER: never threaded (rules K6.06, K6.11)
 * @param affinity smp_affinity; delivery goes to the lowest allowed CPU (rule K6.21)
 * @param handler length of the handler, in hard context or in its thread
 * @param softirq softirq vector the handler raises, or null
 * @param softirqLength work handed to that vector per interrupt
 * @param arrivals when the device interrupts by itself, or null if only a device model raises the line
 */
public record IrqLineSpec(
        int irq,
        String name,
        boolean noThread,
        CpuSet affinity,
        DurationDistribution handler,
        @Nullable SoftirqKind softirq,
        DurationDistribution softirqLength,
        @Nullable ArrivalSpec arrivals) {

    /** Arrival process of a line: the time between two interrupts. */
    public record ArrivalSpec(DurationDistribution interval, long firstNs) {}

    /** Softirq vectors in the kernel's order (rule K7.01). */
    public enum SoftirqKind {
        HI,
        TIMER,
        NET_TX,
        NET_RX,
        BLOCK,
        IRQ_POLL,
        TASKLET,
        SCHED,
        HRTIMER,
        RCU
    }
}
