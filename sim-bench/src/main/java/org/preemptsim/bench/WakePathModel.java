// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.bench;

import org.jspecify.annotations.Nullable;
import org.preemptsim.engine.EventSet;
import org.preemptsim.engine.LatencyHistogram;
import org.preemptsim.engine.QuantileTable;
import org.preemptsim.engine.RandomStream;
import org.preemptsim.engine.RandomStreams;
import org.preemptsim.engine.Simulation;
import org.preemptsim.engine.StopReason;
import org.preemptsim.engine.Trace;

/**
 * A cost floor of a wake-up, not a model of any kernel: on each CPU a timer of 200 us interrupts a background task, and
 * the woken task passes {@value #PATH} short segments, of which the last programs the timer again. A device interrupts
 * too. Every length is drawn from a table; lengths are invented.
 */
final class WakePathModel {
    private static final int PATH = 9;
    private static final long PERIOD_NS = 200_000;
    private static final int SOURCES = 3;

    final Simulation simulation;
    final LatencyHistogram histogram = new LatencyHistogram(60);

    private final Cpu[] cpus;
    private final @Nullable Trace trace;
    private final QuantileTable segmentNs = exponential(600, 20_000);
    private final QuantileTable backgroundNs = exponential(40_000, 400_000);
    private final QuantileTable deviceGapNs = exponential(500_000, 50_000_000);

    private static final class Cpu {
        final RandomStream random;
        /** The segment of the wake path in progress; {@link #PATH} is the background task. */
        int step = PATH;

        long expiryNs;
        long backgroundLeftNs;

        Cpu(RandomStream random) {
            this.random = random;
        }
    }

    WakePathModel(int cpuCount, boolean runAhead, @Nullable Trace trace) {
        this.trace = trace;
        this.simulation = new Simulation(new EventSet(cpuCount * SOURCES), this::fire, runAhead);
        this.cpus = new Cpu[cpuCount];
        RandomStreams streams = new RandomStreams(1);
        for (int i = 0; i < cpuCount; i++) {
            cpus[i] = new Cpu(streams.stream("cpu" + i));
            cpus[i].expiryNs = PERIOD_NS + 1_000L * i;
            simulation.schedule(i * SOURCES + 1, cpus[i].expiryNs);
            simulation.schedule(i * SOURCES + 2, deviceGapNs.sample(cpus[i].random));
            simulation.schedule(i * SOURCES, backgroundNs.sample(cpus[i].random));
        }
    }

    private static QuantileTable exponential(double meanNs, double maxNs) {
        return new QuantileTable(p -> (long) Math.min(maxNs, 1 - meanNs * Math.log1p(-p)));
    }

    StopReason run(long forNs) {
        return simulation.run(simulation.nowNs() + forNs);
    }

    private void fire(int slot, long nowNs) {
        int cpu = slot / SOURCES;
        switch (slot - cpu * SOURCES) {
            case 0 -> segments(cpus[cpu], slot, cpu);
            case 1 -> timer(cpus[cpu], slot - 1, cpu, nowNs);
            default -> device(cpus[cpu], slot, cpu, nowNs);
        }
    }

    /** Ends one segment after the other, in line while nothing else is due. */
    private void segments(Cpu cpu, int slot, int id) {
        long endNs;
        do {
            long nowNs = simulation.nowNs();
            if (trace != null) {
                trace.record(nowNs, 1, id, cpu.step, 0);
            }
            endNs = nowNs + nextSegmentNs(cpu, slot, nowNs);
        } while (simulation.advance(slot, endNs));
        simulation.schedule(slot, endNs);
    }

    private long nextSegmentNs(Cpu cpu, int slot, long nowNs) {
        if (cpu.step == PATH) {
            return backgroundNs.sample(cpu.random);
        }
        cpu.step++;
        if (cpu.step == PATH - 2) {
            histogram.record(nowNs - cpu.expiryNs);
        }
        if (cpu.step == PATH) {
            cpu.expiryNs += PERIOD_NS * (1 + (nowNs - cpu.expiryNs) / PERIOD_NS);
            simulation.schedule(slot + 1, cpu.expiryNs);
            return cpu.backgroundLeftNs;
        }
        return segmentNs.sample(cpu.random);
    }

    private void timer(Cpu cpu, int slot, int id, long nowNs) {
        if (trace != null) {
            trace.record(nowNs, 2, id, 0, cpu.expiryNs);
        }
        cpu.backgroundLeftNs = simulation.timeOf(slot) - nowNs;
        cpu.step = 0;
        simulation.schedule(slot, nowNs + segmentNs.sample(cpu.random));
    }

    private void device(Cpu cpu, int slot, int id, long nowNs) {
        if (trace != null) {
            trace.record(nowNs, 3, id, 0, 0);
        }
        long handlerNs = segmentNs.sample(cpu.random);
        simulation.schedule(slot - 2, simulation.timeOf(slot - 2) + handlerNs);
        simulation.schedule(slot, nowNs + deviceGapNs.sample(cpu.random));
    }
}
