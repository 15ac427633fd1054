// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.time;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.preemptsim.engine.EventSet;

/**
 * Armed timers by hard expiry, equal ones in order of arming (rules K8.07, K8.20): a binary heap with back references.
 *
 * <p>It grows while more timers are armed than ever before; a steady state allocates nothing.
 */
final class HrtimerQueue {
    private @Nullable Hrtimer[] heap = new Hrtimer[16];
    private int size;
    private long armed;

    long nextHardNs() {
        Hrtimer h = heap[0];
        return size == 0 || h == null ? EventSet.NEVER : h.hardNs;
    }

    /** The first timer if its soft expiry is reached at {@code nowNs}; the scan stops at the first that is not due. */
    @Nullable
    Hrtimer due(long nowNs) {
        Hrtimer h = heap[0];
        return size > 0 && h != null && h.softNs <= nowNs ? h : null;
    }

    void add(Hrtimer t) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
        }
        t.sequence = armed++;
        place(t, size++);
        up(t);
    }

    void remove(Hrtimer t) {
        int hole = t.place;
        t.place = Hrtimer.NOT_QUEUED;
        Hrtimer last = at(--size);
        heap[size] = null;
        if (last != t) {
            place(last, hole);
            up(last);
            down(last);
        }
    }

    private Hrtimer at(int i) {
        Hrtimer t = heap[i];
        if (t == null) {
            throw new IllegalStateException("no timer at place " + i + " of " + size);
        }
        return t;
    }

    private void place(Hrtimer t, int i) {
        heap[i] = t;
        t.place = i;
    }

    private static boolean before(Hrtimer a, Hrtimer b) {
        return a.hardNs != b.hardNs ? a.hardNs < b.hardNs : a.sequence < b.sequence;
    }

    private void up(Hrtimer t) {
        int i = t.place;
        while (i > 0) {
            Hrtimer parent = at((i - 1) >>> 1);
            if (!before(t, parent)) {
                break;
            }
            int p = parent.place;
            place(parent, i);
            i = p;
        }
        place(t, i);
    }

    private void down(Hrtimer t) {
        int i = t.place;
        for (int c = 2 * i + 1; c < size; c = 2 * i + 1) {
            Hrtimer child = at(c);
            if (c + 1 < size && before(at(c + 1), child)) {
                child = at(c + 1);
            }
            if (!before(child, t)) {
                break;
            }
            int p = child.place;
            place(child, i);
            i = p;
        }
        place(t, i);
    }
}
