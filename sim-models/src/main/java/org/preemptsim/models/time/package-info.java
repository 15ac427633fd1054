// SPDX-License-Identifier: Apache-2.0
/**
 * Clock sources, clock event devices, hrtimers and the tick.
 *
 * <p>Each CPU has an {@link org.preemptsim.models.time.HrtimerBase}: two queues of timers, one expired in the hard interrupt
 * and, on PREEMPT_RT, one expired by the HRTIMER softirq (rule K8.02). Only the earliest expiry of both is programmed into the
 * CPU's {@link org.preemptsim.models.time.ClockEventDevice}, so a CPU's timers are one event source.
 *
 * <p>The interrupt's path: expire what is due in order, program the next event, loop at most three
 * times, then put the next event off by the time spent (rule K8.06). What a timer does is its callback: wake a task, tick,
 * whatever an upper room plugs in.
 *
 * <p>The clock is quantised to its source's resolution (rule K8.12): with HPET or ACPI PM a timer's handler may find that it came
 * too early on its own clock, and programs the device again.
 *
 * <p>Owned here: armed timers, the programmed instant, the current clock source. Left out: the timer wheel (its TIMER softirq),
 * clock drift and watchdog, broadcast for deep idle, timer migration.
 */
@NullMarked
package org.preemptsim.models.time;

import org.jspecify.annotations.NullMarked;
