// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.sched;

import org.jspecify.annotations.Nullable;

/** Deadline reservations of one CPU that may run, earliest deadline first, equal ones in order of arrival (rule K5.23). */
final class DlQueue {
    private @Nullable DlEntity first;
    private int size;

    int size() {
        return size;
    }

    @Nullable
    DlEntity first() {
        return first;
    }

    /** The earliest deadline, {@link Long#MAX_VALUE} if there is none. */
    long earliestNs() {
        DlEntity f = first;
        return f == null ? Long.MAX_VALUE : f.deadlineNs;
    }

    /** The second deadline. */
    long secondNs() {
        DlEntity f = first;
        DlEntity s = f == null ? null : f.next;
        return s == null ? Long.MAX_VALUE : s.deadlineNs;
    }

    void add(DlEntity d) {
        DlEntity before = null;
        DlEntity after = first;
        while (after != null && after.deadlineNs <= d.deadlineNs) {
            before = after;
            after = after.next;
        }
        d.previous = before;
        d.next = after;
        if (before == null) {
            first = d;
        } else {
            before.next = d;
        }
        if (after != null) {
            after.previous = d;
        }
        d.queued = true;
        size++;
    }

    void remove(DlEntity d) {
        DlEntity b = d.previous;
        DlEntity n = d.next;
        if (b == null) {
            first = n;
        } else {
            b.next = n;
        }
        if (n != null) {
            n.previous = b;
        }
        d.next = null;
        d.previous = null;
        d.queued = false;
        size--;
    }
}
