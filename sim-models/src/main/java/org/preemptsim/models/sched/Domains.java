// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.sched;

import java.util.ArrayList;
import java.util.List;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.Topology;

/**
 * Who is near whom: for each CPU its spans from the inside out, core, cache, node, machine.
 *
 * @kernel sched_domain, kernel/sched/topology.c, v6.1
 */
final class Domains {
    private final CpuSet[][] spans;
    private final CpuSet[] caches;

    private final CpuSet isolated;

    Domains(Topology topology, int cpus, CpuSet isolated) {
        this.isolated = isolated;
        spans = new CpuSet[cpus][];
        caches = new CpuSet[cpus];
        CpuSet all = CpuSet.first(cpus);
        for (int c = 0; c < cpus; c++) {
            caches[c] = find(topology.caches(), c, find(topology.nodes(), c, all));
            List<CpuSet> list = new ArrayList<>();
            add(list, find(topology.cores(), c, CpuSet.of(c)));
            add(list, caches[c]);
            add(list, find(topology.nodes(), c, all));
            add(list, all);
            spans[c] = list.toArray(new CpuSet[0]);
        }
    }

    private static void add(List<CpuSet> list, CpuSet span) {
        if (span.size() > 1 && (list.isEmpty() || !list.get(list.size() - 1).equals(span))) {
            list.add(span);
        }
    }

    private static CpuSet find(List<CpuSet> parts, int cpu, CpuSet otherwise) {
        for (CpuSet p : parts) {
            if (p.contains(cpu)) {
                return p;
            }
        }
        return otherwise;
    }

    /** The spans of {@code cpu} that have more than one CPU, the nearest first. */
    CpuSet[] spans(int cpu) {
        return spans[cpu];
    }

    /** The CPUs that share the last-level cache of {@code cpu}. */
    CpuSet cache(int cpu) {
        return caches[cpu];
    }

    /** Whether {@code cpu} is out of load balancing, and in no root domain with others. */
    boolean isolated(int cpu) {
        return isolated.contains(cpu);
    }

    boolean shareCache(int a, int b) {
        return caches[a].contains(b);
    }
}
