// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.NoSuchElementException;

/** Finds the files a scenario names: includes and profiles. */
@FunctionalInterface
public interface IncludeResolver {

    /**
     * Reads the file that {@code fromFile} calls {@code path}.
     *
     * @param fromFile the including file's name, as the reader was told it or as this method returned it
     * @param path as written, relative to {@code fromFile}
     * @throws IOException if there is no such file or it cannot be read; the message is shown to people
     */
    Text resolve(String fromFile, String path) throws IOException;

    /** A file that was found. The name identifies it: a file that includes its own name is a cycle. */
    record Text(String fileName, String text) {}

    /** Reads from the file system; relative paths start at the including file's directory. */
    static IncludeResolver ofFiles() {
        return (fromFile, path) -> {
            Path file = beside(fromFile, path);
            return new Text(file.toString(), ScenarioFile.read(file));
        };
    }

    /** Knows the given files by their names, relative to the including file's name. */
    static IncludeResolver ofTexts(Map<String, String> textByName) {
        Map<String, String> texts = Map.copyOf(textByName);
        return (fromFile, path) -> {
            String name = beside(fromFile, path).toString();
            String text = texts.get(name);
            if (text == null) {
                throw new IOException("no such file", new NoSuchElementException(name));
            }
            return new Text(name, text);
        };
    }

    private static Path beside(String fromFile, String path) throws IOException {
        try {
            return Path.of(fromFile).resolveSibling(path).normalize();
        } catch (InvalidPathException e) {
            throw new IOException("not a file name", e);
        }
    }
}
