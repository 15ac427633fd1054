// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    Path dir;

    @Test
    void replacesTheOldContentAndLeavesNothingElse() throws IOException {
        Path target = dir.resolve("result.json");
        AtomicFile.write(target, "old and longer");
        AtomicFile.write(target, "new µ");
        assertThat(target).hasContent("new µ");
        assertThat(names()).containsExactly("result.json");
    }

    @Test
    void refusesADirectoryAndLeavesItAlone() throws IOException {
        Path target = Files.createDirectory(dir.resolve("taken"));
        Files.writeString(target.resolve("inside"), "kept");
        assertThatThrownBy(() -> AtomicFile.write(target, "x"))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("is a directory");
        assertThat(names()).containsExactly("taken");
    }

    @Test
    void saysThatTheDirectoryIsMissing() {
        assertThatThrownBy(() -> AtomicFile.write(dir.resolve("no/such.json"), "x"))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("does not exist");
    }

    @Test
    void keepsASymbolicLinkAndReplacesTheFileBehindIt() throws IOException {
        Path file = Files.writeString(dir.resolve("file"), "old");
        Path link = Files.createSymbolicLink(dir.resolve("link"), file);
        AtomicFile.write(link, "new");
        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("new");
    }

    @Test
    void doesNotStumbleOverTheLeftoverOfAKilledProcess() throws IOException {
        Path leftover = dir.resolve(".r." + ProcessHandle.current().pid() + ".0.tmp");
        Files.writeString(leftover, "left");
        AtomicFile.write(dir.resolve("r"), "new");
        assertThat(dir.resolve("r")).hasContent("new");
        assertThat(leftover).hasContent("left");
    }

    @Test
    void writesAsReadableAsAnyOtherFile() throws IOException {
        Path plain = Files.writeString(dir.resolve("plain"), "x");
        Path atomic = dir.resolve("atomic");
        AtomicFile.write(atomic, "x");
        assertThat(Files.getPosixFilePermissions(atomic)).isEqualTo(Files.getPosixFilePermissions(plain));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }
}
