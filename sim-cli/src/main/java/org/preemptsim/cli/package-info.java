// SPDX-License-Identifier: Apache-2.0
/**
 * The command line: reads the user's words, calls the modules below, and is the only code that writes to the terminal.
 *
 * <p>Results go to standard output, everything else (progress, messages, errors, where files were written) to standard error, so
 * that a result can be piped. {@link org.preemptsim.cli.ExitCode} says how the work ended. What the user got wrong is a {@link
 * org.preemptsim.cli.UserError} or a scenario's diagnostics, never a stack trace; anything else that is thrown is a fault
 * of PreemptSim and is shown with the command that replays it.
 *
 * <p>The launcher script tells this program by system properties what the terminal is like ({@link
 * org.preemptsim.cli.Terminal}): the JDK cannot ask for each stream.
 */
@NullMarked
package org.preemptsim.cli;

import org.jspecify.annotations.NullMarked;
