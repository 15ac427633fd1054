// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preemptsim.experiment.scenario.ReadResult;
import org.preemptsim.experiment.scenario.Scenario;
import org.preemptsim.experiment.scenario.ScenarioReader;
import org.preemptsim.experiment.scenario.Variant;
import org.preemptsim.host.HostException;
import org.preemptsim.models.spec.DurationDistribution;
import org.preemptsim.models.spec.KernelSpec;
import org.preemptsim.models.spec.PreemptionModel;

class ScenarioSimulatorTest {
    private static final Path SCENARIOS = Path.of("..", "scenarios");
    private static final Map<String, String> FACTS = Map.of(
            "kernel.release",
            "6.18.44",
            "kernel.preemption",
            "none",
            "kernel.hz",
            "250",
            "kernel.parameters",
            "threadirqs");
    private static final long SECOND = 1_000_000_000L;

    private static Variant gpos(ReadResult read) {
        assertThat(read.render()).isEmpty();
        Scenario s = Objects.requireNonNull(read.scenario());
        return s.variant("gpos").orElseThrow();
    }

    private static Variant seed() {
        return gpos(ScenarioReader.read(SCENARIOS.resolve("seed/cyclictest-under-stress.yaml")));
    }

    @Test
    void idleIsTheScenarioWithoutItsLoad() throws HostException {
        ScenarioSimulator s = new ScenarioSimulator(seed(), HostKernel.of(FACTS), 10 * SECOND);
        FitParameters steady = Truth.machine().withTimerError(DurationDistribution.ofNs(1_000));
        LatencyCurve idle = LatencyCurve.of(s.simulate(steady, false, 1));
        LatencyCurve loaded = LatencyCurve.of(s.simulate(steady, true, 1));
        assertThat(idle.count()).isBetween(40_000L, 50_000L);
        assertThat(loaded.quantile(0.999)).isGreaterThan(2 * idle.quantile(0.999));
    }

    /** The model's path is the fit's: with a constant timer error every idle sample is what the split summed up to. */
    @Test
    void theSimulatedPathIsTheOneThatIsFitted() throws HostException {
        ScenarioSimulator s = new ScenarioSimulator(seed(), HostKernel.of(FACTS), 2 * SECOND);
        PathSplit split = PathSplit.of(Truth.micro(), 8_000);
        FitParameters p = Truth.machine().withTimerError(DurationDistribution.ofNs(split.timerErrorNs()));
        assertThat(LatencyCurve.of(s.simulate(p, false, 1)).quantile(0.5)).isBetween(8_000.0, 8_200.0);
    }

    @Test
    void longerSectionsMakeLongerTails() throws HostException {
        ScenarioSimulator s = new ScenarioSimulator(seed(), HostKernel.of(FACTS), 10 * SECOND);
        FitParameters p = Truth.machine();
        assertThat(LatencyCurve.of(s.simulate(p.withSectionScale(3), true, 1)).quantile(0.999))
                .isGreaterThan(1.5 * LatencyCurve.of(s.simulate(p, true, 1)).quantile(0.999));
    }

    @Test
    void aFittedProfileIsReadBackAsTheMachineThatWasFitted(@TempDir Path dir) throws HostException, IOException {
        FittedProfile fit = Fitting.fit(Truth.data(2, 20_000), new SyntheticHost(20_000), 1);
        String stress = SectionScaling.scaleStressProfile(
                "stress-on-ext4.yaml",
                Files.readString(SCENARIOS.resolve("profiles/stress-on-ext4.yaml")),
                fit.parameters().sectionScale());
        Files.writeString(dir.resolve("fitted.yaml"), fit.yaml("fitted", stress));
        String scenario = Files.readString(SCENARIOS.resolve("seed/cyclictest-under-stress.yaml"))
                .replace("../profiles/desktop-x86.yaml", "fitted.yaml")
                .replace("../profiles/stress-on-ext4.yaml", "fitted.yaml")
                .replace("  cpus: 1\n", "");
        Files.writeString(dir.resolve("s.yaml"), scenario);
        Variant v = gpos(ScenarioReader.read(dir.resolve("s.yaml")));
        assertThat(v.machine()).isEqualTo(fit.parameters().machine());
        assertThat(v.workload().tasks())
                .hasSameSizeAs(seed().workload().tasks())
                .extracting(t -> t.program())
                .isNotEqualTo(
                        seed().workload().tasks().stream().map(t -> t.program()).toList());
    }

    @Test
    void takesTheKernelFromTheHostsFacts() throws HostException {
        KernelSpec k = HostKernel.of(FACTS);
        assertThat(k.version().toString()).isEqualTo("6.18");
        assertThat(k.preemption()).isEqualTo(PreemptionModel.NONE);
        assertThat(k.threadIrqs()).isTrue();
        assertThat(k.nohzIdle()).isTrue();
    }

    @Test
    void doesNotGuessAKernelThatTheFactsDoNotTell() {
        for (String key : FACTS.keySet()) {
            if (!key.equals("kernel.parameters")) {
                Map<String, String> less = new java.util.HashMap<>(FACTS);
                less.put(key, "absent (no such file)");
                assertThatExceptionOfType(HostException.class)
                        .as(key)
                        .isThrownBy(() -> HostKernel.of(less))
                        .withMessageContaining("do not tell the kernel's");
            }
        }
    }
}
