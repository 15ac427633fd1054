// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.parse;

import org.preemptsim.host.HostException;

/** A tool's output is not of the form it should have; says where. */
public final class MalformedOutputException extends HostException {
    private static final long serialVersionUID = 1L;

    private final String source;
    private final int line;

    /**
     * @param source the file's name or what the text is
     * @param line from 1
     * @param what what is wrong there
     */
    public MalformedOutputException(String source, int line, String what) {
        super(
                source + ":" + line + ": " + what,
                "the text is cut off, edited, or of a version whose form is not known",
                "measure again; if it stays so, keep the output and report it with the version of cyclictest");
        this.source = source;
        this.line = line;
    }

    /** The file's name or what the text is. */
    public String source() {
        return source;
    }

    /** The line, from 1. */
    public int line() {
        return line;
    }
}
