// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.sched;

/** The scheduling classes, best first (rule K1.06). */
enum SchedClass {
    STOP,
    DEADLINE,
    REAL_TIME,
    FAIR,
    IDLE;

    boolean above(SchedClass other) {
        return ordinal() < other.ordinal();
    }
}
