// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.calibrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.preemptsim.experiment.result.HostProvenance;
import org.preemptsim.experiment.result.LatencyResult;
import org.preemptsim.experiment.result.RunResult;
import org.preemptsim.host.HostException;
import org.preemptsim.models.spec.ClockSourceKind;
import org.preemptsim.models.spec.ClockSpec.ClockEventKind;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.DurationDistribution;
import org.preemptsim.models.spec.MachineSpec;

/**
 * The fit: first guesses from the data alone, then corrections by what the simulator makes of them.
 *
 * <ol>
 *   <li>Constant costs by {@link PathSplit}, the timer error as idle body less path, stalls by {@link StallInversion}.
 *   <li>Simulate idle and loaded; note the misfit; keep the best parameters so far.
 *   <li>Correct the timer error by the difference of the idle bodies' quantiles, and the stalls' rate by the ratio of the
 *       shares beyond the threshold.
 *   <li>Correct the section scale by the mean ratio of the loaded tails' excess over the idle median, and the cache refill
 *       by the difference of the loaded bodies' quantiles if the simulator charges it under load only.
 *   <li>Again from 2, {@link #CORRECTIONS} times.
 * </ol>
 */
public final class Fitting {
    /** Corrections after the first guess. */
    public static final int CORRECTIONS = 7;

    private static final double LEAST_SAMPLE_SHARE = 0.001;
    private static final double LEAST_LOADED_BODY = 0.3;
    private static final double MOST_LOADED_BODY = 0.99;
    private static final double BODY_STEP = 0.8;
    private static final double LOADED_STEP = 0.7;
    private static final double TAIL_STEP = 1;
    private static final double MOST_CHANGE = 4;
    private static final double[] TAIL_SHARES = {0.99, 0.999, 0.9999};
    private static final int LEAST_BEYOND = 10;
    private static final double TAIL_WEIGHT = 0.1;
    private static final double MICROSECOND = 1_000;
    private static final long REFILL_PROBE_NS = 5_000;

    private final CalibrationData data;
    private final Simulator simulator;
    private final long seed;
    private final LatencyCurve idle;
    private final @Nullable LatencyCurve loaded;
    private final List<String> notes = new ArrayList<>();
    private final List<FittedProfile.Step> steps = new ArrayList<>();

    private Fitting(CalibrationData data, Simulator simulator, long seed) {
        this.data = data;
        this.simulator = simulator;
        this.seed = seed;
        this.idle = LatencyCurve.of(RunPool.latencies(CalibrationData.fitting(data.idle())));
        this.loaded = data.loaded().isEmpty()
                ? null
                : LatencyCurve.of(RunPool.latencies(CalibrationData.fitting(data.loaded())));
    }

    /**
     * Fits.
     *
     * @throws HostException if a run has no sample, or the simulator fails
     */
    public static FittedProfile fit(CalibrationData data, Simulator simulator, long seed) throws HostException {
        for (RunResult r : data.idle()) {
            requireSamples(r, "idle");
        }
        for (RunResult r : data.loaded()) {
            requireSamples(r, "loaded");
        }
        return new Fitting(data, simulator, seed).run();
    }

    private static void requireSamples(RunResult r, String kind) throws HostException {
        if (r.latencies().isEmpty() || r.latencies().get(0).count() == 0) {
            throw new HostException(
                    "an " + kind + " run has no sample", "cyclictest did not complete a cycle", "measure for longer");
        }
    }

    private FittedProfile run() throws HostException {
        PathSplit split = PathSplit.of(data.micro(), idle.quantile(LEAST_SAMPLE_SHARE));
        Optional<TailFit> tail = TailFit.of(idle);
        double bodyShare = tail.map(t -> 1 - t.share()).orElse(1.0);
        QuantileMatching.Curve idleBody = p -> idle.quantile(p * bodyShare);

        QuantileMatching timerError = QuantileMatching.difference(idleBody, (double) split.fixedPathNs());
        QuantileMatching refill = QuantileMatching.constant(0, (double) split.fixedPathNs());
        List<MachineSpec.StallSource> stalls = firstStalls(tail);
        double loadedBody = loaded == null ? 1 : loadedBodyShare(loaded, bodyShare);
        double scale = 1;
        boolean refillIsTheLoads = false;
        FitParameters best = null;
        double bestMisfit = Double.MAX_VALUE;
        for (int i = 0; ; i++) {
            FitParameters p = firstGuess(split)
                    .withTimerError(timerError.distribution())
                    .withCost(CostKey.CACHE_REFILL, refill.distribution())
                    .withStalls(stalls)
                    .withSectionScale(scale);
            LatencyCurve simulatedIdle = simulate(p, false);
            LatencyCurve simulatedLoaded = loaded == null ? null : simulate(p, true);
            double misfit = note(i, simulatedIdle, simulatedLoaded, scale);
            if (misfit < bestMisfit) {
                best = p;
                bestMisfit = misfit;
            }
            if (i == CORRECTIONS) {
                break;
            }
            timerError = timerError.corrected(idleBody, q -> simulatedIdle.quantile(q * bodyShare), BODY_STEP);
            stalls = correctedStalls(stalls, tail, simulatedIdle);
            if (loaded != null && simulatedLoaded != null) {
                if (i == 0) {
                    refillIsTheLoads = refillIsTheLoads(p, simulatedIdle);
                }
                scale *= scaleChange(loaded, simulatedLoaded);
            }
            if (loaded != null && simulatedLoaded != null && refillIsTheLoads) {
                refill = refill.corrected(
                        q -> loaded.quantile(q * loadedBody),
                        q -> simulatedLoaded.quantile(q * loadedBody),
                        LOADED_STEP);
            }
        }
        conclude(tail);
        if (best == null) {
            throw new IllegalStateException("no misfit is a number");
        }
        return new FittedProfile(best, split, tail, steps, provenance(), notes);
    }

