// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

/** What the process tells its caller by its exit status. */
final class ExitCode {
    /** Done. */
    static final int OK = 0;
    /** The work was done and its verdict is a failure: a profile that must not be trusted. */
    static final int FAILED_VERDICT = 1;
    /** The user's input or the command line cannot be used. */
    static final int BAD_INPUT = 2;
    /** A broken invariant of PreemptSim itself (EX_SOFTWARE of sysexits.h). */
    static final int INTERNAL_ERROR = 70;
    /** Ended by Ctrl-C, after what had been simulated was reported. */
    static final int INTERRUPTED = 130;
    /** Ended by SIGTERM, likewise. */
    static final int TERMINATED = 143;

    private ExitCode() {}
}
