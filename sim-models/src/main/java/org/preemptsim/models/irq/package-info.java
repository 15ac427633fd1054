// SPDX-License-Identifier: Apache-2.0
/**
 * Interrupt lines, their handlers in hard context or in threads, and inter-processor interrupts.
 *
 * <p>The path of a device interrupt: {@link org.preemptsim.models.irq.IrqLine#raise} routes it to one CPU of its mask (rule K6.21); that CPU
 * enters it when it may; {@code HandleIrq} acknowledges and either calls the handler (NODELAY / IRQF_NO_THREAD, or a kernel that does
 * not thread) or redirects: sets the work bit and wakes the line's thread (K2.13, K6.15). The thread ({@code IrqThread}) runs the
 * handler with softirqs off as a FIFO task, and the softirqs it raised at its end (K6.14, K7.08).
 *
 * <p>Lines are edge triggered (MSI): not masked while their thread runs; further interrupts cost a hard entry each and the work bit
 * collects them (K6.17). Thread priorities are flat, or counted down in order of first run (K6.02).
 *
 * <p>Owned here: lines, work bits, where a line is delivered, interrupts in flight. Left out so far: level flow and masking, shared
 * lines, secondary handlers, affinity changes while running.
 */
@NullMarked
package org.preemptsim.models.irq;

import org.jspecify.annotations.NullMarked;
