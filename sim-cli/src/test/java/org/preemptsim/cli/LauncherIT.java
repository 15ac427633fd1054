// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher script, in a copy of the source tree's outline whose path has a blank in it. Maven is played by a script that
 * puts the jar of this build into place, so that the launcher's decisions can be watched without building anything.
 */
class LauncherIT {
    private static final Path JDK = Path.of(System.getProperty("java.home"));
    private static final List<String> TOOLS = List.of(
            "bash",
            "env",
            "readlink",
            "dirname",
            "sed",
            "head",
            "find",
            "mkdir",
            "touch",
            "grep",
            "tail",
            "rm",
            "mv",
            "cp",
            "cat",
            "stty",
            "flock",
            "id",
            "printf",
            "sleep");

    @TempDir
    private Path temporary;

    private Path home;
    private Path launcher;
    private Path bin;
    private Path mavenCalls;

    @BeforeEach
    void copyOutline() throws IOException {
        home = Files.createDirectories(temporary.resolve("a home"));
        launcher = home.resolve("preemptsim");
        Files.copy(Repository.root().resolve("preemptsim"), launcher);
        launcher.toFile().setExecutable(true);
        write(home.resolve("pom.xml"), "<project/>");
        write(home.resolve("sim-cli/src/main/java/A.java"), "class A {}");
        bin = Files.createDirectories(temporary.resolve("bin"));
        for (String tool : TOOLS) {
            for (String place : List.of("/usr/bin/", "/bin/")) {
                if (Files.exists(Path.of(place + tool)) && !Files.exists(bin.resolve(tool))) {
                    script(bin.resolve(tool), "exec " + place + tool + " \"$@\"");
                }
            }
        }
        mavenCalls = temporary.resolve("maven-calls");
        maven(
                "Apache Maven 3.8.7",
                "mkdir -p sim-cli/target && cp '%s' sim-cli/target/preemptsim.jar".formatted(jar()));
    }

    @Test
    void buildsOnFirstUseAndSaysSoInOneLine() {
        Run run = launch("--version");

        assertThat(run.exit()).isZero();
        assertThat(run.out()).isEqualTo("PreemptSim " + VersionProvider.version() + "\n");
        assertThat(run.err()).isEqualTo("PreemptSim: building (first use) ...\n");
    }