    /**
     * The share of loaded samples that are an idle sample and a cache refill, and no more: those below the end of the
     * idle body, moved by the difference of the medians. The others met a kernel section.
     */
    private double loadedBodyShare(LatencyCurve withLoad, double idleBodyShare) {
        double moved = Math.max(0, withLoad.quantile(0.5) - idle.quantile(0.5));
        double share = withLoad.below(idle.quantile(idleBodyShare) + moved);
        return Math.max(LEAST_LOADED_BODY, Math.min(MOST_LOADED_BODY, share));
    }

    private List<MachineSpec.StallSource> firstStalls(Optional<TailFit> tail) {
        long intervalNs = data.idle().get(0).latencies().get(0).intervalNs();
        return tail.map(t -> List.of(StallInversion.stalls(t, intervalNs))).orElse(List.of());
    }

    private List<MachineSpec.StallSource> correctedStalls(
            List<MachineSpec.StallSource> stalls, Optional<TailFit> tail, LatencyCurve simulated) {
        if (tail.isEmpty()) {
            return stalls;
        }
        double from = tail.get().originNs() + tail.get().thresholdNs();
        double wanted = 1 - idle.below(from);
        double got = 1 - simulated.below(from);
        double factor = got <= 0 ? MOST_CHANGE : limited(wanted / got);
        return stalls.stream().map(s -> StallInversion.oftener(s, factor)).toList();
    }

    /**
     * Whether the simulator charges the cache refill under load only. Where it charges it after idling too, it moves both
     * bodies alike, and fitting it to one would take it from the other.
     */
    private boolean refillIsTheLoads(FitParameters p, LatencyCurve simulatedIdle) throws HostException {
        double before = simulatedIdle.quantile(0.5);
        FitParameters probed = p.withCost(CostKey.CACHE_REFILL, DurationDistribution.ofNs(REFILL_PROBE_NS));
        double moved = simulate(probed, false).quantile(0.5) - before;
        boolean separable = moved < REFILL_PROBE_NS / 2.0;
        if (!separable) {
            notes.add(
                    "The cache refill is charged after idling too, so it cannot explain what the load alone adds; it is"
                            + " part of the timer error here, and the loaded body is not fitted.");
        }
        return separable;
    }

    /** How much longer the load's kernel sections must be, by the tails they make. */
    private double scaleChange(LatencyCurve wanted, LatencyCurve simulated) {
        double base = idle.quantile(0.5);
        double sum = 0;
        int n = 0;
        for (double p : supported(wanted)) {
            double want = wanted.quantile(p) - base;
            double got = simulated.quantile(p) - base;
            if (want > MICROSECOND && got > MICROSECOND) {
                sum += Math.log(want / got);
                n++;
            }
        }
        return n == 0 ? 1 : limited(Math.exp(TAIL_STEP * sum / n));
    }

    private static double limited(double factor) {
        return Math.max(1 / MOST_CHANGE, Math.min(MOST_CHANGE, factor));
    }

    /** Tail shares with enough samples beyond them to mean something. */
    private static List<Double> supported(LatencyCurve c) {
        List<Double> out = new ArrayList<>();
        for (double p : TAIL_SHARES) {
            if ((1 - p) * c.count() >= LEAST_BEYOND) {
                out.add(p);
            }
        }
        return out;
    }

    private LatencyCurve simulate(FitParameters p, boolean withLoad) throws HostException {
        LatencyResult r = simulator.simulate(p, withLoad, seed);
        if (r.count() == 0) {
            throw new HostException(
                    "the simulation of the " + (withLoad ? "loaded" : "idle") + " host gave no sample",
                    "its duration is too short or the measuring thread never ran",
                    "simulate for longer");
        }
        return LatencyCurve.of(r);
    }

