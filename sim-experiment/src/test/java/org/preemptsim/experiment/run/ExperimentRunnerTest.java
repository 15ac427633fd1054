// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preemptsim.experiment.result.BlamedSample;
import org.preemptsim.experiment.result.Comparison;
import org.preemptsim.experiment.result.ResultJson;
import org.preemptsim.experiment.result.RunResult;
import org.preemptsim.experiment.scenario.Scenario;

class ExperimentRunnerTest {
    private static final long TWO_SECONDS_NS = 2_000_000_000L;
    private final Scenario seed = Seed.shipped().scenario();

    private static RunOptions options(List<String> variants, @Nullable Path trace) {
        return new RunOptions(
                variants, OptionalLong.of(3), OptionalLong.of(TWO_SECONDS_NS), OptionalInt.of(5), trace, false);
    }

    @Test
    void givesTheSameBytesForTheSameSeedInAnyOrderWithAndWithoutTrace(@TempDir Path dir) throws Exception {
        Comparison both = ExperimentRunner.run(seed, options(List.of(), null), RunMonitor.NONE);
        RunResult alone = ExperimentRunner.run(seed, options(List.of("rt"), null), RunMonitor.NONE)
                .runs()
                .get(0);
        RunResult traced = ExperimentRunner.run(seed, options(List.of("rt"), dir.resolve("t.csv")), RunMonitor.NONE)
                .runs()
                .get(0);
        String rt = ResultJson.write(Seed.variant(both, "rt"));
        assertThat(ResultJson.write(alone)).isEqualTo(rt);
        assertThat(ResultJson.write(traced)).isEqualTo(rt);
        List<String> lines = Files.readAllLines(dir.resolve("t.csv"));
        assertThat(lines.get(0)).isEqualTo("time_ns,cpu,point,subject,value,text");
        assertThat(lines.get(lines.size() - 1)).startsWith("# records ");
        assertThat(lines).anyMatch(l -> l.contains("sched_switch") && l.endsWith("cyclictest/0"));
        try (var files = Files.list(dir)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void variantsShareStreamsSoTheirWorkersStartAlike() {
        Comparison both = ExperimentRunner.run(seed, options(List.of(), null), RunMonitor.NONE);
        assertThat(both.runs()).extracting(RunResult::variant).containsExactly("gpos", "rt");
        assertThat(both.runs().get(0).scenarioHash())
                .isNotEqualTo(both.runs().get(1).scenarioHash());
    }

    @Test
    void keepsTheWorstSamplesOfTheWholeRunWorstFirst() {
        RunResult r = Seed.variant(ExperimentRunner.run(seed, options(List.of(), null), RunMonitor.NONE), "gpos");
        assertThat(r.worst()).hasSize(5);
        assertThat(r.worst()).isSortedAccordingTo((a, b) -> Long.compare(b.latencyNs(), a.latencyNs()));
        assertThat(r.worst().get(0).latencyNs()).isEqualTo(r.latencies().get(0).maxNs());
        assertThat(r.worst()).allMatch(s -> s.expiryNs() >= 1_000_000_000L);
        assertThat(r.worst()).extracting(BlamedSample::task).containsOnly("cyclictest/0");
        assertThat(r.complete()).isTrue();
        assertThat(r.stopReason()).isEqualTo("horizon");
    }

    @Test
    void stopsCleanlyWithWhatItHas() {
        RunMonitor stopsAtOnce = new RunMonitor() {
            private int asked;

            @Override
            public void progress(String variant, long simulatedNs, long horizonNs) {}

            @Override
            public boolean stopRequested() {
                return ++asked > 4;
            }
        };
        Comparison c = ExperimentRunner.run(
                seed,
                new RunOptions(
                        List.of(),
                        OptionalLong.empty(),
                        OptionalLong.of(3_600_000_000_000L),
                        OptionalInt.empty(),
                        null,
                        false),
                stopsAtOnce);
        for (RunResult r : c.runs()) {
            assertThat(r.complete()).isFalse();
            assertThat(r.stopReason()).isEqualTo("interrupted");
            assertThat(r.simulatedNs()).isLessThan(r.requestedNs());
            assertThat(r.cpuTimes().get(0).totalNs()).isEqualTo(r.simulatedNs());
        }
    }

    @Test
    void endsWhenTheMeasurementDoes() {
        Scenario loops = Seed.shipped().with("-D 12h", "-l 1000").scenario();
        Comparison c = ExperimentRunner.run(loops, options(List.of("rt"), null), RunMonitor.NONE);
        RunResult r = c.runs().get(0);
        assertThat(r.latencies().get(0).count()).isEqualTo(1_000);
        assertThat(r.complete()).isTrue();
        assertThat(r.stopReason()).isEqualTo("measurement complete");
        assertThat(r.simulatedNs()).isBetween(1_199_000_000L, 1_201_000_000L);
    }

    @Test
    void anUnknownVariantNamesTheKnownOnes() {
        assertThatThrownBy(() -> ExperimentRunner.run(seed, options(List.of("rtt"), null), RunMonitor.NONE))
                .isInstanceOf(UnknownVariantException.class)
                .hasMessageContaining("rtt")
                .hasMessageContaining("gpos, rt");
    }
}
