// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.preemptsim.models.spec.ClockSourceKind;
import org.preemptsim.models.spec.ClockSpec;
import org.preemptsim.models.spec.ClockSpec.ClockEventKind;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.DurationDistribution;
import org.preemptsim.models.spec.MachineSpec;
import org.preemptsim.models.spec.MachineSpec.IdleState;
import org.preemptsim.models.spec.MachineSpec.StallKind;
import org.preemptsim.models.spec.MachineSpec.StallSource;
import org.preemptsim.models.spec.Topology;

/** Reads {@code machine:}, its profile already under it. */
final class MachineReader {
    private final Diagnostics diagnostics;
    private final Distributions distributions;

    MachineReader(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
        this.distributions = new Distributions(diagnostics);
    }

    static Cpus cpus(Fields machine, Diagnostics diagnostics) {
        int count = machine.integer("cpus", 1, 4096, 1);
        return new Cpus(count, machine.scalar("cpus") == null ? null : machine.at("cpus"), diagnostics);
    }

    MachineSpec read(Fields machine, Cpus cpus) {
        return new MachineSpec(
                cpus.count(),
                costs(machine.fieldsOrEmpty("costs")),
                clock(machine.fieldsOrEmpty("clock")),
                idleStates(machine),
                stalls(machine, cpus),
                topology(machine.fieldsOrEmpty("topology"), cpus));
    }

    private Topology topology(Fields f, Cpus cpus) {
        return new Topology(
                partition(f, "cores", "a core", cpus),
                partition(f, "caches", "a cache", cpus),
                partition(f, "nodes", "a node", cpus));
    }

    private List<CpuSet> partition(Fields f, String key, String what, Cpus cpus) {
        List<CpuSet> parts = new ArrayList<>();
        if (!(f.node(key) instanceof SeqNode list)) {
            return parts;
        }
        int errors = diagnostics.errors();
        int[] placed = new int[cpus.count()];
        for (Node item : list.items()) {
            CpuSet part = cpus.read(item, what + " has");
            for (int cpu = part.lowest(); cpu >= 0; cpu = part.next(cpu + 1)) {
                placed[cpu]++;
            }
            parts.add(part);
        }
        for (int cpu = 0; cpu < placed.length && diagnostics.errors() == errors; cpu++) {
            if (placed[cpu] != 1) {
                diagnostics.error(
                        list.at(),
                        DiagnosticCode.BAD_TOPOLOGY,
                        "cpu " + cpu + (placed[cpu] == 0 ? " is in none of the " : " is in several of the ") + key,
                        "each cpu is in exactly one of them",
                        "list " + Units.cpusOf(cpus.count()));
            }
        }
        return diagnostics.errors() == errors ? parts : List.of();
    }

    private Map<CostKey, DurationDistribution> costs(Fields f) {
        Map<CostKey, DurationDistribution> costs = new EnumMap<>(CostKey.class);
        for (CostKey key : CostKey.values()) {
            Node n = f.node(key.key());
            if (n != null) {
                costs.put(key, distributions.read(n, DurationDistribution.ZERO));
            }
        }
        return costs;
    }

    private ClockSpec clock(Fields f) {
        List<ClockSourceKind> available = available(f);
        ClockSourceKind current = source(f.scalar("source"));
        if (current == null) {
            current = available.get(0);
        } else if (!available.contains(current)) {
            String names = String.join(
                    ", ", available.stream().map(ClockSourceKind::key).toList());
            diagnostics.error(
                    f.at("source"),
                    DiagnosticCode.CLOCKSOURCE_UNAVAILABLE,
                    "clock source " + current.key() + " is not available on this machine",
                    "machine.clock.available has " + names,
                    "choose one of these, or add it there");
            current = available.get(0);
        }
        Map<ClockSourceKind, DurationDistribution> readCost = new EnumMap<>(ClockSourceKind.class);
        Map<ClockSourceKind, Long> frequency = new EnumMap<>(ClockSourceKind.class);
        for (ClockSourceKind kind : ClockSourceKind.values()) {
            Node cost = f.fieldsOrEmpty("read_cost").node(kind.key());
            if (cost != null) {
                readCost.put(kind, distributions.read(cost, DurationDistribution.ZERO));
            }
            ScalarNode hz = f.fieldsOrEmpty("frequency").scalar(kind.key());
            if (hz != null) {
                frequency.put(kind, Units.frequency(hz.value()).or(kind.frequencyHz()));
            }
        }
        return new ClockSpec(
                current,
                available,
                readCost,
                frequency,
                event(f),
                distributions.read(f, "timer_error", DurationDistribution.ZERO),
                distributions.read(f, "program_cost", DurationDistribution.ZERO),
                f.timeNs("min_delta", 0));
    }

