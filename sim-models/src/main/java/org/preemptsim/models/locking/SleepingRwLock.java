// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.locking;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.cpu.ScheduleMode;
import org.preemptsim.models.cpu.SegmentKind;
import org.preemptsim.models.sched.Prio;
import org.preemptsim.models.sched.Scheduler;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.Step.KernelOp;
import org.preemptsim.models.task.Errno;
import org.preemptsim.models.task.TaskState;
import org.preemptsim.models.trace.TracePoint;

/**
 * rw_semaphore without PREEMPT_RT: sleeps, no PI (rule K4.10). Waiters queue in order of arrival; when the head is a reader, all
 * waiting readers are let in at once. Writers spin for a running writer first. A waiting writer that is real-time or has waited for
 * 4 ms asks for the hand-over: then nobody passes it.
 *
 * @kernel kernel/locking/rwsem.c, v6.1; leaves out spinning while readers own it
 */
final class SleepingRwLock implements KernelLock, LockView {
    private static final int FREE = RtMutex.NONE;
    /** RWSEM_WAIT_TIMEOUT. */
    private static final long HAND_OFF_AFTER_NS = 4_000_000;
    /** MAX_READERS_WAKEUP. */
    private static final int READER_BATCH = 256;

    private final int label;
    private final Scheduler scheduler;
    private final Spinners spinners;
    private final OptimisticSpin queue;
    private final TaskList readers = new TaskList();
    private final TaskList waiters = new TaskList();
    private boolean[] writes = new boolean[0];
    private long[] handOffFromNs = new long[0];
    private int writer = FREE;
    /** The first waiter that asked for the hand-over, or {@link #FREE}. */
    private int handOffTo = FREE;

    private final TaskList toWake = new TaskList();
    private final Routine readLock = this::readLockStep;
    private final Routine readUnlock = this::readUnlockStep;
    private final Routine writeLock = this::writeLockStep;
    private final Routine writeUnlock = this::writeUnlockStep;
    private final Routine wakeAll = this::wakeAllStep;

    SleepingRwLock(int label, Scheduler scheduler, Spinners spinners) {
        this.label = label;
        this.scheduler = scheduler;
        this.spinners = spinners;
        this.queue = new OptimisticSpin(scheduler);
    }

    @Override
    public Routine acquire() {
        return writeLock;
    }

    @Override
    public Routine release() {
        return writeUnlock;
    }

    @Override
    public Routine operation(KernelOp op) {
        return switch (op) {
            case READ_LOCK -> readLock;
            case READ_UNLOCK -> readUnlock;
            case WRITE_LOCK -> writeLock;
            case WRITE_UNLOCK -> writeUnlock;
            case DOWNGRADE_WRITE -> this::downgradeStep;
            case TRYLOCK -> this::tryWriteStep;
            default -> KernelLock.super.operation(op);
        };
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
        return writer;
    }

    @Override
    public List<Integer> owners() {
        List<Integer> out = new ArrayList<>(readers.asList());
        if (writer != FREE) {
            out.add(writer);
        }
        return out;
    }

    @Override
    public List<Integer> waiters() {
        return waiters.asList();
    }

    // ---- state ----

    private boolean held() {
        return writer != FREE || !readers.isEmpty();
    }

    private void writer(int task) {
        writer = task;
        spinners.look(this);
    }

    private void enqueue(Cpu cpu, int task, boolean write) {
        if (task >= writes.length) {
            writes = Arrays.copyOf(writes, scheduler.taskCount());
            handOffFromNs = Arrays.copyOf(handOffFromNs, scheduler.taskCount());
        }
        writes[task] = write;
        handOffFromNs[task] = cpu.nowNs() + HAND_OFF_AFTER_NS;
        waiters.add(task);
        scheduler.task(task).setState(TaskState.UNINTERRUPTIBLE);
        RtMutexes.record(cpu, TracePoint.LOCK_CONTENDED, label, task);
    }

    private void admitReader(Cpu cpu, int task) {
        readers.add(task);
        RtMutexes.record(cpu, TracePoint.LOCK_ACQUIRED, label, task);
    }

    /** rwsem_mark_wake: what the head of the queue may do now. */
    private void markWake(Cpu cpu, boolean readersOnly) {
        if (waiters.isEmpty()) {
            return;
        }
        int first = waiters.first();
        if (writes[first]) {
            if (!readersOnly) {
                // Not granted: it tries itself when it runs, and others may come first.
                toWake.add(first);
            }
            return;
        }
        if (writer != FREE) {
            if (cpu.nowNs() > handOffFromNs[first]) {
                handOffTo = first;
            }
            return;
        }
        handOffTo = FREE;
        int i = 0;
        for (int admitted = 0; i < waiters.size() && admitted < READER_BATCH; ) {
            int task = waiters.get(i);
            if (writes[task]) {
                i++;
            } else {
                waiters.remove(task);
                admitReader(cpu, task);
                toWake.add(task);
                admitted++;
            }
        }
    }

