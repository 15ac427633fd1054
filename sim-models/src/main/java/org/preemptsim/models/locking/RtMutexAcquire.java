// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.locking;

import org.preemptsim.engine.EventSet;
import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.cpu.ScheduleMode;
import org.preemptsim.models.cpu.SegmentKind;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.task.Errno;
import org.preemptsim.models.task.Task;
import org.preemptsim.models.task.TaskState;
import org.preemptsim.models.trace.TracePoint;

/**
 * Takes an rtmutex. Register a = absolute time-out of a {@link Mode#timed} wait, else {@link EventSet#NEVER} or unused; b = the owner
 * it spins for. Result: 0, EDEADLK, ETIMEDOUT or EINTR.
 *
 * <ol start="0">
 *   <li>fast path (rule K3.07)
 *   <li>under the wait lock: take it, or queue and boost (rule K3.13), then walk the chain
 *   <li>start the time-out
 *   <li>until it is taken: try (rules K3.08, K3.23), look at time-out and signal (K3.28), spin for a running owner (K3.11) or sleep
 *   <li>after an error: leave the queue, deboost, walk (rule K3.28)
 * </ol>
 *
 * @kernel rt_mutex_slowlock(), rt_mutex_slowlock_block(), rtlock_slowlock_locked(), rt_mutex_start_proxy_lock(),
 *     rt_mutex_wait_proxy_lock(), kernel/locking/rtmutex.c, v6.1
 */
final class RtMutexAcquire implements Routine {
    private static final int ENTER = 0;
    private static final int FAST = 1;
    private static final int TRY = 2;
    private static final int QUEUE = 3;
    private static final int WALK = 4;
    private static final int WALKED = 5;
    private static final int QUEUED = 6;
    private static final int TIMER = 7;
    private static final int TIMER_STARTED = 8;
    private static final int TIMER_SET = 9;
    private static final int HOLD = 10;
    private static final int LOOP = 11;
    private static final int SPIN = 12;
    private static final int SLEEP = 13;
    private static final int FAIL = 14;
    private static final int LEFT = 15;
    private static final int FAILED = 16;
    private static final int PARK = 17;

    /** What a wait admits. */
    enum Mode {
        /** lock: waits for ever. */
        PLAIN(false, false, false),
        /** A signal ends the wait. */
        INTERRUPTIBLE(true, false, false),
        /** A time-out or a signal ends it. */
        TIMED(true, true, false),
        /** FUTEX_LOCK_PI: both, and the whole chain is searched for a deadlock (rule K3.19). */
        FUTEX(true, true, true);

        final boolean interruptible;
        final boolean timed;
        final boolean detects;

        Mode(boolean interruptible, boolean timed, boolean detects) {
            this.interruptible = interruptible;
            this.timed = timed;
            this.detects = detects;
        }
    }

    private final RtMutexes rules;
    private final RtMutex lock;
    private final Mode mode;
    private final TaskState waitState;

    RtMutexAcquire(RtMutexes rules, RtMutex lock, Mode mode) {
        this.rules = rules;
        this.lock = lock;
        this.mode = mode;
        this.waitState = lock.spinlock
                ? TaskState.RTLOCK_WAIT
                : mode.interruptible ? TaskState.INTERRUPTIBLE : TaskState.UNINTERRUPTIBLE;
    }

    @Override
    public void step(Cpu cpu, Activation stack) {
        PiTask t = rules.task(cpu.currentTask());
        switch (stack.pc()) {
            case ENTER -> {
                rules.mustBeAbleToSleep(cpu, lock.label);
                stack.pc(FAST);
                if (!lock.spinlock) {
                    cpu.mightSleep();
                }
            }
            case FAST -> {
                stack.pc(TRY);
                cpu.spend(SegmentKind.LOCK_FAST, CostKey.LOCK_FAST, lock.label);
            }
            case TRY -> {
                if (lock.free()) {
                    rules.tryTake(lock, t, cpu);
                    succeed(stack, t);
                    return;
                }
                stack.pc(QUEUE);
                RtMutexes.holdWaitLock(cpu, lock.label);
            }
            case QUEUE -> queue(cpu, stack, t);
            case WALK -> {
                stack.pc(WALKED);
                stack.call(rules.walk, 0);
            }
            case WALKED -> {
                // The wait lock again; the walk's last window is its cost.
                cpu.irqsOff(true);
                cpu.preemptDisable();
                boolean cycle = t.walkResult != 0 && !lock.spinlock;
                // Released meanwhile: the waiter sorts it out.
                if (cycle && !(mode.detects && lock.owner() == RtMutex.NONE)) {
                    t.error = t.walkResult;
                    stack.pc(FAIL);
                } else {
                    stack.pc(QUEUED);
                }
            }
            case QUEUED -> {
                if (mode.timed && stack.a() != EventSet.NEVER) {
                    stack.pc(TIMER);
                    RtMutexes.dropWaitLock(cpu);
                } else {
                    stack.pc(LOOP);
                }
            }
            case TIMER -> {
                stack.pc(TIMER_STARTED);
                cpu.irqsOff(true);
                cpu.spend(SegmentKind.HRTIMER_START, CostKey.HRTIMER_START, lock.label);
            }
            case TIMER_STARTED -> {
                stack.pc(TIMER_SET);
                if (rules.timers.start(cpu, t.task, stack.a(), false)) {
                    stack.call(rules.timers.programRoutine(cpu), 0);
                }
            }
            case TIMER_SET -> {
                stack.pc(HOLD);
                cpu.irqsOff(false);
            }
            case HOLD -> {
                stack.pc(LOOP);
                RtMutexes.holdWaitLock(cpu, lock.label);
            }
            case LOOP -> loop(cpu, stack, t);
            case SPIN -> spin(cpu, stack, t);
            case SLEEP -> {
                stack.pc(HOLD);
                stack.call(rules.scheduler.scheduleRoutine(), ScheduleMode.VOLUNTARY);
            }
            case FAIL -> {
                rules.scheduler.task(t.task).setState(TaskState.RUNNING);
                rules.leave(lock, t, cpu);
                stack.pc(t.walkTask == null ? FAILED : LEFT);
                RtMutexes.dropWaitLock(cpu);
            }
            case LEFT -> {
                stack.pc(FAILED);
                stack.call(rules.walk, 0);
            }
            case FAILED -> failed(cpu, stack, t);
            case PARK -> {
                rules.scheduler.task(t.task).setState(TaskState.UNINTERRUPTIBLE);
                stack.call(rules.scheduler.scheduleRoutine(), ScheduleMode.VOLUNTARY);
            }
            default -> throw new IllegalStateException("pc " + stack.pc());
        }
    }

