// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.result;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes a file whole or not at all: a reader sees the old content or the new, never a part, and so does whoever looks
 * after a crash.
 *
 * <p>The content goes to a temporary file in the same directory, is forced to the disk and moved over the target in one
 * step. If any of that fails the target is as it was and the temporary file is gone. A target that is no ordinary file,
 * such as {@code /dev/stdout} or a pipe, cannot be replaced and is written to directly; a symbolic link stays and the
 * file behind it is replaced.
 */
public final class AtomicFile {
    private static final int ATTEMPTS = 10_000;

    private AtomicFile() {}

    /**
     * Replaces {@code target} by {@code content} in UTF-8.
     *
     * @throws IOException if it cannot be written; the target is then untouched
     */
    public static void write(Path target, String content) throws IOException {
        write(target, content.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Replaces {@code target} by {@code content}.
     *
     * @throws IOException if it cannot be written; the target is then untouched
     */
    public static void write(Path target, byte[] content) throws IOException {
        if (Files.isDirectory(target)) {
            throw new FileSystemException(target.toString(), null, "is a directory, not a file that can be written");
        }
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            Files.write(target, content, StandardOpenOption.WRITE);
            return;
        }
        replace(Files.isSymbolicLink(target) && Files.exists(target) ? target.toRealPath() : target, content);
    }

    private static void replace(Path target, byte[] content) throws IOException {
        Path directory = directoryOf(target);
        if (!Files.isDirectory(directory)) {
            throw new FileSystemException(target.toString(), null, "its directory " + directory + " does not exist");
        }
        Path temporary = createBeside(target, directory);
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(content);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | RuntimeException | Error e) {
            discard(temporary, e);
            throw e;
        }
        forceDirectory(directory);
    }

    private static Path directoryOf(Path target) {
        Path parent = target.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException(target + " is no file name");
        }
        return parent;
    }

    // Not Files.createTempFile: that gives mode 0600, and a result is to be as readable as any file the user makes.
    private static Path createBeside(Path target, Path directory) throws IOException {
        String stem = "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".";
        for (int i = 0; i < ATTEMPTS; i++) {
            try {
                return Files.createFile(directory.resolve(stem + i + ".tmp"));
            } catch (FileAlreadyExistsException taken) {
                // By another thread of this process or by a killed process that had our number: take the next name.
            }
        }
        throw new FileSystemException(target.toString(), null, "no free name for a temporary file in " + directory);
    }

    private static void discard(Path temporary, Throwable cause) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    // Makes the move itself survive a crash. Some file systems refuse to open a directory; the file is then already
    // safe.
    private static void forceDirectory(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException unsupported) {
            // Not every file system lets a directory be opened; the file's content is on the disk already.
        }
    }
}
