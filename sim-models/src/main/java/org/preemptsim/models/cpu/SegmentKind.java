// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.cpu;

/** What a CPU does in a segment. */
public enum SegmentKind {
    /** User code. */
    USER(CpuContext.USER),
    /** Kernel code of a task: a system call's body, a kernel thread's work. */
    KERNEL(CpuContext.KERNEL),
    /** Uncontended lock or unlock. */
    LOCK_FAST(CpuContext.KERNEL),
    /** Queueing on or handing over a contended sleeping lock. */
    LOCK_SLOW(CpuContext.KERNEL),
    /** A step of a PI chain walk. */
    PI_STEP(CpuContext.KERNEL),
    /** Spinning for a lock that another CPU holds. */
    SPIN(CpuContext.SPIN),
    SYSCALL_ENTRY(CpuContext.KERNEL),
    SYSCALL_EXIT(CpuContext.KERNEL),
    /** Reading the clock in user space through the vDSO. */
    CLOCK_READ(CpuContext.USER),
    /** Reading the clock in a system call. */
    CLOCK_READ_KERNEL(CpuContext.KERNEL),
    /** An atomic operation on a futex word and glibc's bookkeeping, in user code. */
    USER_ATOMIC(CpuContext.USER),
    /** Writing a step's mark, in user code. */
    STEP_MARK(CpuContext.USER),
    /** The futex system call's own work. */
    FUTEX(CpuContext.KERNEL),
    /** sched_setscheduler, sched_setaffinity, setpriority. */
    SCHED_SETATTR(CpuContext.KERNEL),
    HRTIMER_START(CpuContext.KERNEL),
    /** Programming the clock event device. */
    TIMER_PROGRAM(CpuContext.KERNEL),
    IRQ_ENTRY(CpuContext.HARDIRQ),
    IRQ_ACK(CpuContext.HARDIRQ),
    /** A device's handler in hard context. */
    IRQ_HANDLER(CpuContext.HARDIRQ),
    IRQ_EXIT(CpuContext.HARDIRQ),
    HRTIMER_INTERRUPT(CpuContext.HARDIRQ),
    HRTIMER_EXPIRE(CpuContext.HARDIRQ),
    TICK(CpuContext.HARDIRQ),
    WAKEUP(CpuContext.KERNEL),
    IPI_SEND(CpuContext.KERNEL),
    SOFTIRQ_RAISE(CpuContext.KERNEL),
    SOFTIRQ_ENTRY(CpuContext.SOFTIRQ),
    SOFTIRQ(CpuContext.SOFTIRQ),
    /** A device's handler in its thread, and the thread's own overhead. */
    IRQ_THREAD(CpuContext.IRQ_THREAD),
    SCHEDULE(CpuContext.SCHEDULER),
    CONTEXT_SWITCH(CpuContext.SCHEDULER),
    /** Moving a task from one run queue to another. */
    MIGRATION(CpuContext.SCHEDULER),
    /** First touches of a cold cache after a switch. */
    CACHE_REFILL(CpuContext.SCHEDULER),
    IDLE(CpuContext.IDLE),
    /** Leaving an idle state. */
    IDLE_EXIT(CpuContext.IDLE),
    NMI(CpuContext.STALL),
    SMI(CpuContext.STALL);

    private static final SegmentKind[] VALUES = values();

    private final CpuContext context;

    SegmentKind(CpuContext context) {
        this.context = context;
    }

    /** The context its time is charged to, unless it runs inside a hard interrupt: then {@link CpuContext#HARDIRQ}. */
    public CpuContext context() {
        return context;
    }

    static SegmentKind of(int ordinal) {
        return VALUES[ordinal];
    }

    /** The number of kinds. */
    public static int count() {
        return VALUES.length;
    }
}
