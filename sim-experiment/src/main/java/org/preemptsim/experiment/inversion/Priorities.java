// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.inversion;

import org.preemptsim.models.sched.Prio;

/** Compares the kernel's priority numbers as a user's priorities. */
final class Priorities {
    private static final int FIRST_FAIR = 100;
    private static final int FAIR = 120;
    private static final int FIRST_IDLE = 140;

    private Priorities() {}

    /** Whether {@code a} is worse than {@code b}; nice values share the CPU, so no fair task is worse than another. */
    static boolean worse(int a, int b) {
        return level(a) > level(b);
    }

    private static int level(int prio) {
        return prio >= FIRST_FAIR && prio < FIRST_IDLE ? FAIR : prio;
    }

    /** The kernel's number of a user's real-time priority. */
    static int ofUser(int priority) {
        return FIRST_FAIR - 1 - priority;
    }

    /** As people write it. */
    static String text(int prio) {
        return prio < 0 ? "deadline" : Prio.text(prio);
    }
}
