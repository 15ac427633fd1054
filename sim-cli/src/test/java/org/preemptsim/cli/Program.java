// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The packaged program, run as its own process. */
final class Program {
    static final String SEED_SCENARIO = "scenarios/seed/cyclictest-under-stress.yaml";

    private Program() {}

    /** The jar of this build. */
    static Path jar() {
        return Repository.root().resolve("sim-cli/target/preemptsim.jar");
    }

    /** Runs it from the repository's root by the JDK of this test. */
    static Run run(String... arguments) {
        return runBy(Path.of(System.getProperty("java.home")), arguments);
    }

    /** Runs it from the repository's root by a given JDK. */
    static Run runBy(Path javaHome, String... arguments) {
        return Run.of(Repository.root(), Map.of("NO_COLOR", "1"), command(javaHome, arguments));
    }

    /** Starts it and returns at once. */
    static Run.Started start(String... arguments) {
        return Run.started(
                Repository.root(),
                Map.of("NO_COLOR", "1"),
                command(Path.of(System.getProperty("java.home")), arguments));
    }

    private static List<String> command(Path javaHome, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(javaHome.resolve("bin/java").toString(), "-jar", jar().toString()));
        command.addAll(List.of(arguments));
        return command;
    }
}
