// SPDX-License-Identifier: Apache-2.0
/**
 * Fitting a machine profile to what was measured.
 *
 * <p>The model of the fit. On an idle host a cyclictest sample is the sum of the path of rule K10.02: timer error,
 * interrupt entry, hrtimer interrupt, expiry, wakeup, interrupt exit, schedule, switch, system call exit, clock read.
 *
 * <ol>
 *   <li>{@link org.preemptsim.host.calibrate.PathSplit}: the micro-measurements fix the costs they can see; what
 *       remains of the least sample goes to the others in stated shares. These are constants.
 *   <li>The spread of the body is given to one distribution, the timer error, because in a virtual machine that is
 *       where it arises, and because one sum cannot tell more.
 *   <li>{@link org.preemptsim.host.calibrate.TailFit}: the tail beyond a threshold chosen by evidence gets a family by
 *       binned likelihood, AIC and Kolmogorov-Smirnov distance.
 *   <li>{@link org.preemptsim.host.calibrate.StallInversion}: the tail is explained by stalls of the whole CPU, whose
 *       rate and length follow from the tail: a sample sees only what is left of a stall when its timer expires.
 *   <li>{@link org.preemptsim.host.calibrate.Fitting}: simulate, compare quantiles, correct, repeat. Under load the body's
 *       excess goes to the cache refill and the tail's to a scale of the load's kernel sections.
 * </ol>
 *
 * <p>Only the even runs are looked at; the odd ones are for validation.
 */
@NullMarked
package org.preemptsim.host.calibrate;

import org.jspecify.annotations.NullMarked;
