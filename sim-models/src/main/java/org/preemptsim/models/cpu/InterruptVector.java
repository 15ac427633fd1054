// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.cpu;

/**
 * An interrupt as a CPU sees it: who handles it and what it is called.
 *
 * @param handler runs in hard context with interrupts off, register a = {@code argument}
 * @param argument the handler's, such as a line's number
 * @param label its name
 */
public record InterruptVector(Routine handler, long argument, int label) {}
