// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preemptsim.experiment.result.Comparison;
import org.preemptsim.experiment.result.ResultJson;
import org.preemptsim.experiment.result.RunResult;

/** The same scenario, seed and version give the same bytes. */
class DeterminismIT {
    private static final String DURATION = "2s";

    @TempDir
    private static Path directory;

    private static byte[] reference = {};
    private static List<RunResult> runs = List.of();

    @BeforeAll
    static void runOnce() throws IOException {
        reference = result("reference", Path.of(System.getProperty("java.home")));
        runs = ResultJson.read(Files.readString(directory.resolve("reference.json")), Comparison.class)
                .runs();
        assertThat(runs).hasSizeGreaterThan(1);
        assertThat(runs)
                .allSatisfy(r -> assertThat(r.latencies().get(0).count()).isPositive());
    }

    @Test
    void theSameSeedGivesTheSameBytesTwice() throws IOException {
        assertThat(result("again", Path.of(System.getProperty("java.home")))).isEqualTo(reference);
    }

    @Test
    void anotherSeedGivesOtherSamples() throws IOException {
        result(
                "other",
                Path.of(System.getProperty("java.home")),
                "--seed",
                Long.toString(runs.get(0).seed() + 1));
        List<RunResult> other = ResultJson.read(Files.readString(directory.resolve("other.json")), Comparison.class)
                .runs();

        assertThat(other.get(0).latencies()).isNotEqualTo(runs.get(0).latencies());
    }

    @Test
    void theSameSeedGivesTheSameBytesOnEveryJdk() throws IOException {
        List<Path> jdks = installedJdks();
        assumeTrue(jdks.size() > 1, "only one JDK is installed: " + jdks);

        for (Path jdk : jdks) {
            assertThat(result("jdk" + jdks.indexOf(jdk), jdk))
                    .as("result.json by %s", jdk)
                    .isEqualTo(reference);
        }
    }

    @Test
    void aTraceChangesNothing() throws IOException {
        byte[] traced = result(
                "traced",
                Path.of(System.getProperty("java.home")),
                "--trace",
                directory.resolve("run.trace").toString());

        assertThat(traced).isEqualTo(reference);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.filter(f -> f.getFileName().toString().startsWith("run")))
                    .isNotEmpty()
                    .allSatisfy(f -> assertThat(Files.size(f)).isPositive());
        }
    }

    @Test
    void checksChangeNothing() throws IOException {
        assertThat(result("checked", Path.of(System.getProperty("java.home")), "--check"))
                .isEqualTo(reference);
    }

    @Test
    void aVariantAloneOrInAnotherOrderGivesTheSameResult() throws IOException {
        List<String> reversed = new ArrayList<>();
        for (int i = runs.size() - 1; i >= 0; i--) {
            reversed.add("--variant");
            reversed.add(runs.get(i).variant());
        }
        result("reversed", Path.of(System.getProperty("java.home")), reversed.toArray(String[]::new));
        assertThat(ResultJson.read(Files.readString(directory.resolve("reversed.json")), Comparison.class)
                        .runs())
                .containsExactlyInAnyOrderElementsOf(runs);

        for (RunResult run : runs) {
            result("alone", Path.of(System.getProperty("java.home")), "--variant", run.variant());
            Comparison alone = ResultJson.read(Files.readString(directory.resolve("alone.json")), Comparison.class);
            assertThat(alone.runs().stream().map(ResultJson::write)).containsExactly(ResultJson.write(run));
        }
    }

    private static byte[] result(String name, Path javaHome, String... more) throws IOException {
        Path file = directory.resolve(name + ".json");
        List<String> arguments = new ArrayList<>(
                List.of("run", Program.SEED_SCENARIO, "--duration", DURATION, "--quiet", "--json=" + file));
        arguments.addAll(List.of(more));
        Run run = Program.runBy(javaHome, arguments.toArray(String[]::new));
        assertThat(run.err()).isEmpty();
        assertThat(run.exit()).isZero();
        return Files.readAllBytes(file);
    }

    /** One JDK of each version from 17 on, where Debian and others put them. */
    private static List<Path> installedJdks() throws IOException {
        TreeMap<String, Path> byVersion = new TreeMap<>();
        Path place = Path.of("/usr/lib/jvm");
        if (Files.isDirectory(place)) {
            try (Stream<Path> candidates = Files.list(place)) {
                for (Path jdk : candidates.sorted().toList()) {
                    version(jdk).ifPresent(v -> byVersion.putIfAbsent(v, jdk));
                }
            }
        }
        return List.copyOf(byVersion.values());
    }

    private static Optional<String> version(Path jdk) throws IOException {
        Path release = jdk.resolve("release");
        if (!Files.isExecutable(jdk.resolve("bin/java")) || !Files.isReadable(release)) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (var in = Files.newInputStream(release)) {
            properties.load(in);
        }
        String version = properties.getProperty("JAVA_VERSION", "0").replace("\"", "");
        int feature = Integer.parseInt(version.replaceAll("[^0-9].*", ""));
        return feature >= 17 ? Optional.of(version) : Optional.empty();
    }
}
