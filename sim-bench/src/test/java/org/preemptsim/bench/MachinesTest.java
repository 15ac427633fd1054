// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.preemptsim.models.machine.Machine;

/** The benchmarks measure what they say: so many wakeups, so many steps. */
class MachinesTest {
    @Test
    void eachTaskWakesOnceAPeriod() {
        Machine machine = Machines.wakeups(4, 8);
        machine.run(100 * Machines.PERIOD_NS);
        machine.settle();
        for (var worker : machine.workers()) {
            assertThat(machine.scheduler().cpuTimeNs(worker.task().id())).isGreaterThan(99 * 1_000L);
        }
    }

    @Test
    void theChainIsBoostedToItsEndAndDeboostedAgain() {
        Machine machine = Machines.chain(200);
        int weak = 99 - 10;
        int strong = 99 - 60;
        int first = machine.workers().get(0).task().id();
        machine.run(3 * Machines.PERIOD_NS + 60_000);
        assertThat(machine.scheduler().effectivePrio(first)).isEqualTo(strong);
        machine.run(3 * Machines.PERIOD_NS + 1_000_000);
        assertThat(machine.scheduler().effectivePrio(first)).isEqualTo(weak);
        machine.verify();
    }
}
