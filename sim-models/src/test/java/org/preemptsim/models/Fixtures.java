// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.preemptsim.models.machine.Machine;
import org.preemptsim.models.machine.MachineBuilder;
import org.preemptsim.models.machine.MachineOptions;
import org.preemptsim.models.spec.BlockDeviceSpec;
import org.preemptsim.models.spec.ClockSourceKind;
import org.preemptsim.models.spec.ClockSpec;
import org.preemptsim.models.spec.ClockSpec.ClockEventKind;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.CyclictestSpec;
import org.preemptsim.models.spec.DurationDistribution;
import org.preemptsim.models.spec.IrqLineSpec;
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
import org.preemptsim.models.spec.Topology;
import org.preemptsim.models.spec.UserObjectSpec;
import org.preemptsim.models.spec.WorkloadSpec;

/** A machine under construction for tests: costs nothing unless told, so that instants in tests are the rules' own. */
public final class Fixtures {
    private int cpus = 1;
    private PreemptionModel model = PreemptionModel.FULL;
    private int hz = 250;
    private boolean threadIrqs;
    private KernelVersion version = new KernelVersion(6, 6);
    private SchedSettings sched = SchedSettings.DEFAULT;
    private Topology topology = Topology.FLAT;
    private IrqThreadPriorities priorities = new IrqThreadPriorities.Flat(50);
    private final Map<CostKey, DurationDistribution> costs = new EnumMap<>(CostKey.class);
    private ClockSourceKind clock = ClockSourceKind.TSC;
    private ClockEventKind clockEvent = ClockEventKind.TSC_DEADLINE;
    private long clockReadNs;
    private final List<MachineSpec.IdleState> idleStates = new ArrayList<>();
    private final List<MachineSpec.StallSource> stalls = new ArrayList<>();
    private final List<LockSpec> locks = new ArrayList<>();
    private final List<IrqLineSpec> lines = new ArrayList<>();
    private final List<BlockDeviceSpec> devices = new ArrayList<>();
    private final List<TaskSpec> tasks = new ArrayList<>();
    private final List<CyclictestSpec> cyclictests = new ArrayList<>();
    private final List<UserObjectSpec> objects = new ArrayList<>();
    private boolean marks;

    public static Fixtures on(PreemptionModel model) {
        Fixtures f = new Fixtures();
        f.model = model;
        return f;
    }

    public Fixtures cpus(int n) {
        cpus = n;
        return this;
    }

    public Fixtures hz(int n) {
        hz = n;
        return this;
    }

    public Fixtures version(int major, int minor) {
        version = new KernelVersion(major, minor);
        return this;
    }

    public Fixtures sched(SchedSettings settings) {
        sched = settings;
        return this;
    }

    public Fixtures topology(Topology t) {
        topology = t;
        return this;
    }

    public Fixtures threadIrqs() {
        threadIrqs = true;
        return this;
    }

    public Fixtures priorities(IrqThreadPriorities scheme) {
        priorities = scheme;
        return this;
    }

    public Fixtures cost(CostKey key, long ns) {
        costs.put(key, DurationDistribution.ofNs(ns));
        return this;
    }

    public Fixtures cost(CostKey key, DurationDistribution d) {
        costs.put(key, d);
        return this;
    }

    public Fixtures clock(ClockSourceKind kind, ClockEventKind event, long readNs) {
        clock = kind;
        clockEvent = event;
        clockReadNs = readNs;
        return this;
    }

    public Fixtures idleState(String name, long exitNs, long residencyNs) {
        idleStates.add(new MachineSpec.IdleState(name, DurationDistribution.ofNs(exitNs), residencyNs));
        return this;
    }

    public Fixtures stall(MachineSpec.StallKind kind, int cpu, long intervalNs, long ns) {
        stalls.add(new MachineSpec.StallSource(
                kind, cpu, DurationDistribution.ofNs(intervalNs), DurationDistribution.ofNs(ns)));
        return this;
    }

    public Fixtures maxLockDepth(int depth) {
        SchedSettings d = sched;
        sched = new SchedSettings(
                d.rrTimesliceMs(),
                d.rtRuntimeNs(),
                d.rtPeriodNs(),
                d.fairServerRuntimeNs(),
                d.fairServerPeriodNs(),
                depth,
                d.irqTimeAccounting(),
                d.isolatedCpus(),
                d.tickPhaseNs());
        return this;
    }

    public Fixtures semaphore(String name, int count) {
        locks.add(new LockSpec(name, LockSpec.Kind.SEMAPHORE, count));
        return this;
    }

    public Fixtures lock(String name, LockSpec.Kind kind) {
        locks.add(new LockSpec(name, kind));
        return this;
    }

    public Fixtures object(UserObjectSpec object) {
        objects.add(object);
        return this;
    }

    /** Marks the steps of the tasks that follow. */
    public Fixtures marked() {
        marks = true;
        return this;
    }

    public Fixtures line(IrqLineSpec line) {
        lines.add(line);
        return this;
    }

    public Fixtures device(BlockDeviceSpec device) {
        devices.add(device);
        return this;
    }

    public Fixtures task(String name, SchedPolicy policy, long startNs, Step... steps) {
        return task(name, policy, CpuSet.of(0), startNs, steps);
    }

    public Fixtures task(String name, SchedPolicy policy, CpuSet cpuSet, long startNs, Step... steps) {
        tasks.add(new TaskSpec(
                name, policy, cpuSet, startNs, TaskSpec.NEVER, "units", false, cpuSet.lowest(), marks, List.of(steps)));
        return this;
    }

    /** A task that sleeps on {@code firstCpu} before it is first woken. */
    public Fixtures taskOn(int firstCpu, String name, SchedPolicy policy, CpuSet cpuSet, long startNs, Step... steps) {
        tasks.add(new TaskSpec(
                name, policy, cpuSet, startNs, TaskSpec.NEVER, "units", false, firstCpu, false, List.of(steps)));
        return this;
    }

    public Fixtures cyclictest(int priority, long intervalNs, int threads) {
        List<CyclictestSpec.Measuring> list = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            list.add(new CyclictestSpec.Measuring(
                    "cyclictest/" + i, SchedPolicy.fifo(priority), CpuSet.of(i % cpus), intervalNs));
        }
        cyclictests.add(new CyclictestSpec(
                "cyclictest",
                list,
                0,
                0,
                60,
                false,
                false,
                CyclictestSpec.Sleeper.CLOCK_NANOSLEEP,
                false,
                true,
                DurationDistribution.ofNs(500)));
        return this;
    }

    public MachineSpec machineSpec() {
        return new MachineSpec(
                cpus,
                costs,
                new ClockSpec(
                        clock,
                        List.of(ClockSourceKind.TSC, ClockSourceKind.HPET, ClockSourceKind.ACPI_PM),
                        Map.of(clock, DurationDistribution.ofNs(clockReadNs)),
                        Map.of(),
                        clockEvent,
                        DurationDistribution.ZERO,
                        DurationDistribution.ZERO,
                        0),
                idleStates,
                stalls,
                topology);
    }

    public KernelSpec kernelSpec() {
        return new KernelSpec(version, model, hz, true, threadIrqs, priorities, sched, KernelEras.of(version));
    }

    public WorkloadSpec workloadSpec() {
        return new WorkloadSpec(locks, lines, devices, tasks, cyclictests, objects);
    }

    public Machine build() {
        return build(MachineOptions.ofSeed(1));
    }

    public Machine build(MachineOptions options) {
        return MachineBuilder.build(machineSpec(), kernelSpec(), workloadSpec(), options);
    }
}
