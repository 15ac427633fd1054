// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.futex;

import org.preemptsim.engine.EventSet;
import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.cpu.ScheduleMode;
import org.preemptsim.models.cpu.SegmentKind;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.task.Errno;
import org.preemptsim.models.task.TaskState;

/**
 * FUTEX_WAIT. Register a = word and expected value, b = absolute time-out.
 *
 * <ol start="0">
 *   <li>the key
 *   <li>the bucket's lock
 *   <li>look at the word again; queue and drop the lock, or EAGAIN
 *   <li>the timer, if there is a time-out
 *   <li>sleep unless already woken or timed out
 *   <li>awake: done if off the queue
 *   <li>else leave the queue under the lock: ETIMEDOUT, EINTR, or a wakeup that was not for this wait: again
 * </ol>
 *
 * @kernel futex_wait(), futex_wait_setup(), futex_wait_queue(), kernel/futex/waitwake.c, v6.1
 */
final class FutexWait implements Routine {
    private static final int KEY = 0;
    private static final int LOCK = 1;
    private static final int CHECK = 2;
    private static final int CHANGED = 3;
    private static final int QUEUED = 4;
    private static final int ARM = 5;
    private static final int ARMED = 6;
    private static final int SLEEP = 7;
    private static final int AWAKE = 8;
    private static final int LEAVE = 9;
    private static final int LEFT = 10;
    private static final int WOKEN = 11;

    private final Futexes futexes;

    FutexWait(Futexes futexes) {
        this.futexes = futexes;
    }

    @Override
    public void step(Cpu cpu, Activation stack) {
        int task = cpu.currentTask();
        int word = (int) (stack.a() >>> 32);
        switch (stack.pc()) {
            case KEY -> {
                stack.pc(LOCK);
                cpu.spend(SegmentKind.FUTEX, CostKey.FUTEX, futexes.label(word));
            }
            case LOCK -> {
                stack.pc(CHECK);
                futexes.mayQueue(word);
                stack.call(futexes.bucket(word).acquire(), 0);
            }
            case CHECK -> check(stack, task, word);
            case CHANGED -> {
                stack.result(Errno.EAGAIN);
                stack.ret();
            }
            case QUEUED -> {
                if (stack.b() == EventSet.NEVER) {
                    stack.pc(SLEEP);
                    return;
                }
                stack.pc(ARM);
                cpu.irqsOff(true);
                cpu.spend(SegmentKind.HRTIMER_START, CostKey.HRTIMER_START, 0);
            }
            case ARM -> {
                stack.pc(ARMED);
                if (futexes.timers.start(cpu, task, stack.b(), false)) {
                    stack.call(futexes.timers.programRoutine(cpu), 0);
                }
            }
            case ARMED -> {
                stack.pc(SLEEP);
                cpu.irqsOff(false);
            }
            case SLEEP -> {
                stack.pc(AWAKE);
                if (futexes.queued(task) && !timedOut(stack, task)) {
                    stack.call(futexes.scheduler.scheduleRoutine(), ScheduleMode.VOLUNTARY);
                }
            }
            case AWAKE -> awake(stack, task, word);
            case LEAVE -> {
                stack.pc(futexes.queued(task) ? LEFT : WOKEN);
                if (futexes.queued(task)) {
                    futexes.unqueue(task);
                }
                stack.call(futexes.bucket(word).release(), 0);
            }
            case LEFT -> left(stack, task);
            case WOKEN -> {
                stack.result(0);
                stack.ret();
            }
            default -> throw new IllegalStateException("pc " + stack.pc());
        }
    }

    private void check(Activation stack, int task, int word) {
        if (futexes.value(word) == (int) stack.a()) {
            stack.pc(QUEUED);
            futexes.scheduler.task(task).setState(TaskState.INTERRUPTIBLE);
            futexes.queue(word, task);
        } else {
            stack.pc(CHANGED);
            futexes.doesNotQueue(word);
        }
        stack.call(futexes.bucket(word).release(), 0);
    }

    private boolean timedOut(Activation stack, int task) {
        return stack.b() != EventSet.NEVER && futexes.timers.expired(task);
    }

    private void awake(Activation stack, int task, int word) {
        futexes.scheduler.task(task).setState(TaskState.RUNNING);
        if (stack.b() != EventSet.NEVER) {
            futexes.timers.cancel(task);
        }
        if (futexes.queued(task)) {
            stack.pc(LEAVE);
            stack.call(futexes.bucket(word).acquire(), 0);
        } else {
            stack.pc(WOKEN);
        }
    }

    private void left(Activation stack, int task) {
        if (timedOut(stack, task)) {
            stack.result(Errno.ETIMEDOUT);
            stack.ret();
        } else if (futexes.scheduler.task(task).signalPending()) {
            stack.result(Errno.EINTR);
            stack.ret();
        } else {
            stack.pc(LOCK);
        }
    }
}
