// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.preemptsim.host.ProcessMonitor;

/** Progress and Ctrl-C of work that takes wall time on this machine. */
final class HostWatch implements ProcessMonitor, AutoCloseable {
    private final Console console;
    private final boolean quiet;
    private final Interruption interruption;
    private String phase = "";
    private @Nullable ProgressBar bar;

    /** Listens to Ctrl-C from now on. */
    HostWatch(Console console, boolean quiet, Function<Runnable, Interruption> interruptions) {
        this.console = console;
        this.quiet = quiet;
        this.interruption = interruptions.apply(() -> {
            if (!quiet) {
                console.say("\npreemptsim: stopping; what has been measured is kept. Ctrl-C again ends at once.");
            }
        });
    }

    @Override
    public void progress(String name, Duration elapsed, Duration expected) {
        if (!name.equals(phase)) {
            close();
            phase = name;
            bar = quiet ? null : console.progressBar(1, "now");
        }
        if (bar != null) {
            bar.update(name, elapsed.toNanos(), expected.toNanos());
        }
    }

    @Override
    public boolean cancelled() {
        return interruption.requested();
    }

    /** The exit status for the signal that came; {@link ExitCode#OK} if none has. */
    int exitCode() {
        return interruption.exitCode();
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
        bar = null;
    }
}
