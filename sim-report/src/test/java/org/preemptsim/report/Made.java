// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.report;

import static org.preemptsim.experiment.result.BlameCause.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.preemptsim.experiment.result.Bin;
import org.preemptsim.experiment.result.BlameCause;
import org.preemptsim.experiment.result.BlameSlice;
import org.preemptsim.experiment.result.BlamedSample;
import org.preemptsim.experiment.result.Comparison;
import org.preemptsim.experiment.result.CpuTime;
import org.preemptsim.experiment.result.LatencyResult;
import org.preemptsim.experiment.result.RunResult;
import org.preemptsim.experiment.result.WorkResult;

/** Results made up to look like the real ones: an ordinary kernel with a tail to 2.3 ms, and PREEMPT_RT within 10 us. */
final class Made {
    private static final long RUN_NS = 60_000_000_000L;
    private static final int SAMPLES = 300_000;

    private Made() {}

    static Comparison up() {
        return new Comparison(1, "cyclictest under stress", List.of(ordinary("gpos"), realtime("rt")));
    }

    static RunResult ordinary(String variant) {
        Random random = new Random(1);
        LatencyResult latency = latency("cyclictest/0", () -> ordinarySample(random), 2_279_412);
        return run(
                "cyclictest-under-stress",
                variant,
                "6.6 voluntary hz=250",
                List.of(latency),
                cpu(9_120, 41_730, 0, 3_180, 2_410, 2_460, 1_100),
                List.of(
                        new WorkResult("stress/cpu#1", "sqrt blocks", 7_412_331, 28_000_000_000L),
                        new WorkResult("stress/io#1", "sync calls", 20_412, 9_000_000_000L),
                        new WorkResult("stress/hdd#1", "MiB written", 41_007, 20_000_000_000L)),
                List.of(
                        ordinaryWorst(12_345, 2_279_412, "truncate"),
                        ordinaryWorst(201_002, 1_804_007, "writeback"),
                        softirqWorst(77_801, 1_120_733)));
    }

    static RunResult realtime(String variant) {
        Random random = new Random(2);
        LatencyResult latency = latency("cyclictest/0", () -> realtimeSample(random), 9_871);
        return run(
                "cyclictest-under-stress",
                variant,
                "6.6 rt hz=250",
                List.of(latency),
                cpu(9_480, 37_310, 2_000, 0, 2_800, 4_210, 4_200),
                List.of(
                        new WorkResult("stress/cpu#1", "sqrt blocks", 6_904_118, 27_000_000_000L),
                        new WorkResult("stress/io#1", "sync calls", 18_200, 8_500_000_000L),
                        new WorkResult("stress/hdd#1", "MiB written", 36_950, 19_000_000_000L)),
                List.of(realtimeWorst(250_117, 9_871), realtimeWorst(99_120, 9_604)));
    }

    static RunResult run(
            String scenario,
            String variant,
            String kernel,
            List<LatencyResult> latencies,
            List<CpuTime> cpu,
            List<WorkResult> work,
            List<BlamedSample> worst) {
        return new RunResult(
                RunResult.SCHEMA,
                RunResult.Source.SIMULATED,
                scenario,
                variant,
                "0123456789abcdef",
                1,
                "0.1.0",
                kernel,
                "cyclictest -m -n -q -p95 -D 12h -h60 -i 200",
                RUN_NS,
                RUN_NS,
                true,
                "horizon",
                latencies,
                cpu,
                work,
                worst,
                null);
    }

    static RunResult cutShort(RunResult r, long simulatedNs, String reason) {
        return new RunResult(
                r.schema(),
                r.source(),
                r.scenario(),
                r.variant(),
                r.scenarioHash(),
                r.seed(),
                r.modelVersion(),
                r.kernel(),
                r.command(),
                r.requestedNs(),
                simulatedNs,
                false,
                reason,
                r.latencies(),
                r.cpuTimes(),
                r.work(),
                r.worst(),
                r.host());
    }

    static RunResult withThreads(RunResult r, LatencyResult... threads) {
        return run(r.scenario(), r.variant(), r.kernel(), List.of(threads), r.cpuTimes(), r.work(), r.worst());
    }

    static LatencyResult latency(String task, LongSupplier samples, long maxNs) {
        return latency(task, samples, maxNs, SAMPLES);
    }

    static LatencyResult latency(String task, LongSupplier samples, long maxNs, int count) {
        TreeMap<Long, Long> fine = new TreeMap<>();
        TreeMap<Long, Long> micro = new TreeMap<>();
        List<Long> overflowCycles = new ArrayList<>();
        long min = Long.MAX_VALUE;
        long sum = 0;
        for (int i = 0; i < count; i++) {
            long ns = i == count / 2 ? maxNs : Math.min(maxNs, samples.getAsLong());
            long width = fineWidth(ns);
            fine.merge(ns / width * width, 1L, Long::sum);
            micro.merge(ns / 1_000 * 1_000, 1L, Long::sum);
            if (ns >= 60_000 && overflowCycles.size() < 60) {
                overflowCycles.add((long) i);
            }
            min = Math.min(min, ns);
            sum += ns;
        }
        return new LatencyResult(
                task,
                0,
                "fifo:95",
                200_000,
                count,
                min,
                maxNs,
                sum,
                fine.entrySet().stream()
                        .map(e -> new Bin(e.getKey(), fineWidth(e.getKey()), e.getValue()))
                        .toList(),
                micro.entrySet().stream()
                        .map(e -> new Bin(e.getKey(), 1_000, e.getValue()))
                        .toList(),
                60,
                overflowCycles);
    }

