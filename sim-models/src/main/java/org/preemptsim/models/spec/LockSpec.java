// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.spec;

/** A kernel lock of the machine; behaves by kind and by preemption model (rule K2.04). */
public record LockSpec(String name, Kind kind) {
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
        /** struct mutex: sleeps; without PI, on RT with PI. */
        MUTEX
    }
}
