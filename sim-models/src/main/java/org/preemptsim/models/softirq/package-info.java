// SPDX-License-Identifier: Apache-2.0
/**
 * Pending softirqs, who runs them, and softirqs-off sections.
 *
 * <p>Work is handed to a vector by a {@link org.preemptsim.models.softirq.SoftirqSource}, a device or the timers of a CPU, whose routine
 * does it. Without PREEMPT_RT pending vectors run at the end of the outermost hard interrupt or of a softirqs-off section, with
 * preemption off (rules K7.02, K7.03). On PREEMPT_RT a hard interrupt only wakes a thread (K7.05): ktimers/N at FIFO 1 for the timer
 * vectors, ksoftirqd/N for the rest (K7.11); work raised inside a softirqs-off section, which a forced interrupt thread's handler is,
 * runs at its end in that task at its priority (K7.08), and the section is not masked against preemption (K2.03).
 *
 * <p>Owned here: pending bits, queued sources, softirqs-off depth on RT. Left out so far: the per-CPU lock of softirqs-off sections on
 * RT up to 6.17 (K7.06), threads per vector of the 2.6 eras (K7.12), NAPI.
 */
@NullMarked
package org.preemptsim.models.softirq;

import org.jspecify.annotations.NullMarked;
