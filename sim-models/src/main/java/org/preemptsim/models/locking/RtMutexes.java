// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.locking;

import org.jspecify.annotations.Nullable;
import org.preemptsim.engine.Trace;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.PreemptCount;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.cpu.SegmentKind;
import org.preemptsim.models.sched.Prio;
import org.preemptsim.models.sched.Scheduler;
import org.preemptsim.models.sched.TaskTimers;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.KernelEras;
import org.preemptsim.models.spec.KernelEras.Release;
import org.preemptsim.models.spec.KernelEras.SpinOnOwner;
import org.preemptsim.models.spec.KernelEras.WaiterKey;
import org.preemptsim.models.spec.KernelSpec;
import org.preemptsim.models.spec.PreemptionModel;
import org.preemptsim.models.trace.TracePoint;

/**
 * The rules of the machine's rtmutexes: who may take one, what queueing and leaving does to owners. The facts of a lock are in {@link
 * RtMutex}, those of a task in {@link PiTask}; the routines are {@link RtMutexAcquire}, {@link RtMutexRelease} and {@link ChainWalk}.
 *
 * <p>Every method here happens at one instant, under the lock's wait lock. Memory: O(locks + tasks). Cost: O(log waiters), no allocation.
 *
 * @kernel kernel/locking/rtmutex.c, v6.1 and v6.12; kernel/rtmutex.c, v2.6.33-rt, in the era PENDING_OWNER
 */
final class RtMutexes {
    static final int NONE = RtMutex.NONE;
    /** All fair tasks wait under one key, whatever their nice value (rule K3.01). */
    private static final int FAIR_KEY = 120;

    final Scheduler scheduler;
    final TaskTimers timers;
    final Release release;
    final int maxDepth;
    final ChainWalk walk = new ChainWalk(this);
    private final boolean rawKeys;
    private final boolean mutexesSpin;
    private final boolean rt;
    private PiTask[] tasks = new PiTask[0];
    /** Walks under way: until they end, owners may still have to be boosted. */
    int walks;

    RtMutexes(Scheduler scheduler, TaskTimers timers, KernelSpec kernel) {
        KernelEras eras = kernel.eras();
        this.scheduler = scheduler;
        this.timers = timers;
        this.release = eras.release();
        this.maxDepth = kernel.sched().maxLockDepth();
        this.rawKeys = eras.waiterKey() == WaiterKey.RAW_PRIORITY;
        this.mutexesSpin = eras.spinOnOwner() == SpinOnOwner.TOP_WAITER;
        this.rt = kernel.preemption() == PreemptionModel.RT;
    }

    void boot(int count) {
        tasks = new PiTask[count];
        for (int i = 0; i < count; i++) {
            tasks[i] = new PiTask(i);
        }
    }

    PiTask task(int id) {
        return tasks[id];
    }

    boolean pendingOwners() {
        return release == Release.PENDING_OWNER;
    }

    // ---- keys ----

    /** __waiter_prio: rules K3.01, K3.02. */
    int keyOf(int task) {
        int prio = scheduler.effectivePrio(task);
        return rawKeys || Prio.realTime(prio) ? prio : FAIR_KEY;
    }

    private long deadlineOf(int task) {
        return scheduler.deadlineNs(task);
    }

    /** Whether the waiter's key is what its task's priority says. */
    boolean keyCurrent(PiTask t) {
        int key = keyOf(t.task);
        return t.inLock.prio == key && (!Prio.deadline(key) || t.inLock.deadlineNs == deadlineOf(t.task));
    }

    // ---- queues ----

    void enqueue(RtMutex lock, PiTask t) {
        t.inLock.prio = keyOf(t.task);
        t.inLock.deadlineNs = deadlineOf(t.task);
        lock.waiters.add(t.inLock);
        t.blockedOn = lock;
    }

    void dequeue(RtMutex lock, PiTask t) {
        lock.waiters.remove(t.inLock);
        t.blockedOn = null;
    }

    /** rt_mutex_enqueue_pi, rt_mutex_dequeue_pi: the top waiter of a lock among its owner's donors. */
    void addDonor(PiTask owner, PiTask top) {
        top.inOwner.key(top.inLock);
        owner.donors.add(top.inOwner);
    }

    void removeDonor(PiTask owner, PiTask top) {
        owner.donors.remove(top.inOwner);
    }

    /** rt_mutex_adjust_prio: the better of its own priority and of its first donor's (rule K3.04). */
    void adjust(PiTask owner, Cpu by) {
        scheduler.inherit(owner.task, owner.donor(), by);
    }

    // ---- take ----

