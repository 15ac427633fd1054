// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.locking;

import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.cpu.SegmentKind;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.Step.KernelOp;
import org.preemptsim.models.task.Errno;

/**
 * struct semaphore: counts, has no owner. An up with waiters hands the unit to the first of them, so nobody can take it meanwhile.
 *
 * @kernel __down_common(), __up(), kernel/locking/semaphore.c, v6.1
 */
final class Semaphore extends FifoLock {
    private final Routine down = new Wait(false);
    private final Routine up = new Signal(false);
    private int count;
    private int handOvers;

    Semaphore(int label, Room room, int count) {
        super(label, room, true);
        this.count = count;
    }

    @Override
    public Routine acquire() {
        return down;
    }

    @Override
    public Routine release() {
        return up;
    }

    @Override
    public Routine operation(KernelOp op) {
        return switch (op) {
            case DOWN -> down;
            case DOWN_INTERRUPTIBLE -> new Wait(true);
            case DOWN_TRYLOCK -> this::tryStep;
            case UP -> up;
            default -> super.operation(op);
        };
    }

    @Override
    boolean take(int task, boolean waited) {
        if (waited) {
            return !waiters.contains(task);
        }
        if (count == 0) {
            return false;
        }
        count--;
        return true;
    }

    @Override
    void signalled(boolean all) {
        if (waiters.isEmpty()) {
            count++;
        } else {
            handOvers++;
        }
    }

    @Override
    int nextToWake(boolean all, int wokenSoFar) {
        if (handOvers == 0) {
            return RtMutex.NONE;
        }
        handOvers--;
        return waiters.removeFirst();
    }

    private void tryStep(Cpu cpu, Activation stack) {
        if (stack.pc() == 0) {
            stack.pc(1);
            cpu.spend(SegmentKind.LOCK_FAST, CostKey.LOCK_FAST, label);
        } else {
            stack.result(take(cpu.currentTask(), false) ? 0 : Errno.EAGAIN);
            stack.ret();
        }
    }
}
