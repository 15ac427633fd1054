// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.trace;

/** Kinds of trace record, named after the kernel's trace points where one exists. */
public enum TracePoint {
    /** A segment ended: subject = its packed description's low 40 bits, value = its length in ns. */
    SEGMENT,
    /** subject = next task, value = prev task << 8 | prev still runnable. */
    SCHED_SWITCH,
    /** subject = woken task, value = target CPU. */
    SCHED_WAKING,
    /** The full or lazy mark was set: subject = marked task, value = 1 if lazy. */
    SCHED_NEED_RESCHED,
    /** subject = boosted task, value = old priority << 16 | new priority. */
    SCHED_PI_SETPRIO,
    /** subject = vector. */
    IRQ_ENTRY,
    /** subject = vector. */
    IRQ_EXIT,
    /** subject = label of the softirq. */
    SOFTIRQ_ENTRY,
    /** subject = timer's label. */
    HRTIMER_EXPIRE,
    /** subject = task, value = latency in ns. */
    LATENCY_SAMPLE,
    /** subject = lock, value = task. */
    LOCK_ACQUIRED,
    /** subject = lock, value = task. */
    LOCK_CONTENDED,
    /** subject = lock, value = task. */
    LOCK_RELEASED;

    private static final TracePoint[] VALUES = values();

    /** The point of a record's type. */
    public static TracePoint of(int type) {
        return VALUES[type];
    }
}
