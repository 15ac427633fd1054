// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.sched;

import org.jspecify.annotations.Nullable;

/**
 * Real-time tasks of one CPU that wait and may run elsewhere: by priority, equal ones in order of arrival on this list.
 *
 * @kernel rt_rq::pushable_tasks, kernel/sched/rt.c, v6.1
 */
final class Pushables {
    private @Nullable SchedEntity first;
    private @Nullable SchedEntity last;

    @Nullable
    SchedEntity first() {
        return first;
    }

    boolean isEmpty() {
        return first == null;
    }

    /** Adds it, or moves it behind its equals. */
    void add(SchedEntity e) {
        if (e.pushable) {
            remove(e);
        }
        SchedEntity before = last;
        while (before != null && Prio.better(e.prio, before.prio)) {
            before = before.previousPushable;
        }
        SchedEntity after = before == null ? first : before.nextPushable;
        e.previousPushable = before;
        e.nextPushable = after;
        if (before == null) {
            first = e;
        } else {
            before.nextPushable = e;
        }
        if (after == null) {
            last = e;
        } else {
            after.previousPushable = e;
        }
        e.pushable = true;
    }

    void remove(SchedEntity e) {
        if (!e.pushable) {
            return;
        }
        SchedEntity b = e.previousPushable;
        SchedEntity n = e.nextPushable;
        if (b == null) {
            first = n;
        } else {
            b.nextPushable = n;
        }
        if (n == null) {
            last = b;
        } else {
            n.previousPushable = b;
        }
        e.nextPushable = null;
        e.previousPushable = null;
        e.pushable = false;
    }
}
