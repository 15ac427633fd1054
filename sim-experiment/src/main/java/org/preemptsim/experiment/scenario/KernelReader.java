// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import java.util.List;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.KernelEras;
import org.preemptsim.models.spec.KernelEras.FairScheduler;
import org.preemptsim.models.spec.KernelEras.Readers;
import org.preemptsim.models.spec.KernelEras.Release;
import org.preemptsim.models.spec.KernelEras.Requeue;
import org.preemptsim.models.spec.KernelEras.RtBandwidth;
import org.preemptsim.models.spec.KernelEras.SpinOnOwner;
import org.preemptsim.models.spec.KernelEras.WaiterKey;
import org.preemptsim.models.spec.KernelSpec;
import org.preemptsim.models.spec.KernelSpec.IrqThreadPriorities;
import org.preemptsim.models.spec.KernelSpec.KernelVersion;
import org.preemptsim.models.spec.PreemptionModel;
import org.preemptsim.models.spec.SchedSettings;

/** Reads {@code kernel:}. */
final class KernelReader {
    private static final KernelVersion DEFAULT_VERSION = new KernelVersion(6, 6);
    private static final long MS = 1_000_000L;
    private static final IrqThreadPriorities DEFAULT_PRIORITIES = new IrqThreadPriorities.Flat(50);

    private final Diagnostics diagnostics;

    private final Cpus cpus;

    KernelReader(Cpus cpus, Diagnostics diagnostics) {
        this.cpus = cpus;
        this.diagnostics = diagnostics;
    }

    KernelSpec read(Fields f) {
        KernelVersion version = Units.version(f.text("version", "6.6")).or(DEFAULT_VERSION);
        PreemptionModel preemption = f.word("preemption", PreemptionModel.values(), PreemptionModel.NONE);
        if (preemption == PreemptionModel.LAZY && !version.atLeast(6, 6)) {
            diagnostics.error(
                    f.at("preemption"),
                    DiagnosticCode.KERNEL_CONFLICT,
                    "preemption lazy does not exist in kernel " + version,
                    "it exists from 6.6 on (rules K1.07, K1.12)",
                    "use full, or kernel.version \"6.6\" or later");
            preemption = PreemptionModel.FULL;
        }
        int written = f.integer("hz", 1, 1000, 250);
        int hz = List.of(100, 250, 300, 1000).contains(written) ? written : 250;
        KernelEras eras = eras(f, version);
        return new KernelSpec(
                version,
                preemption,
                hz,
                !f.text("nohz", "idle").equals("off"),
                f.bool("threadirqs", false),
                priorities(f),
                sched(f.fieldsOrEmpty("sched"), hz, eras),
                eras);
    }

    // Settings ------------------------------------------------------------------------------------------------------

    private SchedSettings sched(Fields f, int hz, KernelEras eras) {
        SchedSettings kernel = SchedSettings.DEFAULT;
        long periodNs = f.timeNs("rt_period", kernel.rtPeriodNs());
        return new SchedSettings(
                timesliceMs(f, kernel),
                rtRuntimeNs(f, kernel, periodNs),
                periodNs,
                serverNs(f, eras, kernel.fairServerRuntimeNs(), "runtime"),
                serverNs(f, eras, kernel.fairServerPeriodNs(), "period"),
                f.integer("max_lock_depth", 1, 1_000_000, kernel.maxLockDepth()),
                f.bool("irq_time_accounting", kernel.irqTimeAccounting()),
                isolated(f),
                tickPhaseNs(f, hz));
    }

    private int timesliceMs(Fields f, SchedSettings kernel) {
        long ns = f.timeNs("rr_timeslice", kernel.rrTimesliceMs() * MS);
        if (ns % MS != 0 || ns / MS > Integer.MAX_VALUE) {
            outOfRange(f, "rr_timeslice", Units.timeText(ns) + " is not a whole number of milliseconds");
            return kernel.rrTimesliceMs();
        }
        return Math.max(1, (int) (ns / MS));
    }

    private long rtRuntimeNs(Fields f, SchedSettings kernel, long periodNs) {
        if (f.text("rt_runtime", "").equals("unlimited")) {
            return SchedSettings.UNLIMITED;
        }
        long ns = f.timeNs("rt_runtime", Math.min(kernel.rtRuntimeNs(), periodNs));
        if (ns > periodNs) {
            outOfRange(
                    f,
                    "rt_runtime",
                    "rt_runtime " + Units.timeText(ns) + " is more than rt_period " + Units.timeText(periodNs));
            return periodNs;
        }
        return ns;
    }

    /** The runtime or period of the fair server; both at once are checked with the runtime. */
    private long serverNs(Fields sched, KernelEras eras, long fallback, String key) {
        boolean runtime = key.equals("runtime");
        if (runtime && sched.node("fair_server") != null && eras.rtBandwidth() == RtBandwidth.THROTTLING) {
            diagnostics.error(
                    sched.at("fair_server"),
                    DiagnosticCode.KERNEL_CONFLICT,
                    "this kernel has no fair server",
                    "it came with 6.12 in place of throttling (rules K5.15, K5.19)",
                    "remove it, or set kernel.version \"6.12\" or eras: {rt_bandwidth: fair_server}");
        }
        if (sched.text("fair_server", "").equals("off")) {
            return runtime ? 0 : fallback;
        }
        Fields f = sched.fieldsOrEmpty("fair_server");
        long ns = f.timeNs(key, fallback);
        if (runtime && ns > f.timeNs("period", SchedSettings.DEFAULT.fairServerPeriodNs())) {
            outOfRange(f, "runtime", "the fair server's runtime " + Units.timeText(ns) + " is more than its period");
            return 0;
        }
        return ns;
    }

