// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.locking;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One rtmutex: an owner or none, and waiters by key. Its rules are in {@link RtMutexes}.
 *
 * <pre>
 * owner  pending  waiters  state
 * none   no       none     free: the fast path takes it (rule K3.07)
 * none   no       some     released: the top waiter is woken and may be robbed (rules K3.08, K3.22)
 * task   no       any      held
 * task   yes      any      given to a task that has not run yet (era PENDING_OWNER, rule K3.25)
 * </pre>
 *
 * @kernel struct rt_mutex_base, include/linux/rtmutex.h, v6.6
 */
final class RtMutex implements LockView {
    static final int NONE = -1;

    final int label;
    /** Whether it is the lock of a spinlock_t or rwlock_t: waits in RTLOCK_WAIT, admits lateral steals (rules K2.07, K3.09). */
    final boolean spinlock;
    /** Whether its owner may not migrate: spinlock_t and local_lock (rule K2.08). */
    final boolean pins;
    /** Whether it is a part of another lock, which records itself when it is taken and released. */
    final boolean inner;

    final WaiterTree waiters = new WaiterTree();
    private int owner = NONE;
    boolean pending;

    RtMutex(int label, boolean spinlock, boolean pins, boolean inner) {
        this.label = label;
        this.spinlock = spinlock;
        this.pins = pins;
        this.inner = inner;
    }

    @Override
    public int label() {
        return label;
    }

    @Override
    public int owner() {
        return owner;
    }

    /** The only writer of the owner: a spinning top waiter sees it. */
    void owner(int task) {
        owner = task;
        PiTask top = waiters.first();
        if (top != null) {
            top.look();
        }
    }

    @Nullable
    PiTask top() {
        return waiters.first();
    }

    boolean free() {
        return owner == NONE && waiters.isEmpty();
    }

    @Override
    public List<Integer> owners() {
        return owner == NONE ? List.of() : List.of(owner);
    }

    @Override
    public List<Integer> waiters() {
        List<Integer> out = new ArrayList<>();
        for (int task : waiters.tasks()) {
            out.add(task);
        }
        return out;
    }
}