    /** rwsem_try_write_lock, by a queued writer. */
    private boolean tryWriteQueued(Cpu cpu, int task) {
        if (handOffTo != FREE && handOffTo != task) {
            return false;
        }
        if (held()) {
            boolean realTime = Prio.realTime(scheduler.effectivePrio(task));
            if (handOffTo == FREE && (realTime || cpu.nowNs() > handOffFromNs[task])) {
                handOffTo = waiters.first();
            }
            return false;
        }
        handOffTo = FREE;
        waiters.remove(task);
        writer(task);
        RtMutexes.record(cpu, TracePoint.LOCK_ACQUIRED, label, task);
        return true;
    }

    private boolean tryWriteUnqueued(Cpu cpu, int task) {
        if (held() || handOffTo != FREE) {
            return false;
        }
        writer(task);
        RtMutexes.record(cpu, TracePoint.LOCK_ACQUIRED, label, task);
        return true;
    }

    // ---- routines ----

    private void mustBeAbleToSleep(Cpu cpu) {
        if (cpu.irqsOff() || cpu.preemptCount() != 0) {
            throw LockUsageException.atomic(scheduler.current(cpu), label, cpu);
        }
    }

    private void hold(Cpu cpu) {
        RtMutexes.holdWaitLock(cpu, label);
    }

    private void readLockStep(Cpu cpu, Activation stack) {
        int task = cpu.currentTask();
        switch (stack.pc()) {
            case 0 -> {
                mustBeAbleToSleep(cpu);
                stack.pc(1);
                cpu.mightSleep();
            }
            case 1 -> {
                stack.pc(2);
                cpu.spend(SegmentKind.LOCK_FAST, CostKey.LOCK_FAST, label);
            }
            case 2 -> {
                if (writer == FREE && waiters.isEmpty() && handOffTo == FREE) {
                    admitReader(cpu, task);
                    succeed(stack);
                    return;
                }
                stack.pc(3);
                hold(cpu);
            }
            case 3 -> {
                // A reader may pass waiters unless readers own it already or a hand-over is asked for.
                boolean steals = writer == FREE && handOffTo == FREE && readers.isEmpty();
                if (steals || (writer == FREE && waiters.isEmpty())) {
                    admitReader(cpu, task);
                    markWake(cpu, true);
                    stack.pc(6);
                } else {
                    enqueue(cpu, task, false);
                    stack.pc(4);
                }
                RtMutexes.dropWaitLock(cpu);
            }
            case 4 -> {
                // Whoever lets it in takes it off the queue.
                if (waiters.contains(task)) {
                    stack.pc(5);
                    stack.call(scheduler.scheduleRoutine(), ScheduleMode.VOLUNTARY);
                } else {
                    scheduler.task(task).setState(TaskState.RUNNING);
                    succeed(stack);
                }
            }
            case 5 -> {
                stack.pc(4);
                scheduler.task(task).setState(TaskState.UNINTERRUPTIBLE);
            }
            case 6 -> {
                stack.pc(7);
                stack.call(wakeAll, 0);
            }
            default -> succeed(stack);
        }
    }

    private void writeLockStep(Cpu cpu, Activation stack) {
        int task = cpu.currentTask();
        switch (stack.pc()) {
            case 0 -> {
                mustBeAbleToSleep(cpu);
                stack.pc(1);
                cpu.mightSleep();
            }
            case 1 -> {
                stack.pc(2);
                cpu.spend(SegmentKind.LOCK_FAST, CostKey.LOCK_FAST, label);
            }
            case 2 -> {
                if (!held() && waiters.isEmpty()) {
                    tryWriteUnqueued(cpu, task);
                    succeed(stack);
                    return;
                }
                if (readers.isEmpty() && queue.worthwhile(writer, cpu)) {
                    cpu.preemptDisable();
                    queue.enter(cpu);
                    stack.pc(3);
                } else {
                    stack.pc(4);
                }
            }
            case 3 -> spin(cpu, stack, task);
            case 4 -> {
                stack.pc(5);
                hold(cpu);
            }
            case 5 -> {
                enqueue(cpu, task, true);
                stack.pc(6);
                turn(cpu, stack, task);
            }
            case 6 -> {
                stack.pc(7);
                stack.call(scheduler.scheduleRoutine(), ScheduleMode.VOLUNTARY);
            }
            case 7 -> {
                stack.pc(8);
                hold(cpu);
            }
            case 8 -> {
                stack.pc(6);
                scheduler.task(task).setState(TaskState.UNINTERRUPTIBLE);
                turn(cpu, stack, task);
            }
            default -> throw new IllegalStateException("pc " + stack.pc());
        }
    }

