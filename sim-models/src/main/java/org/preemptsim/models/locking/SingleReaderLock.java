// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.locking;

import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.cpu.SegmentKind;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.Step.KernelOp;

/**
 * rwlock_t and rw_semaphore on the PREEMPT_RT of 2.6: one rtmutex, so one reader task at a time, which may recurse and is boosted like
 * any owner (rule K4.09).
 *
 * @kernel rt_read_lock(), rt_down_read(), kernel/rt.c, v2.6.33-rt
 */
final class SingleReaderLock implements KernelLock {
    private final RtLock lock;
    private final RtMutexes rules;
    private final Routine readLock = this::readLockStep;
    private final Routine readUnlock = this::readUnlockStep;
    private int depth;

    SingleReaderLock(RtMutexes rules, RtLock lock) {
        this.rules = rules;
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
            case READ_LOCK -> readLock;
            case READ_UNLOCK -> readUnlock;
            case WRITE_LOCK -> lock.acquire();
            case WRITE_UNLOCK -> lock.release();
            case TRYLOCK -> lock.operation(op);
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

    private void readLockStep(Cpu cpu, Activation stack) {
        if (stack.pc() == 0 && lock.lock.owner() != cpu.currentTask()) {
            stack.pc(1);
            stack.call(lock.acquire(), 0);
        } else {
            depth++;
            stack.result(0);
            stack.ret();
        }
    }

    private void readUnlockStep(Cpu cpu, Activation stack) {
        switch (stack.pc()) {
            case 0 -> {
                if (lock.lock.owner() != cpu.currentTask()) {
                    throw LockUsageException.notOwner(rules.scheduler.current(cpu), label(), cpu.nowNs());
                }
                if (--depth == 0) {
                    stack.pc(2);
                    stack.call(lock.release(), 0);
                } else {
                    stack.pc(2);
                    cpu.spend(SegmentKind.LOCK_FAST, CostKey.LOCK_FAST, label());
                }
            }
            default -> {
                stack.result(0);
                stack.ret();
            }
        }
    }
}
