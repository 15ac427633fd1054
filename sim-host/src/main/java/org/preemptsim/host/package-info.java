// SPDX-License-Identifier: Apache-2.0
/**
 * The on-host harness: what the real machine is, what the real cyclictest measures on it, and a machine profile fitted
 * to that.
 *
 * <p>This package is the front door (entry points, requests, the one exception); the work is done in rooms below it:
 *
 * <ul>
 *   <li>{@code facts} reads /proc and /sys; what is absent is said to be absent, never guessed;
 *   <li>{@code parse} reads what cyclictest prints, in every form and from every version seen;
 *   <li>{@code measure} adapts the scenario's command line to the installed binary and owns the child processes;
 *   <li>{@code micro} measures single kernel paths;
 *   <li>{@code calibrate} fits the costs of a machine profile;
 *   <li>{@code validate} compares a profile's simulation with data that was held back.
 * </ul>
 *
 * <p>A measurement enters the project as the same {@link org.preemptsim.experiment.result.RunResult} that a simulation
 * gives. The harness changes no setting of the host and leaves no process or file behind on any exit path.
 */
@NullMarked
package org.preemptsim.host;

import org.jspecify.annotations.NullMarked;
