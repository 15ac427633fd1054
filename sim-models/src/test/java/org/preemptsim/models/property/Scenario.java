// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.property;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.preemptsim.models.machine.Machine;
import org.preemptsim.models.machine.MachineBuilder;
import org.preemptsim.models.machine.MachineOptions;
import org.preemptsim.models.spec.ClockSourceKind;
import org.preemptsim.models.spec.ClockSpec;
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
import org.preemptsim.models.spec.UserObjectSpec;
import org.preemptsim.models.spec.WorkloadSpec;

/**
 * A small machine and what runs on it.
 *
 * @param costNs what each kernel path costs; the choice of the next task costs at least 1 ns, so that the trace shows it
 * @param isolated CPUs out of load balancing
 * @param rtRuntimeNs real-time time allowed per {@link #RT_PERIOD_NS}, or {@link SchedSettings#UNLIMITED}
 */
record Scenario(
        int cpus,
        PreemptionModel model,
        KernelVersion version,
        long costNs,
        long rtRuntimeNs,
        CpuSet isolated,
        List<LockSpec> locks,
        List<UserObjectSpec> mutexes,
        List<TaskSpec> tasks) {
    static final long RT_PERIOD_NS = 10_000_000L;
    static final int HZ = 1000;
    static final long TICK_NS = 1_000_000_000L / HZ;

    Scenario {
        locks = List.copyOf(locks);
        mutexes = List.copyOf(mutexes);
        tasks = List.copyOf(tasks);
    }

    /** A time by which all programs have ended if nothing is lost: each could wait for all others in turn. */
    long horizonNs() {
        long ns = 1_000_000;
        for (TaskSpec t : tasks) {
            long share = t.policy().kind() == SchedPolicy.Kind.DEADLINE
                    ? 1 + t.policy().periodNs() / t.policy().runtimeNs()
                    : 1;
            ns += t.startNs()
                    + (1 + share) * demandNs(t.program())
                    + (share > 1 ? t.policy().periodNs() : 0);
            ns += 400 * costNs * (1 + t.program().size());
        }
        return rtRuntimeNs < 0 ? ns : ns * RT_PERIOD_NS / Math.max(1, rtRuntimeNs) + RT_PERIOD_NS;
    }

    /** The most time that the steps ask for: work, sleeps and time-outs. */
    static long demandNs(List<Step> steps) {
        long ns = 0;
        for (Step s : steps) {
            if (s instanceof Step.Compute c) {
                ns += constantNs(c.length());
            } else if (s instanceof Step.Kernel k) {
                ns += constantNs(k.length());
            } else if (s instanceof Step.PreemptOff p) {
                ns += constantNs(p.length());
            } else if (s instanceof Step.IrqsOff p) {
                ns += constantNs(p.length());
            } else if (s instanceof Step.Sleep z) {
                // Timer slack of a fair task comes on top.
                ns += constantNs(z.length()) + 60_000;
            } else if (s instanceof Step.Sync y) {
                ns += Math.max(0, y.timeoutNs()) + 60_000;
            } else if (s instanceof Step.Syscall c) {
                ns += demandNs(c.steps());
            } else if (s instanceof Step.Repeat r) {
                ns += r.times() * demandNs(r.steps());
            }
        }
        return ns;
    }

    static long constantNs(DurationDistribution d) {
        if (d instanceof DurationDistribution.Constant c) {
            return c.ns();
        }
        throw new IllegalArgumentException("a generated length is constant");
    }

    Machine build(MachineOptions options) {
        return MachineBuilder.build(machineSpec(), kernelSpec(), workloadSpec(), options);
    }

    MachineSpec machineSpec() {
        Map<CostKey, DurationDistribution> costs = new EnumMap<>(CostKey.class);
        if (costNs > 1) {
            for (CostKey key : CostKey.values()) {
                // Different paths differ, so that races come out in all orders.
                costs.put(key, DurationDistribution.ofNs(costNs + 7L * key.ordinal()));
            }
        } else if (costNs == 1) {
            costs.put(CostKey.SCHEDULE, DurationDistribution.ofNs(1));
        }
        ClockSpec clock = new ClockSpec(
                ClockSourceKind.TSC,
                List.of(ClockSourceKind.TSC),
                Map.of(ClockSourceKind.TSC, DurationDistribution.ZERO),
                Map.of(),
                ClockSpec.ClockEventKind.TSC_DEADLINE,
                DurationDistribution.ZERO,
                DurationDistribution.ZERO,
                0);
        return new MachineSpec(cpus, costs, clock, List.of(), List.of());
    }

    KernelSpec kernelSpec() {
        SchedSettings d = SchedSettings.DEFAULT;
        SchedSettings sched = new SchedSettings(
                d.rrTimesliceMs(),
                rtRuntimeNs,
                RT_PERIOD_NS,
                rtRuntimeNs < 0 ? 0 : d.fairServerRuntimeNs(),
                d.fairServerPeriodNs(),
                d.maxLockDepth(),
                d.irqTimeAccounting(),
                isolated,
                0);
        return new KernelSpec(
                version, model, HZ, true, false, new IrqThreadPriorities.Flat(50), sched, KernelEras.of(version));
    }

    WorkloadSpec workloadSpec() {
        return new WorkloadSpec(locks, List.of(), List.of(), tasks, List.of(), mutexes);
    }

    TaskSpec task(String name) {
        return tasks.stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
    }

    /** The kinds of kernel locks by name. */
    Map<String, LockSpec.Kind> kinds() {
        Map<String, LockSpec.Kind> out = new HashMap<>();
        locks.forEach(l -> out.put(l.name(), l.kind()));
        return out;
    }

    /** The scenario with other tasks. */
    Scenario withTasks(List<TaskSpec> other) {
        return new Scenario(cpus, model, version, costNs, rtRuntimeNs, isolated, locks, mutexes, other);
    }

    /** The scenario with one more CPU, which is isolated. */
    Scenario withIsolatedCpu() {
        return new Scenario(cpus + 1, model, version, costNs, rtRuntimeNs, CpuSet.of(cpus), locks, mutexes, tasks);
    }

    // ---- text ----

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(1_000);
        out.append("\nmachine: {cpus: ").append(cpus).append(", every cost: ").append(costNs);
        out.append(" ns}\nkernel: {version: \"").append(version).append("\", preemption: ");
        out.append(model).append("}\n");
        if (rtRuntimeNs >= 0) {
            out.append("real-time runtime: ").append(us(rtRuntimeNs)).append(" in ");
            out.append(us(RT_PERIOD_NS)).append('\n');
        }
        locks.forEach(l -> out.append("lock ")
                .append(l.name())
                .append(": ")
                .append(l.kind())
                .append('\n'));
        for (UserObjectSpec m : mutexes) {
            if (m instanceof UserObjectSpec.Mutex x) {
                out.append("mutex ").append(x.name()).append(": ").append(x.protocol());
                out.append(' ').append(x.kind()).append(x.ceiling() > 0 ? " ceiling " + x.ceiling() : "");
                out.append('\n');
            }
        }
        for (TaskSpec t : tasks) {
            out.append("task ").append(t.name()).append(" (").append(t.policy());
            out.append(", cpus ").append(cpuList(t.cpus())).append(", start ").append(us(t.startNs()));
            out.append(t.kernelThread() ? ", kernel thread): " : "): ");
            out.append(text(t.program())).append('\n');
        }
        return out.toString();
    }

    private static String cpuList(CpuSet set) {
        List<String> out = new ArrayList<>();
        for (int c = set.next(0); c >= 0; c = set.next(c + 1)) {
            out.add(Integer.toString(c));
        }
        return String.join(",", out);
    }

    private static String text(List<Step> steps) {
        return String.join("; ", steps.stream().map(Scenario::text).toList());
    }

    private static String text(Step s) {
        if (s instanceof Step.Compute c) {
            return "compute " + us(constantNs(c.length()));
        } else if (s instanceof Step.Kernel k) {
            return "kernel " + us(constantNs(k.length()));
        } else if (s instanceof Step.PreemptOff p) {
            return "preempt-off " + us(constantNs(p.length()));
        } else if (s instanceof Step.IrqsOff p) {
            return "irqs-off " + us(constantNs(p.length()));
        } else if (s instanceof Step.Sleep z) {
            return "sleep " + us(constantNs(z.length()));
        } else if (s instanceof Step.Lock l) {
            return "lock " + l.lock();
        } else if (s instanceof Step.Unlock l) {
            return "unlock " + l.lock();
        } else if (s instanceof Step.Sync y) {
            String timeout = y.timeoutNs() < 0 ? "" : " for " + us(y.timeoutNs());
            return y.op().name().toLowerCase(Locale.ROOT) + " " + y.object() + timeout;
        } else if (s instanceof Step.KernelSync k) {
            return k.op().name().toLowerCase(Locale.ROOT) + " " + k.object();
        } else if (s instanceof Step.SetPolicy p) {
            return "set " + (p.task().isEmpty() ? "self" : p.task()) + " to " + p.policy();
        } else if (s instanceof Step.Signal g) {
            return "signal " + g.task();
        } else if (s instanceof Step.Syscall c) {
            return "[" + text(c.steps()) + "]";
        } else if (s instanceof Step.Yield) {
            return "yield";
        }
        return s.toString();
    }

    private static String us(long ns) {
        return ns % 1_000 == 0 ? ns / 1_000 + "us" : ns + "ns";
    }
}
