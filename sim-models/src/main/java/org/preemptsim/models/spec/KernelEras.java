// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.spec;

import org.preemptsim.models.spec.KernelSpec.KernelVersion;

/**
 * Which rules hold where kernels differ. {@link #of} picks those of a version; a scenario may replace each of them.
 *
 * @param fairScheduler how fair tasks share (rules K5.31 to K5.34)
 * @param rtBandwidth what keeps real-time tasks from starving the others (rules K5.15 to K5.20)
 * @param rtRuntimeShare whether CPUs borrow real-time runtime from each other (rule K5.17)
 * @param release how a contended rtmutex is handed over (rules K3.22, K3.25, K3.27)
 * @param waiterKey the order of waiters (rules K3.01, K3.02)
 * @param requeue where a changed priority puts a task in its list (rules K3.31, K3.32)
 * @param readers how readers and waiting writers of an RT rwlock or rwsem treat each other (rules K4.03, K4.09)
 * @param spinOnOwner which rtmutex waiters spin while the owner runs (rules K3.11, K3.12)
 * @param ownedSemaphores whether a semaphore is an owner-bound rtmutex on RT (rule K2.11)
 */
public record KernelEras(
        FairScheduler fairScheduler,
        RtBandwidth rtBandwidth,
        boolean rtRuntimeShare,
        Release release,
        WaiterKey waiterKey,
        Requeue requeue,
        Readers readers,
        SpinOnOwner spinOnOwner,
        boolean ownedSemaphores) {

    /** How fair tasks share. */
    public enum FairScheduler {
        /** Completely Fair Scheduler, up to 6.5. */
        CFS,
        /** Earliest Eligible Virtual Deadline First, from 6.6. */
        EEVDF
    }

    /** What keeps real-time tasks from starving the others. */
    public enum RtBandwidth {
        /** The real-time class of a CPU is stopped for the rest of the period, up to 6.11. */
        THROTTLING,
        /** A deadline server runs starved fair tasks, from 6.12. */
        FAIR_SERVER
    }

    /** How a contended rtmutex is handed over. */
    public enum Release {
        /** The waiter is made pending owner and woken, then the releaser is deboosted: up to 2.6.38. */
        PENDING_OWNER,
        /** Ownerless until the waiter takes it; woken before the releaser is deboosted: up to 4.11. */
        WAKE_THEN_DEBOOST,
        /** Ownerless until the waiter takes it; the releaser is deboosted first: from 4.12. */
        DEBOOST_THEN_WAKE
    }

    /** The order of waiters. */
    public enum WaiterKey {
        /** By the kernel's priority number, so that nice values count. */
        RAW_PRIORITY,
        /** All fair tasks are equal; deadline tasks by absolute deadline. */
        FAIR_EQUAL
    }

    /** Where a changed priority puts a task in the list of its new level. */
    public enum Requeue {
        /** Always the tail: 2.6.29-rt. */
        TAIL,
        /** Inheritance lowers to the head; sched_setscheduler only if the task runs: 2.6.33-rt. */
        HEAD_IF_RUNNING,
        /** Lowered to the head, raised to the tail. */
        HEAD_WHEN_LOWERED
    }

    /** How readers and waiting writers of an RT rwlock or rwsem treat each other. */
    public enum Readers {
        /** One reader task at a time, boosted like any owner: 2.6. */
        SINGLE,
        /** New readers pass a waiting writer: up to 6.3 (not in 6.1.46-rt and later of 6.1). */
        PASS_WAITING_WRITER,
        /** New readers queue behind a waiting writer: from 6.4. */
        WAIT_BEHIND_WRITER
    }

    /** Which rtmutex waiters spin while the owner runs on another CPU. */
    public enum SpinOnOwner {
        /** None of the mutex kind, spinlock kinds only: 2.6. */
        SPINLOCKS,
        /** The top waiter of every kind. */
        TOP_WAITER
    }

    /** The rules of a version; two parts such as 6.1 stand for the last release of that name, 2.6 for 2.6.38. */
    public static KernelEras of(KernelVersion v) {
        boolean old = !v.atLeast(2, 6, 39) || v.equals(new KernelVersion(2, 6));
        return new KernelEras(
                v.atLeast(6, 6) ? FairScheduler.EEVDF : FairScheduler.CFS,
                v.atLeast(6, 12) ? RtBandwidth.FAIR_SERVER : RtBandwidth.THROTTLING,
                !v.atLeast(5, 10),
                old ? Release.PENDING_OWNER : v.atLeast(4, 12) ? Release.DEBOOST_THEN_WAKE : Release.WAKE_THEN_DEBOOST,
                v.atLeast(4, 12) ? WaiterKey.FAIR_EQUAL : WaiterKey.RAW_PRIORITY,
                old ? oldRequeue(v) : Requeue.HEAD_WHEN_LOWERED,
                old ? Readers.SINGLE : readers(v),
                old ? SpinOnOwner.SPINLOCKS : SpinOnOwner.TOP_WAITER,
                old);
    }

    /** 2.6.29-rt and 2.6.31-rt put at the tail, 2.6.33-rt and later no more (rules K3.31, K3.32). */
    private static Requeue oldRequeue(KernelVersion v) {
        return v.atLeast(2, 6, 33) ? Requeue.HEAD_IF_RUNNING : Requeue.TAIL;
    }

    /** 6.4, 6.1.46-rt and 5.15.133-rt are the first that let new readers wait (rule K4.03). */
    private static Readers readers(KernelVersion v) {
        boolean backported = (isOf(v, 6, 1) && v.atLeast(6, 1, 46)) || (isOf(v, 5, 15) && v.atLeast(5, 15, 133));
        return backported || v.atLeast(6, 4) ? Readers.WAIT_BEHIND_WRITER : Readers.PASS_WAITING_WRITER;
    }

    private static boolean isOf(KernelVersion v, int major, int minor) {
        return v.major() == major && v.minor() == minor;
    }
}
