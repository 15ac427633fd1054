// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.preemptsim.models.spec.PreemptionModel;

class AllocationTest {
    @ParameterizedTest
    @EnumSource(PreemptionModel.class)
    void aRunningMachineAllocatesNothing(PreemptionModel model) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Machine m = MachineProperties.busy(model).build();
        m.run(4_000_000_000L);
        // Compilers and first executions of rare paths allocate a few bytes at their own times; what allocates per
        // event, or per
        // thousand events, shows in every window.
        long leastBytes = Long.MAX_VALUE;
        long bytes = 0;
        long events = m.eventCount();
        for (int window = 1; window <= 5; window++) {
            long firstEvent = m.eventCount();
            long before = threads.getCurrentThreadAllocatedBytes();
            m.run(4_000_000_000L + window * 1_000_000_000L);
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertThat(m.eventCount() - firstEvent).isGreaterThan(200_000);
            leastBytes = Math.min(leastBytes, allocated);
            bytes += allocated;
        }
        assertThat(leastBytes).isZero();
        assertThat((double) bytes / (m.eventCount() - events)).isLessThan(0.01);
    }
}
