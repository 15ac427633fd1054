// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.locking;

import org.jspecify.annotations.Nullable;
import org.preemptsim.models.sched.Prio;

/**
 * Waiters by key, equal keys in order of arrival (rule K3.01). The nodes are the waiters' own, so a tree takes no memory beyond them.
 *
 * <p>A treap: search tree by key, heap by a fixed scrambled number. Cost: O(log n) to add and to remove, O(1) for the first.
 *
 * @kernel struct rb_root_cached with rt_waiter_node_less(), kernel/locking/rtmutex.c, v6.6
 */
final class WaiterTree {
    private @Nullable WaiterNode root;
    private @Nullable WaiterNode first;
    private long arrivals;

    /** Whether key {@code a} goes strictly before key {@code b}: by priority, deadline tasks by deadline. */
    static boolean less(int prioA, long deadlineA, int prioB, long deadlineB) {
        return Prio.better(prioA, prioB) || (prioA == prioB && Prio.deadline(prioA) && deadlineA < deadlineB);
    }

    static boolean less(WaiterNode a, WaiterNode b) {
        return less(a.prio, a.deadlineNs, b.prio, b.deadlineNs);
    }

    private static boolean before(WaiterNode a, WaiterNode b) {
        return less(a, b) || (!less(b, a) && a.arrival < b.arrival);
    }

    boolean isEmpty() {
        return root == null;
    }

    /** The best waiter. */
    @Nullable
    PiTask first() {
        return first == null ? null : first.waiter;
    }

    @Nullable
    WaiterNode firstNode() {
        return first;
    }

    /** Adds a node whose key is set, behind its equals. */
    void add(WaiterNode n) {
        n.arrival = arrivals++;
        n.left = null;
        n.right = null;
        WaiterNode parent = null;
        boolean left = false;
        boolean leftmost = true;
        for (WaiterNode at = root; at != null; at = left ? at.left : at.right) {
            parent = at;
            left = before(n, at);
            leftmost &= left;
        }
        n.parent = parent;
        if (parent == null) {
            root = n;
        } else if (left) {
            parent.left = n;
        } else {
            parent.right = n;
        }
        if (leftmost) {
            first = n;
        }
        for (WaiterNode p = n.parent; p != null && n.weight > p.weight; p = n.parent) {
            rotateUp(n, p);
        }
    }

    void remove(WaiterNode n) {
        if (first == n) {
            first = next(n);
        }
        WaiterNode l = n.left;
        WaiterNode r = n.right;
        while (l != null && r != null) {
            rotateUp(l.weight > r.weight ? l : r, n);
            l = n.left;
            r = n.right;
        }
        WaiterNode child = l == null ? r : l;
        if (child != null) {
            child.parent = n.parent;
        }
        replaceChild(n.parent, n, child);
        n.left = null;
        n.right = null;
        n.parent = null;
    }

    private void rotateUp(WaiterNode child, WaiterNode parent) {
        WaiterNode moved;
        if (parent.left == child) {
            moved = child.right;
            parent.left = moved;
            child.right = parent;
        } else {
            moved = child.left;
            parent.right = moved;
            child.left = parent;
        }
        if (moved != null) {
            moved.parent = parent;
        }
        WaiterNode above = parent.parent;
        parent.parent = child;
        child.parent = above;
        replaceChild(above, parent, child);
    }

    private void replaceChild(@Nullable WaiterNode parent, WaiterNode old, @Nullable WaiterNode child) {
        if (parent == null) {
            root = child;
        } else if (parent.left == old) {
            parent.left = child;
        } else {
            parent.right = child;
        }
    }

    /** The node after {@code n} in order. */
    static @Nullable WaiterNode next(WaiterNode n) {
        WaiterNode at = n.right;
        if (at != null) {
            for (WaiterNode l = at.left; l != null; l = l.left) {
                at = l;
            }
            return at;
        }
        WaiterNode child = n;
        WaiterNode up = n.parent;
        while (up != null && up.right == child) {
            child = up;
            up = up.parent;
        }
        return up;
    }

    /** The number of waiters; linear. */
    int count() {
        int n = 0;
        for (WaiterNode at = first; at != null; at = next(at)) {
            n++;
        }
        return n;
    }

    /** The waiters' tasks in order; for queries. */
    int[] tasks() {
        int[] out = new int[count()];
        int i = 0;
        for (WaiterNode at = first; at != null; at = next(at)) {
            out[i++] = at.waiter.task;
        }
        return out;
    }
}