    /** Best rating first, as the kernel lists them; never empty. */
    private static List<ClockSourceKind> available(Fields f) {
        List<ClockSourceKind> found = new ArrayList<>();
        if (f.node("available") instanceof SeqNode s) {
            for (Node item : s.items()) {
                ClockSourceKind kind = item instanceof ScalarNode n ? source(n) : null;
                if (kind != null && !found.contains(kind)) {
                    found.add(kind);
                }
            }
        }
        if (found.isEmpty()) {
            found.addAll(List.of(ClockSourceKind.values()));
        }
        found.sort(Comparator.comparingInt(ClockSourceKind::rating).reversed());
        return found;
    }

    private static @Nullable ClockSourceKind source(@Nullable ScalarNode s) {
        for (ClockSourceKind kind : ClockSourceKind.values()) {
            if (s != null && kind.key().equals(s.value())) {
                return kind;
            }
        }
        return null;
    }

    private static ClockEventKind event(Fields f) {
        String word = f.text("event", ClockEventKind.TSC_DEADLINE.key());
        for (ClockEventKind kind : ClockEventKind.values()) {
            if (kind.key().equals(word)) {
                return kind;
            }
        }
        return ClockEventKind.TSC_DEADLINE;
    }

    private List<IdleState> idleStates(Fields machine) {
        List<IdleState> states = new ArrayList<>();
        Names names = new Names("idle state", diagnostics);
        for (Fields f : machine.all("idle_states")) {
            names.claim(f.scalar("name"));
            states.add(new IdleState(
                    f.text("name", ""),
                    distributions.read(f, "exit_latency", DurationDistribution.ZERO),
                    f.timeNs("target_residency", 0)));
        }
        return states;
    }

    private List<StallSource> stalls(Fields machine, Cpus cpus) {
        List<StallSource> stalls = new ArrayList<>();
        for (Fields f : machine.all("stalls")) {
            StallKind kind = f.word("kind", StallKind.values(), StallKind.SMI);
            int cpu = f.integer("cpu", 0, Units.HIGHEST_CPU, -1);
            if (cpu >= cpus.count()) {
                cpus.missing(f.at("cpu"), cpu, "this stall hits");
                cpu = -1;
            }
            if (cpu >= 0 && kind == StallKind.SMI) {
                diagnostics.error(
                        f.at("cpu"),
                        DiagnosticCode.OUT_OF_RANGE,
                        "an smi hits every cpu",
                        "system management mode stops all of them at once (rule K8.18)",
                        "remove cpu, or use kind: nmi");
            }
            DurationDistribution every = distributions.read(f, "every", DurationDistribution.ofNs(1));
            if (Distributions.isZero(every)) {
                takesNoTime(f.at("every"), "these stalls come", diagnostics);
            }
            stalls.add(new StallSource(kind, cpu, every, distributions.read(f, "for", DurationDistribution.ZERO)));
        }
        return stalls;
    }

    static void takesNoTime(Mark at, String subject, Diagnostics diagnostics) {
        diagnostics.error(
                at,
                DiagnosticCode.TAKES_NO_TIME,
                subject + " one after the other without any time between",
                "the simulation would never get past that instant",
                "let some time pass");
    }
}
