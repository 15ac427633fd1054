// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.measure;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.preemptsim.host.HostException;

/**
 * Where tools are looked for, first hit first.
 *
 * @param directories the search path
 */
public record ToolPath(List<Path> directories) {
    private static final Map<String, String> PACKAGES =
            Map.of("cyclictest", "rt-tests", "stress", "stress", "stress-ng", "stress-ng", "taskset", "util-linux");

    public ToolPath {
        directories = List.copyOf(directories);
    }

    /** The environment's PATH, and the system directories that an ordinary user's PATH may lack. */
    public static ToolPath ofEnvironment() {
        List<Path> out = new ArrayList<>();
        String path = System.getenv("PATH");
        if (path != null) {
            for (String d : path.split(File.pathSeparator, -1)) {
                if (!d.isEmpty()) {
                    out.add(Path.of(d));
                }
            }
        }
        for (String d : List.of("/usr/bin", "/usr/sbin", "/bin", "/sbin")) {
            if (!out.contains(Path.of(d))) {
                out.add(Path.of(d));
            }
        }
        return new ToolPath(out);
    }

    /** The tool's file, if there is one that may be executed. */
    public Optional<Path> lookFor(String tool) {
        if (tool.indexOf('/') >= 0) {
            return Optional.of(Path.of(tool)).filter(ToolPath::executable);
        }
        return directories.stream()
                .map(d -> d.resolve(tool))
                .filter(ToolPath::executable)
                .findFirst();
    }

    /**
     * The tool's file.
     *
     * @throws HostException with the package to install, if there is none
     */
    public Path find(String tool) throws HostException {
        Optional<Path> hit = lookFor(tool);
        if (hit.isPresent()) {
            return hit.get();
        }
        String pkg = PACKAGES.get(tool);
        throw new HostException(
                tool + " is not installed",
                tool.indexOf('/') >= 0 ? "there is no such program" : "it is in none of the directories of PATH",
                pkg == null
                        ? "install it, or name its file"
                        : "on Debian and Ubuntu: apt-get update && apt-get install -y --no-install-recommends " + pkg);
    }

    private static boolean executable(Path p) {
        return Files.isRegularFile(p) && Files.isExecutable(p);
    }
}
