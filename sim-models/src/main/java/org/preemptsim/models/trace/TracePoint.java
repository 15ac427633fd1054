// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.trace;

/** Kinds of trace record, named after the kernel's trace points where one exists. */
public enum TracePoint {
    /** A segment ended: subject = its packed description's low 40 bits, value = its length in ns. */
    SEGMENT,
    /** subject = next task, value: {@link SwitchValue}. */
    SCHED_SWITCH,
    /** A wakeup takes effect: subject = woken task, value: {@link WakeValue}. */
    SCHED_WAKING,
    /** The full or lazy mark was set: subject = marked task, value = 1 if lazy. */
    SCHED_NEED_RESCHED,
    /** An inherited priority changes: subject = task, value: {@link PrioValue}. */
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
    LOCK_RELEASED,
    /** A task moves to another CPU's run queue: subject = task, value = from << 32 | to. */
    SCHED_MIGRATE_TASK,
    /** A task's own policy changes: subject = task, value: {@link PrioValue} of the effective priority. */
    SCHED_SETSCHEDULER,
    /** A task has left its program: subject = task. */
    SCHED_PROCESS_EXIT,
    /** A real-time class or deadline task is stopped for lack of budget: subject = task, or the CPU's idle task for a class. */
    SCHED_THROTTLE,
    /** It may run again; subject as above. */
    SCHED_UNTHROTTLE,
    /** A marked step begins: subject = task, value = its number. */
    STEP_BEGIN,
    /** A marked step ends: subject = task, value = number << 32 | result. */
    STEP_END,
    /** A deadlock is found: subject = lock, value = task that closes the cycle. */
    LOCK_DEADLOCK,
    /** A waiter leaves without the lock: subject = lock, value = errno << 32 | task; no errno if it need not have it any more. */
    LOCK_ABANDONED;

    private static final TracePoint[] VALUES = values();

    /** The point of a record's type. */
    public static TracePoint of(int type) {
        return VALUES[type];
    }
}
