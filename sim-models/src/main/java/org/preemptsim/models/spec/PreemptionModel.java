// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.spec;

/** The preemption models of rules K1.01 and K1.02: which check points turn a wakeup into a switch. */
public enum PreemptionModel {
    /** PREEMPT_NONE: kernel code runs until it blocks, returns to user mode or calls cond_resched(). */
    NONE(false),
    /** PREEMPT_VOLUNTARY: as NONE, and might_sleep() is a check point too. */
    VOLUNTARY(false),
    /** PREEMPT (full): any kernel code with preempt count 0 and interrupts on can be preempted. */
    FULL(true),
    /** PREEMPT_LAZY: as FULL for the full mark; the fair class's lazy mark waits for user mode or the tick. */
    LAZY(true),
    /** PREEMPT_RT on top of FULL: sleeping spinlocks, threaded interrupts and softirqs. */
    RT(true);

    private final boolean preemptibleKernel;

    PreemptionModel(boolean preemptibleKernel) {
        this.preemptibleKernel = preemptibleKernel;
    }

    /** Whether interrupt return and preempt_enable switch in kernel code (FULL, LAZY, RT). */
    public boolean preemptibleKernel() {
        return preemptibleKernel;
    }
}
