// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.locking;

import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.spec.Step.KernelOp;

/**
 * struct semaphore on the PREEMPT_RT of 2.6: an rtmutex, so it has PI and must be released by its taker (rule K2.11).
 *
 * @kernel rt_down(), rt_up(), kernel/rt.c, v2.6.29-rt
 */
final class OwnedSemaphore implements KernelLock {
    private final RtLock lock;

    OwnedSemaphore(RtLock lock) {
        this.lock = lock;
    }

    @Override
    public Routine acquire() {
        return lock.acquire();
    }

    @Override
    public Routine release() {
        return lock.release();
    }

    @Override
    public Routine operation(KernelOp op) {
        return switch (op) {
            case DOWN -> lock.acquire();
            case DOWN_INTERRUPTIBLE -> lock.operation(KernelOp.LOCK_INTERRUPTIBLE);
            case DOWN_TRYLOCK -> lock.operation(KernelOp.TRYLOCK);
            case UP -> lock.release();
            default -> KernelLock.super.operation(op);
        };
    }

    @Override
    public int label() {
        return lock.label();
    }

    @Override
    public LockView view() {
        return lock.view();
    }
}
