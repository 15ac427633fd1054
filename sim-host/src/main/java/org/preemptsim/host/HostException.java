// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host;

import org.jspecify.annotations.Nullable;

/** What stopped the harness, why, and what the user can do about it. */
public class HostException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String what;
    private final String why;
    private final String fix;

    /** All three are one or more plain sentences without a final newline. */
    public HostException(String what, String why, String fix) {
        this(what, why, fix, null);
    }

    /** As above with the failure underneath. */
    public HostException(String what, String why, String fix, @Nullable Throwable cause) {
        super(what + "\n   why: " + why + "\n   fix: " + fix, cause);
        this.what = what;
        this.why = why;
        this.fix = fix;
    }

    /** What failed. */
    public String what() {
        return what;
    }

    /** The reason. */
    public String why() {
        return why;
    }

    /** What to do. */
    public String fix() {
        return fix;
    }
}
