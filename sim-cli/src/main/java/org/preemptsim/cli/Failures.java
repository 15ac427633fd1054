// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import org.preemptsim.host.HostException;

/** What the user sees of a failure, and the exit status it gives. */
final class Failures {
    private Failures() {}

    /** Reports what a command threw. */
    static int report(Console console, Throwable failure) {
        if (failure instanceof UserError || failure instanceof HostException) {
            console.complain(String.valueOf(failure.getMessage()));
            return ExitCode.BAD_INPUT;
        }
        Throwable fault =
                failure instanceof ReplayableFailure && failure.getCause() != null ? failure.getCause() : failure;
        if (fault instanceof OutOfMemoryError) {
            console.complain(
                    "not enough memory\n   fix: give the program more, as in PREEMPTSIM_JAVA_OPTS=-Xmx2g ./preemptsim ...");
            return ExitCode.BAD_INPUT;
        }
        console.complain("internal error: " + fault);
        if (failure instanceof ReplayableFailure replayable) {
            console.say("replay: " + replayable.replay());
        }
        console.say("This is a fault of PreemptSim, not of the scenario.");
        fault.printStackTrace(console.err());
        return ExitCode.INTERNAL_ERROR;
    }
}
