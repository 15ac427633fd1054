// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.locking;

import java.util.List;
import org.preemptsim.engine.EventSet;
import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.cpu.ScheduleMode;
import org.preemptsim.models.cpu.SegmentKind;
import org.preemptsim.models.sched.Scheduler;
import org.preemptsim.models.sched.TaskTimers;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.task.Errno;
import org.preemptsim.models.task.Task;
import org.preemptsim.models.task.TaskState;
import org.preemptsim.models.trace.TracePoint;

/**
 * A waiting place without an owner, so without PI: tasks wait and are woken in order of arrival (rules K3.40, K4.11). What lets a
 * waiter go on is the subclass's.
 */
abstract class FifoLock implements KernelLock, LockView {
    /** The shared parts of a machine's waiting places. */
    record Room(Scheduler scheduler, TaskTimers timers) {}

    final int label;
    final Scheduler scheduler;
    final TaskList waiters = new TaskList();
    private final TaskTimers timers;
    /** Whether wakeups happen with interrupts off, under a raw lock. */
    private final boolean rawLock;

    FifoLock(int label, Room room, boolean rawLock) {
        this.label = label;
        this.scheduler = room.scheduler();
        this.timers = room.timers();
        this.rawLock = rawLock;
    }

    /**
     * Whether the task may go on; then what it takes is taken.
     *
     * @param waited whether it has been woken at least once
     */
    abstract boolean take(int task, boolean waited);

    /** Changes the state for one signal, or for all; afterwards waiters are woken while {@link #nextToWake} gives one. */
    abstract void signalled(boolean all);

    /** The next task to wake, taken off the queue; -1 if none is left. */
    abstract int nextToWake(boolean all, int wokenSoFar);

    @Override
    public Routine acquire() {
        throw new IllegalArgumentException("a " + getClass().getSimpleName() + " is not a lock: it has no owner");
    }

    @Override
    public Routine release() {
        return acquire();
    }

    @Override
    public int label() {
        return label;
    }

    @Override
    public LockView view() {
        return this;
    }

    @Override
    public int owner() {
        return RtMutex.NONE;
    }

    @Override
    public List<Integer> owners() {
        return List.of();
    }

    @Override
    public List<Integer> waiters() {
        return waiters.asList();
    }

    private void hold(Cpu cpu, CostKey cost) {
        cpu.irqsOff(true);
        cpu.preemptDisable();
        cpu.spend(cost == CostKey.LOCK_FAST ? SegmentKind.LOCK_FAST : SegmentKind.LOCK_SLOW, cost, label);
    }

    /** Register a = absolute time-out or {@link EventSet#NEVER}; b = 1 once it has slept. Result: 0, EINTR or ETIMEDOUT. */
    final class Wait implements Routine {
        private static final int MIGHT_SLEEP = 0;
        private static final int HOLD = 1;
        private static final int TIMER = 2;
        private static final int TIMER_STARTED = 3;
        private static final int TIMER_SET = 4;
        private static final int TURN = 5;
        private static final int SLEEP = 6;
        private static final int WOKEN = 7;

        private final boolean interruptible;

        Wait(boolean interruptible) {
            this.interruptible = interruptible;
        }

        @Override
        public void step(Cpu cpu, Activation stack) {
            int task = cpu.currentTask();
            switch (stack.pc()) {
                case MIGHT_SLEEP -> {
                    stack.pc(stack.a() == EventSet.NEVER ? HOLD : TIMER);
                    if (cpu.irqsOff() || (cpu.preemptCount() & 0xFF) != 0) {
                        throw LockUsageException.atomic(scheduler.task(task), label, cpu);
                    }
                    cpu.mightSleep();
                }
                case TIMER -> {
                    stack.pc(TIMER_STARTED);
                    cpu.irqsOff(true);
                    cpu.spend(SegmentKind.HRTIMER_START, CostKey.HRTIMER_START, label);
                }
                case TIMER_STARTED -> {
                    stack.pc(TIMER_SET);
                    if (timers.start(cpu, task, stack.a(), false)) {
                        stack.call(timers.programRoutine(cpu), 0);
                    }
                }
                case TIMER_SET -> {
                    stack.pc(HOLD);
                    cpu.irqsOff(false);
                }
                case HOLD -> {
                    stack.pc(TURN);
                    hold(cpu, stack.b() == 0 ? CostKey.LOCK_FAST : CostKey.LOCK_SLOW);
                }
                case TURN -> turn(cpu, stack, task);
                case SLEEP -> {
                    stack.pc(WOKEN);
                    stack.call(scheduler.scheduleRoutine(), ScheduleMode.VOLUNTARY);
                }
                case WOKEN -> {
                    stack.b(1);
                    stack.pc(HOLD);
                }
                default -> throw new IllegalStateException("pc " + stack.pc());
            }
        }

        private void turn(Cpu cpu, Activation stack, int task) {
            Task t = scheduler.task(task);
            boolean timed = stack.a() != EventSet.NEVER;
            if (take(task, stack.b() != 0)) {
                finish(cpu, stack, t, 0);
            } else if (timed && timers.expired(task)) {
                finish(cpu, stack, t, Errno.ETIMEDOUT);
            } else if (interruptible && t.signalPending()) {
                finish(cpu, stack, t, Errno.EINTR);
            } else {
                if (!waiters.contains(task)) {
                    waiters.add(task);
                    RtMutexes.record(cpu, TracePoint.LOCK_CONTENDED, label, task);
                }
                t.setState(interruptible ? TaskState.INTERRUPTIBLE : TaskState.UNINTERRUPTIBLE);
                stack.pc(SLEEP);
                RtMutexes.dropWaitLock(cpu);
            }
        }

        private void finish(Cpu cpu, Activation stack, Task t, int errno) {
            t.setState(TaskState.RUNNING);
            waiters.remove(t.id());
            if (stack.a() != EventSet.NEVER) {
                timers.cancel(t.id());
            }
            if (errno == 0) {
                RtMutexes.record(cpu, TracePoint.LOCK_ACQUIRED, label, t.id());
            } else {
                RtMutexes.recordAbandoned(cpu, label, t.id(), errno);
            }
            stack.result(errno);
            stack.ret();
            RtMutexes.dropWaitLock(cpu);
        }
    }

    /** Lets one waiter or all go on. Register b = woken so far. */
    final class Signal implements Routine {
        private final boolean all;

        Signal(boolean all) {
            this.all = all;
        }

        @Override
        public void step(Cpu cpu, Activation stack) {
            switch (stack.pc()) {
                case 0 -> {
                    stack.pc(1);
                    hold(cpu, CostKey.LOCK_FAST);
                }
                case 1 -> {
                    stack.pc(2);
                    signalled(all);
                    RtMutexes.record(cpu, TracePoint.LOCK_RELEASED, label, cpu.currentTask());
                    stack.result(0);
                    if (!rawLock) {
                        RtMutexes.dropWaitLock(cpu);
                    }
                }
                case 2 -> {
                    int next = nextToWake(all, (int) stack.b());
                    stack.b(stack.b() + 1);
                    if (next == RtMutex.NONE) {
                        stack.pc(3);
                    } else {
                        stack.call(scheduler.wakeRoutine(), next);
                    }
                }
                default -> {
                    stack.ret();
                    if (rawLock) {
                        RtMutexes.dropWaitLock(cpu);
                    }
                }
            }
        }
    }
}
