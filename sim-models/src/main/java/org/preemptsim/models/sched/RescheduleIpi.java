// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.sched;

/** Sends reschedule interrupts; implemented by the irq room. */
public interface RescheduleIpi {
    /** The interrupt is on its way to {@code cpu}. */
    void send(int cpu);
}
