// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.calibrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.preemptsim.experiment.result.Bin;
import org.preemptsim.experiment.result.HostProvenance;
import org.preemptsim.experiment.result.LatencyResult;
import org.preemptsim.experiment.result.RunResult;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.DurationDistribution;
import org.preemptsim.models.spec.MachineSpec;

/**
 * A machine whose latencies are sums of sampled stages: a periodic timer, stalls that come by themselves and take the
 * CPU away, and under load a kernel section that is under way at some expiries. Stands for the simulator, and with a
 * truth of its own for the host.
 */
final class SyntheticHost implements Simulator {
    static final long INTERVAL_NS = 200_000;
    private static final List<CostKey> PATH = List.of(
            CostKey.IRQ_ENTRY,
            CostKey.HRTIMER_INTERRUPT,
            CostKey.HRTIMER_EXPIRE,
            CostKey.WAKEUP,
            CostKey.IRQ_EXIT,
            CostKey.SCHEDULE,
            CostKey.CONTEXT_SWITCH,
            CostKey.SYSCALL_EXIT);
    private static final double IN_SECTION = 0.15;
    private static final DurationDistribution SECTION = new DurationDistribution.Exponential(60_000, 2_000_000);

    private final int cycles;

    SyntheticHost(int cycles) {
        this.cycles = cycles;
    }

    @Override
    public LatencyResult simulate(FitParameters p, boolean loaded, long seed) {
        return result(samples(p, loaded, seed));
    }

    double[] samples(FitParameters p, boolean loaded, long seed) {
        MachineSpec m = p.machine();
        Sampler body = new Sampler(seed * 3 + 1);
        Sampler load = new Sampler(seed * 3 + 2);
        Sampler gaps = new Sampler(seed * 3 + 3);
        MachineSpec.StallSource source =
                m.stalls().isEmpty() ? null : m.stalls().get(0);
        double stallStart = source == null ? Double.MAX_VALUE : gaps.draw(source.interval());
        double stallEnd = source == null ? Double.MAX_VALUE : stallStart + gaps.draw(source.length());
        double[] out = new double[cycles];
        double expiry = 0;
        for (int i = 0; i < cycles; i++) {
            double latency =
                    m.clock().readCostOf(m.clock().current()) instanceof DurationDistribution.Constant c ? c.ns() : 0;
            for (CostKey k : PATH) {
                latency += body.draw(m.cost(k));
            }
            latency += body.draw(m.clock().timerError());
            if (loaded) {
                latency += load.draw(m.cost(CostKey.CACHE_REFILL));
                if (load.uniform() < IN_SECTION) {
                    latency += load.draw(SECTION) * p.sectionScale();
                }
            }
            while (source != null && stallEnd <= expiry) {
                stallStart = stallEnd + gaps.draw(source.interval());
                stallEnd = stallStart + gaps.draw(source.length());
            }
            if (stallStart < expiry + latency) {
                latency += stallEnd - Math.max(expiry, stallStart);
            }
            out[i] = latency;
            // Periods that have passed are skipped, as cyclictest does.
            expiry += INTERVAL_NS * Math.max(1, Math.ceil(latency / INTERVAL_NS));
        }
        return out;
    }

    static LatencyResult result(double[] ns) {
        TreeMap<Long, Long> bins = new TreeMap<>();
        long min = Long.MAX_VALUE;
        long max = 0;
        long sum = 0;
        for (double v : ns) {
            long us = (long) v / 1_000;
            bins.merge(us, 1L, Long::sum);
            min = Math.min(min, us * 1_000);
            max = Math.max(max, us * 1_000);
            sum += us * 1_000;
        }
        List<Bin> micro = new ArrayList<>();
        bins.forEach((us, n) -> micro.add(new Bin(us * 1_000, 1_000, n)));
        return new LatencyResult(
                "cyclictest/0", 0, "fifo:95", INTERVAL_NS, ns.length, min, max, sum, List.of(), micro, 60, List.of());
    }

    RunResult run(FitParameters p, boolean loaded, long seed, Map<String, String> facts) {
        return wrap(simulate(p, loaded, seed), facts, RunResult.Source.HOST);
    }

    static RunResult wrap(LatencyResult latency, Map<String, String> facts, RunResult.Source source) {
        long ns = latency.count() * INTERVAL_NS;
        return new RunResult(
                RunResult.SCHEMA,
                source,
                "synthetic",
                "",
                "",
                0,
                "test",
                "6.1 test",
                "cyclictest -i200",
                ns,
                ns,
                true,
                "duration",
                List.of(latency),
                List.of(),
                List.of(),
                List.of(),
                source == RunResult.Source.HOST
                        ? new HostProvenance("cyclictest 2.40", "2026-01-01T00:00:00Z", List.of(), facts)
                        : null);
    }
}
