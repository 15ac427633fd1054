// SPDX-License-Identifier: Apache-2.0
/**
 * Watches a machine from outside: the kernel's own runtime-verification monitors as oracles (rules K11.01 to K11.12).
 *
 * <p>{@link org.preemptsim.models.check.RvMonitors} is told of each event by the ports of the rooms below; it changes nothing, so a run
 * is the same with and without it. An {@link org.preemptsim.models.check.Automaton} is one monitor's table; an event that its current
 * state does not list is a violation, after which it starts anew as the kernel's does.
 *
 * <p>Owned here: the monitors' states and what they found.
 */
@NullMarked
package org.preemptsim.models.check;

import org.jspecify.annotations.NullMarked;
