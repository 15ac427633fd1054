// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.spec;

import java.util.List;

/**
 * Which CPUs share what: each list partitions the machine's CPUs; an empty list says "all share one" for caches and nodes, and "none
 * share one" for cores.
 *
 * @param cores CPUs that are threads of one core (SMT siblings)
 * @param caches CPUs that share their last-level cache
 * @param nodes CPUs of one memory node
 */
public record Topology(List<CpuSet> cores, List<CpuSet> caches, List<CpuSet> nodes) {
    /** Single-threaded cores under one cache and node. */
    public static final Topology FLAT = new Topology(List.of(), List.of(), List.of());

    public Topology {
        cores = List.copyOf(cores);
        caches = List.copyOf(caches);
        nodes = List.copyOf(nodes);
    }
}
