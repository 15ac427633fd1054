// SPDX-License-Identifier: Apache-2.0
/**
 * The system call boundary and the calls that need more than one room: sleeping (a timer and the scheduler), reading the clock.
 *
 * <p>Entering costs, returning is a check point of every preemption model (rule K1.02). From that check to user mode interrupts are
 * off, so what comes in between waits for the first user instruction's instant.
 */
@NullMarked
package org.preemptsim.models.syscall;

import org.jspecify.annotations.NullMarked;
