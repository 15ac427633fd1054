// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.cpu;

/** The parts a CPU's time is divided into for people. */
public enum CpuContext {
    USER("user"),
    KERNEL("kernel"),
    IRQ_THREAD("irq threads"),
    SOFTIRQ("softirq"),
    HARDIRQ("hardirq"),
    SCHEDULER("scheduler"),
    SPIN("spin"),
    IDLE("idle"),
    STALL("nmi and smi");

    private final String label;

    CpuContext(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
