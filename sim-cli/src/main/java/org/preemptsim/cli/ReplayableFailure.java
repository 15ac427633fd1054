// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

/** A fault of PreemptSim during a run, with the command line that shows it again. */
final class ReplayableFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String replay;

    ReplayableFailure(String replay, Throwable cause) {
        super(String.valueOf(cause.getMessage()), cause);
        this.replay = replay;
    }

    /** A command line for the shell. */
    String replay() {
        return replay;
    }
}
