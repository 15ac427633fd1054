// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.machine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.preemptsim.engine.EventSet;
import org.preemptsim.engine.RandomStreams;
import org.preemptsim.engine.Simulation;
import org.preemptsim.models.check.RvMonitors;
import org.preemptsim.models.cpu.CostTable;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.InterruptVector;
import org.preemptsim.models.futex.Futexes;
import org.preemptsim.models.irq.InterruptLines;
import org.preemptsim.models.irq.IpiController;
import org.preemptsim.models.irq.IrqLine;
import org.preemptsim.models.locking.KernelLock;
import org.preemptsim.models.locking.KernelLocks;
import org.preemptsim.models.probe.LatencyProbe;
import org.preemptsim.models.probe.LatencyProbes;
import org.preemptsim.models.pthread.Pthreads;
import org.preemptsim.models.random.Distributions;
import org.preemptsim.models.sched.IdleGovernor;
import org.preemptsim.models.sched.Scheduler;
import org.preemptsim.models.sched.TaskTimers;
import org.preemptsim.models.softirq.SoftirqSource;
import org.preemptsim.models.softirq.Softirqs;
import org.preemptsim.models.spec.BlockDeviceSpec;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.CyclictestSpec;
import org.preemptsim.models.spec.IrqLineSpec;
import org.preemptsim.models.spec.IrqLineSpec.ArrivalSpec;
import org.preemptsim.models.spec.IrqLineSpec.SoftirqKind;
import org.preemptsim.models.spec.KernelSpec;
import org.preemptsim.models.spec.LockSpec;
import org.preemptsim.models.spec.MachineSpec;
import org.preemptsim.models.spec.PreemptionModel;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.spec.WorkloadSpec;
import org.preemptsim.models.syscall.Syscalls;
import org.preemptsim.models.task.Task;
import org.preemptsim.models.time.ClockEventDevice;
import org.preemptsim.models.time.ClockSource;
import org.preemptsim.models.time.HrtimerBase;
import org.preemptsim.models.time.Tick;
import org.preemptsim.models.trace.Labels;
import org.preemptsim.models.workload.ArrivalSource;
import org.preemptsim.models.workload.BlockDevice;
import org.preemptsim.models.workload.StallSource;
import org.preemptsim.models.workload.WorkloadBuilder;

/**
 * Builds a machine from its specification. The specification has been checked by who read it; what is inconsistent all the same is an
 * {@link IllegalArgumentException}.
 */
public final class MachineBuilder {
    private static final int RESCHEDULE_VECTOR = 0;
    private static final int TIMER_VECTOR = 1;
    private static final int FIRST_LINE_VECTOR = 2;

    private final MachineSpec machine;
    private final KernelSpec kernel;
    private final WorkloadSpec workload;
    private final MachineOptions options;

    private final Labels labels = new Labels();
    private final RandomStreams streams;
    private final EventSources sources;
    private final Simulation simulation;
    private final InterruptVector[] vectors;
    private final Cpu[] cpus;
    private final ClockEventDevice[] clockEvents;
    private final HrtimerBase[] timers;
    private final Tick[] ticks;
    private final Softirqs[] softirqs;
    private final ClockSource clock;
    private final Scheduler scheduler;
    private final InterruptLines lines;
    private final Map<Integer, IrqLine> lineByNumber = new HashMap<>();
    private final List<ArrivalSource> arrivals = new ArrayList<>();
    private final List<BlockDevice> blockDevices = new ArrayList<>();
    private final Map<String, BlockDevice> blockDeviceByName = new HashMap<>();

    private MachineBuilder(MachineSpec machine, KernelSpec kernel, WorkloadSpec workload, MachineOptions options) {
        this.machine = machine;
        this.kernel = kernel;
        this.workload = workload;
        this.options = options;
        int n = machine.cpus();
        int arrivalCount = (int)
                workload.lines().stream().filter(l -> l.arrivals() != null).count();
        streams = new RandomStreams(options.seed());
        sources = new EventSources(
                machine.stalls().size(), n, workload.blockDevices().size(), arrivalCount);
        EventSet events = new EventSet(sources.count());
        if (options.shuffleTiesSeed() != 0) {
            events.shuffleTies(options.shuffleTiesSeed());
        }
        simulation = new Simulation(events, sources, options.runAhead());
        vectors = new InterruptVector[FIRST_LINE_VECTOR + workload.lines().size()];
        cpus = sources.cpus();
        clockEvents = sources.clocks();
        timers = new HrtimerBase[n];
        ticks = new Tick[n];
        softirqs = new Softirqs[n];
        clock = new ClockSource(machine.clock());
        buildCpus();
        scheduler = new Scheduler(
                kernel,
                cpus,
                machine.topology(),
                labels.idOf("idle"),
                labels.idOf("migration"),
                labels.idOf("sched bandwidth"));
        scheduler.inheritance(options.inheritance());
        lines = new InterruptLines(kernel, scheduler, softirqs, labels);
    }

