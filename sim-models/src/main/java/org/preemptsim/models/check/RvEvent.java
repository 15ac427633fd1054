// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.check;

/** The events of the monitors' alphabets. */
public enum RvEvent {
    PREEMPT_DISABLE,
    PREEMPT_ENABLE,
    IRQ_DISABLE,
    IRQ_ENABLE,
    IRQ_ENTRY,
    SCHED_WAKING,
    SCHED_WAKEUP,
    SCHED_NEED_RESCHED,
    SCHEDULE_ENTRY,
    SCHEDULE_ENTRY_PREEMPT,
    SCHEDULE_EXIT,
    SCHED_SWITCH,
    SWITCH_IN,
    SWITCH_PREEMPT,
    SWITCH_YIELD,
    SWITCH_BLOCKING,
    SWITCH_SUSPEND,
    SET_STATE_RUNNABLE,
    SET_STATE_SLEEPABLE,
    SIGNAL_DELIVER;

    private static final int COUNT = values().length;

    static int count() {
        return COUNT;
    }
}
