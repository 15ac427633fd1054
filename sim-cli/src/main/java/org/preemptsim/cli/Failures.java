// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

/** What the user sees of a failure, and the exit status it gives. */
final class Failures {
    private Failures() {}

    /** Reports what a command threw. */
    static int report(Console console, Throwable failure) {
        if (failure instanceof UserError) {
            console.complain(String.valueOf(failure.getMessage()));
            return ExitCode.BAD_INPUT;
        }
        console.complain("internal error: " + failure);
        console.say("This is a fault of PreemptSim, not of the scenario.");
        failure.printStackTrace(console.err());
        return ExitCode.INTERNAL_ERROR;
    }
}
