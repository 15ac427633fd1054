// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.preemptsim.host.micro.MicroMeasurements;
import org.preemptsim.models.spec.CostKey;

class PathSplitTest {
    @Test
    void pathAndTimerErrorSumToTheLeastSample() {
        for (double least : new double[] {900, 3_000, 8_000, 50_000}) {
            PathSplit s = PathSplit.of(Truth.micro(), least);
            assertThat(s.fixedPathNs() + s.timerErrorNs()).isEqualTo((long) least);
            assertThat(s.timerErrorNs()).isNotNegative();
        }
    }

    @Test
    void takesWhatIsMeasuredAsItIs() {
        PathSplit s = PathSplit.of(Truth.micro(), 8_000);
        assertThat(s.clockReadNs()).isEqualTo(40);
        assertThat(s.costs()).containsEntry(CostKey.SYSCALL_EXIT, 100L).containsEntry(CostKey.SYSCALL_ENTRY, 100L);
        // (6000 - 4 x 200 - 2 x 40) / 2 = 2560
        long switching = s.costs().getOrDefault(CostKey.WAKEUP, 0L)
                + s.costs().getOrDefault(CostKey.SCHEDULE, 0L)
                + s.costs().getOrDefault(CostKey.CONTEXT_SWITCH, 0L);
        assertThat(switching).isBetween(2_559L, 2_561L);
        assertThat(s.origin()).anyMatch(o -> o.startsWith("clock read 40 ns: measured"));
        assertThat(s.origin()).noneMatch(o -> o.contains("scaled by"));
    }

    @Test
    void leavesRoomForTheInterruptWhenTheMeasuredPathsAreTooLong() {
        PathSplit s = PathSplit.of(Truth.micro(), 2_000);
        assertThat(s.costs().get(CostKey.IRQ_ENTRY)).isPositive();
        assertThat(s.origin()).anyMatch(o -> o.contains("scaled by"));
    }

    @Test
    void givesEveryKernelPathButTheFittedOneACost() {
        PathSplit s = PathSplit.of(Truth.micro(), 8_000);
        for (CostKey k : CostKey.values()) {
            if (k != CostKey.CACHE_REFILL) {
                assertThat(s.costs()).as(k.key()).containsKey(k);
            }
        }
    }

    @Test
    void survivesAFasterPipeThanItsCalls() {
        MicroMeasurements odd = new MicroMeasurements(
                Truth.constant("clock", 40),
                Truth.constant("syscall", 5_000),
                Truth.constant("pipe", 6_000),
                Truth.constant("park", 1));
        assertThat(PathSplit.of(odd, 8_000).costs()).containsEntry(CostKey.CONTEXT_SWITCH, 0L);
    }
}
