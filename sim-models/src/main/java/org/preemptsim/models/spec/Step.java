// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.spec;

import java.util.List;

/**
 * One step of a task's program.
 *
 * <p>User-mode steps are {@link Compute}, {@link Syscall}, {@link Sleep}, {@link SleepUntil}, {@link NextPeriod}, {@link Yield},
 * {@link Sync}, {@link SetPolicy}, {@link SetNice}, {@link SetAffinity}, {@link Signal}, {@link Exit}, {@link Repeat}, {@link Chance}
 * and {@link Work}; the others are kernel-mode steps and stand inside a {@link Syscall}. {@link Lock} and {@link Unlock} of a mutex
 * outside a system call stand for a system call of their own.
 *
 * <p>Steps are numbered from 0 in the order they are written; the beginning and the end of a {@link Repeat} count as one each, a {@link
 * Chance} counts as one before its steps, and those inside a {@link Syscall} have no numbers. Repeat and Chance are not marked.
 */
public sealed interface Step {

    /**
     * User code for {@code length} of the task's own CPU time.
     *
     * @param pollNs if positive, the code asks its CPU clock by a system call each so many nanoseconds, as a load generator does;
     *     it ends when that clock says so
     */
    record Compute(DurationDistribution length, long pollNs) implements Step {
        public Compute {
            if (pollNs < 0) {
                throw new IllegalArgumentException("a polling interval is not negative");
            }
        }

        public Compute(DurationDistribution length) {
            this(length, 0);
        }
    }

    /** A system call: entry cost, the kernel steps, exit cost. */
    record Syscall(String name, List<Step> steps) implements Step {
        public Syscall {
            steps = List.copyOf(steps);
        }
    }

    /** Kernel code without a lock: preemptible exactly where the preemption model says so. */
    record Kernel(String what, DurationDistribution length) implements Step {}

    /** Kernel code between preempt_disable and preempt_enable. */
    record PreemptOff(String what, DurationDistribution length) implements Step {}

    /** Kernel code between local_irq_disable and local_irq_enable. */
    record IrqsOff(String what, DurationDistribution length) implements Step {}

    /** Takes a lock of the machine; what that masks is the kernel's business. */
    record Lock(String lock) implements Step {}

    /** Releases it. */
    record Unlock(String lock) implements Step {}

    /** cond_resched(). */
    record CondResched() implements Step {}

    /** might_sleep(): a check point of the voluntary model only. */
    record MightSleep() implements Step {}

    /**
     * Hands a request to a block device.
     *
     * @param await whether the task sleeps until the request is complete; otherwise it goes on unless the queue is full
     */
    record BlockIo(String device, boolean await) implements Step {}

    /** Sleeps until everything that was queued at the device has completed. */
    record BlockDrain(String device) implements Step {}

    /** Relative clock_nanosleep. */
    record Sleep(DurationDistribution length) implements Step {}

    /** Absolute clock_nanosleep to a time since the run's start. */
    record SleepUntil(long atNs) implements Step {}

    /** Adds {@code periodNs} to the time of the next release, at first the task's start, and sleeps until then; at once if it is past. */
    record NextPeriod(long periodNs) implements Step {
        public NextPeriod {
            if (periodNs < 1) {
                throw new IllegalArgumentException("a period is positive");
            }
        }
    }

    /** An operation on an object of user space; {@code second} is the mutex of {@link SyncOp#COND_WAIT}, else empty. */
    record Sync(SyncOp op, String object, String second, long timeoutNs) implements Step {
        /** The {@link #timeoutNs} of an operation that waits for ever. */
        public static final long NO_TIMEOUT = -1;

        public Sync {
            if (timeoutNs < NO_TIMEOUT) {
                throw new IllegalArgumentException("a time-out is not negative");
            }
        }

        public Sync(SyncOp op, String object) {
            this(op, object, "", NO_TIMEOUT);
        }
    }

