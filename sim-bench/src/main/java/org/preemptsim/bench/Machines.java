// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.preemptsim.models.machine.Machine;
import org.preemptsim.models.machine.MachineBuilder;
import org.preemptsim.models.machine.MachineOptions;
import org.preemptsim.models.spec.ClockSourceKind;
import org.preemptsim.models.spec.ClockSpec;
import org.preemptsim.models.spec.ClockSpec.ClockEventKind;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.DurationDistribution;
import org.preemptsim.models.spec.KernelEras;
import org.preemptsim.models.spec.KernelSpec;
import org.preemptsim.models.spec.KernelSpec.IrqThreadPriorities;
import org.preemptsim.models.spec.KernelSpec.KernelVersion;
import org.preemptsim.models.spec.LockSpec;
import org.preemptsim.models.spec.MachineSpec;
import org.preemptsim.models.spec.PreemptionModel;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.spec.SchedSettings;
import org.preemptsim.models.spec.Step;
import org.preemptsim.models.spec.TaskSpec;
import org.preemptsim.models.spec.WorkloadSpec;

/** Whole machines of a known number of wakeups or chain steps per simulated second. */
final class Machines {
    /** One wakeup of each task, or one attempt on the chain, per period. */
    static final long PERIOD_NS = 10_000_000;

    private static final long COST_NS = 100;
    private static final long START_GRID_NS = 20_000;
    private static final Step FOREVER = new Step.SleepUntil(1_000_000_000_000_000L);

    private Machines() {}

    /** FIFO tasks that each wake once a period, compute for a microsecond and sleep; free to run on any CPU. */
    static Machine wakeups(int cpus, int tasks) {
        List<TaskSpec> list = new ArrayList<>();
        for (int i = 0; i < tasks; i++) {
            Step job = new Step.Repeat(
                    Step.Repeat.FOREVER,
                    List.of(new Step.Compute(DurationDistribution.ofNs(1_000)), new Step.NextPeriod(PERIOD_NS)));
            SchedPolicy policy = SchedPolicy.fifo(1 + i % 98);
            long startNs = (long) i * (PERIOD_NS / tasks);
            list.add(new TaskSpec(
                    "t" + i, policy, CpuSet.first(cpus), startNs, TaskSpec.NEVER, "", false, List.of(job)));
        }
        return build(cpus, List.of(), list);
    }

    /**
     * {@code depth} owners in a chain on one CPU, at the end of which a better task waits once a period for 100 us: {@code depth}
     * steps of boost and as many of deboost.
     */
    static Machine chain(int depth) {
        List<LockSpec> locks = new ArrayList<>();
        List<TaskSpec> tasks = new ArrayList<>();
        for (int i = 0; i < depth; i++) {
            locks.add(new LockSpec("l" + i, LockSpec.Kind.RT_MUTEX));
            List<Step> program = new ArrayList<>(List.of(new Step.Lock("l" + i)));
            program.add(i == 0 ? FOREVER : new Step.Lock("l" + (i - 1)));
            tasks.add(new TaskSpec("t" + i, SchedPolicy.fifo(10), CpuSet.of(0), i * START_GRID_NS, "", true, program));
        }
        Step attempt = new Step.KernelSync(Step.KernelOp.LOCK_TIMEOUT, "l" + (depth - 1), 100_000);
        Step again = new Step.Repeat(
                Step.Repeat.FOREVER,
                List.of(new Step.Syscall("try", List.of(attempt)), new Step.NextPeriod(PERIOD_NS)));
        long startNs = (1 + depth * START_GRID_NS / PERIOD_NS) * PERIOD_NS;
        tasks.add(new TaskSpec("top", SchedPolicy.fifo(60), CpuSet.of(0), startNs, "", false, List.of(again)));
        return build(1, locks, tasks);
    }

    private static Machine build(int cpus, List<LockSpec> locks, List<TaskSpec> tasks) {
        Map<CostKey, DurationDistribution> costs = new EnumMap<>(CostKey.class);
        for (CostKey key : CostKey.values()) {
            costs.put(key, DurationDistribution.ofNs(COST_NS));
        }
        ClockSpec clock = new ClockSpec(
                ClockSourceKind.TSC,
                List.of(ClockSourceKind.TSC),
                Map.of(ClockSourceKind.TSC, DurationDistribution.ofNs(20)),
                Map.of(),
                ClockEventKind.TSC_DEADLINE,
                DurationDistribution.ZERO,
                DurationDistribution.ZERO,
                0);
        KernelVersion version = new KernelVersion(6, 1);
        SchedSettings d = SchedSettings.DEFAULT;
        SchedSettings unlimited = new SchedSettings(
                d.rrTimesliceMs(),
                SchedSettings.UNLIMITED,
                d.rtPeriodNs(),
                d.fairServerRuntimeNs(),
                d.fairServerPeriodNs(),
                d.maxLockDepth(),
                d.irqTimeAccounting(),
                d.isolatedCpus(),
                d.tickPhaseNs());
        KernelSpec kernel = new KernelSpec(
                version,
                PreemptionModel.RT,
                250,
                true,
                false,
                new IrqThreadPriorities.Flat(50),
                unlimited,
                KernelEras.of(version));
        return MachineBuilder.build(
                new MachineSpec(cpus, costs, clock, List.of(), List.of()),
                kernel,
                new WorkloadSpec(locks, List.of(), List.of(), tasks, List.of()),
                MachineOptions.ofSeed(1));
    }
}
