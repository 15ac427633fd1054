// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.irq;

import org.preemptsim.engine.EventSet;
import org.preemptsim.engine.QuantileTable;
import org.preemptsim.engine.RandomStream;
import org.preemptsim.engine.Simulation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.random.Distributions;
import org.preemptsim.models.sched.RescheduleIpi;
import org.preemptsim.models.spec.DurationDistribution;

/**
 * Reschedule interrupts in flight, one event source per target CPU (rules K1.09, K6.23). A second one to the same CPU merges with the
 * one under way.
 */
public final class IpiController implements RescheduleIpi {
    private final Cpu[] cpus;
    private final int firstSlot;
    private final int vector;
    private final Simulation simulation;
    private final QuantileTable flight;
    private final RandomStream random;

    /**
     * Nothing in flight.
     *
     * @param firstSlot the event source of CPU 0; the others follow
     * @param vector the reschedule vector
     */
    public IpiController(
            Cpu[] cpus,
            int firstSlot,
            int vector,
            Simulation simulation,
            DurationDistribution flight,
            RandomStream random) {
        this.cpus = cpus;
        this.firstSlot = firstSlot;
        this.vector = vector;
        this.simulation = simulation;
        this.flight = Distributions.compile(flight);
        this.random = random;
    }

    @Override
    public void send(int cpu) {
        if (simulation.timeOf(firstSlot + cpu) == EventSet.NEVER) {
            simulation.schedule(firstSlot + cpu, simulation.nowNs() + flight.sample(random));
        }
    }

    /** The engine's call: the interrupt reaches its target. */
    public void arrives(int slot) {
        cpus[slot - firstSlot].raise(vector);
    }
}
