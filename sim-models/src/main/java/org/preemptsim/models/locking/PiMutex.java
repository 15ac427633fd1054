// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.locking;

import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;

/**
 * An rtmutex behind a PI futex. Waits are interruptible, may have a time-out, and the whole chain is searched for deadlocks (rule
 * K3.19).
 *
 * @kernel pi_mutex of struct futex_pi_state; rt_mutex_start_proxy_lock(), rt_mutex_wait_proxy_lock(), rt_mutex_cleanup_proxy_lock(),
 *     __rt_mutex_futex_unlock(), kernel/locking/rtmutex_api.c, v6.1
 */
public final class PiMutex {
    private final RtMutexes rules;
    private final RtMutex lock;
    private final Routine acquire;
    private final Routine release;

    PiMutex(RtMutexes rules, RtMutex lock, NextOwner nextOwner) {
        this.rules = rules;
        this.lock = lock;
        this.acquire = new RtMutexAcquire(rules, lock, RtMutexAcquire.Mode.FUTEX);
        this.release = new RtMutexRelease(rules, lock, nextOwner);
    }

    /** Told, under the wait lock, which waiter a release hands over to: then the futex word gets its TID (rule K3.38). */
    public interface NextOwner {
        void chosen(int task);
    }

    /**
     * Takes it: register a = absolute time-out in ns of the clock or {@link org.preemptsim.engine.EventSet#NEVER}. The result is 0,
     * EDEADLK, ETIMEDOUT or EINTR.
     */
    public Routine lock() {
        return acquire;
    }

    /** Releases it; the current task owns it. The top waiter is chosen under the wait lock: see {@link NextOwner}. */
    public Routine unlock() {
        return release;
    }

    /** Takes it for the current task if it may have it now (rule K3.08), with no cost. */
    public boolean tryLock(int task, Cpu cpu) {
        return rules.tryTake(lock, rules.task(task), cpu);
    }

    /** The owner, or -1. */
    public int owner() {
        return lock.owner();
    }

    /** The waiter that is first in the order, or -1. */
    public int topWaiter() {
        PiTask top = lock.top();
        return top == null ? RtMutex.NONE : top.task;
    }

    public boolean hasWaiters() {
        return !lock.waiters.isEmpty();
    }

    /** Makes a task the owner of a lock that nobody has used: its first waiter found it in the futex word. */
    public void proxyOwner(int task) {
        if (!lock.free()) {
            throw new IllegalStateException("the lock of a futex is in use");
        }
        lock.owner(task);
    }

    /** Gives the lock up for its owner: the last waiter has gone, and from now on the futex word alone says who owns it. */
    public void proxyUnlock() {
        if (hasWaiters()) {
            throw new IllegalStateException("the lock of a futex has waiters");
        }
        lock.owner(RtMutex.NONE);
    }

    /** Its owner and waiters. */
    public LockView view() {
        return lock;
    }
}
