// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.locking;

import java.util.Arrays;
import org.preemptsim.engine.Trace;
import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.cpu.ScheduleMode;
import org.preemptsim.models.cpu.SegmentKind;
import org.preemptsim.models.sched.Prio;
import org.preemptsim.models.sched.Scheduler;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.task.Task;
import org.preemptsim.models.task.TaskState;
import org.preemptsim.models.trace.TracePoint;

/**
 * The rtmutexes of a machine: spinlock_t and mutex on PREEMPT_RT.
 *
 * <p>A lock has an owner or none and a list of waiters by key, equal keys in order of arrival (rule K3.01). An owner's effective
 * priority is the best of its own and of the top waiters of all locks it owns (K3.03, K3.04).
 *
 * @kernel kernel/locking/rtmutex.c, v6.6
 */
public final class RtMutexes {
    private static final int NONE = -1;
    /** All fair tasks wait under one key, whatever their nice value (rule K3.01). */
    private static final int FAIR_KEY = 120;

    private final Scheduler scheduler;
    private final Walk walk = new Walk();
    private int count;
    private RtMutex[] all = new RtMutex[0];
    /** The number of the lock each task waits for, or {@link #NONE}. */
    private int[] waitsFor = new int[0];
    /** Walks under way: until they end, owners may still have to be boosted. */
    private int walks;