    private void queue(Cpu cpu, Activation stack, PiTask t) {
        if (rules.tryTake(lock, t, cpu)) {
            succeed(stack, t);
            RtMutexes.dropWaitLock(cpu);
            return;
        }
        if (lock.spinlock) {
            rules.scheduler.task(t.task).saveAndWaitForRtLock();
        } else {
            rules.scheduler.task(t.task).setState(waitState);
        }
        boolean own = rules.block(lock, t, mode.detects, cpu);
        if (own && !lock.spinlock) {
            RtMutexes.record(cpu, TracePoint.LOCK_DEADLOCK, lock.label, t.task);
            t.error = Errno.EDEADLK;
            stack.pc(FAIL);
        } else if (t.walkTask != null) {
            stack.pc(WALK);
            RtMutexes.dropWaitLock(cpu);
        } else {
            stack.pc(QUEUED);
        }
    }

    /** rt_mutex_slowlock_block, one turn, under the wait lock. */
    private void loop(Cpu cpu, Activation stack, PiTask t) {
        Task task = rules.scheduler.task(t.task);
        if (rules.tryTake(lock, t, cpu)) {
            if (lock.spinlock) {
                task.restoreSavedState();
            } else {
                task.setState(TaskState.RUNNING);
            }
            succeed(stack, t);
            if (mode.timed) {
                rules.timers.cancel(t.task);
            }
            RtMutexes.dropWaitLock(cpu);
            return;
        }
        boolean timed = mode.timed && stack.a() != EventSet.NEVER;
        if (timed && rules.timers.expired(t.task)) {
            t.error = Errno.ETIMEDOUT;
            stack.pc(FAIL);
            return;
        }
        if (mode.interruptible && task.signalPending()) {
            t.error = Errno.EINTR;
            stack.pc(FAIL);
            return;
        }
        if (t.blockedOn == null && rules.pendingOwners()) {
            // Robbed as pending owner: queue anew, behind equals (rule K3.26).
            queueAgain(cpu, stack, t);
            return;
        }
        wait(cpu, stack, t);
    }

    private void queueAgain(Cpu cpu, Activation stack, PiTask t) {
        rules.block(lock, t, mode.detects, cpu);
        if (t.walkTask != null) {
            stack.pc(WALK);
            RtMutexes.dropWaitLock(cpu);
        } else {
            wait(cpu, stack, t);
        }
    }

    private void wait(Cpu cpu, Activation stack, PiTask t) {
        rules.scheduler.task(t.task).setState(waitState);
        stack.b(lock.owner());
        stack.pc(lock.top() == t && lock.owner() != RtMutex.NONE ? SPIN : SLEEP);
        RtMutexes.dropWaitLock(cpu);
    }

    private void spin(Cpu cpu, Activation stack, PiTask t) {
        int owner = (int) stack.b();
        if (lock.owner() != owner) {
            stack.pc(HOLD);
        } else if (rules.spins(lock, t, owner, cpu)) {
            t.spinsOn = cpu;
            cpu.spend(SegmentKind.SPIN, EventSet.NEVER, lock.label);
        } else {
            stack.pc(SLEEP);
        }
    }

    private void succeed(Activation stack, PiTask t) {
        if (lock.pins) {
            rules.scheduler.migrateDisable(t.task);
        }
        stack.result(0);
        stack.ret();
    }

    private void failed(Cpu cpu, Activation stack, PiTask t) {
        if (mode.timed) {
            rules.timers.cancel(t.task);
        }
        if (t.error == Errno.EDEADLK && !mode.detects) {
            // rt_mutex_handle_deadlock: the warning is recorded; the task never comes back (rule K3.20).
            stack.pc(PARK);
            return;
        }
        RtMutexes.recordAbandoned(lock, cpu, t.task, t.error);
        stack.result(t.error);
        stack.ret();
    }
}
