// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.locking;

import org.jspecify.annotations.Nullable;
import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.cpu.SegmentKind;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.task.Errno;
import org.preemptsim.models.trace.TracePoint;

/**
 * The walk along a chain of owners whose priorities may change. Each step is a window of its own with interrupts and preemption off;
 * between two steps nothing is held (rule K3.16), so other CPUs may change the chain meanwhile.
 *
 * <p>The walk's state is in the {@link PiTask} of the task that executes it; a task executes at most one. Its result is {@link
 * PiTask#walkResult}: 0 or EDEADLK.
 *
 * <p>Steps of rule K3.14, for {@code task}, the one whose priority has changed:
 *
 * <ol>
 *   <li>(1), (2) fetch the lock it waits for
 *   <li>(3) exit tests of rule K3.15
 *   <li>(4)-(6) take that lock's wait lock; deadlock test of rule K3.17
 *   <li>(7) re-key its waiter
 *   <li>(9) without an owner: wake a new top waiter; end
 *   <li>(10), (11) the owner's donors and priority
 *   <li>(12), (13) go on with the owner
 * </ol>
 *
 * @kernel rt_mutex_adjust_prio_chain(), kernel/locking/rtmutex.c, v6.1
 */
final class ChainWalk implements Routine {
    private static final int ENTER = 0;
    private static final int STEP = 1;
    private static final int LEAVE = 2;
    private static final int END = 3;

    private final RtMutexes rules;

    ChainWalk(RtMutexes rules) {
        this.rules = rules;
    }

    /**
     * Readies a walk by {@code walker} from {@code task}, which is blocked; the caller then calls this routine.
     *
     * @param origin the lock whose waiters have changed; null if a task's own priority has
     * @param waiter the new waiter that started it; null for a deboost or a changed priority
     */
    void prepare(PiTask walker, PiTask task, @Nullable RtMutex origin, @Nullable PiTask waiter, boolean detect) {
        walker.walkTask = task;
        walker.walkOrigin = origin;
        walker.walkNext = task.blockedOn;
        walker.walkTopWaiter = waiter;
        walker.walkOfWaiter = waiter != null;
        walker.walkTopTask = walker.walkOrigin == null ? task : walker;
        walker.walkDetects = detect;
        walker.walkRequeues = true;
        walker.walkDepth = 0;
        walker.walkResult = 0;
        rules.walks++;
    }

    @Override
    public void step(Cpu cpu, Activation stack) {
        switch (stack.pc()) {
            case ENTER -> {
                stack.pc(STEP);
                cpu.irqsOff(true);
                cpu.preemptDisable();
                cpu.spend(SegmentKind.PI_STEP, CostKey.PI_STEP, 0);
            }
            case STEP -> {
                stack.pc(LEAVE);
                PiTask walker = rules.task(cpu.currentTask());
                PiTask task = walker.walkTask;
                walker.walkTask = task == null ? null : advance(walker, task, cpu, stack);
            }
            case LEAVE -> {
                PiTask walker = rules.task(cpu.currentTask());
                stack.pc(walker.walkTask == null ? END : ENTER);
                RtMutexes.dropWaitLock(cpu);
            }
            case END -> {
                rules.walks--;
                stack.ret();
            }
            default -> throw new IllegalStateException("pc " + stack.pc());
        }
    }

    /** One step; the task of the next one, or null at the walk's end. */
    private @Nullable PiTask advance(PiTask walker, PiTask task, Cpu cpu, Activation stack) {
        if (++walker.walkDepth > rules.maxDepth) {
            deadlock(walker, cpu, 0);
            return null;
        }
        RtMutex lock = task.blockedOn;
        if (lock == null || lock != walker.walkNext || originReleased(walker)) {
            return null;
        }
        boolean requeue = walker.walkRequeues;
        PiTask topWaiter = walker.walkTopWaiter;
        if (topWaiter != null) {
            if (task.donors.isEmpty()) {
                return null;
            }
            requeue &= task.donors.first() == topWaiter;
        }
        requeue &= !rules.keyCurrent(task);
        if (!requeue && !walker.walkDetects) {
            return null;
        }
        walker.walkRequeues = requeue;
        PiTask topTask = walker.walkTopTask;
        if (lock == walker.walkOrigin || (topTask != null && lock.owner() == topTask.task)) {
            deadlock(walker, cpu, lock.label);
            return null;
        }
        return requeue ? requeue(walker, task, lock, cpu, stack) : follow(walker, lock);
    }

    private static boolean originReleased(PiTask walker) {
        RtMutex origin = walker.walkOrigin;
        return walker.walkOfWaiter && origin != null && origin.owner() == RtMutex.NONE;
    }

    /** Up to 2.6.38 an error is for those who asked for detection (rule K3.18). */
    private void deadlock(PiTask walker, Cpu cpu, int label) {
        if (!walker.walkOfWaiter) {
            // A deboost or a changed priority: nobody looks at the result.
            return;
        }
        if (walker.walkDetects || !rules.pendingOwners()) {
            walker.walkResult = Errno.EDEADLK;
            RtMutexes.record(cpu, TracePoint.LOCK_DEADLOCK, label, walker.task);
        }
    }

    /** Only to detect: on to the owner, nothing is changed. */
    private @Nullable PiTask follow(PiTask walker, RtMutex lock) {
        if (lock.owner() == RtMutex.NONE) {
            return null;
        }
        PiTask owner = rules.task(lock.owner());
        walker.walkNext = owner.blockedOn;
        walker.walkTopWaiter = lock.top();
        return owner.blockedOn == null ? null : owner;
    }

    private @Nullable PiTask requeue(PiTask walker, PiTask task, RtMutex lock, Cpu cpu, Activation stack) {
        PiTask oldTop = lock.top();
        rules.dequeue(lock, task);
        rules.enqueue(lock, task);
        PiTask top = lock.top();
        if (oldTop != null && oldTop != top) {
            oldTop.look();
        }
        if (top == null) {
            throw new IllegalStateException("a lock has lost its waiters");
        }
        if (lock.owner() == RtMutex.NONE) {
            if (top != oldTop) {
                stack.call(rules.wake(), top.task, lock.spinlock ? 1 : 0);
            }
            return null;
        }
        PiTask owner = rules.task(lock.owner());
        PiTask waiter = task;
        if (top == task || oldTop == task) {
            rules.removeDonor(owner, oldTop == null ? task : oldTop);
            rules.addDonor(owner, top);
            rules.adjust(owner, cpu);
            waiter = top;
        }
        walker.walkNext = owner.blockedOn;
        walker.walkTopWaiter = top;
        return owner.blockedOn == null || (!walker.walkDetects && waiter != top) ? null : owner;
    }
}
