// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.time;

import org.preemptsim.engine.EventSet;
import org.preemptsim.engine.QuantileTable;
import org.preemptsim.engine.RandomStream;
import org.preemptsim.engine.Simulation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.random.Distributions;
import org.preemptsim.models.spec.ClockSpec;

/**
 * The one-shot timer hardware of a CPU (rule K8.09).
 *
 * @kernel clockevents_program_event(), kernel/time/clockevents.c, v6.6
 */
public final class ClockEventDevice {
    private final Cpu cpu;
    private final int slot;
    private final int vector;
    private final Simulation simulation;
    private final RandomStream random;
    private final QuantileTable error;
    private final QuantileTable programCost;
    private final long resolutionNs;
    private final long minDeltaNs;
    private long programmedNs = EventSet.NEVER;
    private long raisedNs;

    /**
     * A device that is not programmed.
     *
     * @param slot its event source
     * @param vector the interrupt it raises at {@code cpu}
     */
    public ClockEventDevice(Cpu cpu, int slot, int vector, Simulation simulation, RandomStream random, ClockSpec spec) {
        this.cpu = cpu;
        this.slot = slot;
        this.vector = vector;
        this.simulation = simulation;
        this.random = random;
        this.error = Distributions.compile(spec.timerError());
        this.programCost = Distributions.compile(spec.programCost());
        this.resolutionNs = spec.device().resolutionNs();
        // Even ideal hardware cannot fire in the past or at once: a handler on a coarser clock would find the same
        // reading for ever.
        this.minDeltaNs = Math.max(1, spec.minDeltaNs());
    }

    /** Programs the next event; {@link EventSet#NEVER} switches it off. A past instant means the minimum delta from now. */
    void program(long atNs) {
        if (atNs == programmedNs) {
            return;
        }
        programmedNs = atNs;
        if (atNs == EventSet.NEVER) {
            simulation.cancel(slot);
            return;
        }
        long at = Math.max(atNs, simulation.nowNs() + minDeltaNs);
        if (resolutionNs > 0) {
            at = (at + resolutionNs - 1) / resolutionNs * resolutionNs;
        }
        simulation.schedule(slot, at + error.sample(random));
    }

    long programmedNs() {
        return programmedNs;
    }

    /** The cost of programming it, one draw. */
    long programCostNs() {
        return programCost.sample(random);
    }

    /** The interrupt's handler begins: what it was programmed to is over (expires_next = KTIME_MAX). */
    void handled() {
        programmedNs = EventSet.NEVER;
    }

    /** The engine's call: the hardware requests its interrupt now. */
    public void fires() {
        raisedNs = simulation.nowNs();
        cpu.raise(vector);
    }

    /** When it last requested its interrupt. */
    public long raisedNs() {
        return raisedNs;
    }
}
