// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.sched;

import java.util.List;
import org.preemptsim.engine.EventSet;
import org.preemptsim.engine.QuantileTable;
import org.preemptsim.engine.RandomStream;
import org.preemptsim.models.random.Distributions;
import org.preemptsim.models.spec.MachineSpec.IdleState;

/**
 * Picks an idle state (rules K8.15, K8.16): the deepest one whose target residency fits the time to the next timer; only polling
 * under a latency request of 0, as cyclictest makes.
 */
public final class IdleGovernor {
    /** The choice of polling idle. */
    public static final int POLLING = -1;

    private final QuantileTable[] exitLatencies;
    private final long[] residenciesNs;
    private final int[] labels;
    private final boolean onlyPolling;

    /**
     * A governor for the given states.
     *
     * @param labels one per state
     * @param onlyPolling whether /dev/cpu_dma_latency is held at 0
     */
    public IdleGovernor(List<IdleState> states, int[] labels, boolean onlyPolling) {
        this.exitLatencies =
                states.stream().map(s -> Distributions.compile(s.exitLatency())).toArray(QuantileTable[]::new);
        this.residenciesNs =
                states.stream().mapToLong(IdleState::targetResidencyNs).toArray();
        this.labels = labels.clone();
        this.onlyPolling = onlyPolling;
    }

    int choose(long nowNs, long nextTimerNs) {
        int state = POLLING;
        if (!onlyPolling) {
            long predictedNs = nextTimerNs == EventSet.NEVER ? Long.MAX_VALUE : nextTimerNs - nowNs;
            for (int i = 0; i < residenciesNs.length; i++) {
                if (residenciesNs[i] <= predictedNs) {
                    state = i;
                }
            }
        }
        return state;
    }

    long exitLatencyNs(int state, RandomStream random) {
        return state == POLLING ? 0 : exitLatencies[state].sample(random);
    }

    int label(int state) {
        return state == POLLING ? 0 : labels[state];
    }
}