    /**
     * try_to_take_rt_mutex: rules K3.07 to K3.10; of a pending lock K3.26.
     *
     * @param t the current task, which may be queued on the lock
     */
    boolean tryTake(RtMutex lock, PiTask t, Cpu cpu) {
        if (lock.owner() != NONE) {
            if (!lock.pending || !stealPending(lock, t, cpu)) {
                return false;
            }
        } else {
            PiTask top = lock.top();
            if (top != null && top != t && !mayRob(lock, top, t)) {
                return false;
            }
        }
        boolean mine = lock.owner() == t.task;
        if (t.blockedOn == lock) {
            dequeue(lock, t);
        }
        lock.pending = false;
        if (!mine) {
            lock.owner(t.task);
            PiTask top = lock.top();
            if (top != null) {
                addDonor(t, top);
                scheduler.donor(t.task, t.donor());
            }
        }
        record(lock, cpu, TracePoint.LOCK_ACQUIRED, t.task);
        return true;
    }

    /** rt_mutex_steal: strictly better always; equal only for spinlock kinds and only by a fair task (rule K3.09). */
    private boolean mayRob(RtMutex lock, PiTask top, PiTask t) {
        boolean queued = t.blockedOn == lock;
        int key = queued ? t.inLock.prio : keyOf(t.task);
        long deadlineNs = queued ? t.inLock.deadlineNs : deadlineOf(t.task);
        return mayRob(lock, key, deadlineNs, top.inLock.prio, top.inLock.deadlineNs);
    }

    private boolean mayRob(RtMutex lock, int key, long deadlineNs, int otherKey, long otherDeadlineNs) {
        if (WaiterTree.less(key, deadlineNs, otherKey, otherDeadlineNs)) {
            return true;
        }
        return lock.spinlock && !Prio.realTime(key) && key == otherKey;
    }

    /** try_to_steal_lock: the victim loses what it inherited as pending owner, and has to queue again (rule K3.26). */
    private boolean stealPending(RtMutex lock, PiTask t, Cpu cpu) {
        PiTask victim = task(lock.owner());
        if (victim == t) {
            return true;
        }
        int key = keyOf(t.task);
        if (!mayRob(lock, key, deadlineOf(t.task), keyOf(victim.task), deadlineOf(victim.task))) {
            return false;
        }
        PiTask top = lock.top();
        if (top != null) {
            removeDonor(victim, top);
            adjust(victim, cpu);
        }
        return true;
    }

    // ---- wait ----

    /**
     * task_blocks_on_rt_mutex, and the start of a walk if one is due (rule K3.13): then {@link PiTask#walkTask} is set.
     *
     * @return whether the task owns the lock itself; then it is not queued
     */
    boolean block(RtMutex lock, PiTask t, boolean detect, Cpu cpu) {
        if (lock.owner() == t.task && (!pendingOwners() || detect)) {
            return true;
        }
        PiTask oldTop = lock.top();
        enqueue(lock, t);
        record(cpu, TracePoint.LOCK_CONTENDED, lock.label, t.task);
        if (lock.owner() == NONE) {
            return false;
        }
        PiTask owner = task(lock.owner());
        boolean walks = detect;
        if (lock.top() == t) {
            if (oldTop != null) {
                removeDonor(owner, oldTop);
                oldTop.look();
            }
            addDonor(owner, t);
            adjust(owner, cpu);
            walks = true;
        }
        if (walks && owner.blockedOn != null) {
            walk.prepare(t, owner, lock, t, detect);
        }
        return false;
    }

    /** remove_waiter: the owner may have to be deboosted (rule K3.28); a walk that is due is prepared. */
    void leave(RtMutex lock, PiTask t, Cpu cpu) {
        if (t.blockedOn != lock) {
            return;
        }
        boolean top = lock.top() == t;
        dequeue(lock, t);
        if (!top || lock.owner() == NONE) {
            return;
        }
        PiTask owner = task(lock.owner());
        removeDonor(owner, t);
        PiTask next = lock.top();
        if (next != null) {
            addDonor(owner, next);
        }
        adjust(owner, cpu);
        if (owner.blockedOn != null) {
            walk.prepare(t, owner, lock, null, false);
        }
    }

    /** rt_mutex_adjust_pi: prepares the walk that a changed priority of a blocked task asks for (rule K3.29). */
    void priorityChanged(PiTask t, PiTask walker) {
        if (t.blockedOn != null && !keyCurrent(t)) {
            walk.prepare(walker, t, null, null, false);
        }
    }

    // ---- spin ----

    /**
     * rtmutex_spin_on_owner: whether the waiter is to go on spinning (rules K3.11, K3.12).
     *
     * @param owner whom it began to spin for
     */
    boolean spins(RtMutex lock, PiTask t, int owner, Cpu cpu) {
        return (mutexesSpin || lock.spinlock) && lock.top() == t && scheduler.running(owner) && !cpu.needResched();
    }

    /** A task has left its CPU: whoever spins for it goes to sleep. */
    void offCpu(int task) {
        for (WaiterNode n = tasks[task].donors.firstNode(); n != null; n = WaiterTree.next(n)) {
            n.waiter.look();
        }
    }

