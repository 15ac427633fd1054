// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.preemptsim.engine.LatencyHistogram;
import org.preemptsim.engine.StopReason;
import org.preemptsim.engine.Trace;

class WakePathModelTest {
    private static final long RUN_NS = 400_000_000;

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void runAheadChangesNothingButTheWay(int cpus) {
        Trace on = new Trace(null);
        Trace off = new Trace(null);
        WakePathModel ahead = new WakePathModel(cpus, true, on);
        WakePathModel behind = new WakePathModel(cpus, false, off);
        assertThat(ahead.run(RUN_NS)).isEqualTo(StopReason.HORIZON);
        assertThat(behind.run(RUN_NS)).isEqualTo(StopReason.HORIZON);
        assertThat(on.records()).isGreaterThan(1_000L * cpus);
        assertThat(on.hash()).isEqualTo(off.hash());
        assertThat(ahead.simulation.eventCount()).isEqualTo(behind.simulation.eventCount());
        assertThat(ahead.simulation.ranAheadCount()).isGreaterThan(ahead.simulation.eventCount() / 4);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void wakesOncePerPeriodAndCpu(int cpus) {
        WakePathModel model = new WakePathModel(cpus, true, null);
        model.run(RUN_NS);
        LatencyHistogram latencies = model.histogram;
        assertThat(latencies.count()).isBetween(1_998L * cpus, 2_000L * cpus);
        assertThat(latencies.minNs()).isPositive();
        assertThat(latencies.maxNs()).isLessThan(200_000);
        assertThat(model.simulation.eventCount() / latencies.count()).isBetween(10L, 15L);
    }
}
