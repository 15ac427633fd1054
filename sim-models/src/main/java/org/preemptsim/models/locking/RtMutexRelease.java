// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.locking;

import org.jspecify.annotations.Nullable;
import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.cpu.SegmentKind;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.KernelEras.Release;
import org.preemptsim.models.trace.TracePoint;

/**
 * Releases an rtmutex; the current task owns it. Without waiters the word is cleared (rule K3.21). With waiters, by era:
 *
 * <ul>
 *   <li>DEBOOST_THEN_WAKE (rule K3.22): (1) the top waiter leaves the releaser's donors, (2) the releaser is deboosted, (3) nobody owns
 *       the lock and the waiter stays queued, (4) preemption off, wait lock dropped, (5) wake, (6) preemption on
 *   <li>WAKE_THEN_DEBOOST (rule K3.27): as above with (2) after (5)
 *   <li>PENDING_OWNER (rule K3.25): the top waiter is made pending owner, inherits from the next one and is woken; then the releaser is
 *       deboosted
 * </ul>
 *
 * @kernel rt_mutex_slowunlock(), mark_wakeup_next_waiter(), kernel/locking/rtmutex.c, v6.1; wakeup_next_waiter(), v2.6.33-rt
 */
final class RtMutexRelease implements Routine {
    private static final int FAST = 0;
    private static final int RELEASE = 1;
    private static final int HAND_OVER = 2;
    private static final int WOKEN = 3;
    private static final int WOKEN_BOOSTED = 4;
    private static final int DEBOOST = 5;

    private final RtMutexes rules;
    private final RtMutex lock;
    private final PiMutex.@Nullable NextOwner nextOwner;

    RtMutexRelease(RtMutexes rules, RtMutex lock, PiMutex.@Nullable NextOwner nextOwner) {
        this.rules = rules;
        this.lock = lock;
        this.nextOwner = nextOwner;
    }

    @Override
    public void step(Cpu cpu, Activation stack) {
        switch (stack.pc()) {
            case FAST -> {
                stack.pc(RELEASE);
                cpu.spend(SegmentKind.LOCK_FAST, CostKey.LOCK_FAST, lock.label);
            }
            case RELEASE -> release(cpu, stack);
            case HAND_OVER -> handOver(cpu, stack);
            case WOKEN -> {
                stack.ret();
                cpu.preemptEnable();
            }
            case WOKEN_BOOSTED -> {
                stack.pc(DEBOOST);
                RtMutexes.dropWaitLock(cpu);
            }
            case DEBOOST -> {
                cpu.preemptDisable();
                rules.adjust(rules.task(cpu.currentTask()), cpu);
                stack.ret();
                cpu.preemptEnable();
            }
            default -> throw new IllegalStateException("pc " + stack.pc());
        }
    }

    private void release(Cpu cpu, Activation stack) {
        int task = cpu.currentTask();
        if (lock.owner() != task || lock.pending) {
            throw LockUsageException.notOwner(rules.scheduler.task(task), lock.label, cpu.nowNs());
        }
        stack.result(0);
        if (lock.pins) {
            rules.scheduler.migrateEnable(task);
        }
        if (lock.waiters.isEmpty()) {
            RtMutexes.record(lock, cpu, TracePoint.LOCK_RELEASED, task);
            lock.owner(RtMutex.NONE);
            stack.ret();
            if (lock.pins) {
                // migrate_enable() is a check point: the task may have to move now (rule K2.08).
                cpu.preemptDisable();
                cpu.preemptEnable();
            }
            return;
        }
        stack.pc(HAND_OVER);
        RtMutexes.holdWaitLock(cpu, lock.label);
    }

    private void handOver(Cpu cpu, Activation stack) {
        PiTask releaser = rules.task(cpu.currentTask());
        RtMutexes.record(lock, cpu, TracePoint.LOCK_RELEASED, releaser.task);
        PiTask top = lock.top();
        if (top == null) {
            // The last waiter has given up meanwhile.
            lock.owner(RtMutex.NONE);
            stack.ret();
            RtMutexes.dropWaitLock(cpu);
            return;
        }
        if (nextOwner != null) {
            nextOwner.chosen(top.task);
        }
        rules.removeDonor(releaser, top);
        if (rules.release == Release.DEBOOST_THEN_WAKE) {
            rules.adjust(releaser, cpu);
            lock.owner(RtMutex.NONE);
            // Preemption stays off over the wakeup.
            stack.pc(WOKEN);
            cpu.irqsOff(false);
        } else {
            stack.pc(WOKEN_BOOSTED);
            if (rules.release == Release.PENDING_OWNER) {
                makePendingOwner(top, cpu);
            } else {
                lock.owner(RtMutex.NONE);
            }
        }
        stack.call(rules.wake(), top.task, lock.spinlock ? 1 : 0);
    }

    private void makePendingOwner(PiTask top, Cpu cpu) {
        rules.dequeue(lock, top);
        lock.owner(top.task);
        lock.pending = true;
        top.look();
        PiTask next = lock.top();
        if (next != null) {
            rules.addDonor(top, next);
            rules.adjust(top, cpu);
        }
    }
}