    RtMutexes(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    KernelLock spinlock(int label) {
        return add(new RtMutex(count++, label, true));
    }

    KernelLock mutex(int label) {
        return add(new RtMutex(count++, label, false));
    }

    private RtMutex add(RtMutex lock) {
        all = Arrays.copyOf(all, count);
        all[lock.id] = lock;
        return lock;
    }

    void boot(int tasks) {
        waitsFor = new int[tasks];
        Arrays.fill(waitsFor, NONE);
        for (RtMutex lock : all) {
            lock.waiters = new int[tasks];
            lock.keys = new int[tasks];
        }
    }

    private int keyOf(int task) {
        int prio = scheduler.effectivePrio(task);
        return Prio.realTime(prio) ? prio : FAIR_KEY;
    }

    /** rt_mutex_adjust_prio: the best of the task's own priority and of the top waiters of what it owns (K3.04). */
    private int donorOf(int task) {
        int donor = -1;
        for (RtMutex lock : all) {
            if (lock.owner == task && lock.waiting > 0) {
                int top = lock.waiters[0];
                if (donor < 0 || Prio.better(scheduler.effectivePrio(top), scheduler.effectivePrio(donor))) {
                    donor = top;
                }
            }
        }
        return donor;
    }

    private int inheritedPrio(int task) {
        int prio = scheduler.normalPrio(task);
        for (RtMutex lock : all) {
            if (lock.owner == task && lock.waiting > 0) {
                prio = Prio.best(prio, scheduler.effectivePrio(lock.waiters[0]));
            }
        }
        return prio;
    }

    /**
     * Recomputes what follows from owners and waiters (rules K11.20, K11.21).
     *
     * @throws IllegalStateException naming the first difference: an error of the model
     */
    void verify() {
        for (RtMutex lock : all) {
            for (int i = 0; i < lock.waiting; i++) {
                if (waitsFor[lock.waiters[i]] != lock.id) {
                    throw new IllegalStateException(
                            scheduler.task(lock.waiters[i]) + " is queued on a lock it does not wait for");
                }
                if (i > 0 && Prio.better(lock.keys[i], lock.keys[i - 1])) {
                    throw new IllegalStateException("the waiters of a lock are out of order at place " + i);
                }
            }
        }
        for (int task = 0; walks == 0 && task < waitsFor.length; task++) {
            if (scheduler.effectivePrio(task) != inheritedPrio(task)) {
                throw new IllegalStateException(scheduler.task(task) + " runs at " + scheduler.effectivePrio(task)
                        + " and should inherit " + inheritedPrio(task));
            }
        }
    }

    private static void record(Cpu cpu, TracePoint point, int label, int task) {
        Trace trace = cpu.trace();
        if (trace != null) {
            trace.record(cpu.nowNs(), point.ordinal(), cpu.id(), label, task);
        }
    }

    /** One lock. */
    private final class RtMutex implements KernelLock {
        final int id;
        final int label;
        /** Whether it is a spinlock_t: waits in RTLOCK_WAIT, admits lateral steals. */
        final boolean spinlock;

        final Routine acquire = new Acquire(this);
        final Routine release = new Release(this);
        int owner = NONE;
        int[] waiters = new int[0];
        int[] keys = new int[0];
        int waiting;

        RtMutex(int id, int label, boolean spinlock) {
            this.id = id;
            this.label = label;
            this.spinlock = spinlock;
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

        void enqueue(int task) {
            int key = keyOf(task);
            int i = waiting++;
            while (i > 0 && Prio.better(key, keys[i - 1])) {
                keys[i] = keys[i - 1];
                waiters[i] = waiters[i - 1];
                i--;
            }
            keys[i] = key;
            waiters[i] = task;
            waitsFor[task] = id;
        }

        void dequeue(int task) {
            int i = 0;
            while (waiters[i] != task) {
                i++;
            }
            waiting--;
            System.arraycopy(waiters, i + 1, waiters, i, waiting - i);
            System.arraycopy(keys, i + 1, keys, i, waiting - i);
            waitsFor[task] = NONE;
        }

        /** try_to_take_rt_mutex: rules K3.07 to K3.10. */
        boolean tryTake(int task, Cpu cpu) {
            if (owner != NONE || (waiting > 0 && waiters[0] != task && !maySteal(task))) {
                return false;
            }
            owner = task;
            if (spinlock) {
                scheduler.migrateDisable(task);
            }
            if (waitsFor[task] == id) {
                dequeue(task);
            }
            if (waiting > 0) {
                scheduler.inherit(task, donorOf(task), cpu);
            }
            record(cpu, TracePoint.LOCK_ACQUIRED, label, task);
            return true;
        }

        /** rt_mutex_steal: strictly better always; equal only for spinlock_t and only by a fair task (K3.09). */
        private boolean maySteal(int task) {
            int key = keyOf(task);
            boolean lateral = spinlock && key == keys[0] && key == FAIR_KEY;
            return Prio.better(key, keys[0]) || lateral;
        }
    }

    /** rt_mutex_slowlock. Interrupts are off while the wait lock is held. */
    private final class Acquire implements Routine {
        private static final int FAST = 0;
        private static final int TRY = 1;
        private static final int QUEUE = 2;
        private static final int BOOSTED = 3;
        private static final int SLEEP = 4;
        private static final int WOKEN = 5;
        private static final int RETRY = 6;

        private final RtMutex lock;

        Acquire(RtMutex lock) {
            this.lock = lock;
        }

        @Override
        public void step(Cpu cpu, Activation stack) {
            int task = cpu.currentTask();
            switch (stack.pc()) {
                case FAST -> {
                    stack.pc(TRY);
                    cpu.spend(SegmentKind.LOCK_FAST, CostKey.LOCK_FAST, lock.label);
                }
                case TRY -> {
                    if (lock.owner == NONE && lock.waiting == 0) {
                        lock.tryTake(task, cpu);
                        stack.ret();
                        return;
                    }
                    stack.pc(QUEUE);
                    holdWaitLock(cpu);
                }
                case QUEUE -> queue(cpu, stack, task);
                case BOOSTED, SLEEP -> {
                    stack.pc(WOKEN);
                    cpu.irqsOff(false);
                    stack.call(scheduler.scheduleRoutine(), ScheduleMode.VOLUNTARY);
                }
                case WOKEN -> {
                    stack.pc(RETRY);
                    holdWaitLock(cpu);
                }
                case RETRY -> retry(cpu, stack, task);
                default -> throw new IllegalStateException("pc " + stack.pc());
            }
        }

        private void holdWaitLock(Cpu cpu) {
            cpu.irqsOff(true);
            cpu.spend(SegmentKind.LOCK_SLOW, CostKey.LOCK_SLOW, lock.label);
        }

        /** task_blocks_on_rt_mutex: rule K3.13. */
        private void queue(Cpu cpu, Activation stack, int task) {
            if (lock.tryTake(task, cpu)) {
                cpu.irqsOff(false);
                stack.ret();
                return;
            }
            lock.enqueue(task);
            sleepState(task);
            record(cpu, TracePoint.LOCK_CONTENDED, lock.label, task);
            stack.pc(BOOSTED);
            if (lock.waiters[0] == task && lock.owner != NONE) {
                walks++;
                stack.call(walk, lock.owner);
            }
        }

        private void retry(Cpu cpu, Activation stack, int task) {
            if (lock.tryTake(task, cpu)) {
                Task t = scheduler.task(task);
                if (lock.spinlock) {
                    t.restoreSavedState();
                } else {
                    t.setState(TaskState.RUNNING);
                }
                cpu.irqsOff(false);
                stack.ret();
                return;
            }
            // Robbed of it (rule K3.23): sleep again at the old place.
            if (lock.spinlock) {
                scheduler.task(task).setState(TaskState.RTLOCK_WAIT);
            } else {
                scheduler.task(task).setState(TaskState.UNINTERRUPTIBLE);
            }
            stack.pc(SLEEP);
        }

        private void sleepState(int task) {
            if (lock.spinlock) {
                scheduler.task(task).saveAndWaitForRtLock();
            } else {
                scheduler.task(task).setState(TaskState.UNINTERRUPTIBLE);
            }
        }
    }

    /** rt_mutex_slowunlock: the numbered order of rule K3.22. */
    private final class Release implements Routine {
        private final RtMutex lock;

        Release(RtMutex lock) {
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
                    if (lock.owner != cpu.currentTask()) {
                        throw new IllegalStateException(
                                scheduler.current(cpu).name() + " releases a lock of task " + lock.owner);
                    }
                    record(cpu, TracePoint.LOCK_RELEASED, lock.label, cpu.currentTask());
                    if (lock.spinlock) {
                        scheduler.migrateEnable(cpu.currentTask());
                    }
                    if (lock.waiting == 0) {
                        lock.owner = NONE;
                        stack.ret();
                        return;
                    }
                    stack.pc(2);
                    cpu.irqsOff(true);
                    cpu.spend(SegmentKind.LOCK_SLOW, CostKey.LOCK_SLOW, lock.label);
                }
                case 2 -> {
                    // (1)-(3): out of the releaser's tree, deboost, ownerless; the waiter stays queued.
                    stack.pc(3);
                    int task = cpu.currentTask();
                    lock.owner = NONE;
                    scheduler.inherit(task, donorOf(task), cpu);
                    // (4), (5): preemption off over the wakeup.
                    cpu.preemptDisable();
                    cpu.irqsOff(false);
                    stack.call(scheduler.wakeRoutine(), lock.waiters[0], lock.spinlock ? 1 : 0);
                }
                default -> {
                    // (6)
                    stack.ret();
                    cpu.preemptEnable();
                }
            }
        }
    }

