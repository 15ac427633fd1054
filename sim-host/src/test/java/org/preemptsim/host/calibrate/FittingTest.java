// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.preemptsim.experiment.result.LatencyResult;
import org.preemptsim.experiment.result.ResultJson;
import org.preemptsim.host.Calibration;
import org.preemptsim.host.HostException;

class FittingTest {
    private static final SyntheticHost SIMULATOR = new SyntheticHost(60_000);

    @Test
    void findsAMachineWhoseLatenciesAreTheHosts() throws HostException {
        CalibrationData data = Truth.data(4, 60_000);
        FittedProfile fit = Calibration.fit(data, SIMULATOR, 1);
        LatencyCurve heldIdle = LatencyCurve.of(RunPool.latencies(CalibrationData.heldBack(data.idle())));
        LatencyCurve heldLoaded = LatencyCurve.of(RunPool.latencies(CalibrationData.heldBack(data.loaded())));
        LatencyCurve idle = LatencyCurve.of(SIMULATOR.simulate(fit.parameters(), false, 99));
        LatencyCurve loaded = LatencyCurve.of(SIMULATOR.simulate(fit.parameters(), true, 98));
        assertThat(LatencyCurve.distance(heldIdle, idle)).isLessThan(0.02);
        assertThat(LatencyCurve.distance(heldLoaded, loaded)).isLessThan(0.03);
        assertThat(idle.quantile(0.999)).isCloseTo(heldIdle.quantile(0.999), within(0.25 * heldIdle.quantile(0.999)));
        assertThat(loaded.quantile(0.999))
                .isCloseTo(heldLoaded.quantile(0.999), within(0.25 * heldLoaded.quantile(0.999)));
        assertThat(fit.parameters().sectionScale()).isCloseTo(Truth.SECTION_SCALE, within(0.5));
        assertThat(fit.idleTail().orElseThrow().family()).isEqualTo("exponential");
    }

    @Test
    void keepsTheBestOfItsSteps() throws HostException {
        FittedProfile fit = Calibration.fit(Truth.data(2, 20_000), SIMULATOR, 1);
        assertThat(fit.steps()).hasSize(Fitting.CORRECTIONS + 1);
        double best = fit.steps().stream()
                .mapToDouble(FittedProfile.Step::misfit)
                .min()
                .orElseThrow();
        assertThat(best).isLessThan(fit.steps().get(0).misfit());
        double kept = fit.parameters().sectionScale();
        assertThat(fit.steps().stream()
                        .filter(s -> s.misfit() == best)
                        .findFirst()
                        .orElseThrow()
                        .sectionScale())
                .isEqualTo(kept);
    }

    @Test
    void neverLooksAtTheHeldBackRuns() throws HostException {
        CalibrationData data = Truth.data(4, 20_000);
        List<org.preemptsim.experiment.result.RunResult> spoiled = new java.util.ArrayList<>(data.idle());
        LatencyResult other = SIMULATOR.simulate(Truth.machine(), false, 5);
        spoiled.set(1, SyntheticHost.wrap(other, Truth.FACTS, org.preemptsim.experiment.result.RunResult.Source.HOST));
        CalibrationData changed = new CalibrationData(CalibrationData.SCHEMA, data.micro(), spoiled, data.loaded());
        assertThat(Calibration.fit(changed, SIMULATOR, 1).yaml("x", null))
                .isEqualTo(Calibration.fit(data, SIMULATOR, 1).yaml("x", null));
    }

    @Test
    void fitsTheIdleHostAloneWhenThereIsNoLoad() throws HostException {
        CalibrationData data = Truth.data(2, 20_000);
        CalibrationData idleOnly = new CalibrationData(CalibrationData.SCHEMA, data.micro(), data.idle(), List.of());
        AtomicInteger loadedRuns = new AtomicInteger();
        FittedProfile fit = Calibration.fit(
                idleOnly,
                (p, loaded, seed) -> {
                    loadedRuns.addAndGet(loaded ? 1 : 0);
                    return SIMULATOR.simulate(p, loaded, seed);
                },
                1);
        assertThat(loadedRuns).hasValue(0);
        assertThat(fit.parameters().sectionScale()).isEqualTo(1);
        assertThat(fit.notes()).anyMatch(n -> n.startsWith("No measurement under load"));
    }

    @Test
    void refusesASimulationWithoutSamples() {
        assertThatExceptionOfType(HostException.class)
                .isThrownBy(() -> Calibration.fit(
                        Truth.data(2, 2_000),
                        (p, loaded, seed) ->
                                new LatencyResult("t", 0, "other", 1, 0, 0, 0, 0, List.of(), List.of(), 0, List.of()),
                        1))
                .withMessageContaining("the simulation of the idle host gave no sample");
    }

    @Test
    void dataSurvivesJson() {
        CalibrationData data = Truth.data(2, 500);
        assertThat(ResultJson.read(ResultJson.write(data), CalibrationData.class))
                .isEqualTo(data);
    }
}
