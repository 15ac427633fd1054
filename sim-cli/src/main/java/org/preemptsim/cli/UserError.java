// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Something the user can put right: what is wrong, then what to do. Shown without a stack trace. */
final class UserError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UserError(String message) {
        super(message);
    }

    UserError(String message, Throwable cause) {
        super(message, cause);
    }

    /** A file that cannot be read. */
    static UserError cannotRead(Path file, IOException why) {
        return new UserError("cannot read " + file + ": " + reason(why), why);
    }

    /** A file or directory that cannot be written. */
    static UserError cannotWrite(Path file, IOException why) {
        return new UserError(
                "cannot write " + file + ": " + reason(why)
                        + "\n   fix: choose another place with --out, or free this one",
                why);
    }

    /** The reason in words: exceptions of the file system often hold nothing but the path. */
    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file or directory";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NotDirectoryException || e instanceof FileAlreadyExistsException) {
            return "a file is in the way of the directory";
        }
        if (e instanceof FileSystemException f && f.getReason() != null) {
            return f.getReason();
        }
        String message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
    }
}
