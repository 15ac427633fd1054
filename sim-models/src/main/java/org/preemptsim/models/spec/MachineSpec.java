// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.spec;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The hardware of one run and what kernel paths cost on it.
 *
 * @param cpus number of CPUs, 1..4096
 * @param costs length of each kernel action; a key that is absent costs nothing
 * @param clock clock sources and clock events
 * @param idleStates idle states from shallow to deep; empty = polling idle
 * @param stalls sources that take CPUs away from the kernel: SMI, NMI
 * @param topology which CPUs share cores, caches and nodes
 */
public record MachineSpec(
        int cpus,
        Map<CostKey, DurationDistribution> costs,
        ClockSpec clock,
        List<IdleState> idleStates,
        List<StallSource> stalls,
        Topology topology) {

    public MachineSpec {
        if (cpus < 1 || cpus > 4096) {
            throw new IllegalArgumentException("cpus must be 1..4096");
        }
        EnumMap<CostKey, DurationDistribution> copy = new EnumMap<>(CostKey.class);
        copy.putAll(costs);
        costs = copy;
        idleStates = List.copyOf(idleStates);
        stalls = List.copyOf(stalls);
    }

    /** A machine whose CPUs share one cache. */
    public MachineSpec(
            int cpus,
            Map<CostKey, DurationDistribution> costs,
            ClockSpec clock,
            List<IdleState> idleStates,
            List<StallSource> stalls) {
        this(cpus, costs, clock, idleStates, stalls, Topology.FLAT);
    }

    /** The length of {@code key}; zero if the profile does not name it. */
    public DurationDistribution cost(CostKey key) {
        DurationDistribution d = costs.get(key);
        return d != null ? d : DurationDistribution.ZERO;
    }

    /**
     * An idle state (rules K8.15, K8.16).
     *
     * @param name such as {@code C1E}
     * @param exitLatency from the wake event to the first instruction
     * @param targetResidencyNs least predicted idle time for which the governor takes it
     */
    public record IdleState(String name, DurationDistribution exitLatency, long targetResidencyNs) {}

    /** What takes a CPU away. */
    public enum StallKind {
        /** System management interrupt: all CPUs at once, invisible to the kernel (rule K8.18). */
        SMI,
        /** Non-maskable interrupt on one CPU (rule K2.12). */
        NMI
    }

    /**
     * A stall source.
     *
     * @param cpu the CPU an NMI hits, -1 = every CPU
     */
    public record StallSource(StallKind kind, int cpu, DurationDistribution interval, DurationDistribution length) {}
}
