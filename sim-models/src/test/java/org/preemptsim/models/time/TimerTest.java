// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.preemptsim.models.Steps.compute;
import static org.preemptsim.models.Steps.sleepUntil;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.preemptsim.models.Fixtures;
import org.preemptsim.models.Timeline;
import org.preemptsim.models.machine.Machine;
import org.preemptsim.models.spec.ClockSourceKind;
import org.preemptsim.models.spec.ClockSpec.ClockEventKind;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.MachineSpec.StallKind;
import org.preemptsim.models.spec.PreemptionModel;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.trace.TracePoint;

class TimerTest {
    @Test
    void slackDelaysAFairSleeperOnAQuietCpuOnly() {
        // K8.07: fires at 1050 alone, at 1020 with a real-time timer there
        Fixtures alone =
                Fixtures.on(PreemptionModel.FULL).task("fair", SchedPolicy.other(0), 0, sleepUntil(1_000), compute(5));
        assertThat(Timeline.of(alone, 3_000).switchedInUs("fair", 2)).isEqualTo(1_050);
        Fixtures together = Fixtures.on(PreemptionModel.FULL)
                .task("fair", SchedPolicy.other(0), 0, sleepUntil(1_000), compute(5))
                .task("rt", SchedPolicy.fifo(10), 0, sleepUntil(1_020), compute(1));
        // Sorted by hard expiry the real-time timer is first; the scan goes on to the fair one, whose soft time has
        // come.
        assertThat(Timeline.of(together, 3_000).switchedInUs("fair", 2)).isEqualTo(1_021);
    }

    @Test
    void onRtAFairSleeperNeedsKtimers() {
        // K8.03, K7.11: a FIFO 2 hog keeps ktimers, FIFO 1, from running
        Fixtures f = Fixtures.on(PreemptionModel.RT)
                .task("fair", SchedPolicy.other(0), 0, sleepUntil(1_000), compute(5))
                .task("hog", SchedPolicy.fifo(2), 500_000, compute(3_000));
        Timeline t = Timeline.of(f, 10_000);
        assertThat(t.switches()).containsSubsequence("500 hog", "3500 ktimers/0", "3500 fair");
        Fixtures full = Fixtures.on(PreemptionModel.FULL)
                .task("rt", SchedPolicy.fifo(3), 0, sleepUntil(1_000), compute(5))
                .task("hog", SchedPolicy.fifo(2), 500_000, compute(3_000));
        assertThat(Timeline.of(full, 10_000).switchedInUs("rt", 2)).isEqualTo(1_000);
    }

    @Test
    void timersOfOneInstantExpireInOrderBeforeAnyTaskRuns() {
        // K8.20
        Fixtures f = Fixtures.on(PreemptionModel.FULL)
                .cost(CostKey.HRTIMER_EXPIRE, 1_000)
                .task("low", SchedPolicy.fifo(10), 0, sleepUntil(1_000), compute(5))
                .task("high", SchedPolicy.fifo(90), 0, sleepUntil(1_000), compute(5));
        assertThat(Timeline.of(f, 3_000).switches()).containsSubsequence("1002 high", "1007 low");
    }

    @Test
    void ticksOnABusyCpuAreHz() {
        // K8.13
        Fixtures f = Fixtures.on(PreemptionModel.FULL).hz(250).task("hog", SchedPolicy.other(0), 0, compute(2_000_000));
        Timeline t = Timeline.of(f, 1_000_000);
        assertThat(t.count(TracePoint.HRTIMER_EXPIRE)).isEqualTo(250 + 1); // and the hog's start
    }

    @Test
    void theTickStopsInIdle() {
        // K8.14
        Timeline t = Timeline.of(Fixtures.on(PreemptionModel.FULL).hz(250), 100_000);
        assertThat(t.count(TracePoint.IRQ_ENTRY)).isLessThanOrEqualTo(1);
    }

    @Test
    void aCoarseClockNeverFiresATimerEarlyOnItsOwnReading() {
        // K8.08, K8.12: latencies are never negative and lie on the clock's grid relative to the expiry's reading
        for (ClockSourceKind kind : List.of(ClockSourceKind.HPET, ClockSourceKind.ACPI_PM)) {
            Fixtures f = Fixtures.on(PreemptionModel.RT)
                    .clock(kind, ClockEventKind.LAPIC, 100)
                    .cyclictest(90, 200_123, 1);
            Machine m = f.build();
            m.run(3_000_000_000L);
            assertThat(m.probes().all().get(0).histogram().minNs()).isGreaterThanOrEqualTo(0);
            assertThat(m.probes().all().get(0).histogram().count()).isGreaterThan(9_000);
        }
    }

    @Test
    void aSlowClockAddsItsReadCostToEveryLatency() {
        // K8.11
        assertThat(minimumWith(ClockSourceKind.ACPI_PM, 2_550) - minimumWith(ClockSourceKind.TSC, 57))
                .isBetween(2_493L - 280, 2_493L + 280);
    }

    private static long minimumWith(ClockSourceKind kind, long readNs) {
        Machine m = Fixtures.on(PreemptionModel.RT)
                .clock(kind, ClockEventKind.TSC_DEADLINE, readNs)
                .cyclictest(90, 200_000, 1)
                .build();
        m.run(3_000_000_000L);
        return m.probes().all().get(0).histogram().minNs();
    }

    @Test
    void anSmiFreezesAllCpusAndDelaysEvenInterruptsOff() {
        // K8.18
        Fixtures f = Fixtures.on(PreemptionModel.FULL)
                .stall(StallKind.SMI, -1, 500_000, 150_000)
                .task("t", SchedPolicy.fifo(10), 0, compute(1_000));
        assertThat(Timeline.of(f, 2_000).switches()).contains("1300 idle/0");
    }

    @Test
    void anIdleStateAddsItsExitLatency() {
        // K8.15, K8.16
        Fixtures f = Fixtures.on(PreemptionModel.FULL)
                .idleState("C1", 2_000, 2_000)
                .idleState("C6", 133_000, 600_000)
                .task("t", SchedPolicy.fifo(10), 0, sleepUntil(100_000), compute(10));
        Timeline t = Timeline.of(f, 200_000);
        assertThat(t.switchedInUs("t", 2)).isEqualTo(100_133);
    }
}
