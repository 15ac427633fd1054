// SPDX-License-Identifier: Apache-2.0
/**
 * Running the real tools.
 *
 * <p>{@link org.preemptsim.host.measure.CyclictestCommand} reads a command line, {@link
 * org.preemptsim.host.measure.ToolHelp} asks the installed binary what it accepts, {@link
 * org.preemptsim.host.measure.CommandAdapter} makes of both the command to run and says what it changed. {@link
 * org.preemptsim.host.measure.Children} owns every process of a measurement and ends all of them, with what they
 * forked, on every way out: return, exception, timeout, cancellation and the end of this JVM.
 */
@NullMarked
package org.preemptsim.host.measure;

import org.jspecify.annotations.NullMarked;
