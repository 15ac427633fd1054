// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.machine;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.preemptsim.engine.Simulation;
import org.preemptsim.engine.StopReason;
import org.preemptsim.models.check.RvMonitors;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.SegmentKind;
import org.preemptsim.models.irq.InterruptLines;
import org.preemptsim.models.locking.KernelLocks;
import org.preemptsim.models.probe.LatencyProbes;
import org.preemptsim.models.pthread.Pthreads;
import org.preemptsim.models.sched.Scheduler;
import org.preemptsim.models.time.ClockSource;
import org.preemptsim.models.trace.Labels;
import org.preemptsim.models.workload.BlockDevice;
import org.preemptsim.models.workload.WorkloadBuilder.Worker;

/** A machine that runs: built by {@link MachineBuilder}. Not thread-safe; machines share nothing. */
public final class Machine {
    private final Simulation simulation;
    private final Cpu[] cpus;
    private final Scheduler scheduler;
    private final ClockSource clock;
    private final InterruptLines lines;
    private final List<BlockDevice> blockDevices;
    private final LatencyProbes probes;
    private final List<Worker> workers;
    private final Labels labels;
    private final KernelLocks locks;
    private final Pthreads pthreads;
    private final @Nullable RvMonitors monitors;

    Machine(
            Simulation simulation,
            Cpu[] cpus,
            Scheduler scheduler,
            ClockSource clock,
            InterruptLines lines,
            List<BlockDevice> blockDevices,
            LatencyProbes probes,
            List<Worker> workers,
            Labels labels,
            KernelLocks locks,
            Pthreads pthreads,
            @Nullable RvMonitors monitors) {
        this.simulation = simulation;
        this.cpus = cpus;
        this.scheduler = scheduler;
        this.clock = clock;
        this.lines = lines;
        this.blockDevices = List.copyOf(blockDevices);
        this.probes = probes;
        this.workers = workers;
        this.labels = labels;
        this.locks = locks;
        this.pthreads = pthreads;
        this.monitors = monitors;
    }

    /**
     * Checks the whole state between two calls of {@link #run}: every fact that can be recounted from others is. With monitors, also what
     * they have found so far.
     *
     * @throws IllegalStateException if one does not hold: an error of the model
     */
    public void verify() {
        scheduler.verify();
        locks.verify();
        pthreads.verify();
        for (Cpu cpu : cpus) {
            long sum = cpu.unaccountedNs();
            for (SegmentKind kind : SegmentKind.values()) {
                sum += cpu.kindNs(kind, false) + cpu.kindNs(kind, true);
            }
            if (sum != nowNs()) {
                throw new IllegalStateException(cpu + " accounts for " + sum + " ns");
            }
        }
        if (monitors != null && monitors.violationCount() > 0) {
            throw new IllegalStateException(monitors.violations().get(0).toString());
        }
    }

    /** Simulates up to and including {@code untilNs}; may be called again to go on. Allocates nothing. */
    public StopReason run(long untilNs) {
        return simulation.run(untilNs);
    }

    /** Accounts the running segments up to now: call before reading CPU times. */
    public void settle() {
        for (Cpu cpu : cpus) {
            cpu.settle();
        }
    }

    public long nowNs() {
        return simulation.nowNs();
    }

    /** Events so far. */
    public long eventCount() {
        return simulation.eventCount();
    }

    /** The CPUs, by number. */
    public List<Cpu> cpus() {
        return List.of(cpus);
    }

    /** The kernel's monitors, if the options asked for them. */
    public Optional<RvMonitors> monitors() {
        return Optional.ofNullable(monitors);
    }

    /** The kernel's locks: owners and waiters. */
    public KernelLocks locks() {
        return locks;
    }

    public Scheduler scheduler() {
        return scheduler;
    }

    public ClockSource clock() {
        return clock;
    }

    public InterruptLines lines() {
        return lines;
    }

    public List<BlockDevice> blockDevices() {
        return blockDevices;
    }

    /** The latency probes, in the order of the measuring threads. */
    public LatencyProbes probes() {
        return probes;
    }

    /** The tasks with step programs. */
    public List<Worker> workers() {
        return workers;
    }

    /** The synchronization objects of user space. */
    public Pthreads pthreads() {
        return pthreads;
    }

    public Labels labels() {
        return labels;
    }
}
