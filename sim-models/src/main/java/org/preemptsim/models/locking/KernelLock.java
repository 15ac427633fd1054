// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.locking;

import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.spec.Step.KernelOp;

/** A kernel lock or waiting place as its users see it. */
public interface KernelLock {
    /** Takes it: spins or sleeps as long as needed. Both registers are the routine's. */
    Routine acquire();

    /** Releases it; the current task or CPU owns it. */
    Routine release();

    /** Its name's label. */
    int label();

    /** Its owner and waiters, for checks and graphs. */
    LockView view();

    /**
     * The routine of an operation: register a = absolute time-out in ns of the clock, or {@link
     * org.preemptsim.engine.EventSet#NEVER}, where it has one. Its result is 0 or a positive errno. Call while the machine is built.
     *
     * @throws IllegalArgumentException if a lock of this kind has no such operation
     */
    default Routine operation(KernelOp op) {
        throw new IllegalArgumentException("a " + getClass().getSimpleName() + " has no operation " + op);
    }

    /** By how many locks the operation changes what the task holds when it succeeds: 1, 0 or -1. */
    static int heldBy(KernelOp op) {
        return switch (op) {
            case TRYLOCK, LOCK_INTERRUPTIBLE, LOCK_TIMEOUT, READ_LOCK, WRITE_LOCK, WRITE_SEQLOCK -> 1;
            case READ_UNLOCK, WRITE_UNLOCK, WRITE_SEQUNLOCK -> -1;
            case DOWNGRADE_WRITE,
                    DOWN,
                    DOWN_INTERRUPTIBLE,
                    DOWN_TRYLOCK,
                    UP,
                    WAIT_FOR_COMPLETION,
                    COMPLETE,
                    COMPLETE_ALL,
                    WAIT_EVENT,
                    WAKE_UP,
                    WAKE_UP_ALL,
                    READ_SEQLOCK -> 0;
        };
    }
}
