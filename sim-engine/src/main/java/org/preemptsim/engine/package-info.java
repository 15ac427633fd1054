// SPDX-License-Identifier: Apache-2.0
/**
 * The discrete-event core: time, an event set, random streams, histograms, a trace ring. It knows nothing of kernels.
 *
 * <h2>Event sources, not events</h2>
 *
 * <p>Everything that can happen in the future belongs to a <em>source</em> with one numbered slot and at most one pending
 * event: a CPU (the end of its running segment), a clock event device, a device line. A source is scheduled, moved and
 * cancelled in place; there are no event objects, so nothing is allocated while a simulation runs.
 *
 * <h2>Order at one instant</h2>
 *
 * <p>Time is a {@code long} of nanoseconds. Events fire in ascending (time, rank of slot); without shuffling the rank is
 * the slot number. The order is total, the same on every JVM, and part of the model: whoever allots slots decides it.
 * {@link org.preemptsim.engine.EventSet#shuffleTies} permutes the ranks; a result that moves rested on an accident.
 *
 * <h2>Run-ahead</h2>
 *
 * <p>While a source fires, {@link org.preemptsim.engine.Simulation#advance} lets it continue to its own next instant
 * without touching the event set, if that instant precedes every other pending event in the order above. The outcome is
 * therefore the same with and without it.
 *
 * <h2>Cost</h2>
 *
 * <p>Scheduling is O(log slots) in a winner tree without unpredictable branches; firing reads the root. Nothing in this
 * package allocates after construction except where its javadoc says so.
 */
@NullMarked
package org.preemptsim.engine;

import org.jspecify.annotations.NullMarked;
