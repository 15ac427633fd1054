// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationAllocationTest {
    private static final int SLOTS = 16;
    private static final long WARM_UP_NS = 20_000_000;
    private static final long MEASURED_NS = 220_000_000;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void allocatesNothingOverAMillionEvents(boolean runAhead) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Model model = new Model(runAhead);
        model.simulation.run(WARM_UP_NS);
        threads.getCurrentThreadAllocatedBytes();

        long events = model.simulation.eventCount();
        long before = threads.getCurrentThreadAllocatedBytes();
        StopReason reason = model.simulation.run(MEASURED_NS);
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(reason).isEqualTo(StopReason.HORIZON);
        assertThat(model.simulation.eventCount() - events).isGreaterThan(1_000_000);
        assertThat(model.traced).isGreaterThan(1_000_000);
        assertThat(model.histogram.count()).isGreaterThan(1_000_000);
        assertThat(bytes).as("bytes allocated by the running thread").isZero();
    }

    /** Every part of the engine that is used while a simulation runs. */
    private static final class Model {
        final Simulation simulation;
        final LatencyHistogram histogram = new LatencyHistogram(60);
        long traced;
        private final Trace trace = new Trace((words, records) -> traced += records);
        private final RandomStream[] streams = new RandomStream[SLOTS];
        private final QuantileTable delayNs =
                new QuantileTable(p -> Math.round(Math.min(1e6, -2_000 * Math.log1p(-p))));

        Model(boolean runAhead) {
            simulation = new Simulation(new EventSet(SLOTS), this::fire, runAhead);
            RandomStreams named = new RandomStreams(1);
            for (int slot = 0; slot < SLOTS; slot++) {
                streams[slot] = named.stream("source" + slot);
                simulation.schedule(slot, slot);
            }
        }

        private void fire(int slot, long nowNs) {
            RandomStream random = streams[slot];
            long nextNs;
            do {
                long delay = delayNs.sample(random);
                histogram.record(delay);
                trace.record(simulation.nowNs(), 1, slot, 0, delay);
                if (random.nextInt(4) == 0) {
                    int other = random.nextInt(SLOTS);
                    if (other != slot && simulation.timeOf(other) != EventSet.NEVER) {
                        simulation.cancel(other);
                        simulation.schedule(other, simulation.nowNs() + delay / 2);
                    }
                }
                nextNs = simulation.nowNs() + delay;
            } while (simulation.advance(slot, nextNs));
            simulation.schedule(slot, nextNs);
        }
    }
}
