// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.locking;

import java.util.List;
import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.cpu.ScheduleMode;
import org.preemptsim.models.cpu.SegmentKind;
import org.preemptsim.models.sched.Scheduler;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.Step.KernelOp;
import org.preemptsim.models.task.Errno;
import org.preemptsim.models.task.TaskState;
import org.preemptsim.models.trace.TracePoint;

/**
 * struct mutex without PREEMPT_RT: waiters sleep in order of arrival, nobody is boosted. Who finds the owner running spins first, in
 * the order of a queue. The owner gives it up before it wakes the first waiter, so a running task may come first; a first waiter that
 * has lost so once asks for the hand-over: then the next release makes it owner.
 *
 * @kernel __mutex_lock_common(), mutex_optimistic_spin(), __mutex_unlock_slowpath(), kernel/locking/mutex.c, v6.1
 */
final class SleepingMutex implements KernelLock, LockView {
    private static final int FREE = RtMutex.NONE;

    private final int label;
    private final Scheduler scheduler;
    private final Spinners spinners;
    private final OptimisticSpin queue;
    private final Routine acquire = new Acquire(false);
    private final Routine release = new Release();
    private final TaskList waiters = new TaskList();
    private int owner = FREE;
    /** Whether the owner has been given the mutex and has not picked it up yet. */
    private boolean pickUp;

    private boolean handOff;

    SleepingMutex(int label, Scheduler scheduler, Spinners spinners) {
        this.label = label;
        this.scheduler = scheduler;
        this.spinners = spinners;
        this.queue = new OptimisticSpin(scheduler);
    }

    @Override
    public Routine acquire() {
        return acquire;
    }

    @Override
    public Routine release() {
        return release;
    }

    @Override
    public Routine operation(KernelOp op) {
        if (op == KernelOp.TRYLOCK) {
            return this::tryLockStep;
        }
        if (op == KernelOp.LOCK_INTERRUPTIBLE) {
            return new Acquire(true);
        }
        return KernelLock.super.operation(op);
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
        return owner;
    }

    @Override
    public List<Integer> owners() {
        return owner == FREE ? List.of() : List.of(owner);
    }

    @Override
    public List<Integer> waiters() {
        return waiters.asList();
    }

    /** __mutex_trylock. */
    private boolean tryTake(int task, Cpu cpu) {
        if (owner != FREE && !(pickUp && owner == task)) {
            return false;
        }
        owner(task);
        pickUp = false;
        RtMutexes.record(cpu, TracePoint.LOCK_ACQUIRED, label, task);
        return true;
    }

    private void owner(int task) {
        owner = task;
        spinners.look(this);
    }

    private void tryLockStep(Cpu cpu, Activation stack) {
        if (stack.pc() == 0) {
            stack.pc(1);
            cpu.spend(SegmentKind.LOCK_FAST, CostKey.LOCK_FAST, label);
        } else {
            stack.result(tryTake(cpu.currentTask(), cpu) ? 0 : Errno.EBUSY);
            stack.ret();
        }
    }

    /** Register b = 1 once it is queued. Result: 0 or EINTR. */
    private final class Acquire implements Routine {
        private static final int MIGHT_SLEEP = 0;
        private static final int FAST = 1;
        private static final int TRY = 2;
        private static final int SPIN = 3;
        private static final int QUEUE = 4;
        private static final int QUEUED = 5;
        private static final int SLEEP = 6;
        private static final int WOKEN = 7;

        private final boolean interruptible;

        Acquire(boolean interruptible) {
            this.interruptible = interruptible;
        }

        @Override
        public void step(Cpu cpu, Activation stack) {
            int task = cpu.currentTask();
            switch (stack.pc()) {
                case MIGHT_SLEEP -> {
                    stack.pc(FAST);
                    if (cpu.irqsOff() || cpu.preemptCount() != 0) {
                        throw LockUsageException.atomic(scheduler.task(task), label, cpu);
                    }
                    cpu.mightSleep();
                }
                case FAST -> {
                    stack.pc(TRY);
                    cpu.spend(SegmentKind.LOCK_FAST, CostKey.LOCK_FAST, label);
                }
                case TRY -> {
                    if (tryTake(task, cpu)) {
                        succeed(stack);
                        return;
                    }
                    cpu.preemptDisable();
                    boolean spins = queue.worthwhile(owner, cpu);
                    if (spins) {
                        queue.enter(cpu);
                    }
                    stack.pc(spins ? SPIN : QUEUE);
                    if (!spins) {
                        cpu.spend(SegmentKind.LOCK_SLOW, CostKey.LOCK_SLOW, label);
                    }
                }
                case SPIN -> spin(cpu, stack, task);
                case QUEUE -> {
                    if (tryTake(task, cpu)) {
                        succeed(stack);
                        cpu.preemptEnable();
                        return;
                    }
                    waiters.add(task);
                    stack.b(1);
                    setState(task);
                    RtMutexes.record(cpu, TracePoint.LOCK_CONTENDED, label, task);
                    stack.pc(QUEUED);
                }
                case QUEUED -> {
                    // As schedule_preempt_disabled(): no check point before the switch.
                    if (interruptible && scheduler.task(task).signalPending()) {
                        finish(cpu, stack, task, Errno.EINTR);
                        return;
                    }
                    stack.pc(SLEEP);
                    cpu.addPreemptCount(-1);
                    stack.call(scheduler.scheduleRoutine(), ScheduleMode.VOLUNTARY);
                }
                case SLEEP -> {
                    stack.pc(WOKEN);
                    cpu.preemptDisable();
                    cpu.spend(SegmentKind.LOCK_SLOW, CostKey.LOCK_SLOW, label);
                }
                case WOKEN -> woken(cpu, stack, task);
                default -> throw new IllegalStateException("pc " + stack.pc());
            }
        }

