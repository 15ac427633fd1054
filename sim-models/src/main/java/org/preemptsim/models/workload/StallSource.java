// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.workload;

import org.preemptsim.engine.QuantileTable;
import org.preemptsim.engine.RandomStream;
import org.preemptsim.engine.Simulation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.SegmentKind;
import org.preemptsim.models.random.Distributions;
import org.preemptsim.models.spec.MachineSpec;
import org.preemptsim.models.spec.MachineSpec.StallKind;

/** SMIs or NMIs: takes one CPU or all of them away (rules K2.12, K8.18). */
public final class StallSource {
    private final MachineSpec.StallSource spec;
    private final int slot;
    private final Simulation simulation;
    private final Cpu[] cpus;
    private final RandomStream random;
    private final QuantileTable interval;
    private final QuantileTable length;

    public StallSource(MachineSpec.StallSource spec, int slot, Simulation simulation, Cpu[] cpus, RandomStream random) {
        this.spec = spec;
        this.slot = slot;
        this.simulation = simulation;
        this.cpus = cpus;
        this.random = random;
        this.interval = Distributions.compile(spec.interval());
        this.length = Distributions.compile(spec.length());
    }

    /** Schedules the first stall. */
    public void boot() {
        simulation.schedule(slot, interval.sample(random));
    }

    /** The engine's call: it strikes. */
    public void strikes() {
        long ns = length.sample(random);
        simulation.schedule(slot, simulation.nowNs() + Math.max(1, interval.sample(random)));
        SegmentKind kind = spec.kind() == StallKind.SMI ? SegmentKind.SMI : SegmentKind.NMI;
        boolean everywhere = spec.kind() == StallKind.SMI || spec.cpu() < 0;
        for (Cpu cpu : cpus) {
            if (everywhere || cpu.id() == spec.cpu()) {
                cpu.stall(kind, ns);
            }
        }
    }
}
