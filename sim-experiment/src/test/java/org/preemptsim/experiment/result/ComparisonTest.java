// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    @Test
    void ordersTheContextsAsEachRunDoes() {
        RunResult one = spending("user", "kernel", "softirq", "idle");
        RunResult other = spending("user", "kernel", "irq threads", "scheduler", "idle", "stall");
        assertThat(new Comparison(1, "t", List.of(one, other)).cpuContexts())
                .containsExactly("user", "kernel", "irq threads", "scheduler", "softirq", "idle", "stall");
    }

    private static RunResult spending(String... contexts) {
        List<CpuTime.Part> parts =
                Arrays.stream(contexts).map(c -> new CpuTime.Part(c, 1)).toList();
        return new RunResult(
                RunResult.SCHEMA,
                RunResult.Source.SIMULATED,
                "s",
                "v",
                "",
                1,
                "0.1.0",
                "6.6 rt",
                "",
                1,
                1,
                true,
                "horizon",
                List.of(),
                List.of(new CpuTime(0, parts)),
                List.of(),
                List.of(),
                null);
    }
}
