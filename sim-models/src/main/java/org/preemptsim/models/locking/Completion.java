// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.locking;

import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.spec.Step.KernelOp;

/**
 * struct completion: a count of completions, which anyone may take before the woken waiter runs.
 *
 * @kernel do_wait_for_common(), complete(), complete_all(), kernel/sched/completion.c, v6.1
 */
final class Completion extends FifoLock {
    private static final int ALL = Integer.MAX_VALUE;

    private final Routine await = new Wait(false);
    private final Routine complete = new Signal(false);
    private final Routine completeAll = new Signal(true);
    private int done;

    Completion(int label, Room room) {
        super(label, room, true);
    }

    @Override
    public Routine operation(KernelOp op) {
        return switch (op) {
            case WAIT_FOR_COMPLETION -> await;
            case COMPLETE -> complete;
            case COMPLETE_ALL -> completeAll;
            default -> super.operation(op);
        };
    }

    @Override
    boolean take(int task, boolean waited) {
        if (done == 0) {
            return false;
        }
        if (done != ALL) {
            done--;
        }
        return true;
    }

    @Override
    void signalled(boolean all) {
        done = all || done == ALL ? ALL : done + 1;
    }

    @Override
    int nextToWake(boolean all, int wokenSoFar) {
        return waiters.isEmpty() || (!all && wokenSoFar > 0) ? RtMutex.NONE : waiters.removeFirst();
    }
}
