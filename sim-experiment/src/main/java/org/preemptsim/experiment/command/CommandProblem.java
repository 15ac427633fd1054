// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.command;

/**
 * Something to say about a command line.
 *
 * @param offset the character of the command line it is about
 * @param kind what kind of thing
 * @param message what, in one line
 * @param why why; may be empty
 * @param fix what to write instead; may be empty
 */
public record CommandProblem(int offset, Kind kind, String message, String why, String fix) {

    /** The kinds, errors and one warning. */
    public enum Kind {
        /** The tool has no such option. */
        UNKNOWN_OPTION,
        /** An option's value is missing or wrong. */
        BAD_VALUE,
        /** The line as a whole cannot be run. */
        BAD_COMMAND,
        /** Only a warning: the option is accepted, but what it would change is not simulated. */
        NO_EFFECT
    }

    /** Whether the command can be run in spite of it. */
    public boolean warning() {
        return kind == Kind.NO_EFFECT;
    }
}
