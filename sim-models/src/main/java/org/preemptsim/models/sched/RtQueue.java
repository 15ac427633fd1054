// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.sched;

import org.jspecify.annotations.Nullable;

/**
 * FIFO/RR tasks of one CPU: a list per priority and a bitmap of the non-empty ones. The running task stays on its list.
 *
 * @kernel struct rt_prio_array, kernel/sched/rt.c, v6.6
 */
final class RtQueue {
    private final @Nullable SchedEntity[] heads = new SchedEntity[Prio.MAX_RT_PRIO];
    private final @Nullable SchedEntity[] tails = new SchedEntity[Prio.MAX_RT_PRIO];
    private long low;
    private long high;
    private int size;

    int size() {
        return size;
    }

    /** The best priority with a task, {@link Prio#MAX_RT_PRIO} if there is none. */
    int bestPrio() {
        if (low != 0) {
            return Long.numberOfTrailingZeros(low);
        }
        return high != 0 ? 64 + Long.numberOfTrailingZeros(high) : Prio.MAX_RT_PRIO;
    }

    @Nullable
    SchedEntity first() {
        int best = bestPrio();
        return best == Prio.MAX_RT_PRIO ? null : heads[best];
    }

    /** Whether {@code e} shares its priority with another queued task. */
    boolean hasPeers(SchedEntity e) {
        return heads[e.prio] != tails[e.prio];
    }

    void add(SchedEntity e, boolean head) {
        int p = e.prio;
        SchedEntity h = heads[p];
        SchedEntity t = tails[p];
        if (h == null || t == null) {
            heads[p] = e;
            tails[p] = e;
            setBit(p);
        } else if (head) {
            e.next = h;
            h.previous = e;
            heads[p] = e;
        } else {
            e.previous = t;
            t.next = e;
            tails[p] = e;
        }
        size++;
    }

    void remove(SchedEntity e) {
        int p = e.prio;
        SchedEntity n = e.next;
        SchedEntity b = e.previous;
        if (b == null) {
            heads[p] = n;
        } else {
            b.next = n;
        }
        if (n == null) {
            tails[p] = b;
        } else {
            n.previous = b;
        }
        e.next = null;
        e.previous = null;
        if (heads[p] == null) {
            clearBit(p);
        }
        size--;
    }

    void toHead(SchedEntity e) {
        remove(e);
        add(e, true);
    }

    void toTail(SchedEntity e) {
        remove(e);
        add(e, false);
    }

    private void setBit(int p) {
        if (p < 64) {
            low |= 1L << p;
        } else {
            high |= 1L << (p - 64);
        }
    }

    private void clearBit(int p) {
        if (p < 64) {
            low &= ~(1L << p);
        } else {
            high &= ~(1L << (p - 64));
        }
    }
}
