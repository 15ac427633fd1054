// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads a file of scenario text without trusting it: its kind, size and encoding. */
final class ScenarioFile {
    private ScenarioFile() {}

    /** The file holds more than {@link ScenarioReader#MAX_FILE_BYTES} bytes. */
    static final class TooLargeException extends IOException {
        TooLargeException() {
            super("larger than 1 MiB");
        }
    }

    /**
     * The whole text of {@code file}.
     *
     * @throws IOException with a message for people
     */
    static String read(Path file) throws IOException {
        byte[] bytes = bytes(file);
        if (bytes.length > ScenarioReader.MAX_FILE_BYTES) {
            throw new TooLargeException();
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IOException("not UTF-8 text", e);
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        // Only regular files: reading a FIFO or a device could block or never end.
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException(Files.isDirectory(file) ? "is a directory" : "not a regular file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(ScenarioReader.MAX_FILE_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw new IOException("no such file", e);
        } catch (AccessDeniedException e) {
            throw new IOException("permission denied", e);
        }
    }
}
