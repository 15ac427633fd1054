// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.locking;

import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.spec.Step.KernelOp;

/**
 * A wait queue head: waits are exclusive, so one wakeup wakes the first waiter, which has then what it waits for (rule K3.40). On
 * PREEMPT_RT its lock is a sleeping one, so each wakeup can preempt the waker at once.
 *
 * @kernel __wake_up_common(), prepare_to_wait_exclusive(), kernel/sched/wait.c, v6.1
 */
final class WaitQueue extends FifoLock {
    private final Routine await = new Wait(true);
    private final Routine wakeUp = new Signal(false);
    private final Routine wakeUpAll = new Signal(true);

    WaitQueue(int label, Room room, boolean rt) {
        super(label, room, !rt);
    }

    @Override
    public Routine operation(KernelOp op) {
        return switch (op) {
            case WAIT_EVENT -> await;
            case WAKE_UP -> wakeUp;
            case WAKE_UP_ALL -> wakeUpAll;
            default -> super.operation(op);
        };
    }

    @Override
    boolean take(int task, boolean waited) {
        return waited && !waiters.contains(task);
    }

    @Override
    void signalled(boolean all) {}

    @Override
    int nextToWake(boolean all, int wokenSoFar) {
        return waiters.isEmpty() || (!all && wokenSoFar > 0) ? RtMutex.NONE : waiters.removeFirst();
    }
}
