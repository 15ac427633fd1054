// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The recorded outputs. */
public final class Samples {
    private Samples() {}

    public static Path path(String name) {
        URL url = Objects.requireNonNull(Samples.class.getResource("/samples/" + name), name);
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String text(String name) {
        try {
            return Files.readString(path(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