    private CpuSet isolated(Fields f) {
        CpuSet isolated = cpus.read(f.node("isolcpus"), "isolcpus names");
        if (isolated.size() == cpus.count()) {
            diagnostics.error(
                    f.at("isolcpus"),
                    DiagnosticCode.NO_CPU_LEFT,
                    "isolcpus leaves no CPU to tasks that name none",
                    "this machine has " + Units.cpusOf(cpus.count()),
                    "leave one CPU out");
            return CpuSet.of();
        }
        return isolated;
    }

    private long tickPhaseNs(Fields f, int hz) {
        long ns = f.timeNs("tick_phase", 0);
        long tickNs = 1_000_000_000L / hz;
        if (ns >= tickNs) {
            outOfRange(
                    f,
                    "tick_phase",
                    "tick_phase " + Units.timeText(ns) + " is not less than a tick, " + Units.timeText(tickNs));
            return 0;
        }
        return ns;
    }

    private void outOfRange(Fields f, String key, String message) {
        diagnostics.error(f.at(key), DiagnosticCode.OUT_OF_RANGE, message, "", "");
    }

    // Eras ----------------------------------------------------------------------------------------------------------

    private KernelEras eras(Fields kernel, KernelVersion version) {
        KernelEras of = KernelEras.of(version);
        Fields f = kernel.fields("eras");
        if (f == null) {
            return of;
        }
        KernelEras eras = new KernelEras(
                f.word("fair_scheduler", FairScheduler.values(), of.fairScheduler()),
                f.word("rt_bandwidth", RtBandwidth.values(), of.rtBandwidth()),
                f.bool("rt_runtime_share", of.rtRuntimeShare()),
                f.word("release", Release.values(), of.release()),
                f.word("waiter_key", WaiterKey.values(), of.waiterKey()),
                f.word("requeue", Requeue.values(), of.requeue()),
                f.word("readers", Readers.values(), of.readers()),
                f.word("spin_on_owner", SpinOnOwner.values(), of.spinOnOwner()),
                f.bool("owned_semaphores", of.ownedSemaphores()));
        boolean pending = eras.release() == Release.PENDING_OWNER;
        boolean fits = pending == (eras.readers() == Readers.SINGLE)
                && pending == (eras.spinOnOwner() == SpinOnOwner.SPINLOCKS)
                && (pending || !eras.ownedSemaphores());
        if (!fits) {
            String asked = f.node("release") != null ? "release" : firstOf(f);
            diagnostics.error(
                    f.at(asked),
                    DiagnosticCode.ERA_CONFLICT,
                    (pending ? "a pending owner" : "a lock without pending owner")
                            + " does not go with the other rules: readers " + Language.wordOf(eras.readers())
                            + ", spin_on_owner " + Language.wordOf(eras.spinOnOwner()) + ", owned_semaphores "
                            + eras.ownedSemaphores(),
                    "release: pending_owner, readers: single, spin_on_owner: spinlocks and owned_semaphores belong to"
                            + " the kernels up to 2.6.38 (rules K2.11, K3.12, K3.25, K4.09)",
                    "set all of them, or use kernel.version \"2.6.33\"");
            return of;
        }
        if (eras.rtRuntimeShare() && eras.rtBandwidth() == RtBandwidth.FAIR_SERVER) {
            diagnostics.error(
                    f.at(f.node("rt_runtime_share") != null ? "rt_runtime_share" : "rt_bandwidth"),
                    DiagnosticCode.ERA_CONFLICT,
                    "a kernel with a fair server has no real-time runtime that CPUs could lend each other",
                    "sharing belongs to throttling, up to 5.9 (rules K5.17, K5.19)",
                    "use rt_bandwidth: throttling, or rt_runtime_share: false");
            return of;
        }
        return eras;
    }

    /** The first of the picks that the check of pending owners looks at. */
    private static String firstOf(Fields eras) {
        for (String key : List.of("readers", "spin_on_owner", "owned_semaphores")) {
            if (eras.node(key) != null) {
                return key;
            }
        }
        return "release";
    }

    private IrqThreadPriorities priorities(Fields kernel) {
        Fields f = kernel.fields("irq_thread_priorities");
        if (f == null) {
            return DEFAULT_PRIORITIES;
        }
        Fields scaled = f.fields("scaled");
        if (scaled == null) {
            return new IrqThreadPriorities.Flat(f.integer("flat", 1, 99, 50));
        }
        int from = scaled.integer("from", 1, 99, 50);
        int floor = scaled.integer("floor", 1, 99, 1);
        if (floor > from) {
            diagnostics.error(
                    scaled.at("floor"),
                    DiagnosticCode.OUT_OF_RANGE,
                    "floor " + floor + " is above from " + from,
                    "the priorities fall from the one to the other",
                    "exchange them");
            return DEFAULT_PRIORITIES;
        }
        return new IrqThreadPriorities.Scaled(from, floor);
    }
}
