// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.irq;

import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.softirq.Softirqs;

/** Finds a CPU's softirqs. */
@FunctionalInterface
interface SoftirqsOfCpu {
    Softirqs of(Cpu cpu);
}
