// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.preemptsim.experiment.result.BlameCause;
import org.preemptsim.experiment.result.BlameSlice;
import org.preemptsim.experiment.result.Comparison;
import org.preemptsim.experiment.result.LatencyResult;
import org.preemptsim.experiment.result.RunResult;
import org.preemptsim.experiment.scenario.IncludeResolver;
import org.preemptsim.experiment.scenario.ReadResult;
import org.preemptsim.experiment.scenario.Scenario;
import org.preemptsim.experiment.scenario.ScenarioReader;

/** The shipped seed scenario, changed by text for tests. */
final class Seed {
    private static final Path FILE = root().resolve("scenarios/seed/cyclictest-under-stress.yaml");

    private String text;

    private Seed(String text) {
        this.text = text;
    }

    private static Path root() {
        Path dir = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(dir.resolve("scenarios"))) {
            dir = Objects.requireNonNull(dir.getParent(), "no directory above has scenarios/");
        }
        return dir;
    }

    static Seed shipped() {
        try {
            return new Seed(Files.readString(FILE));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Replaces a part of the text that must be there. */
    Seed with(String from, String to) {
        assertThat(text).contains(from);
        text = text.replace(from, to);
        return this;
    }

    Seed withWorkload(String yaml) {
        return with("\nvariants:", "\n" + yaml.indent(2) + "variants:");
    }

    Scenario scenario() {
        ReadResult read = ScenarioReader.readText(FILE.toString(), text, IncludeResolver.ofFiles());
        assertThat(read.diagnostics()).as("diagnostics").isEmpty();
        return Objects.requireNonNull(read.scenario());
    }

    Comparison run(long seconds) {
        RunOptions options = new RunOptions(
                List.of(),
                OptionalLong.of(7),
                OptionalLong.of(seconds * 1_000_000_000L),
                OptionalInt.of(50),
                null,
                false);
        return ExperimentRunner.run(scenario(), options, RunMonitor.NONE);
    }

    static LatencyResult latency(Comparison c, String variant) {
        return variant(c, variant).latencies().get(0);
    }

    static RunResult variant(Comparison c, String name) {
        return c.runs().stream()
                .filter(r -> r.variant().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no variant " + name));
    }

    /** Nanoseconds that the kept samples of a variant blame on a cause. */
    static long blamedNs(Comparison c, String variant, BlameCause cause) {
        return variant(c, variant).worst().stream()
                .flatMap(s -> s.slices().stream())
                .filter(s -> s.cause() == cause)
                .mapToLong(BlameSlice::durationNs)
                .sum();
    }
}
