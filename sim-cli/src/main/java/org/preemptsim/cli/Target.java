// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where results go. What cannot be written is said before a run of hours, not after it. */
final class Target {
    private Target() {}

    /**
     * Sees that a file can be written at this place.
     *
     * @throws UserError if not
     */
    static void requireFile(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw new FileSystemException(file.toString(), null, "it is a directory");
            }
            Path parent = file.toAbsolutePath().getParent();
            if (parent != null) {
                requireWritable(parent);
            }
        } catch (IOException e) {
            throw UserError.cannotWrite(file, e);
        }
    }

    /**
     * Makes a directory and sees that files can be written into it.
     *
     * @throws UserError if not
     */
    static void requireDirectory(Path directory) {
        try {
            Files.createDirectories(directory);
            requireWritable(directory);
        } catch (IOException e) {
            throw UserError.cannotWrite(directory, e);
        }
    }

    private static void requireWritable(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new FileSystemException(directory.toString(), null, "there is no directory " + directory);
        }
        if (!Files.isWritable(directory)) {
            throw new FileSystemException(directory.toString(), null, "no permission to write in " + directory);
        }
    }
}
