// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.cpu;

/**
 * The packed description of a segment: kind, masking, current task, what it does and under which spinning lock.
 *
 * <pre>
 * bits  0-5   kind          bit 6  interrupts off     bit 7  preempt count not 0
 * bit   8     hard interrupt        bit 9  user mode
 * bits 10-29  current task  bits 30-45  label of what     bits 46-61  label of the innermost spinning lock held
 * bit  62     serving a softirq that masks preemption (without PREEMPT_RT)
 * </pre>
 */
public final class Segment {
    static final long IRQS_OFF = 1L << 6;
    static final long PREEMPT_OFF = 1L << 7;
    static final long HARDIRQ = 1L << 8;
    static final long USER = 1L << 9;
    static final long SOFTIRQ = 1L << 62;
    private static final int TASK_SHIFT = 10;
    private static final int LABEL_SHIFT = 30;
    private static final int LOCK_SHIFT = 46;

    /** Tasks are numbered below this. */
    public static final int TASK_LIMIT = 1 << (LABEL_SHIFT - TASK_SHIFT);

    private Segment() {}

    static long pack(int kind, long flags, int task, int label, int lock) {
        return kind | flags | ((long) task << TASK_SHIFT) | ((long) label << LABEL_SHIFT) | ((long) lock << LOCK_SHIFT);
    }

    public static SegmentKind kind(long segment) {
        return SegmentKind.of((int) segment & 63);
    }

    static int kindOrdinal(long segment) {
        return (int) segment & 63;
    }

    public static boolean irqsOff(long segment) {
        return (segment & IRQS_OFF) != 0;
    }

    public static boolean preemptOff(long segment) {
        return (segment & PREEMPT_OFF) != 0;
    }

    public static boolean hardirq(long segment) {
        return (segment & HARDIRQ) != 0;
    }

    /** Whether an inline softirq was being served. */
    public static boolean softirq(long segment) {
        return (segment & SOFTIRQ) != 0;
    }

    public static boolean user(long segment) {
        return (segment & USER) != 0;
    }

    /** The task that was current. */
    public static int task(long segment) {
        return (int) (segment >>> TASK_SHIFT) & (TASK_LIMIT - 1);
    }

    /** The label of what was done. */
    public static int label(long segment) {
        return (int) (segment >>> LABEL_SHIFT) & 0xFFFF;
    }

    /** The label of the innermost spinning lock held, 0 if none. */
    public static int lock(long segment) {
        return (int) (segment >>> LOCK_SHIFT) & 0xFFFF;
    }
}