        private void woken(Cpu cpu, Activation stack, int task) {
            if (tryTake(task, cpu)) {
                finish(cpu, stack, task, 0);
                return;
            }
            setState(task);
            if (waiters.isFirst(task)) {
                handOff = true;
                if (queue.worthwhile(owner, cpu)) {
                    stack.pc(SPIN);
                    return;
                }
            }
            stack.pc(QUEUED);
        }

        /** The first waiter spins without standing in the queue of spinners. */
        private void spin(Cpu cpu, Activation stack, int task) {
            spinners.stop(cpu);
            boolean queuedWaiter = stack.b() != 0;
            boolean given = pickUp && owner == task;
            OptimisticSpin.Verdict verdict = given ? OptimisticSpin.Verdict.TRY : queue.look(owner, !queuedWaiter, cpu);
            switch (verdict) {
                case SPIN -> {
                    spinners.spin(cpu, SleepingMutex.this, owner, label);
                    return;
                }
                case TRY -> {
                    tryTake(task, cpu);
                    if (queuedWaiter) {
                        finish(cpu, stack, task, 0);
                    } else {
                        leaveSpin(cpu);
                        succeed(stack);
                        cpu.preemptEnable();
                    }
                    return;
                }
                case GIVE_UP -> {}
            }
            if (queuedWaiter) {
                stack.pc(QUEUED);
                return;
            }
            leaveSpin(cpu);
            stack.pc(QUEUE);
            if (cpu.needResched()) {
                // Rescheduled before it queues.
                stack.call(preemptPoint, 0);
            }
        }

        private void leaveSpin(Cpu cpu) {
            queue.leave(cpu);
            spinners.look(SleepingMutex.this);
        }

        private void setState(int task) {
            scheduler.task(task).setState(interruptible ? TaskState.INTERRUPTIBLE : TaskState.UNINTERRUPTIBLE);
        }

        private void finish(Cpu cpu, Activation stack, int task, int errno) {
            scheduler.task(task).setState(TaskState.RUNNING);
            if (waiters.isFirst(task)) {
                handOff = false;
            }
            waiters.remove(task);
            if (errno != 0) {
                RtMutexes.recordAbandoned(cpu, label, task, errno);
            }
            stack.result(errno);
            stack.ret();
            cpu.preemptEnable();
        }

        private void succeed(Activation stack) {
            stack.result(0);
            stack.ret();
        }
    }

    /** schedule_preempt_disabled(). */
    private final Routine preemptPoint = this::preemptPointStep;

    private void preemptPointStep(Cpu cpu, Activation stack) {
        if (stack.pc() == 0) {
            stack.pc(1);
            cpu.addPreemptCount(-1);
            stack.call(scheduler.scheduleRoutine(), ScheduleMode.VOLUNTARY);
        } else {
            stack.ret();
            cpu.preemptDisable();
        }
    }

    private final class Release implements Routine {
        @Override
        public void step(Cpu cpu, Activation stack) {
            switch (stack.pc()) {
                case 0 -> {
                    stack.pc(1);
                    cpu.spend(SegmentKind.LOCK_FAST, CostKey.LOCK_FAST, label);
                }
                case 1 -> {
                    int task = cpu.currentTask();
                    if (owner != task) {
                        throw LockUsageException.notOwner(scheduler.task(task), label, cpu.nowNs());
                    }
                    RtMutexes.record(cpu, TracePoint.LOCK_RELEASED, label, task);
                    stack.result(0);
                    if (!handOff) {
                        owner(FREE);
                    }
                    if (waiters.isEmpty()) {
                        stack.ret();
                        return;
                    }
                    stack.pc(2);
                    cpu.preemptDisable();
                    cpu.spend(SegmentKind.LOCK_SLOW, CostKey.LOCK_SLOW, label);
                }
                case 2 -> {
                    stack.pc(3);
                    if (waiters.isEmpty()) {
                        // The last waiter has given up meanwhile.
                        handOff = false;
                        owner(owner == cpu.currentTask() ? FREE : owner);
                        return;
                    }
                    int next = waiters.first();
                    if (handOff && owner == cpu.currentTask()) {
                        handOff = false;
                        pickUp = true;
                        owner(next);
                    }
                    stack.call(scheduler.wakeRoutine(), next);
                }
                default -> {
                    stack.ret();
                    cpu.preemptEnable();
                }
            }
        }
    }
}
