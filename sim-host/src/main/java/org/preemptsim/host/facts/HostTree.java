// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.facts;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * The host's file tree below a root: {@code /} itself, or a directory that holds a recorded {@code proc/} and
 * {@code sys/}. Paths are written as on the host.
 */
public final class HostTree {
    /** Far above any of the files read here; a larger one is not what it seems. */
    private static final int MAX_BYTES = 16 << 20;

    private final Path root;

    public HostTree(Path root) {
        this.root = root;
    }

    /** The text of a file without the white space around it. */
    public Reading<String> text(String path) {
        return bytes(path).map(b -> new String(b, StandardCharsets.UTF_8).strip());
    }

    /** The text of a gzip file. */
    public Reading<String> gzipText(String path) {
        return bytes(path).flatMap(b -> {
            try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(b))) {
                return Reading.of(new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8));
            } catch (IOException e) {
                return Reading.absent(path + " is not readable as gzip");
            }
        });
    }

    /** A file that holds one whole number. */
    public Reading<Long> number(String path) {
        return Reading.number(text(path));
    }

    /** The names in a directory, sorted; empty if it cannot be read. */
    public List<String> names(String path) {
        try (Stream<Path> s = Files.list(at(path))) {
            return s.map(p -> p.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** The numeric names in a directory, ascending. */
    public List<Integer> numericNames(String path) {
        return names(path).stream()
                .filter(n -> n.length() < 10 && n.chars().allMatch(c -> c >= '0' && c <= '9'))
                .map(Integer::valueOf)
                .sorted()
                .toList();
    }

    private Reading<byte[]> bytes(String path) {
        try (InputStream in = Files.newInputStream(at(path))) {
            return Reading.of(in.readNBytes(MAX_BYTES));
        } catch (NoSuchFileException | NotDirectoryException e) {
            return Reading.absent("no " + path);
        } catch (AccessDeniedException e) {
            return Reading.absent("no permission to read " + path);
        } catch (IOException e) {
            return Reading.absent(path + " cannot be read");
        }
    }

    private Path at(String path) {
        return root.resolve(path.substring(1));
    }
}
