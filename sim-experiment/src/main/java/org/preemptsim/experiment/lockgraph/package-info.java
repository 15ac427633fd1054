// SPDX-License-Identifier: Apache-2.0
/**
 * Which locks are taken under which, over all programs of a variant: what lockdep keeps of a running kernel, read from the scenario
 * (rule K11.31).
 *
 * <p>{@link org.preemptsim.experiment.lockgraph.Acquisitions} walks each program and notes what is held at each acquisition;
 * {@link org.preemptsim.experiment.lockgraph.LockGraph} is the graph with an edge from each held lock to the lock that is taken under
 * it; {@link org.preemptsim.experiment.lockgraph.LockReport} is what can be read from it: cycles, which are possible deadlocks
 * whether or not they ever meet; locks under which an inversion has no bound; the longest chain in which one task can wait for
 * another; sleeping locks taken where nobody may sleep (K2.05). The graph also writes itself as DOT.
 *
 * <p>It is an analysis of programs, not of a run: a branch of a {@code chance} step counts as taken, a loop's body is walked once.
 */
@NullMarked
package org.preemptsim.experiment.lockgraph;

import org.jspecify.annotations.NullMarked;
