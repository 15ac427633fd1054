// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.probe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.preemptsim.engine.LatencyHistogram;
import org.preemptsim.engine.Trace;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.SegmentLog;
import org.preemptsim.models.sched.Scheduler;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.time.HrtimerBase;
import org.preemptsim.models.trace.TracePoint;

/** The wakeup latencies of one task, its worst samples explained. Recording allocates nothing. */
public final class LatencyProbe {
    private final Cpu[] cpus;
    private final Scheduler scheduler;
    private final HrtimerBase[] timers;
    private final LatencyHistogram histogram;
    private final long overflowNs;
    private final long[] overflowCycles;
    private final WorstSample[] worst;
    private int task = -1;
    private int[] watched = new int[0];
    private int kept;
    /** The least of the kept samples' latencies once all places are taken. */
    private long thresholdNs = Long.MIN_VALUE;

    private int thresholdPlace;
    private int overflows;
    private long cycles;

    private final EvictedTime evicted;
    private boolean windowOpen;
    private long windowFromNs;
    private long windowRaisedNs;

    /**
     * A probe without samples.
     *
     * @param histogramBuckets cycle numbers of up to as many samples of at least as many microseconds are kept; 0 = none
     * @param microBuckets exact one-microsecond buckets kept
     * @param worstSamples how many worst samples are kept
     */
    public LatencyProbe(
            Cpu[] cpus,
            Scheduler scheduler,
            HrtimerBase[] timers,
            int histogramBuckets,
            int microBuckets,
            int worstSamples) {
        this.cpus = cpus;
        this.scheduler = scheduler;
        this.timers = timers;
        this.histogram = new LatencyHistogram(microBuckets);
        this.overflowNs = histogramBuckets == 0 ? Long.MAX_VALUE : histogramBuckets * 1_000L;
        this.overflowCycles = new long[histogramBuckets];
        this.worst = new WorstSample[worstSamples];
        this.evicted = new EvictedTime(cpus.length);
        for (int i = 0; i < worst.length; i++) {
            worst[i] = new WorstSample();
        }
    }

    /** Says whose latencies these are; once, while the machine is built. */
    public void attach(int measuredTask) {
        task = measuredTask;
        CpuSet allowed = scheduler.task(task).cpus();
        watched = IntStream.range(0, cpus.length).filter(allowed::contains).toArray();
    }

    public int task() {
        return task;
    }

    public LatencyHistogram histogram() {
        return histogram;
    }

    /** Samples so far. */
    public long cycles() {
        return cycles;
    }

    /** The numbers of the first overflowing cycles, from 0 as cyclictest counts. */
    public List<Long> overflowCycles() {
        List<Long> out = new ArrayList<>();
        for (int i = 0; i < overflows; i++) {
            out.add(overflowCycles[i]);
        }
        return out;
    }

    /** The kept samples, worst first; equal ones in order of time. */
    public List<WorstSample> worst() {
        List<WorstSample> out = new ArrayList<>(List.of(worst).subList(0, kept));
        out.sort(Comparator.comparingLong(WorstSample::latencyNs).reversed().thenComparingLong(WorstSample::cycle));
        return out;
    }

    /** The task's timer expires on {@code cpu}: from {@code expiryNs} on the logs are needed. */
    public void expired(Cpu cpu, long expiryNs) {
        windowOpen = true;
        windowFromNs = expiryNs;
        windowRaisedNs = timers[cpu.id()].requestedNs(cpu);
        evicted.start();
    }

    /** The start of the open window, {@link Long#MAX_VALUE} if there is none. */
    long windowFromNs() {
        return windowOpen ? windowFromNs : Long.MAX_VALUE;
    }

    /** The CPUs the task may run on: those whose logs matter. */
    int[] watchedCpus() {
        return watched;
    }

    /** A log entry is overwritten: if the open window needs it, its time is kept by description. */
    void evicted(int cpu, long endNs, long segment) {
        if (!windowOpen) {
            return;
        }
        // Up to the wakeup the CPU that woke it matters, from then on the one it is queued on.
        long wokenNs = scheduler.wokenNs(task);
        boolean waking = cpu == scheduler.wokenBy(task);
        boolean running = cpu == scheduler.cpuOf(task);
        if (wokenNs < windowFromNs || (waking && running)) {
            evicted.add(cpu, windowFromNs, endNs, segment);
        } else if (waking) {
            evicted.add(cpu, windowFromNs, Math.min(endNs, wokenNs), segment);
        } else if (running) {
            evicted.add(cpu, wokenNs, endNs, segment);
        }
    }

    /**
     * Records one sample.
     *
     * @param cpu where the task runs
     * @param expiryNs when it should have run
     * @param readNs what the clock read
     */
    public void sample(Cpu cpu, long expiryNs, long readNs) {
        long latency = readNs - expiryNs;
        cycles++;
        histogram.record(latency);
        if (latency >= overflowNs && overflows < overflowCycles.length) {
            overflowCycles[overflows++] = cycles - 1;
        }
        Trace trace = cpu.trace();
        if (trace != null) {
            trace.record(cpu.nowNs(), TracePoint.LATENCY_SAMPLE.ordinal(), cpu.id(), task, latency);
        }
        if (latency > thresholdNs && worst.length > 0) {
            keep(cpu, expiryNs, readNs);
        }
        windowOpen = false;
    }

    private void keep(Cpu cpu, long expiryNs, long readNs) {
        boolean full = kept == worst.length;
        WorstSample place = worst[full ? thresholdPlace : kept++];
        explain(place, cpu, expiryNs, readNs);
        if (kept == worst.length) {
            thresholdPlace = 0;
            for (int i = 1; i < worst.length; i++) {
                if (worst[i].latencyNs() < worst[thresholdPlace].latencyNs()) {
                    thresholdPlace = i;
                }
            }
            thresholdNs = worst[thresholdPlace].latencyNs();
        }
    }

    private void explain(WorstSample into, Cpu cpu, long expiryNs, long readNs) {
        long wokenNs = scheduler.wokenNs(task);
        boolean slept = wokenNs >= expiryNs;
        Cpu first = slept ? cpus[scheduler.wokenBy(task)] : cpu;
        into.start(cycles, expiryNs, readNs - expiryNs, slept ? windowRaisedNs : expiryNs, wokenNs);
        if (first == cpu) {
            copy(into, cpu, expiryNs, readNs);
        } else {
            copy(into, first, expiryNs, wokenNs);
            copy(into, cpu, wokenNs, readNs);
        }
    }

    private void copy(WorstSample into, Cpu cpu, long fromNs, long toNs) {
        cpu.settle();
        SegmentLog log = cpu.log();
        long i = log.newest();
        while (i > log.oldest() && log.endNs(i - 1) > fromNs) {
            i--;
        }
        long at = i == log.oldest() ? evicted.copyTo(into, cpu.id(), fromNs) : fromNs;
        for (; i <= log.newest() && at < toNs; i++) {
            long end = Math.min(log.endNs(i), toNs);
            if (end > at) {
                into.add(cpu.id(), end - at, log.segment(i));
                at = end;
            }
        }
    }
}