    // ---- the wait lock ----

    /** Takes a wait lock: interrupts and preemption off, for the cost of queueing or handing over. */
    static void holdWaitLock(Cpu cpu, int label) {
        cpu.irqsOff(true);
        cpu.preemptDisable();
        cpu.spend(SegmentKind.LOCK_SLOW, CostKey.LOCK_SLOW, label);
    }

    /** raw_spin_unlock_irq: a check point, so the caller has set its resume point. */
    static void dropWaitLock(Cpu cpu) {
        cpu.irqsOff(false);
        cpu.preemptEnable();
    }

    /** Rule K2.05: sleeping is not allowed here. */
    void mustBeAbleToSleep(Cpu cpu, int label) {
        int atomic = rt ? ~PreemptCount.SOFTIRQ_MASK : ~0;
        if (cpu.irqsOff() || (cpu.preemptCount() & atomic) != 0) {
            throw LockUsageException.atomic(scheduler.current(cpu), label, cpu);
        }
    }

    Routine wake() {
        return scheduler.wakeRoutine();
    }

    /** The task stops waiting without the lock; silent where another lock speaks for this one. */
    static void recordAbandoned(RtMutex lock, Cpu cpu, int task, long errno) {
        if (!lock.inner) {
            recordAbandoned(cpu, lock.label, task, errno);
        }
    }

    static void recordAbandoned(Cpu cpu, int label, int task, long errno) {
        Trace trace = cpu.trace();
        if (trace != null) {
            trace.record(cpu.nowNs(), TracePoint.LOCK_ABANDONED.ordinal(), cpu.id(), label, (errno << 32) | task);
        }
    }

    /** As {@link #record(Cpu, TracePoint, int, int)} unless another lock speaks for it. */
    static void record(RtMutex lock, Cpu cpu, TracePoint point, int task) {
        if (!lock.inner) {
            record(cpu, point, lock.label, task);
        }
    }

    static void record(Cpu cpu, TracePoint point, int label, int task) {
        Trace trace = cpu.trace();
        if (trace != null) {
            trace.record(cpu.nowNs(), point.ordinal(), cpu.id(), label, task);
        }
    }

    // ---- checks ----

    /**
     * Recomputes what follows from owners and waiters (rules K3.03, K3.04, K11.20, K11.21).
     *
     * @throws IllegalStateException naming the first difference: an error of the model
     */
    void verify(Iterable<RtMutex> locks) {
        int[] donors = new int[tasks.length];
        boolean settled = walks == 0 && scheduler.inheritance();
        for (RtMutex lock : locks) {
            verify(lock, donors);
            for (WaiterNode n = lock.waiters.firstNode(); n != null; n = WaiterTree.next(n)) {
                settled &= keyCurrent(n.waiter);
            }
        }
        for (PiTask t : tasks) {
            if (t.donors.count() != donors[t.task]) {
                throw wrong(
                        t, "has " + t.donors.count() + " donors and owns " + donors[t.task] + " locks with waiters");
            }
            if (settled) {
                verifyPriority(t);
            }
        }
    }

    private void verify(RtMutex lock, int[] donors) {
        WaiterNode before = null;
        for (WaiterNode n = lock.waiters.firstNode(); n != null; n = WaiterTree.next(n)) {
            if (n.waiter.blockedOn != lock) {
                throw wrong(n.waiter, "is queued on a lock it does not wait for");
            }
            if (before != null && WaiterTree.less(n, before)) {
                throw wrong(n.waiter, "waits out of order");
            }
            before = n;
        }
        PiTask top = lock.top();
        if (lock.owner() != NONE && top != null) {
            donors[lock.owner()]++;
            boolean found = false;
            PiTask owner = task(lock.owner());
            for (WaiterNode n = owner.donors.firstNode(); n != null; n = WaiterTree.next(n)) {
                found |= n.waiter == top;
            }
            if (!found) {
                throw wrong(top, "is the top waiter of a lock whose owner does not inherit from it");
            }
        }
    }

    /** A priority of the real-time classes is the best of the task's own and of its donors'. */
    private void verifyPriority(PiTask t) {
        int expected = scheduler.normalPrio(t.task);
        for (WaiterNode n = t.donors.firstNode(); n != null; n = WaiterTree.next(n)) {
            expected = Prio.best(expected, scheduler.effectivePrio(n.waiter.task));
        }
        int prio = scheduler.effectivePrio(t.task);
        if (prio != expected && (Prio.realTime(prio) || Prio.realTime(expected))) {
            throw wrong(t, "runs at " + prio + " and should inherit " + expected);
        }
    }

    private IllegalStateException wrong(PiTask t, String what) {
        return new IllegalStateException(scheduler.task(t.task) + " " + what);
    }

    /** The lock a task is queued on. */
    @Nullable
    RtMutex blockedOn(int task) {
        return tasks[task].blockedOn;
    }
}
