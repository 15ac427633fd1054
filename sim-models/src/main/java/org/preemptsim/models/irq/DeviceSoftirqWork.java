// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.irq;

import org.preemptsim.engine.QuantileTable;
import org.preemptsim.engine.RandomStream;
import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.cpu.SegmentKind;

/** Softirq work of a device without a model of its own: one drawn length per interrupt that its handler has seen. */
final class DeviceSoftirqWork implements Routine {
    private final IrqLine line;
    private final QuantileTable length;
    private final RandomStream random;

    DeviceSoftirqWork(IrqLine line, QuantileTable length, RandomStream random) {
        this.line = line;
        this.length = length;
        this.random = random;
    }

    @Override
    public void step(Cpu cpu, Activation stack) {
        if (line.takeUnprocessed()) {
            cpu.spend(SegmentKind.SOFTIRQ, length.sample(random), line.label());
        } else {
            stack.ret();
        }
    }
}
