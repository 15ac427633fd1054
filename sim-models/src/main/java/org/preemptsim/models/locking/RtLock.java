// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.locking;

import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.spec.Step.KernelOp;

/** A kernel lock that is an rtmutex: struct rt_mutex everywhere; mutex, spinlock_t and local_lock on PREEMPT_RT. */
final class RtLock implements KernelLock {
    final RtMutex lock;
    private final RtMutexes rules;
    private final Routine acquire;
    private final Routine release;

    RtLock(RtMutexes rules, RtMutex lock) {
        this.rules = rules;
        this.lock = lock;
        this.acquire = new RtMutexAcquire(rules, lock, RtMutexAcquire.Mode.PLAIN);
        this.release = new RtMutexRelease(rules, lock, null);
    }

    @Override
    public Routine acquire() {
        return acquire;
    }

    @Override
    public Routine release() {
        return release;
    }

    @Override
    public int label() {
        return lock.label;
    }

    @Override
    public LockView view() {
        return lock;
    }

    @Override
    public Routine operation(KernelOp op) {
        if (op == KernelOp.TRYLOCK) {
            return new RtMutexTryLock(rules, lock);
        }
        if (!lock.spinlock && op == KernelOp.LOCK_INTERRUPTIBLE) {
            return new RtMutexAcquire(rules, lock, RtMutexAcquire.Mode.INTERRUPTIBLE);
        }
        if (!lock.spinlock && op == KernelOp.LOCK_TIMEOUT) {
            return new RtMutexAcquire(rules, lock, RtMutexAcquire.Mode.TIMED);
        }
        return KernelLock.super.operation(op);
    }
}