    private double note(int number, LatencyCurve simulatedIdle, @Nullable LatencyCurve simulatedLoaded, double scale) {
        double idleKs = LatencyCurve.distance(idle, simulatedIdle);
        double misfit = idleKs + TAIL_WEIGHT * tailError(idle, simulatedIdle);
        double loadedKs = Double.NaN;
        if (loaded != null && simulatedLoaded != null) {
            loadedKs = LatencyCurve.distance(loaded, simulatedLoaded);
            misfit += loadedKs + TAIL_WEIGHT * tailError(loaded, simulatedLoaded);
        }
        steps.add(new FittedProfile.Step(number, idleKs, loadedKs, scale, misfit));
        return misfit;
    }

    private static double tailError(LatencyCurve wanted, LatencyCurve simulated) {
        List<Double> shares = supported(wanted);
        double sum = 0;
        for (double p : shares) {
            sum += Math.abs(Math.log(Math.max(1, wanted.quantile(p)) / Math.max(1, simulated.quantile(p))));
        }
        return shares.isEmpty() ? 0 : sum / shares.size();
    }

    private void conclude(Optional<TailFit> tail) {
        if (tail.isEmpty()) {
            notes.add("Too few late idle samples for a tail: no stalls are fitted.");
        }
        if (loaded == null) {
            notes.add("No measurement under load: the load's kernel sections are as its profile says.");
            return;
        }
        double faster = idle.quantile(0.5) - loaded.quantile(0.5);
        if (faster > MICROSECOND) {
            notes.add(String.format(
                    Locale.ROOT,
                    "Under load the median is %.1f us less than idle: leaving idle costs something here, which the fit"
                            + " does not part from the timer error.",
                    faster / MICROSECOND));
        }
    }

    // The host as a machine -----------------------------------------------------------------------------------------

    private FitParameters firstGuess(PathSplit split) {
        Map<String, String> facts = facts();
        return FitParameters.of(cpus(facts), split, source(facts), device(facts));
    }

    private Map<String, String> facts() {
        HostProvenance host = data.idle().get(0).host();
        return host == null ? Map.of() : host.facts();
    }

    private static int cpus(Map<String, String> facts) {
        long places = facts.keySet().stream()
                .filter(k -> k.matches("cpu\\.\\d+\\.place"))
                .count();
        return (int) Math.max(1, places);
    }

    private ClockSourceKind source(Map<String, String> facts) {
        String name = facts.getOrDefault("clock.source", "");
        for (ClockSourceKind k : ClockSourceKind.values()) {
            if (k.key().equals(name)) {
                return k;
            }
        }
        noteOnce("The host's clock source \"" + name + "\" is modelled as tsc, with the read cost that was measured.");
        return ClockSourceKind.TSC;
    }

    private ClockEventKind device(Map<String, String> facts) {
        String name = facts.getOrDefault("clock.event_device", "");
        return switch (name) {
            case "lapic-deadline" -> ClockEventKind.TSC_DEADLINE;
            case "lapic" -> ClockEventKind.LAPIC;
            case "hpet" -> ClockEventKind.HPET;
            default -> {
                noteOnce("The host's clock event device \"" + name + "\" is modelled as tsc-deadline.");
                yield ClockEventKind.TSC_DEADLINE;
            }
        };
    }

    private void noteOnce(String text) {
        if (!notes.contains(text)) {
            notes.add(text);
        }
    }

    private List<String> provenance() {
        List<String> out = new ArrayList<>();
        RunResult first = data.idle().get(0);
        HostProvenance host = first.host();
        Map<String, String> facts = facts();
        out.add("Kernel " + first.kernel() + ", " + facts.getOrDefault("cpu.model", "CPU model unknown"));
        if (host != null) {
            out.add("Measured with " + host.tool() + " from " + host.startedAt() + ": " + first.command());
        }
        out.add(String.format(
                Locale.ROOT,
                "Fitted to %d of %d idle runs (%d samples) and %d of %d loaded runs (%d samples); the others are held"
                        + " back for validation.",
                CalibrationData.fitting(data.idle()).size(),
                data.idle().size(),
                idle.count(),
                CalibrationData.fitting(data.loaded()).size(),
                data.loaded().size(),
                loaded == null ? 0 : loaded.count()));
        out.add("Model: idle sample = timer error + interrupt entry + hrtimer interrupt + expiry + wakeup + interrupt"
                + " exit + schedule + switch + system call exit + clock read; the spread of the body is in timer_error,"
                + " the tail in stalls of all CPUs, the load's tail in the lengths of its kernel sections.");
        return out;
    }
}