    /**
     * rt_mutex_adjust_prio_chain, from the owner of a lock whose top waiter has changed. Register a = the task whose priority may
     * change. Each step is an interrupts-off window of its own; between steps everything is dropped (rule K3.16).
     *
     * <p>Steps of rule K3.14 here: (10), (11) recompute the owner; (2), (3), (7) re-key its waiter in the lock it waits for; (9) wake
     * the new top of an ownerless lock; (12), (13) go on with that lock's owner if the waiter is its top.
     */
    private final class Walk implements Routine {
        private static final int ADJUST = 0;
        private static final int ADJUSTED = 1;
        private static final int END = 2;

        @Override
        public void step(Cpu cpu, Activation stack) {
            if (stack.pc() == ADJUST) {
                stack.pc(ADJUSTED);
                cpu.irqsOff(true);
                cpu.spend(SegmentKind.PI_STEP, CostKey.PI_STEP, 0);
                return;
            }
            if (stack.pc() == END) {
                walks--;
                stack.ret();
                return;
            }
            int task = (int) stack.a();
            scheduler.inherit(task, donorOf(task), cpu);
            cpu.irqsOff(false);
            stack.pc(END);
            if (waitsFor[task] != NONE) {
                requeue(all[waitsFor[task]], task, stack);
            }
        }

        /** Re-keys the waiter; goes on with the owner if its top waiter has changed, wakes a new top of an ownerless lock. */
        private void requeue(RtMutex lock, int task, Activation stack) {
            int oldTop = lock.waiters[0];
            int i = 0;
            while (lock.waiters[i] != task) {
                i++;
            }
            if (lock.keys[i] == keyOf(task)) {
                return;
            }
            lock.dequeue(task);
            lock.enqueue(task);
            int top = lock.waiters[0];
            if (lock.owner == NONE) {
                if (top != oldTop) {
                    stack.call(scheduler.wakeRoutine(), top, lock.spinlock ? 1 : 0);
                }
            } else if (top == task || oldTop == task) {
                stack.a(lock.owner);
                stack.pc(ADJUST);
            }
        }
    }
}
