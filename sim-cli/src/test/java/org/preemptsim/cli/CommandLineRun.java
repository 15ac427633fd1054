// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What one command line did, run inside this virtual machine. */
record CommandLineRun(int exit, String out, String err) {
    private static final Terminal NO_TERMINAL = new Terminal(false, false, false, 100);

    static CommandLineRun of(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                NO_TERMINAL);
        int exit = Main.execute(console, onFirst -> Interruption.never(), arguments);
        return new CommandLineRun(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
