// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.locking;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.sched.Scheduler;
import org.preemptsim.models.sched.TaskTimers;
import org.preemptsim.models.softirq.Softirqs;
import org.preemptsim.models.spec.KernelEras.Readers;
import org.preemptsim.models.spec.KernelSpec;
import org.preemptsim.models.spec.LockSpec;
import org.preemptsim.models.spec.PreemptionModel;

/** Makes the lock that a kind is on a kernel: the table of rule K2.04. */
public final class KernelLocks {
    private final Scheduler scheduler;
    private final KernelSpec kernel;
    private final IntFunction<Softirqs> softirqsOfCpu;
    private final RtMutexes rtMutexes;
    private final Routine adjustPi;
    private final int cpus;
    private final Spinners spinners;
    private final FifoLock.Room room;
    private final List<RtMutex> rtMutexList = new ArrayList<>();
    private final List<LockView> views = new ArrayList<>();

    public KernelLocks(
            Scheduler scheduler, TaskTimers timers, KernelSpec kernel, IntFunction<Softirqs> softirqsOfCpu, int cpus) {
        this.scheduler = scheduler;
        this.kernel = kernel;
        this.softirqsOfCpu = softirqsOfCpu;
        this.cpus = cpus;
        this.rtMutexes = new RtMutexes(scheduler, timers, kernel);
        this.adjustPi = new AdjustPi(rtMutexes);
        this.spinners = new Spinners(cpus);
        this.room = new FifoLock.Room(scheduler, timers);
        scheduler.connectOffCpu(this::offCpu);
    }

    /** The lock of a specification; call while the machine is built. */
    public KernelLock make(LockSpec spec, int label) {
        KernelLock lock = create(spec, label);
        views.add(lock.view());
        return lock;
    }

    private KernelLock create(LockSpec spec, int label) {
        boolean rt = kernel.preemption() == PreemptionModel.RT;
        return switch (spec.kind()) {
            case RAW_SPINLOCK -> new SpinLock(label, SpinLock.Masks.PREEMPTION, cpus);
            case RAW_SPINLOCK_IRQ -> new SpinLock(label, SpinLock.Masks.INTERRUPTS, cpus);
            case SPINLOCK -> spinlock(label, SpinLock.Masks.PREEMPTION);
            case SPINLOCK_IRQ -> spinlock(label, SpinLock.Masks.INTERRUPTS);
            case SPINLOCK_BH -> new SoftirqsOffLock(spinlock(label, SpinLock.Masks.PREEMPTION), softirqsOfCpu);
            case MUTEX -> rt ? rtLock(label, false) : new SleepingMutex(label, scheduler, spinners);
            case RT_MUTEX -> rtLock(label, false);
            case RWLOCK -> rt ? rtRwLock(label, true) : new QueuedRwLock(label, cpus);
            case RW_SEMAPHORE -> rt ? rtRwLock(label, false) : new SleepingRwLock(label, scheduler, spinners);
            case LOCAL_LOCK -> localLock(label);
            case SEMAPHORE ->
                rt && kernel.eras().ownedSemaphores()
                        ? new OwnedSemaphore(rtLock(label, false))
                        : new Semaphore(label, room, spec.count());
            case COMPLETION -> new Completion(label, room);
            case WAIT_QUEUE -> new WaitQueue(label, room, rt);
            case SEQLOCK -> new SeqLock(spinlock(label, SpinLock.Masks.PREEMPTION), spinners, rt);
        };
    }

    private KernelLock rtRwLock(int label, boolean rwlock) {
        if (kernel.eras().readers() == Readers.SINGLE) {
            return new SingleReaderLock(rtMutexes, rtLock(label, rwlock));
        }
        return new RtRwLock(
                rtMutexes,
                keep(new RtMutex(label, rwlock, false, true)),
                kernel.eras().readers(),
                rwlock);
    }

    private KernelLock localLock(int label) {
        RtLock[] sleeping = new RtLock[kernel.preemption() == PreemptionModel.RT ? cpus : 0];
        for (int c = 0; c < sleeping.length; c++) {
            sleeping[c] = rtLock(label, true);
        }
        return new LocalLock(label, scheduler, sleeping);
    }

    /** A spinlock_t: sleeps on RT. */
    private KernelLock spinlock(int label, SpinLock.Masks masks) {
        return kernel.preemption() == PreemptionModel.RT ? rtLock(label, true) : new SpinLock(label, masks, cpus);
    }

    private RtLock rtLock(int label, boolean spinlock) {
        return new RtLock(rtMutexes, rtMutex(label, spinlock, spinlock));
    }

    private RtMutex rtMutex(int label, boolean spinlock, boolean pins) {
        return keep(new RtMutex(label, spinlock, pins, false));
    }

    private RtMutex keep(RtMutex lock) {
        rtMutexList.add(lock);
        return lock;
    }

    /** An rtmutex for a PI futex; {@code nextOwner} is told whom a release hands it to. Call while the machine is built. */
    public PiMutex piMutex(int label, PiMutex.NextOwner nextOwner) {
        RtMutex lock = rtMutex(label, false, false);
        views.add(lock);
        return new PiMutex(rtMutexes, lock, nextOwner);
    }

    /**
     * What sched_setscheduler calls about a task whose own priority has changed: register a = the task. Re-keys it if it is blocked and
     * walks the chain, in the caller's time (rule K3.29).
     */
    public Routine adjustPi() {
        return adjustPi;
    }

    /** All tasks are known. */
    public void boot(int tasks) {
        rtMutexes.boot(tasks);
    }

    /** A task has left its CPU: who spins for it gives up. */
    private void offCpu(int task) {
        rtMutexes.offCpu(task);
        spinners.offCpu(task);
    }

    // ---- queries, for checks and graphs ----

    /** All locks, in the order in which they were made. */
    public List<LockView> views() {
        return List.copyOf(views);
    }

    /** The lock that a task is queued on. */
    public @Nullable LockView waitsFor(int task) {
        for (LockView v : views) {
            if (v.waiters().contains(task)) {
                return v;
            }
        }
        return null;
    }

    /** The locks that a task holds. */
    public List<LockView> ownedBy(int task) {
        return views.stream().filter(v -> v.owners().contains(task)).toList();
    }

    /** Chain walks that have begun and not ended: until then owners along the chain may still have old priorities (rule K3.16). */
    public int walksUnderWay() {
        return rtMutexes.walks;
    }

    /** Checks what follows from owners and waiters; throws {@link IllegalStateException} if it does not hold. */
    public void verify() {
        rtMutexes.verify(rtMutexList);
    }
}
