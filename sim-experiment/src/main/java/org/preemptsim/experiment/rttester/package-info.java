// SPDX-License-Identifier: Apache-2.0
/**
 * Scripts for the kernel's rt-mutex tester, executed by a simulated kernel (rules K3.41, K3.42).
 *
 * <p>{@link org.preemptsim.experiment.rttester.ScriptReader} turns text into a {@link org.preemptsim.experiment.rttester.Script} or says
 * all that is wrong with it; {@link org.preemptsim.experiment.rttester.ScriptRun} executes it line by line on a machine with {@link
 * org.preemptsim.models.check.RtTester}; {@link org.preemptsim.experiment.rttester.RtTesterReport} tells people and programs what came
 * out.
 *
 * <p>After each command the machine runs until every thread sleeps, so a test sees a state that stays, and waiting for what is not so
 * then would take for ever.
 */
@NullMarked
package org.preemptsim.experiment.rttester;

import org.jspecify.annotations.NullMarked;
