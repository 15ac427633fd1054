// SPDX-License-Identifier: Apache-2.0
/**
 * Who runs: per-CPU run queues, the scheduler's own path, wakeups, effective priorities, placement among CPUs.
 *
 * <p>Order of classes: stop, deadline, FIFO/RR, fair, idle (rule K1.06). {@link org.preemptsim.models.sched.Scheduler} is the room's
 * door and the core: queues, marks, picks, switches, wakeups. Beside it stand {@code RtClass} (placement, push, pull), {@code
 * RtThrottle}, {@code DeadlineClass} (with the fair server), {@code CfsQueue} or {@code EevdfQueue}, {@code FairPlacement}, {@code
 * Affinity} (masks and stopper threads), {@code PriorityChange} (inheritance and policies). {@code ScheduleRoutine} is __schedule as
 * segments, {@code WakeRoutine} is try_to_wake_up. A wakeup never switches: it queues the task and, if the task should preempt, marks the
 * current task of the target CPU (K1.03); the CPU's next check point switches.
 *
 * <p>An operation changes queues of other CPUs in no time, as under their locks. What it owes, moves to pay for and interrupts to send,
 * stands in the run queue of the CPU that executes it; {@code DeliverRoutine} pays and sends.
 *
 * <p>Priorities inside are the kernel's numbers: deadline -1, FIFO/RR p is 99 - p, fair tasks 120 + nice, idle 140; lower is better, and only
 * {@link org.preemptsim.models.sched.Prio} compares them.
 *
 * <p>Owned here: run queues, the current task of each CPU, on-queue and on-CPU, normal and effective priority, budgets, slices and
 * virtual times, a task's CPU time, where it may run.
 */
@NullMarked
package org.preemptsim.models.sched;

import org.jspecify.annotations.NullMarked;
