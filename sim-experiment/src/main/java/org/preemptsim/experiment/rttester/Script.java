// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.rttester;

import java.util.List;
import org.preemptsim.models.check.RtTester.Opcode;

/**
 * A script that has been read.
 *
 * @param file as its reader was told it
 * @param lines those that do something, in order
 */
public record Script(String file, List<Line> lines) {
    public Script {
        lines = List.copyOf(lines);
    }

    /**
     * A line that does something.
     *
     * @param number 1 is the file's first line
     * @param text as it stands in the file, without blanks around it
     * @param thread 0 to 7
     */
    public record Line(int number, String text, int thread, Action action) {}

    /** What a line does. */
    public sealed interface Action {}

    /** C: gives the thread a command. */
    record Command(Opcode opcode, int data) implements Action {}

    /**
     * T or W: asks of its status.
     *
     * @param waits whether it was W, which waits until it holds
     */
    record Ask(StatusTest test, int data, boolean waits) implements Action {}
}
