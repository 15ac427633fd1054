// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.workload;

import org.preemptsim.engine.QuantileTable;
import org.preemptsim.engine.RandomStream;
import org.preemptsim.engine.Simulation;
import org.preemptsim.models.irq.IrqLine;
import org.preemptsim.models.random.Distributions;
import org.preemptsim.models.spec.IrqLineSpec.ArrivalSpec;

/** A device that interrupts by itself, at drawn intervals. */
public final class ArrivalSource {
    private final ArrivalSpec spec;
    private final int slot;
    private final Simulation simulation;
    private final IrqLine line;
    private final RandomStream random;
    private final QuantileTable interval;

    public ArrivalSource(ArrivalSpec spec, int slot, Simulation simulation, IrqLine line, RandomStream random) {
        this.spec = spec;
        this.slot = slot;
        this.simulation = simulation;
        this.line = line;
        this.random = random;
        this.interval = Distributions.compile(spec.interval());
    }

    /** Schedules the first interrupt. */
    public void boot() {
        simulation.schedule(slot, spec.firstNs());
    }

    /** The engine's call: the device interrupts. */
    public void arrives() {
        simulation.schedule(slot, simulation.nowNs() + Math.max(1, interval.sample(random)));
        line.raise();
    }
}