    @Test
    void doesNotBuildAgainWhileNoSourceIsNewer() {
        launch("--version");
        Run second = launch("--version");

        assertThat(second.err()).isEmpty();
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void buildsAgainWhenASourceIsNewer() throws IOException {
        launch("--version");
        touch(home.resolve("sim-cli/src/main/java/A.java"), 60);
        Run second = launch("--version");

        assertThat(second.err()).isEqualTo("PreemptSim: building (the sources have changed) ...\n");
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void ignoresNewerTests() throws IOException {
        launch("--version");
        touch(write(home.resolve("sim-cli/src/test/java/ATest.java"), "class ATest {}"), 60);
        launch("--version");

        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void buildsOnceWhenStartedTwiceAtOnce() {
        maven(
                "Apache Maven 3.8.7",
                "sleep 1; mkdir -p sim-cli/target && cp '%s' sim-cli/target/preemptsim.jar".formatted(jar()));
        Run.Started first = start(Map.of(), launcher.toString(), "--version");
        Run.Started second = start(Map.of(), launcher.toString(), "--version");

        assertThat(first.finished().exit()).isZero();
        assertThat(second.finished().exit()).isZero();
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void showsTheErrorsOfAFailedBuildAndWhereTheRestIs() {
        maven("Apache Maven 3.8.7", "echo '[INFO] noise'; echo '[ERROR] A.java: no good'; exit 1");
        Run run = launch("--version");

        assertThat(run.exit()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains("[ERROR] A.java: no good", "the build failed", "build.log")
                .doesNotContain("noise");
    }

    @Test
    void worksFromAnyDirectoryAndThroughASymbolicLink() throws IOException {
        launch("--version");
        Path link = Files.createSymbolicLink(temporary.resolve("link to it"), launcher);
        Path elsewhere = Files.createDirectories(temporary.resolve("else where"));
        Run run = Run.of(elsewhere, environment(Map.of()), List.of(link.toString(), "--version"));

        assertThat(run.out()).startsWith("PreemptSim ");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void saysWhatToInstallWhenJavaIsMissing() {
        Run run =
                start(Map.of("JAVA_HOME", ""), launcher.toString(), "--version").finished();

        assertThat(run.exit()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains("Java is missing", "JDK 17 or later", "apt-get install openjdk-17-jdk-headless");
    }

    @Test
    void saysSoWhenJavaHomeHoldsNoJava() {
        Run run = start(Map.of("JAVA_HOME", temporary.toString()), launcher.toString(), "--version")
                .finished();

        assertThat(run.exit()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains("JAVA_HOME is " + temporary, "unset it");
    }

    @Test
    void refusesAnOldJava() throws IOException {
        script(bin.resolve("java"), "echo 'openjdk version \"11.0.20\" 2023-07-18' >&2");
        Run run =
                start(Map.of("JAVA_HOME", ""), launcher.toString(), "--version").finished();

        assertThat(run.exit()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains("is version 11.0.20", "JDK 17 or later");
    }

    @Test
    void refusesARuntimeWithoutCompilerWhenItMustBuild() throws IOException {
        Path runtime = temporary.resolve("jre");
        Files.createDirectories(runtime.resolve("bin"));
        script(runtime.resolve("bin/java"), "echo 'openjdk version \"17.0.1\" 2021-10-19' >&2");
        Run run = start(Map.of("JAVA_HOME", runtime.toString()), launcher.toString(), "--version")
                .finished();

        assertThat(run.exit()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains("needs a JDK, not a JRE");
    }

    @Test
    void saysWhatToInstallWhenMavenIsMissing() throws IOException {
        Files.delete(bin.resolve("mvn"));
        Run run = launch("--version");

        assertThat(run.exit()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains("Maven is missing", "3.8.7 or later", "apt-get install maven");
    }

    @Test
    void refusesAnOldMaven() {
        maven("Apache Maven 3.6.3", "exit 1");
        Run run = launch("--version");

        assertThat(run.exit()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains("Maven is version 3.6.3", "3.8.7 or later");
    }

    @Test
    void keepsTheExitStatusOfTheProgram() {
        launch("--version");

        assertThat(launch("--no-such-option").exit()).isEqualTo(ExitCode.BAD_INPUT);
    }

    @Test
    void passesBlanksQuotesAndLettersBeyondAsciiThrough() {
        launch("--version");
        // The shell makes the letters: this test's own virtual machine may run in an ASCII locale.
        String line = "\"$0\" check \"$(printf 'no \\042such\\042 f\\303\\257le \\302\\265.yaml')\"";
        Run run = start(Map.of("LC_ALL", "C"), "bash", "-c", line, launcher.toString())
                .finished();

        assertThat(run.exit()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.out()).contains("no \"such\" f\u00efle \u00b5.yaml:1:1: error");
    }

    private Run launch(String... arguments) {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        return start(Map.of(), command.toArray(String[]::new)).finished();
    }

    private Run.Started start(Map<String, String> more, String... command) {
        return Run.started(temporary, environment(more), List.of(command));
    }

    private Map<String, String> environment(Map<String, String> more) {
        Map<String, String> environment =
                new HashMap<>(Map.of("PATH", bin.toString(), "JAVA_HOME", JDK.toString(), "PREEMPTSIM_NO_BUILD", ""));
        environment.putAll(more);
        return environment;
    }

    private long builds() {
        try {
            return Files.readString(mavenCalls)
                    .lines()
                    .filter(l -> l.contains("package"))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void maven(String version, String build) {
        try {
            script(
                    bin.resolve("mvn"),
                    "if [ \"$1\" = --version ]; then echo '%s'; exit 0; fi\necho \"$@\" >>'%s'\n%s"
                            .formatted(version, mavenCalls, build));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path jar() {
        return Repository.root().resolve("sim-cli/target/preemptsim.jar");
    }

    private static Path write(Path file, String text) throws IOException {
        Path directory = file.getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        return Files.writeString(file, text);
    }

    private static void script(Path file, String body) throws IOException {
        Files.deleteIfExists(file);
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void touch(Path file, int secondsAhead) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(secondsAhead)));
    }
}
