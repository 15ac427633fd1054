// SPDX-License-Identifier: Apache-2.0
/**
 * The real command lines of the real tools, as their users type them: cyclictest and stress.
 *
 * <p>An option is carried out, accepted because it changes nothing that is simulated, accepted with a warning because it
 * would have changed something, or refused. Every complaint names the character of the command line it is about, so
 * that the scenario reader can point into the file. Facts are those of rt-tests 2.4 and stress 1.0.7, observed by
 * running them; what older versions did otherwise is said where it matters.
 */
@NullMarked
package org.preemptsim.experiment.command;

import org.jspecify.annotations.NullMarked;