    /** A booted machine at time 0. */
    public static Machine build(MachineSpec machine, KernelSpec kernel, WorkloadSpec workload, MachineOptions options) {
        return new MachineBuilder(machine, kernel, workload, options).build();
    }

    private Machine build() {
        buildTimers();
        buildSoftirqs();
        buildLines();
        buildBlockDevices();
        TaskTimers taskTimers = new TaskTimers(scheduler, timers, kernel.preemption());
        KernelLocks locks = new KernelLocks(scheduler, taskTimers, kernel, c -> softirqs[c], cpus.length);
        Map<String, KernelLock> lockByName = new HashMap<>();
        for (LockSpec l : workload.locks()) {
            lockByName.put(l.name(), locks.make(l, labels.idOf(l.name())));
        }
        Syscalls syscalls = new Syscalls(scheduler, clock, taskTimers);
        LatencyProbes probes = new LatencyProbes(buildProbes(), cpus);
        WorkloadBuilder tasks = new WorkloadBuilder(
                workload, scheduler, syscalls, taskTimers, labels, streams, simulation::requestStop);
        tasks.addCyclictests(probes);
        Futexes futexes = new Futexes(scheduler, taskTimers, locks, labels, cpus.length);
        Pthreads pthreads = new Pthreads(futexes, scheduler, syscalls, labels);
        workload.userObjects().forEach(pthreads::add);
        syscalls.sched().connectAdjustPi(locks.adjustPi());
        syscalls.sched().connectExitWork(futexes.exitRoutine());
        tasks.addTasks(lockByName, blockDeviceByName, pthreads);
        IpiController ipis = new IpiController(
                cpus,
                sources.ipiSlot(),
                RESCHEDULE_VECTOR,
                simulation,
                machine.cost(CostKey.IPI_FLIGHT),
                streams.stream("ipi"));
        scheduler.connectIpi(ipis);
        List<StallSource> stalls = buildStalls();
        sources.connect(ipis, stalls, blockDevices, arrivals);

        int count = scheduler.taskCount();
        futexes.boot(count);
        locks.boot(count);
        pthreads.boot(count);
        Arrays.stream(softirqs).forEach(s -> s.boot(count));
        blockDevices.forEach(d -> d.boot(count));
        taskTimers.boot();
        probes.boot();
        tasks.boot();
        arrivals.forEach(ArrivalSource::boot);
        stalls.forEach(StallSource::boot);
        RvMonitors monitors = options.monitors() ? watch(count) : null;
        scheduler.boot(governor(), timers, ticks);
        return new Machine(
                simulation,
                cpus,
                scheduler,
                clock,
                lines,
                blockDevices,
                probes,
                tasks.workers(),
                labels,
                locks,
                pthreads,
                monitors);
    }

    private RvMonitors watch(int tasks) {
        RvMonitors monitors = new RvMonitors(cpus, tasks);
        for (Cpu cpu : cpus) {
            cpu.connectMonitor(monitors);
        }
        for (int i = 0; i < tasks; i++) {
            scheduler.task(i).connectMonitor(monitors);
        }
        return monitors;
    }

    private void buildCpus() {
        CostTable costs = new CostTable(machine);
        for (int c = 0; c < cpus.length; c++) {
            cpus[c] = new Cpu(
                    c,
                    sources.cpuSlot(c),
                    simulation,
                    costs,
                    streams.stream("cpu/" + c),
                    kernel.preemption(),
                    vectors,
                    options.trace());
        }
    }

    private void buildTimers() {
        int timerLabel = labels.idOf("local timer");
        int tickLabel = labels.idOf("tick");
        for (Cpu cpu : cpus) {
            int c = cpu.id();
            clockEvents[c] = new ClockEventDevice(
                    cpu,
                    sources.clockSlot(c),
                    TIMER_VECTOR,
                    simulation,
                    streams.stream("clockevent/" + c),
                    machine.clock());
            SoftirqSource expiry = softTimers(c);
            timers[c] = new HrtimerBase(
                    clock, clockEvents[c], (on, stack) -> softirqs[on.id()].raiseFromHardirq(expiry), timerLabel);
            ticks[c] = new Tick(
                    timers[c], kernel.tickNs(), kernel.sched().tickPhaseNs(), kernel.nohzIdle(), tickLabel, scheduler);
        }
        vectors[TIMER_VECTOR] =
                new InterruptVector((cpu, stack) -> timers[cpu.id()].interrupt().step(cpu, stack), 0, timerLabel);
        vectors[RESCHEDULE_VECTOR] = new InterruptVector(
                (cpu, stack) -> scheduler.rescheduleInterrupt().step(cpu, stack), 0, labels.idOf("reschedule"));
    }

