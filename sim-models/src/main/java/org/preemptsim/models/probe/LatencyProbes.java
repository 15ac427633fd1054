// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.probe;

import java.util.Arrays;
import java.util.List;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.SegmentLog;

/** The probes of a machine; tells the logs which entries are still needed and hands on those that are overwritten. */
public final class LatencyProbes implements SegmentLog.Evicted {
    private final List<LatencyProbe> all;
    private final Cpu[] cpus;
    private LatencyProbe[][] watching = new LatencyProbe[0][];

    public LatencyProbes(List<LatencyProbe> probes, Cpu[] cpus) {
        this.all = List.copyOf(probes);
        this.cpus = cpus;
    }

    /** All probes are attached. */
    public void boot() {
        watching = new LatencyProbe[cpus.length][];
        for (Cpu cpu : cpus) {
            watching[cpu.id()] = all.stream()
                    .filter(p -> Arrays.stream(p.watchedCpus()).anyMatch(c -> c == cpu.id()))
                    .toArray(LatencyProbe[]::new);
            cpu.log().connect(this);
        }
    }

    /** In the order of the measuring threads. */
    public List<LatencyProbe> all() {
        return all;
    }

    /** {@code probe}'s timer expires on {@code cpu}; a pinned task's timer expires on a CPU it may run on. */
    public void expired(LatencyProbe probe, Cpu cpu, long expiryNs) {
        probe.expired(cpu, expiryNs);
        for (int c : probe.watchedCpus()) {
            SegmentLog log = cpus[c].log();
            log.guard(Math.min(log.guardNs(), expiryNs));
        }
    }

    /** {@code probe} has a sample; its window closes. */
    public void sample(LatencyProbe probe, Cpu cpu, long expiryNs, long readNs) {
        probe.sample(cpu, expiryNs, readNs);
        for (int c : probe.watchedCpus()) {
            long from = Long.MAX_VALUE;
            for (LatencyProbe p : watching[c]) {
                from = Math.min(from, p.windowFromNs());
            }
            cpus[c].log().guard(from);
        }
    }

    @Override
    public void evicted(int cpu, long endNs, long segment) {
        for (LatencyProbe p : watching[cpu]) {
            p.evicted(cpu, endNs, segment);
        }
    }
}
