// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.locking;

import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.cpu.SegmentKind;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.task.Errno;

/**
 * Takes an rtmutex if it may be had now, also from a woken waiter that is worse (rule K3.08). Result: 0 or EBUSY.
 *
 * @kernel rt_mutex_slowtrylock(), kernel/locking/rtmutex.c, v6.1
 */
final class RtMutexTryLock implements Routine {
    private final RtMutexes rules;
    private final RtMutex lock;

    RtMutexTryLock(RtMutexes rules, RtMutex lock) {
        this.rules = rules;
        this.lock = lock;
    }

    @Override
    public void step(Cpu cpu, Activation stack) {
        switch (stack.pc()) {
            case 0 -> {
                stack.pc(1);
                cpu.spend(SegmentKind.LOCK_FAST, CostKey.LOCK_FAST, lock.label);
            }
            case 1 -> {
                boolean contended = lock.owner() == RtMutex.NONE || lock.pending;
                if (lock.free() || !contended) {
                    finish(cpu, stack);
                } else {
                    stack.pc(2);
                    RtMutexes.holdWaitLock(cpu, lock.label);
                }
            }
            default -> {
                finish(cpu, stack);
                RtMutexes.dropWaitLock(cpu);
            }
        }
    }

    private void finish(Cpu cpu, Activation stack) {
        int task = cpu.currentTask();
        boolean taken = rules.tryTake(lock, rules.task(task), cpu);
        if (taken && lock.pins) {
            rules.scheduler.migrateDisable(task);
        }
        stack.result(taken ? 0 : Errno.EBUSY);
        stack.ret();
    }
}
