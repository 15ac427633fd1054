// SPDX-License-Identifier: Apache-2.0
/**
 * Who runs: per-CPU run queues, the scheduler's own path, wakeups, effective priorities.
 *
 * <p>Order of classes: FIFO/RR, fair, idle (rule K1.06). {@link org.preemptsim.models.sched.Scheduler} is the room's door;
 * {@code ScheduleRoutine} is __schedule as segments, {@code WakeRoutine} is try_to_wake_up. A wakeup never switches: it queues the
 * task and, if the task should preempt, marks the current task of the target CPU (K1.03); the CPU's next check point switches.
 *
 * <p>Priorities inside are the kernel's numbers: FIFO/RR p is 99 - p, fair tasks 120 + nice, idle 140; lower is better, and only
 * {@link org.preemptsim.models.sched.Prio} compares them.
 *
 * <p>Owned here: run queues, the current task of each CPU, on-queue and on-CPU, normal and effective priority, slices and virtual
 * times, a task's CPU time. Left out so far: deadline class, RT push and pull, RT throttling and the fair server, load balancing of
 * fair tasks; kernels before 6.6 use EEVDF too.
 */
@NullMarked
package org.preemptsim.models.sched;

import org.jspecify.annotations.NullMarked;