    private SoftirqSource softTimers(int cpu) {
        return new SoftirqSource(
                SoftirqKind.HRTIMER, (on, stack) -> timers[cpu].softExpiry().step(on, stack), 0);
    }

    private void buildSoftirqs() {
        int[] names = Arrays.stream(SoftirqKind.values())
                .mapToInt(k -> labels.idOf("softirq " + k))
                .toArray();
        boolean rt = kernel.preemption() == PreemptionModel.RT;
        for (Cpu cpu : cpus) {
            int c = cpu.id();
            softirqs[c] = new Softirqs(cpu, scheduler, kernel.preemption(), kernel.tickNs(), names);
            Task ksoftirqd = kernelThread("ksoftirqd/" + c, SchedPolicy.other(0), c);
            Task ktimers = rt ? kernelThread("ktimers/" + c, SchedPolicy.fifo(1), c) : null;
            softirqs[c].connectThreads(ksoftirqd, ktimers);
            scheduler.prepare(ksoftirqd);
            if (ktimers != null) {
                scheduler.prepare(ktimers);
            }
        }
    }

    private Task kernelThread(String name, SchedPolicy policy, int cpu) {
        return scheduler.addTask(name, labels.idOf(name), policy, CpuSet.of(cpu));
    }

    private void buildLines() {
        int vector = FIRST_LINE_VECTOR;
        for (IrqLineSpec spec : workload.lines()) {
            int label = labels.idOf("irq " + spec.irq() + " " + spec.name());
            IrqLine line = new IrqLine(
                    spec, label, vector, cpus[spec.affinity().lowest()], streams.stream("irq/" + spec.irq()));
            vectors[vector] = new InterruptVector(lines.request(line), spec.irq(), label);
            vector++;
            lineByNumber.put(spec.irq(), line);
            connectOwnSoftirq(spec, line);
            ArrivalSpec arrival = spec.arrivals();
            if (arrival != null) {
                arrivals.add(new ArrivalSource(
                        arrival,
                        sources.arrivalSlot(arrivals.size()),
                        simulation,
                        line,
                        streams.stream("arrivals/" + spec.irq())));
            }
        }
    }

    /** A line that raises a softirq by itself hands it work of a drawn length per interrupt. */
    private void connectOwnSoftirq(IrqLineSpec spec, IrqLine line) {
        SoftirqKind kind = spec.softirq();
        if (kind != null) {
            line.connectSoftirq(lines.workPerInterrupt(
                    line, kind, Distributions.compile(spec.softirqLength()), streams.stream("softirq/" + spec.irq())));
        }
    }

    private void buildBlockDevices() {
        for (BlockDeviceSpec spec : workload.blockDevices()) {
            IrqLine line = lineByNumber.get(spec.line());
            if (line == null) {
                throw new IllegalArgumentException("block device " + spec.name() + " interrupts on line " + spec.line()
                        + ", which does not exist");
            }
            BlockDevice device = new BlockDevice(
                    spec,
                    labels.idOf(spec.name()),
                    sources.blockSlot(blockDevices.size()),
                    simulation,
                    scheduler,
                    line,
                    streams.stream("block/" + spec.name()));
            line.connectSoftirq(new SoftirqSource(SoftirqKind.BLOCK, device.complete(), 0));
            blockDevices.add(device);
            blockDeviceByName.put(spec.name(), device);
        }
    }

    private List<LatencyProbe> buildProbes() {
        List<LatencyProbe> probes = new ArrayList<>();
        for (CyclictestSpec test : workload.cyclictests()) {
            for (int i = 0; i < test.threads().size(); i++) {
                probes.add(new LatencyProbe(
                        cpus,
                        scheduler,
                        timers,
                        test.histogramBuckets(),
                        Math.max(options.microBuckets(), test.histogramBuckets()),
                        options.worstSamples()));
            }
        }
        return probes;
    }

    private List<StallSource> buildStalls() {
        List<StallSource> out = new ArrayList<>();
        for (MachineSpec.StallSource spec : machine.stalls()) {
            int i = out.size();
            out.add(new StallSource(spec, sources.stallSlot(i), simulation, cpus, streams.stream("stall/" + i)));
        }
        return out;
    }

    private IdleGovernor governor() {
        int[] names = machine.idleStates().stream()
                .mapToInt(s -> labels.idOf(s.name()))
                .toArray();
        boolean latencyTarget = workload.cyclictests().stream().anyMatch(CyclictestSpec::latencyTarget);
        return new IdleGovernor(machine.idleStates(), names, latencyTarget);
    }
}
