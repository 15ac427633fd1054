// SPDX-License-Identifier: Apache-2.0
/**
 * The kernel's own instruments: its runtime-verification monitors as oracles that watch a machine from outside (rules K11.01 to K11.12),
 * and its rt-mutex tester (rule K3.41).
 *
 * <p>{@link org.preemptsim.models.check.RvMonitors} is told of each event by the ports of the rooms below; it changes nothing, so a run
 * is the same with and without it. An {@link org.preemptsim.models.check.Automaton} is one monitor's table; an event that its current
 * state does not list is a violation, after which it starts anew as the kernel's does.
 *
 * <p>{@link org.preemptsim.models.check.RtTester} adds tasks of its own to a machine, which lock and unlock as they are told, and stands
 * between a waiter of its rtmutexes and schedule().
 *
 * <p>Owned here: the monitors' states and what they found; the tester's data of its threads.
 */
@NullMarked
package org.preemptsim.models.check;

import org.jspecify.annotations.NullMarked;
