// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.measure;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.preemptsim.host.HostException;

/**
 * The child processes and the one temporary directory of a measurement. {@link #close} ends every child with all it
 * forked, first politely, then not, and removes the directory; a shutdown hook does the same if the JVM ends first.
 */
public final class Children implements AutoCloseable {
    private static final Duration POLITE = Duration.ofSeconds(2);
    private static final Duration FORCED = Duration.ofSeconds(10);

    private final Path directory;
    private final List<Process> processes = new ArrayList<>();
    private final Set<ProcessHandle> forked = new LinkedHashSet<>();
    private final Thread hook = new Thread(this::endAll, "end-measurement-children");
    private boolean closed;

    private Children(Path directory) {
        this.directory = directory;
    }

    /**
     * Opens a measurement.
     *
     * @throws HostException if no temporary directory can be made
     */
    public static Children open() throws HostException {
        Children c;
        try {
            c = new Children(Files.createTempDirectory("preemptsim-measure-"));
        } catch (IOException e) {
            throw new HostException(
                    "no temporary directory can be made",
                    String.valueOf(e.getMessage()),
                    "make space, or name another place with -Djava.io.tmpdir=DIR",
                    e);
        }
        Runtime.getRuntime().addShutdownHook(c.hook);
        return c;
    }

    /** Where the children run and write; removed at the end. */
    public Path directory() {
        return directory;
    }

    /**
     * Starts a child with its output in two files of the directory, in the C locale.
     *
     * @param name of the files {@code name.out} and {@code name.err}
     */
    public synchronized Process start(String name, List<String> command) throws HostException {
        if (closed) {
            throw new IllegalStateException("the measurement is over");
        }
        ProcessBuilder b = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                .redirectOutput(directory.resolve(name + ".out").toFile())
                .redirectError(directory.resolve(name + ".err").toFile());
        b.environment().put("LC_ALL", "C");
        try {
            Process p = b.start();
            processes.add(p);
            return p;
        } catch (IOException e) {
            throw new HostException(
                    command.get(0) + " cannot be started",
                    String.valueOf(e.getMessage()),
                    "check that it can be run",
                    e);
        }
    }

    /**
     * Notes what the children have forked by now, so that it is ended even if a child dies and leaves it behind. Reads all
     * of /proc: not for while a measurement runs.
     */
    public synchronized void noteForked() {
        processes.forEach(p -> p.descendants().forEach(forked::add));
    }

    /** What a child printed on standard output. */
    public String output(String name) throws HostException {
        return read(directory.resolve(name + ".out"));
    }

    /** What a child printed on standard error. */
    public String errors(String name) throws HostException {
        return read(directory.resolve(name + ".err"));
    }

    /** A file a child wrote in the directory; empty if there is none. */
    public String read(Path file) throws HostException {
        try {
            return Files.exists(file)
                    ? new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.UTF_8)
                    : "";
        } catch (IOException e) {
            throw new HostException("the tool's output cannot be read", String.valueOf(e.getMessage()), "try again", e);
        }
    }

    /**
     * Ends one child and all it forked. The children of a child are told first: stress does not end its workers when it
     * is ended itself.
     */
    public static void end(Process process) {
        Set<ProcessHandle> family = new LinkedHashSet<>(process.descendants().toList());
        family.add(process.toHandle());
        family.forEach(ProcessHandle::destroy);
        await(family, POLITE);
        // Whoever is told to die may fork once more before it does, and an ended parent's children are no longer its
        // descendants: so parents go first, and we look again until nobody new is found.
        Set<ProcessHandle> told = new LinkedHashSet<>();
        boolean grew = true;
        while (grew) {
            Set<ProcessHandle> now = new LinkedHashSet<>();
            now.add(process.toHandle());
            now.addAll(family);
            List.copyOf(now).forEach(p -> p.descendants().forEach(now::add));
            grew = told.addAll(now);
            now.forEach(ProcessHandle::destroyForcibly);
            family.addAll(now);
        }
        await(family, FORCED);
    }

    private static void await(Set<ProcessHandle> family, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        boolean interrupted = false;
        while (family.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < end) {
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void endAll() {
        closed = true;
        processes.stream()
                .filter(p -> p.isAlive() || p.descendants().findAny().isPresent())
                .forEach(Children::end);
        processes.clear();
        forked.forEach(ProcessHandle::destroyForcibly);
        await(forked, FORCED);
        removeDirectory();
    }

    private void removeDirectory() {
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path dir, @org.jspecify.annotations.Nullable IOException e)
                        throws IOException {
                    Files.delete(dir);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            directory.toFile().deleteOnExit();
        }
    }

    @Override
    public void close() {
        endAll();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending: the hook runs or has run, and finds nothing left to do.
        }
    }
}
