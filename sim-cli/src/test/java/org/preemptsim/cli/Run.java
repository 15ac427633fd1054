// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A finished child process and what it said. */
record Run(int exit, String out, String err) {
    private static final long LIMIT_MINUTES = 10;

    /** Runs a command in a directory and waits for it. */
    static Run of(Path directory, String... command) {
        return of(directory, Map.of(), List.of(command));
    }

    /** Runs a command with more environment variables; an empty value removes the variable. */
    static Run of(Path directory, Map<String, String> environment, List<String> command) {
        return started(directory, environment, command).finished();
    }

    /** Starts a command whose end the caller awaits by {@link Started#finished()}. */
    static Started started(Path directory, Map<String, String> environment, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        environment.forEach((key, value) -> {
            if (value.isEmpty()) {
                builder.environment().remove(key);
            } else {
                builder.environment().put(key, value);
            }
        });
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return new Started(command, process, text(process.getInputStream()), text(process.getErrorStream()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CompletableFuture<String> text(InputStream in) {
        return CompletableFuture.supplyAsync(() -> {
            try (in) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** A running child process. */
    record Started(
            List<String> command, Process process, CompletableFuture<String> out, CompletableFuture<String> err) {

        /** Waits for the end; a command that hangs is ended and is an error. */
        Run finished() {
            try {
                if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
                    throw new IllegalStateException("still running after " + LIMIT_MINUTES + " minutes: " + command);
                }
                return new Run(process.exitValue(), out.join(), err.join());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for " + command, e);
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
    }
}