    private static long fineWidth(long ns) {
        return Math.max(1, Long.highestOneBit(Math.max(1, ns)) / 128);
    }

    static long realtimeSample(Random random) {
        return 2_600
                + Math.round(900 * StrictMath.exp(0.45 * random.nextGaussian()))
                + (random.nextInt(40) == 0 ? 2_000 : 0);
    }

    static long ordinarySample(Random random) {
        double u = random.nextDouble();
        if (u < 0.93) {
            return 2_100 + Math.round(700 * StrictMath.exp(0.5 * random.nextGaussian()));
        }
        if (u < 0.985) {
            return 3_000 + Math.round(14_000 * -StrictMath.log(1 - random.nextDouble()));
        }
        return 3_000 + Math.round(random.nextDouble() * random.nextDouble() * random.nextDouble() * 1_900_000);
    }

    private static List<CpuTime> cpu(
            long user, long kernel, long threads, long softirq, long hardirq, long sched, long idle) {
        long[] ms = {user, kernel, threads, softirq, hardirq, sched, idle};
        String[] names = {"user", "kernel", "irq threads", "softirq", "hardirq", "scheduler", "idle"};
        List<CpuTime.Part> parts = new ArrayList<>();
        for (int i = 0; i < ms.length; i++) {
            if (ms[i] > 0) {
                parts.add(new CpuTime.Part(names[i], ms[i] * 1_000_000));
            }
        }
        return List.of(new CpuTime(0, parts));
    }

    private static BlamedSample ordinaryWorst(long cycle, long latencyNs, String section) {
        return sample(
                cycle,
                latencyNs,
                List.of(
                        slice(TIMER_HARDWARE, 312, "", ""),
                        slice(IRQS_OFF, 1_840, "stress/hdd#1", "zone lock"),
                        slice(IRQ_ENTRY, 410, "", ""),
                        slice(TIMER_HANDLER, 905, "cyclictest/0", "hrtimer"),
                        slice(WAKEUP, 660, "", ""),
                        slice(NO_CHECK_POINT, latencyNs - 6_427, "stress/hdd#1", section),
                        slice(SCHEDULE, 1_210, "", ""),
                        slice(RETURN_TO_USER, 1_090, "", "")));
    }

    private static BlamedSample softirqWorst(long cycle, long latencyNs) {
        return sample(
                cycle,
                latencyNs,
                List.of(
                        slice(TIMER_HARDWARE, 300, "", ""),
                        slice(OTHER_IRQ, 4_200, "sda", "block completion"),
                        slice(IRQ_ENTRY, 410, "", ""),
                        slice(TIMER_HANDLER, 905, "cyclictest/0", "hrtimer"),
                        slice(OTHER_TIMER, 1_400, "tick", "tick_sched_timer"),
                        slice(SOFTIRQ, 640_000, "softirq", "BLOCK"),
                        slice(SOFTIRQ, 9_000, "softirq", "TIMER"),
                        slice(PREEMPT_OFF, latencyNs - 658_515, "stress/io#1", "inode lock"),
                        slice(SCHEDULE, 1_210, "", ""),
                        slice(RETURN_TO_USER, 1_090, "", "")));
    }

    private static BlamedSample realtimeWorst(long cycle, long latencyNs) {
        return sample(
                cycle,
                latencyNs,
                List.of(
                        slice(TIMER_HARDWARE, 312, "", ""),
                        slice(IRQS_OFF, latencyNs - 7_122, "stress/hdd#1", "rq lock"),
                        slice(IRQ_ENTRY, 410, "", ""),
                        slice(TIMER_HANDLER, 905, "cyclictest/0", "hrtimer"),
                        slice(OTHER_TIMER, 1_400, "tick", "tick_sched_timer"),
                        slice(WAKEUP, 660, "", ""),
                        slice(SCHEDULE, 1_910, "", ""),
                        slice(RETURN_TO_USER, 1_525, "", "")));
    }

    static BlameSlice slice(BlameCause cause, long ns, String owner, String detail) {
        return new BlameSlice(0, ns, cause, owner, detail, 0);
    }

    /** A blamed sample of slices whose offsets are counted here. */
    static BlamedSample sample(long cycle, long latencyNs, List<BlameSlice> slices) {
        List<BlameSlice> placed = new ArrayList<>();
        long offset = 0;
        for (BlameSlice s : slices) {
            placed.add(new BlameSlice(offset, s.durationNs(), s.cause(), s.owner(), s.detail(), s.cpu()));
            offset += s.durationNs();
        }
        return new BlamedSample("cyclictest/0", 0, cycle, cycle * 200_000, latencyNs, placed);
    }
}
