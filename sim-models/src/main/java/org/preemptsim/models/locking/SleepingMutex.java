// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.locking;

import java.util.Arrays;
import java.util.List;
import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.cpu.ScheduleMode;
import org.preemptsim.models.cpu.SegmentKind;
import org.preemptsim.models.sched.Scheduler;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.task.TaskState;

/**
 * struct mutex without PREEMPT_RT: waiters sleep in order of arrival, nobody is boosted. The owner gives it up before it wakes the
 * first waiter, so a running task may come first; a waiter that has lost so once gets it handed over.
 *
 * @kernel __mutex_lock_common(), __mutex_unlock_slowpath(), kernel/locking/mutex.c, v6.6; leaves out optimistic spinning
 */
final class SleepingMutex implements KernelLock, LockView {
    private static final int FREE = -1;

    private final int label;
    private final Scheduler scheduler;
    private final Routine acquire = new Acquire();
    private final Routine release = new Release();
    private int owner = FREE;
    private int[] waiters = new int[4];
    private int waiting;
    private boolean handOff;

    SleepingMutex(int label, Scheduler scheduler) {
        this.label = label;
        this.scheduler = scheduler;
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
        return Arrays.stream(waiters, 0, waiting).boxed().toList();
    }

    private boolean tryTake(int task) {
        boolean mine = owner == task || (owner == FREE && (!handOff || waiters[0] == task));
        if (mine) {
            owner = task;
        }
        return mine;
    }

    private void enqueue(int task) {
        if (waiting == waiters.length) {
            waiters = Arrays.copyOf(waiters, 2 * waiting);
        }
        waiters[waiting++] = task;
    }

    private void dequeue(int task) {
        int i = 0;
        while (waiters[i] != task) {
            i++;
        }
        System.arraycopy(waiters, i + 1, waiters, i, --waiting - i);
        handOff = false;
    }

    private final class Acquire implements Routine {
        private static final int MIGHT_SLEEP = 0;
        private static final int FAST = 1;
        private static final int TRY = 2;
        private static final int QUEUE = 3;
        private static final int SLEEP = 4;
        private static final int WOKEN = 5;

        @Override
        public void step(Cpu cpu, Activation stack) {
            int task = cpu.currentTask();
            switch (stack.pc()) {
                case MIGHT_SLEEP -> {
                    stack.pc(FAST);
                    cpu.mightSleep();
                }
                case FAST -> {
                    stack.pc(TRY);
                    cpu.spend(SegmentKind.LOCK_FAST, CostKey.LOCK_FAST, label);
                }
                case TRY -> {
                    if (tryTake(task)) {
                        stack.ret();
                        return;
                    }
                    stack.pc(QUEUE);
                    cpu.preemptDisable();
                    cpu.spend(SegmentKind.LOCK_SLOW, CostKey.LOCK_SLOW, label);
                }
                case QUEUE -> {
                    stack.pc(SLEEP);
                    enqueue(task);
                    scheduler.task(task).setState(TaskState.UNINTERRUPTIBLE);
                    cpu.preemptEnable();
                }
                case SLEEP -> {
                    stack.pc(WOKEN);
                    if (owner == FREE) {
                        scheduler.task(task).setState(TaskState.RUNNING);
                    } else {
                        stack.call(scheduler.scheduleRoutine(), ScheduleMode.VOLUNTARY);
                    }
                }
                case WOKEN -> {
                    if (tryTake(task)) {
                        scheduler.task(task).setState(TaskState.RUNNING);
                        dequeue(task);
                        stack.ret();
                        return;
                    }
                    stack.pc(SLEEP);
                    handOff = waiters[0] == task;
                    scheduler.task(task).setState(TaskState.UNINTERRUPTIBLE);
                }
                default -> throw new IllegalStateException("pc " + stack.pc());
            }
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
                    if (waiting == 0) {
                        owner = FREE;
                        stack.ret();
                        return;
                    }
                    stack.pc(2);
                    cpu.preemptDisable();
                    cpu.spend(SegmentKind.LOCK_SLOW, CostKey.LOCK_SLOW, label);
                }
                case 2 -> {
                    stack.pc(3);
                    owner = handOff ? waiters[0] : FREE;
                    stack.call(scheduler.wakeRoutine(), waiters[0]);
                }
                default -> {
                    stack.ret();
                    cpu.preemptEnable();
                }
            }
        }
    }
}
