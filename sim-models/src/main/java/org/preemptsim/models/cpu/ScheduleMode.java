// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.cpu;

/** How __schedule was entered: the routine's register a. */
public final class ScheduleMode {
    /** schedule(): a task that is not in state running leaves the run queue. */
    public static final int VOLUNTARY = 0;
    /** preempt_schedule and its kind: the task stays on the run queue whatever its state (rule K1.05). */
    public static final int PREEMPT = 1;
    /** schedule_idle(). */
    public static final int IDLE = 2;
    /** preempt_schedule_irq: as PREEMPT, with preemption already off when interrupts were enabled. */
    public static final int PREEMPT_IRQ = 3;

    private ScheduleMode() {}
}