    /**
     * Operations on objects of user space; each leaves 0 or an errno, and 1 for the last arrival at a barrier
     * (PTHREAD_BARRIER_SERIAL_THREAD). FUTEX_WAIT sleeps while the word holds the value that it was made with, FUTEX_WAKE wakes one
     * waiter.
     */
    enum SyncOp {
        MUTEX_LOCK,
        MUTEX_TRYLOCK,
        MUTEX_UNLOCK,
        MUTEX_CONSISTENT,
        SEM_WAIT,
        SEM_TRYWAIT,
        SEM_POST,
        COND_WAIT,
        COND_SIGNAL,
        COND_BROADCAST,
        BARRIER_WAIT,
        RW_RDLOCK,
        RW_TRYRDLOCK,
        RW_WRLOCK,
        RW_TRYWRLOCK,
        RW_UNLOCK,
        FUTEX_WAIT,
        FUTEX_WAKE
    }

    /**
     * An operation on a kernel lock that {@link Lock} and {@link Unlock} do not cover.
     *
     * @param timeoutNs of those that wait, {@link Sync#NO_TIMEOUT} = for ever
     */
    record KernelSync(KernelOp op, String object, long timeoutNs) implements Step {
        public KernelSync(KernelOp op, String object) {
            this(op, object, Sync.NO_TIMEOUT);
        }
    }

    /** Operations on kernel locks and waiting places. */
    enum KernelOp {
        TRYLOCK,
        LOCK_INTERRUPTIBLE,
        LOCK_TIMEOUT,
        READ_LOCK,
        READ_UNLOCK,
        WRITE_LOCK,
        WRITE_UNLOCK,
        DOWNGRADE_WRITE,
        DOWN,
        DOWN_INTERRUPTIBLE,
        DOWN_TRYLOCK,
        UP,
        WAIT_FOR_COMPLETION,
        COMPLETE,
        COMPLETE_ALL,
        WAIT_EVENT,
        WAKE_UP,
        WAKE_UP_ALL,
        READ_SEQLOCK,
        WRITE_SEQLOCK,
        WRITE_SEQUNLOCK
    }

    /** sched_setscheduler on {@code task}, by name; the task itself if empty. */
    record SetPolicy(String task, SchedPolicy policy) implements Step {}

    /** setpriority: the nice value of {@code task}, the task itself if empty. */
    record SetNice(String task, int nice) implements Step {}

    /** sched_setaffinity of {@code task}, the task itself if empty. */
    record SetAffinity(String task, CpuSet cpus) implements Step {}

    /** Sends {@code task} a signal with a handler: ends its interruptible wait (rule K3.28). */
    record Signal(String task) implements Step {}

    /** migrate_disable() in kernel code. */
    record MigrateDisable() implements Step {}

    /** migrate_enable() in kernel code. */
    record MigrateEnable() implements Step {}

    /** The task exits at once, with whatever it holds. */
    record Exit() implements Step {}

    /** sched_yield. */
    record Yield() implements Step {}

    /** Runs {@code steps} {@code times} times; {@link #FOREVER} = without end. */
    record Repeat(long times, List<Step> steps) implements Step {
        public static final long FOREVER = -1;

        public Repeat {
            steps = List.copyOf(steps);
            if (times != FOREVER && times < 0) {
                throw new IllegalArgumentException("times must not be negative");
            }
            if (steps.isEmpty()) {
                throw new IllegalArgumentException("repeat needs steps");
            }
        }
    }

    /** Runs {@code steps} with the given probability. */
    record Chance(double probability, List<Step> steps) implements Step {
        public Chance {
            steps = List.copyOf(steps);
            if (!(probability >= 0 && probability <= 1)) {
                throw new IllegalArgumentException("a probability is within 0..1");
            }
        }
    }

    /** Counts {@code units} of useful work done; takes no time. */
    record Work(long units) implements Step {}
}
