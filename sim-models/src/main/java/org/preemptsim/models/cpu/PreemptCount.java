// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.cpu;

/** The four fields of the preempt count (include/linux/preempt.h). */
public final class PreemptCount {
    public static final int PREEMPT = 1;
    public static final int SOFTIRQ = 1 << 8;
    /** What local_bh_disable adds: twice the unit, so that the lowest bit means "serving a softirq". */
    public static final int SOFTIRQ_DISABLE = 2 * SOFTIRQ;

    public static final int HARDIRQ = 1 << 16;
    public static final int NMI = 1 << 20;
    public static final int SOFTIRQ_MASK = 0xFF00;
    public static final int HARDIRQ_MASK = 0xF_0000;
    public static final int NMI_MASK = 0xF0_0000;
    /** In any interrupt context or with softirqs off: in_interrupt(). */
    public static final int INTERRUPT_MASK = SOFTIRQ_MASK | HARDIRQ_MASK | NMI_MASK;

    private PreemptCount() {}
}
