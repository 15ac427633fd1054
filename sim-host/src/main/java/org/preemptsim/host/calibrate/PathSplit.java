// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.calibrate;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.preemptsim.host.micro.MicroMeasurements;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.DurationDistribution;

/**
 * Constant costs of kernel paths from micro-measurements and the least idle sample.
 *
 * <p>User space sees sums only. What it can see is measured; the split of each sum is stated here, after the orders of
 * magnitude of rule K10.03, and every cost's origin is told in {@link #origin}.
 *
 * @param costs each kernel path
 * @param clockReadNs one clock read
 * @param timerErrorNs what remains of the least sample for the timer's own error
 * @param origin one line per cost: measured, split or scaled
 */
public record PathSplit(Map<CostKey, Long> costs, long clockReadNs, long timerErrorNs, List<String> origin) {

    /** How a wakeup and switch divide. */
    private static final Map<CostKey, Double> SWITCH_SHARES =
            shares(CostKey.WAKEUP, 0.35, CostKey.SCHEDULE, 0.25, CostKey.CONTEXT_SWITCH, 0.40);

    /** How the interrupt's part divides; what is left of 1 is the timer's error. */
    private static final Map<CostKey, Double> INTERRUPT_SHARES = shares(
            CostKey.IRQ_ENTRY,
            0.30,
            CostKey.HRTIMER_INTERRUPT,
            0.25,
            CostKey.HRTIMER_EXPIRE,
            0.10,
            CostKey.IRQ_EXIT,
            0.15);

    /** Paths outside of the sample, as multiples of a wakeup and switch. */
    private static final Map<CostKey, Double> SCALED = shares(
            CostKey.IRQ_ACK, 0.10,
            CostKey.TICK, 1.20,
            CostKey.IPI_SEND, 0.20,
            CostKey.IPI_FLIGHT, 0.40,
            CostKey.LOCK_FAST, 0.01,
            CostKey.LOCK_SLOW, 0.40,
            CostKey.PI_STEP, 0.15,
            CostKey.HRTIMER_START, 0.25,
            CostKey.SOFTIRQ_ENTRY, 0.10,
            CostKey.IRQ_THREAD_ROUND, 0.30,
            CostKey.SOFTIRQ_RAISE, 0.05,
            CostKey.USER_ATOMIC, 0.01,
            CostKey.FUTEX, 0.10,
            CostKey.SCHED_SETATTR, 0.25,
            CostKey.MIGRATION, 0.25,
            CostKey.MIGRATION_REFILL, 0.80,
            // Nobody marks steps where the harness measures.
            CostKey.STEP_MARK, 0.0);

    /** The measured part may not take more of the least sample than this: the rest of the path costs something too. */
    private static final double MOST_OF_LEAST_SAMPLE = 0.7;

    public PathSplit {
        costs = Map.copyOf(costs);
        origin = List.copyOf(origin);
    }

    /**
     * Splits.
     *
     * @param leastSampleNs a low quantile of the idle samples: the path without any disturbance
     */
    public static PathSplit of(MicroMeasurements micro, double leastSampleNs) {
        List<String> origin = new ArrayList<>();
        double clock = micro.clockRead().at(0.5);
        double call = micro.syscall().at(0.5);
        double wake = micro.wakeupAndSwitchNs(0.1);
        double seen = clock + call / 2 + wake;
        double shrink = Math.min(1, MOST_OF_LEAST_SAMPLE * leastSampleNs / Math.max(1, seen));
        origin.add(line("clock read", clock, "measured: median"));
        if (shrink < 1) {
            origin.add(String.format(
                    Locale.ROOT,
                    "the measured paths would take %.0f ns of the least sample's %.0f ns; they include more than their"
                            + " part of a cyclictest wakeup and are scaled by %.3f",
                    seen,
                    leastSampleNs,
                    shrink));
        }
        Map<CostKey, Long> costs = new EnumMap<>(CostKey.class);
        put(costs, origin, CostKey.SYSCALL_ENTRY, call / 2, "measured: half of a small system call");
        put(costs, origin, CostKey.SYSCALL_EXIT, call / 2 * shrink, "measured: half of a small system call");
        double switching = wake * shrink;
        SWITCH_SHARES.forEach((k, share) ->
                put(costs, origin, k, switching * share, "split: " + share + " of a measured wakeup and switch"));
        double rest = Math.max(0, leastSampleNs - clock * shrink - call / 2 * shrink - switching);
        INTERRUPT_SHARES.forEach((k, share) ->
                put(costs, origin, k, rest * share, "split: " + share + " of what remains of the least sample"));
        SCALED.forEach((k, factor) -> put(
                costs, origin, k, switching * factor, "scaled: " + factor + " of a wakeup and switch, not measured"));
        long clockNs = Math.max(1, Math.round(clock * shrink));
        long error = Math.max(0, Math.round(leastSampleNs) - pathNs(costs) - clockNs);
        origin.add(line(
                "timer error",
                (double) error,
                "what remains of the least sample; the spread of the body is added to it"));
        return new PathSplit(costs, clockNs, error, origin);
    }

    /** Everything between the interrupt request and cyclictest's time stamp. */
    public long fixedPathNs() {
        return clockReadNs + pathNs(costs);
    }

    private static long pathNs(Map<CostKey, Long> costs) {
        long sum = costs.getOrDefault(CostKey.SYSCALL_EXIT, 0L);
        for (CostKey k : SWITCH_SHARES.keySet()) {
            sum += costs.getOrDefault(k, 0L);
        }
        for (CostKey k : INTERRUPT_SHARES.keySet()) {
            sum += costs.getOrDefault(k, 0L);
        }
        return sum;
    }

    /** The costs as distributions. */
    Map<CostKey, DurationDistribution> distributions() {
        Map<CostKey, DurationDistribution> out = new EnumMap<>(CostKey.class);
        costs.forEach((k, ns) -> out.put(k, DurationDistribution.ofNs(ns)));
        return out;
    }

    private static void put(Map<CostKey, Long> costs, List<String> origin, CostKey k, double ns, String from) {
        costs.put(k, Math.round(ns));
        origin.add(line(k.key(), ns, from));
    }

    private static String line(String name, double ns, String from) {
        return String.format(Locale.ROOT, "%s %.0f ns: %s", name, ns, from);
    }

    private static Map<CostKey, Double> shares(Object... pairs) {
        Map<CostKey, Double> out = new EnumMap<>(CostKey.class);
        for (int i = 0; i < pairs.length; i += 2) {
            out.put((CostKey) pairs[i], (Double) pairs[i + 1]);
        }
        return out;
    }
}
