// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.preemptsim.engine.LatencyHistogram;
import org.preemptsim.experiment.result.Bin;
import org.preemptsim.experiment.result.BlamedSample;
import org.preemptsim.experiment.result.CpuTime;
import org.preemptsim.experiment.result.LatencyResult;
import org.preemptsim.experiment.result.WorkResult;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.CpuContext;
import org.preemptsim.models.cpu.SegmentKind;
import org.preemptsim.models.machine.Machine;
import org.preemptsim.models.probe.LatencyProbe;
import org.preemptsim.models.probe.WorstSample;
import org.preemptsim.models.spec.CyclictestSpec;
import org.preemptsim.models.spec.PreemptionModel;
import org.preemptsim.models.spec.WorkloadSpec;
import org.preemptsim.models.task.Task;
import org.preemptsim.models.workload.WorkloadBuilder.Worker;

/** Reads a machine that has stopped and makes the parts of its result. */
final class RunAccumulator {
    private static final long MICRO_NS = 1_000;

    private final Machine machine;
    private final WorkloadSpec workload;
    private final BlameLedger ledger;

    RunAccumulator(Machine machine, WorkloadSpec workload, PreemptionModel model) {
        this.machine = machine;
        this.workload = workload;
        this.ledger = new BlameLedger(machine, model);
        machine.settle();
    }

    List<LatencyResult> latencies() {
        List<LatencyResult> out = new ArrayList<>();
        int next = 0;
        for (CyclictestSpec test : workload.cyclictests()) {
            for (CyclictestSpec.Measuring m : test.threads()) {
                out.add(latency(machine.probes().all().get(next++), test, m));
            }
        }
        return out;
    }

    private LatencyResult latency(LatencyProbe probe, CyclictestSpec test, CyclictestSpec.Measuring m) {
        LatencyHistogram h = probe.histogram();
        return new LatencyResult(
                m.name(),
                m.cpus().size() == 1 ? m.cpus().lowest() : -1,
                m.policy().toString(),
                m.intervalNs(),
                h.count(),
                h.minNs(),
                h.maxNs(),
                h.sumNs(),
                fineBins(h),
                microBins(h),
                test.histogramBuckets(),
                probe.overflowCycles());
    }

    private static List<Bin> fineBins(LatencyHistogram h) {
        List<Bin> bins = new ArrayList<>();
        for (int i = 0; i < h.fineBins(); i++) {
            if (h.fineCount(i) != 0) {
                bins.add(new Bin(h.fineLowerNs(i), h.fineWidthNs(i), h.fineCount(i)));
            }
        }
        return bins;
    }

    private static List<Bin> microBins(LatencyHistogram h) {
        List<Bin> bins = new ArrayList<>();
        for (int us = 0; us < h.microBuckets(); us++) {
            if (h.microCount(us) != 0) {
                bins.add(new Bin(us * MICRO_NS, MICRO_NS, h.microCount(us)));
            }
        }
        return bins;
    }

    /**
     * Each CPU's time by context.
     *
     * @throws IllegalStateException if a CPU's parts do not sum to the simulated time: an error of the model (rule K11.22)
     */
    List<CpuTime> cpuTimes() {
        List<CpuTime> out = new ArrayList<>();
        for (Cpu cpu : machine.cpus()) {
            Map<CpuContext, Long> ns = new EnumMap<>(CpuContext.class);
            for (SegmentKind kind : SegmentKind.values()) {
                ns.merge(kind.context(), cpu.kindNs(kind, false), Long::sum);
                boolean ownAnywhere = kind.context() == CpuContext.IDLE || kind.context() == CpuContext.STALL;
                ns.merge(ownAnywhere ? kind.context() : CpuContext.HARDIRQ, cpu.kindNs(kind, true), Long::sum);
            }
            List<CpuTime.Part> parts = new ArrayList<>();
            ns.forEach((context, t) -> {
                if (t != 0) {
                    parts.add(new CpuTime.Part(context.label(), t));
                }
            });
            CpuTime time = new CpuTime(cpu.id(), parts);
            if (time.totalNs() != machine.nowNs()) {
                throw new IllegalStateException(
                        "cpu " + cpu.id() + " accounts for " + time.totalNs() + " ns of " + machine.nowNs() + " ns");
            }
            out.add(time);
        }
        return out;
    }

    List<WorkResult> work() {
        List<WorkResult> out = new ArrayList<>();
        for (Worker w : machine.workers()) {
            if (!w.spec().workUnit().isEmpty()) {
                out.add(new WorkResult(
                        w.task().name(),
                        w.spec().workUnit(),
                        w.program().work(),
                        machine.scheduler().cpuTimeNs(w.task().id())));
            }
        }
        return out;
    }

    /** The worst samples of all threads together, worst first, at most {@code limit}. */
    List<BlamedSample> worst(int limit) {
        List<BlamedSample> all = new ArrayList<>();
        for (LatencyProbe probe : machine.probes().all()) {
            Task task = machine.scheduler().task(probe.task());
            for (WorstSample s : probe.worst()) {
                all.add(ledger.explain(task, s));
            }
        }
        all.sort(Comparator.comparingLong(BlamedSample::latencyNs)
                .reversed()
                .thenComparing(BlamedSample::task)
                .thenComparingLong(BlamedSample::cycle));
        return all.subList(0, Math.min(limit, all.size()));
    }
}
