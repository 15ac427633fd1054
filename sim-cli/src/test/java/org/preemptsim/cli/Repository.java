// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The repository this test runs in. */
final class Repository {
    private static final Set<String> NOT_SOURCES = Set.of(".git", "target", "out", ".idea", ".vscode", ".settings");

    private Repository() {}

    /** Its root: the directory above the module that holds the launcher. */
    static Path root() {
        Path here = Path.of("").toAbsolutePath();
        for (Path p = here; p != null; p = p.getParent()) {
            if (Files.isRegularFile(p.resolve("preemptsim")) && Files.isDirectory(p.resolve("sim-cli"))) {
                return p;
            }
        }
        throw new IllegalStateException("no repository above " + here);
    }

    /** Every file that is or would be under version control, ascending, relative to the root. */
    static List<Path> files() {
        Path root = root();
        if (Files.exists(root.resolve(".git"))) {
            Run git = Run.of(root, "git", "ls-files", "--cached", "--others", "--exclude-standard");
            if (git.exit() == 0) {
                return git.out()
                        .lines()
                        .map(Path::of)
                        .filter(f -> Files.isRegularFile(root.resolve(f)))
                        .sorted()
                        .toList();
            }
        }
        return filesOfAnArchive(root);
    }

    /** An unpacked source archive: everything outside the directories a build or an editor makes. */
    private static List<Path> filesOfAnArchive(Path root) {
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    boolean skip = !directory.equals(root)
                            && NOT_SOURCES.contains(directory.getFileName().toString());
                    return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile()) {
                        found.add(root.relativize(file));
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        found.sort(null);
        return found;
    }

    /** The text of a file, or nothing if it is not text. */
    static Optional<String> text(Path relative) {
        try {
            return Optional.of(Files.readString(root().resolve(relative)));
        } catch (MalformedInputException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
