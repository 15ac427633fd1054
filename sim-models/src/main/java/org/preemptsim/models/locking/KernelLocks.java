// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.locking;

import java.util.function.IntFunction;
import org.preemptsim.models.sched.Scheduler;
import org.preemptsim.models.softirq.Softirqs;
import org.preemptsim.models.spec.LockSpec;
import org.preemptsim.models.spec.PreemptionModel;

/** Makes the lock that a kind is on a kernel: the table of rule K2.04. */
public final class KernelLocks {
    private final Scheduler scheduler;
    private final PreemptionModel model;
    private final IntFunction<Softirqs> softirqsOfCpu;
    private final RtMutexes rtMutexes;
    private final int cpus;

    public KernelLocks(Scheduler scheduler, PreemptionModel model, IntFunction<Softirqs> softirqsOfCpu, int cpus) {
        this.scheduler = scheduler;
        this.model = model;
        this.softirqsOfCpu = softirqsOfCpu;
        this.cpus = cpus;
        this.rtMutexes = new RtMutexes(scheduler);
    }

    /** The lock of a specification; call for all locks before {@link #boot}. */
    public KernelLock make(LockSpec spec, int label) {
        boolean rt = model == PreemptionModel.RT;
        return switch (spec.kind()) {
            case RAW_SPINLOCK -> new SpinLock(label, SpinLock.Masks.PREEMPTION, cpus);
            case RAW_SPINLOCK_IRQ -> new SpinLock(label, SpinLock.Masks.INTERRUPTS, cpus);
            case SPINLOCK -> rt ? rtMutexes.spinlock(label) : new SpinLock(label, SpinLock.Masks.PREEMPTION, cpus);
            case SPINLOCK_IRQ -> rt ? rtMutexes.spinlock(label) : new SpinLock(label, SpinLock.Masks.INTERRUPTS, cpus);
            case SPINLOCK_BH ->
                new SoftirqsOffLock(
                        rt ? rtMutexes.spinlock(label) : new SpinLock(label, SpinLock.Masks.PREEMPTION, cpus),
                        softirqsOfCpu);
            case MUTEX -> rt ? rtMutexes.mutex(label) : new SleepingMutex(label, scheduler);
            case RWLOCK, LOCAL_LOCK, RT_MUTEX, RW_SEMAPHORE, SEMAPHORE, COMPLETION, SEQLOCK, WAIT_QUEUE ->
                throw new IllegalArgumentException("locks of kind " + spec.kind() + " are not modelled");
        };
    }

    /** All tasks are known. */
    public void boot(int tasks) {
        rtMutexes.boot(tasks);
    }

    /** Checks what follows from owners and waiters; throws {@link IllegalStateException} if it does not hold. */
    public void verify() {
        rtMutexes.verify();
    }
}
