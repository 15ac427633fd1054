// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.spec;

/** The kernel and hardware actions whose lengths a machine profile gives. */
public enum CostKey {
    /** Vector to first line of the handler: hardware, entry code, irq_enter. Interrupts off. */
    IRQ_ENTRY("irq_entry"),
    /** irq_exit and the return instruction. Interrupts off. */
    IRQ_EXIT("irq_exit"),
    /** Acknowledge/mask of a device line at its controller. Interrupts off. */
    IRQ_ACK("irq_ack"),
    /** hrtimer_interrupt without the callbacks: lock, clock read, loop. Interrupts off. */
    HRTIMER_INTERRUPT("hrtimer_interrupt"),
    /** Taking one expired timer off and calling a sleeper's callback, without the wakeup. Interrupts off. */
    HRTIMER_EXPIRE("hrtimer_expire"),
    /** The tick's callback: time update, process accounting, scheduler tick. Interrupts off. */
    TICK("tick"),
    /** try_to_wake_up of one task. Interrupts off. */
    WAKEUP("wakeup"),
    /** Sending one inter-processor interrupt. */
    IPI_SEND("ipi_send"),
    /** Flight of an inter-processor interrupt until it is pending at its target. */
    IPI_FLIGHT("ipi_flight"),
    /** __schedule up to the choice of the next task. Interrupts off. */
    SCHEDULE("schedule"),
    /** context_switch: address space, registers, finish_task_switch. Interrupts off. */
    CONTEXT_SWITCH("context_switch"),
    /** First touches of a cold cache by a task that was switched in after another one; in its own context. */
    CACHE_REFILL("cache_refill"),
    /** System call entry. */
    SYSCALL_ENTRY("syscall_entry"),
    /** System call exit work up to the first user instruction. */
    SYSCALL_EXIT("syscall_exit"),
    /** Uncontended acquire or release of any lock. */
    LOCK_FAST("lock_fast"),
    /** Queueing on or handing over a contended sleeping lock, under its raw wait lock. Preemption off. */
    LOCK_SLOW("lock_slow"),
    /** One step of a PI chain walk. Interrupts off (rule K3.16). */
    PI_STEP("pi_step"),
    /** Starting an hrtimer without programming hardware: clock_nanosleep's kernel part. Interrupts off. */
    HRTIMER_START("hrtimer_start"),
    /** Entering a softirq pass. */
    SOFTIRQ_ENTRY("softirq_entry"),
    /** One round of an interrupt thread beside its handler. */
    IRQ_THREAD_ROUND("irq_thread_round"),
    /** Raising a softirq and, if needed, finding its thread. Interrupts off. */
    SOFTIRQ_RAISE("softirq_raise"),
    /** A compare-and-swap of user space on a futex word or glibc's bookkeeping around it. */
    USER_ATOMIC("user_atomic"),
    /** The futex system call's own work: key, hash bucket. Preemptible. */
    FUTEX("futex"),
    /** sched_setscheduler, sched_setaffinity or setpriority, without what follows from it. */
    SCHED_SETATTR("sched_setattr"),
    /** Taking a task off one CPU's run queue and putting it on another's. Interrupts off. */
    MIGRATION("migration"),
    /** First touches of a cold cache after a move to another CPU, beside {@link #CACHE_REFILL}. */
    MIGRATION_REFILL("migration_refill"),
    /** Writing one mark of a step's begin or end into the trace, by user code. */
    STEP_MARK("step_mark");

    private final String key;

    CostKey(String key) {
        this.key = key;
    }

    /** Its name in a profile, such as {@code irq_entry}. */
    public String key() {
        return key;
    }
}
