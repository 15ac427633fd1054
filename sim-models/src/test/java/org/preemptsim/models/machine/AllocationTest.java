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
        m.run(6_000_000_000L);
        long events = m.eventCount();
        // The bean's own first call allocates; a second pair of reads shows what reading costs.
        threads.getCurrentThreadAllocatedBytes();
        long idle = -threads.getCurrentThreadAllocatedBytes() + threads.getCurrentThreadAllocatedBytes();
        long before = threads.getCurrentThreadAllocatedBytes();
        m.run(8_000_000_000L);
        long bytes = threads.getCurrentThreadAllocatedBytes() - before - idle;
        assertThat(m.eventCount() - events).isGreaterThan(500_000);
        assertThat(bytes).isZero();
    }
}
