// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.spec;

/**
 * A lock or waiting place inside the kernel; behaves by kind and by preemption model (rule K2.04).
 *
 * @param count initial value of a {@link Kind#SEMAPHORE}, else 0
 */
public record LockSpec(String name, Kind kind, int count) {
    /** Lock kinds. */
    public enum Kind {
        /** raw_spinlock_t: spins with preemption off on every kernel. */
        RAW_SPINLOCK,
        /** raw_spinlock_t taken by raw_spin_lock_irqsave: interrupts off too, on every kernel. */
        RAW_SPINLOCK_IRQ,
        /** spinlock_t: spins with preemption off; on RT a sleeping rtmutex. */
        SPINLOCK,
        /** spinlock_t taken by spin_lock_irqsave: interrupts off too; on RT as SPINLOCK, interrupts stay on. */
        SPINLOCK_IRQ,
        /** spinlock_t taken by spin_lock_bh: softirqs off too. */
        SPINLOCK_BH,
        /** rwlock_t: spins with preemption off; on RT a sleeping lock with boosted writers (rules K4.01 to K4.10). */
        RWLOCK,
        /** local_lock: preemption off; on RT a sleeping lock per CPU. */
        LOCAL_LOCK,
        /** struct mutex: sleeps; without PI, on RT with PI. */
        MUTEX,
        /** struct rt_mutex: sleeps, with PI on every kernel. */
        RT_MUTEX,
        /** rw_semaphore: sleeps; on RT as RWLOCK. */
        RW_SEMAPHORE,
        /** Counting semaphore: no owner, no PI, wakes in order of arrival (rule K4.11). */
        SEMAPHORE,
        /** Completion: no owner, no PI, wakes in order of arrival. */
        COMPLETION,
        /** seqcount with a spinlock_t: readers retry; on RT a reader takes the writer's lock (rule K2.04). */
        SEQLOCK,
        /** Wait queue: wakes in order of arrival (rule K3.40). */
        WAIT_QUEUE
    }

    public LockSpec {
        if (count < 0 || (count != 0 && kind != Kind.SEMAPHORE)) {
            throw new IllegalArgumentException("only a semaphore has an initial count, and it is not negative");
        }
    }

    public LockSpec(String name, Kind kind) {
        this(name, kind, 0);
    }
}
