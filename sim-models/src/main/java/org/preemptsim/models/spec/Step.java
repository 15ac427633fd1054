// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.spec;

import java.util.List;

/**
 * One step of a task's program.
 *
 * <p>User-mode steps are {@link Compute}, {@link Syscall}, {@link Sleep}, {@link SleepUntil}, {@link Yield},
 * {@link Repeat}, {@link Chance} and {@link Work}; the others are kernel-mode steps and stand inside a
 * {@link Syscall}. {@link Lock} and {@link Unlock} of a mutex outside a system call stand for a system call of their own.
 */
public sealed interface Step {

    /** User code for {@code length} of the task's own CPU time. */
    record Compute(DurationDistribution length) implements Step {}

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