    /** One try of a queued writer, under the wait lock. */
    private void turn(Cpu cpu, Activation stack, int task) {
        if (tryWriteQueued(cpu, task)) {
            scheduler.task(task).setState(TaskState.RUNNING);
            succeed(stack);
        }
        RtMutexes.dropWaitLock(cpu);
    }

    private void spin(Cpu cpu, Activation stack, int task) {
        spinners.stop(cpu);
        OptimisticSpin.Verdict verdict =
                readers.isEmpty() ? queue.look(writer, true, cpu) : OptimisticSpin.Verdict.GIVE_UP;
        if (verdict == OptimisticSpin.Verdict.SPIN) {
            spinners.spin(cpu, this, writer, label);
            return;
        }
        boolean taken = verdict == OptimisticSpin.Verdict.TRY && tryWriteUnqueued(cpu, task);
        queue.leave(cpu);
        spinners.look(this);
        if (taken) {
            succeed(stack);
        } else {
            stack.pc(4);
        }
        cpu.preemptEnable();
    }

    private void readUnlockStep(Cpu cpu, Activation stack) {
        int task = cpu.currentTask();
        switch (stack.pc()) {
            case 0 -> {
                stack.pc(1);
                cpu.spend(SegmentKind.LOCK_FAST, CostKey.LOCK_FAST, label);
            }
            case 1 -> {
                if (!readers.contains(task)) {
                    throw LockUsageException.notOwner(scheduler.task(task), label, cpu.nowNs());
                }
                readers.remove(task);
                released(cpu, stack, task, held());
            }
            default -> wakeHead(cpu, stack, false);
        }
    }

    private void writeUnlockStep(Cpu cpu, Activation stack) {
        int task = cpu.currentTask();
        switch (stack.pc()) {
            case 0 -> {
                stack.pc(1);
                cpu.spend(SegmentKind.LOCK_FAST, CostKey.LOCK_FAST, label);
            }
            case 1 -> {
                if (writer != task) {
                    throw LockUsageException.notOwner(scheduler.task(task), label, cpu.nowNs());
                }
                writer(FREE);
                released(cpu, stack, task, false);
            }
            default -> wakeHead(cpu, stack, false);
        }
    }

    private void downgradeStep(Cpu cpu, Activation stack) {
        int task = cpu.currentTask();
        switch (stack.pc()) {
            case 0 -> {
                stack.pc(1);
                cpu.spend(SegmentKind.LOCK_FAST, CostKey.LOCK_FAST, label);
            }
            case 1 -> {
                if (writer != task) {
                    throw LockUsageException.notOwner(scheduler.task(task), label, cpu.nowNs());
                }
                writer(FREE);
                readers.add(task);
                released(cpu, stack, task, false);
            }
            default -> wakeHead(cpu, stack, true);
        }
    }

    private void released(Cpu cpu, Activation stack, int task, boolean stillHeld) {
        RtMutexes.record(cpu, TracePoint.LOCK_RELEASED, label, task);
        stack.result(0);
        if (waiters.isEmpty() || stillHeld) {
            stack.ret();
            return;
        }
        stack.pc(2);
        hold(cpu);
    }

    private void wakeHead(Cpu cpu, Activation stack, boolean readersOnly) {
        if (stack.pc() == 2) {
            stack.pc(3);
            markWake(cpu, readersOnly);
            RtMutexes.dropWaitLock(cpu);
        } else if (stack.pc() == 3) {
            stack.pc(4);
            stack.call(wakeAll, 0);
        } else {
            stack.ret();
        }
    }

    /** wake_up_q: one after the other. */
    private void wakeAllStep(Cpu cpu, Activation stack) {
        if (toWake.isEmpty()) {
            stack.ret();
            return;
        }
        stack.call(scheduler.wakeRoutine(), toWake.removeFirst());
    }

    private void tryWriteStep(Cpu cpu, Activation stack) {
        if (stack.pc() == 0) {
            stack.pc(1);
            cpu.spend(SegmentKind.LOCK_FAST, CostKey.LOCK_FAST, label);
        } else {
            boolean taken = waiters.isEmpty() && tryWriteUnqueued(cpu, cpu.currentTask());
            stack.result(taken ? 0 : Errno.EBUSY);
            stack.ret();
        }
    }

    private static void succeed(Activation stack) {
        stack.result(0);
        stack.ret();
    }
}
