// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.trace;

/** The value of a {@link TracePoint#SCHED_SWITCH}: the task that leaves, both priorities, and why it leaves. */
public final class SwitchValue {
    /** The task that leaves is still runnable and was preempted in kernel code: {@code R+}. */
    public static final int PREEMPTED = 0;
    /** It is still runnable and called schedule() itself: it yielded, or was on its way to user mode: {@code R}. */
    public static final int YIELDED = 1;
    /** It sleeps and a signal would wake it. */
    public static final int INTERRUPTIBLE = 2;
    /** It sleeps. */
    public static final int UNINTERRUPTIBLE = 3;
    /** It sleeps on an RT spinlock. */
    public static final int RTLOCK_WAIT = 4;
    /** It is gone. */
    public static final int DEAD = 5;

    private static final int BIAS = 1;

    private SwitchValue() {}

    public static long pack(int previousTask, int previousPrio, int nextPrio, int why) {
        return ((long) previousTask << 24)
                | ((long) (previousPrio + BIAS) << 16)
                | ((long) (nextPrio + BIAS) << 8)
                | why;
    }

    public static int previousTask(long value) {
        return (int) (value >>> 24);
    }

    public static int previousPrio(long value) {
        return (int) (value >>> 16 & 0xFF) - BIAS;
    }

    public static int nextPrio(long value) {
        return (int) (value >>> 8 & 0xFF) - BIAS;
    }

    /** One of the constants of this class. */
    public static int why(long value) {
        return (int) (value & 0xFF);
    }

    /** Whether the task that leaves is still runnable. */
    public static boolean runnable(long value) {
        return why(value) <= YIELDED;
    }
}
