// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.locking;

import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.task.Task;

/** A workload uses a kernel lock in a way the kernel forbids: an error of the scenario that shows when it runs. */
public final class LockUsageException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private final int lock;

    private LockUsageException(int lock, String message) {
        super(message);
        this.lock = lock;
    }

    /** The label of the lock. */
    public int lock() {
        return lock;
    }

    /** A lock that may sleep is taken where nothing may sleep (rule K2.05). */
    static LockUsageException atomic(Task task, int lock, Cpu cpu) {
        return new LockUsageException(
                lock,
                "scheduling while atomic: " + task.name() + " takes a sleeping lock with "
                        + (cpu.irqsOff() ? "interrupts off" : "preemption off") + " at " + cpu.nowNs()
                        + " ns (rule K2.05)");
    }

    /** A lock is released by somebody who does not own it (rule K11.24). */
    static LockUsageException notOwner(Task task, int lock, long nowNs) {
        return new LockUsageException(
                lock, task.name() + " releases a lock that it does not own at " + nowNs + " ns (rule K11.24)");
    }

    static LockUsageException notOwner(int task, int lock, long nowNs) {
        return new LockUsageException(
                lock, "task " + task + " releases a lock that it does not own at " + nowNs + " ns (rule K11.24)");
    }
}
