// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.sched;

import org.preemptsim.models.spec.SchedPolicy;

/** The kernel's priority numbers and the only place that compares them. */
public final class Prio {
    /** Best number of the fair class (nice -20). */
    static final int MAX_RT_PRIO = 100;

    static final int NICE_0 = 120;
    static final int IDLE = 140;

    private Prio() {}

    /** The number of a policy. */
    public static int of(SchedPolicy policy) {
        return switch (policy.kind()) {
            case DEADLINE -> -1;
            case FIFO, RR -> MAX_RT_PRIO - 1 - policy.priority();
            case OTHER, BATCH -> NICE_0 + policy.nice();
            case IDLE -> NICE_0;
        };
    }

    /** Whether {@code a} is strictly better than {@code b}. */
    public static boolean better(int a, int b) {
        return a < b;
    }

    /** Whether {@code a} is at least as good as {@code b}. */
    public static boolean atLeast(int a, int b) {
        return a <= b;
    }

    /** The better of the two. */
    public static int best(int a, int b) {
        return Math.min(a, b);
    }

    /** Whether the number belongs to the FIFO/RR class. */
    public static boolean realTime(int prio) {
        return prio < MAX_RT_PRIO;
    }

    /** Whether the number is that of the deadline class. */
    public static boolean deadline(int prio) {
        return prio < 0;
    }

    /** As people write it: {@code fifo:95} for 4, {@code other} for 120. */
    public static String text(int prio) {
        if (realTime(prio)) {
            return "fifo:" + (MAX_RT_PRIO - 1 - prio);
        }
        return prio == NICE_0 ? "other" : prio >= IDLE ? "idle" : "other:" + (prio - NICE_0);
    }
}
