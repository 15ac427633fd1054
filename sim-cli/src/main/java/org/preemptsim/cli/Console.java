// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The two streams of the process. Both are UTF-8 on every machine, so that the same run prints the same bytes.
 *
 * @param out results
 * @param err everything else
 */
record Console(PrintStream out, PrintStream err, Terminal terminal) {

    /** The process's own streams. */
    static Console ofProcess() {
        return new Console(
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                Terminal.of(System.getProperties(), System.getenv()));
    }

    /** The same without colours. */
    Console withoutColour() {
        return new Console(out, err, terminal.withoutColour());
    }

    /** A progress line for that many runs of equal length; null where nobody would see it. */
    @Nullable
    ProgressBar progressBar(int parts, String verb) {
        return terminal.err() ? new ProgressBar(err, terminal.width(), parts, verb, System::nanoTime) : null;
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /** Prints a part of a result; the text brings its own line ends. */
    void print(String text) {
        out.print(text);
        out.flush();
    }

    /** Prints lines for the person at the terminal. */
    void say(String message) {
        err.println(message);
    }

    /** Prints what is wrong, in the form all messages of this program have. */
    void complain(String message) {
        err.println("preemptsim: " + message);
    }
}
