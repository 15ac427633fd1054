// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.trace;

/** The value of a {@link TracePoint#SCHED_WAKING}: the target CPU, the context of the waker, the task it ran in or interrupted. */
public final class WakeValue {
    /** The waker is a task. */
    public static final int BY_TASK = 0;
    /** The waker is a softirq on top of that task. */
    public static final int BY_SOFTIRQ = 1;
    /** The waker is a hard interrupt on top of that task. */
    public static final int BY_HARDIRQ = 2;

    private WakeValue() {}

    public static long pack(int targetCpu, int context, int wakerTask) {
        return ((long) wakerTask << 24) | ((long) context << 16) | targetCpu;
    }

    public static int targetCpu(long value) {
        return (int) (value & 0xFFFF);
    }

    /** One of the constants of this class. */
    public static int context(long value) {
        return (int) (value >>> 16 & 0xFF);
    }

    public static int wakerTask(long value) {
        return (int) (value >>> 24);
    }
}
