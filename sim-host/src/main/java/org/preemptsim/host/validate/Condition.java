// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.preemptsim.experiment.result.Comparison;
import org.preemptsim.experiment.result.LatencyResult;
import org.preemptsim.experiment.result.RunResult;
import org.preemptsim.host.calibrate.CalibrationData;
import org.preemptsim.host.calibrate.LatencyCurve;
import org.preemptsim.host.calibrate.RunPool;

/**
 * Simulated against measured under one condition.
 *
 * @param name {@code idle} or {@code loaded}
 * @param measured samples in the held-back half
 * @param simulated samples simulated
 * @param ks Kolmogorov-Smirnov distance of the simulation to the held-back half
 * @param ksBetweenHalves distance of the fitted to the held-back half: no fit can be expected to come nearer
 * @param errors at p50, p99, p99.9, p99.99 and the greatest
 * @param comparison both runs, for a picture
 */
public record Condition(
        String name,
        long measured,
        long simulated,
        double ks,
        double ksBetweenHalves,
        List<QuantileError> errors,
        Comparison comparison) {

    /** A quantile with fewer samples beyond it rests on chance. */
    public static final int LEAST_BEYOND = 10;

    private static final Map<String, Double> SHARES = shares();

    public Condition {
        errors = List.copyOf(errors);
    }

    private static Map<String, Double> shares() {
        Map<String, Double> m = new java.util.LinkedHashMap<>();
        m.put("p50", 0.5);
        m.put("p99", 0.99);
        m.put("p99.9", 0.999);
        m.put("p99.99", 0.9999);
        return m;
    }

    /**
     * Compares.
     *
     * @param runs all measured runs of this condition
     * @param simulation with the profile
     */
    static Condition of(String name, List<RunResult> runs, RunResult simulation) {
        RunResult held = RunPool.pool(CalibrationData.heldBack(runs), "measured " + name);
        LatencyResult measured = held.latencies().get(0);
        LatencyResult simulated = simulation.latencies().get(0);
        LatencyCurve m = LatencyCurve.of(measured);
        LatencyCurve s = LatencyCurve.of(simulated);
        LatencyCurve fitted = LatencyCurve.of(RunPool.latencies(CalibrationData.fitting(runs)));
        List<QuantileError> errors = new ArrayList<>();
        SHARES.forEach((label, p) -> {
            long beyond = Math.round((1 - p) * m.count());
            errors.add(new QuantileError(label, p, m.quantile(p), s.quantile(p), beyond, beyond >= LEAST_BEYOND));
        });
        // A maximum is one sample: never more than a hint.
        errors.add(new QuantileError("max", 1, measured.maxNs(), simulated.maxNs(), 0, false));
        return new Condition(
                name,
                measured.count(),
                simulated.count(),
                LatencyCurve.distance(m, s),
                LatencyCurve.distance(m, fitted),
                errors,
                new Comparison(
                        RunResult.SCHEMA,
                        "Simulated against measured, " + name + ", data that was not fitted to",
                        List.of(simulation, held)));
    }

    /** The error at a quantile by its name. */
    public QuantileError error(String label) {
        return errors.stream()
                .filter(e -> e.name().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no quantile " + label));
    }
}
