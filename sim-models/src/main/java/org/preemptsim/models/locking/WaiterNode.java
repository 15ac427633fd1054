// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.locking;

import org.jspecify.annotations.Nullable;

/** A task's place in a {@link WaiterTree}: its key and its links. The key is fixed while the node is in a tree. */
final class WaiterNode {
    /** Spreads consecutive task numbers over the heap order, so that the tree is balanced whatever the keys are. */
    private static final int SCRAMBLE = 0x9E37_79B9;

    final PiTask waiter;
    /** Heap order of the treap. */
    final int weight;

    int prio;
    /** Absolute deadline, of a deadline task. */
    long deadlineNs;

    long arrival;

    @Nullable
    WaiterNode left;

    @Nullable
    WaiterNode right;

    @Nullable
    WaiterNode parent;

    WaiterNode(PiTask waiter) {
        this.waiter = waiter;
        int mixed = (waiter.task + 1) * SCRAMBLE;
        this.weight = mixed ^ (mixed >>> 15);
    }

    /** Takes the key of {@code other}. */
    void key(WaiterNode other) {
        prio = other.prio;
        deadlineNs = other.deadlineNs;
    }
}
