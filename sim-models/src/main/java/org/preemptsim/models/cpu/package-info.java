// SPDX-License-Identifier: Apache-2.0
/**
 * One CPU: what it is executing, what it masks, what is pending at it.
 *
 * <h2>Contexts and segments</h2>
 *
 * <p>A CPU always executes the top {@linkplain org.preemptsim.models.cpu.Activation frame} of the current task's stack. A frame
 * belongs to a {@link org.preemptsim.models.cpu.Routine}, a kernel or user code path written as a resumable state machine. A routine's
 * step changes facts in no time, then either spends time in a <em>segment</em> ({@link org.preemptsim.models.cpu.Cpu#spend}), calls
 * another routine, or returns. The CPU has exactly one pending event: the end of its segment.
 *
 * <p>Interrupts, NMIs, SMIs and inline softirqs push frames onto the stack of whatever task they hit, as on real hardware; the
 * segment they hit keeps its remaining time in the frame they interrupted. A task that is preempted at interrupt return is
 * switched out with the interrupt's tail and the scheduler on its stack, and goes on from there. So there is one mechanism for
 * interruption, preemption, blocking and freezing.
 *
 * <h2>Facts owned here</h2>
 *
 * <p>Interrupts-off, the preempt count with its four fields (rule K2.03; K0), the need_resched marks of the current task (full and
 * lazy), pending interrupts, the running segment, the log of past segments and CPU time by kind. Nobody else writes them.
 *
 * <h2>When a mark becomes a switch</h2>
 *
 * <p>Exactly at the check points of rule K1.02: interrupt return ({@code InterruptRoutine}), preempt_enable, cond_resched,
 * might_sleep ({@code Cpu}) and return to user mode ({@code Cpu.returnToUser}). The scheduler above is one routine plugged in by
 * the machine; softirqs at interrupt exit are one port.
 */
@NullMarked
package org.preemptsim.models.cpu;

import org.jspecify.annotations.NullMarked;
