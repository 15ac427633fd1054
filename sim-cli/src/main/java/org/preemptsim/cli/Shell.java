// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

/** Words of a shell's command line. */
final class Shell {
    private Shell() {}

    /** The word so that a POSIX shell reads it back as it is. */
    static String quote(String word) {
        if (word.matches("[A-Za-z0-9_./:=@%+,-]+")) {
            return word;
        }
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
