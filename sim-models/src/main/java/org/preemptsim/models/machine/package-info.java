// SPDX-License-Identifier: Apache-2.0
/**
 * The wiring of one run, and nothing else: makes the rooms' objects from a specification, allots event sources and vectors, plugs upper
 * rooms into lower rooms' ports, boots the CPUs.
 *
 * <p>Order of event sources at one instant (see the engine's page): stalls, inter-processor interrupts, block devices, arrivals, clock
 * events, CPUs; within each, by number. So hardware comes before what CPUs do at that instant.
 *
 * <p>Vectors of a CPU by falling precedence: reschedule, local timer, then the lines in the order of the specification.
 */
@NullMarked
package org.preemptsim.models.machine;

import org.jspecify.annotations.NullMarked;
