// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.conform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the tests' records are. */
final class Records {
    /** A directory with all records, told by whoever has them. */
    private static final String ALL = "preemptsim.records";

    private Records() {}

    /** The committed ones. */
    static List<Path> committed() {
        return in(resource("conform/records"));
    }

    /** Scenarios whose outcome a rule tells. */
    static List<Path> notes() {
        return in(resource("conform/notes"));
    }

    /** All of them, if the system property {@value #ALL} or the variable PREEMPTSIM_RECORDS names their directory; else none. */
    static List<Path> all() {
        String told = System.getProperty(ALL, System.getenv().getOrDefault("PREEMPTSIM_RECORDS", ""));
        return told.isEmpty() ? List.of() : in(Path.of(told));
    }

    private static Path resource(String name) {
        URL url = Records.class.getClassLoader().getResource(name);
        if (url == null) {
            throw new IllegalStateException("no test resource " + name);
        }
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Path> in(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(f -> f.toString().endsWith(".json")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
