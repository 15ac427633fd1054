// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.irq;

import org.preemptsim.models.spec.KernelSpec.IrqThreadPriorities;
import org.preemptsim.models.spec.KernelSpec.IrqThreadPriorities.Flat;
import org.preemptsim.models.spec.KernelSpec.IrqThreadPriorities.Scaled;

/** Gives interrupt threads their FIFO priorities (rules K6.02, K6.12). */
final class IrqThreadPriorityAssigner {
    private final int floor;
    private int next;

    IrqThreadPriorityAssigner(IrqThreadPriorities scheme) {
        if (scheme instanceof Scaled s) {
            next = s.from();
            floor = s.floor();
        } else {
            next = ((Flat) scheme).priority();
            floor = next;
        }
    }

    /** The priority of the next thread that runs for the first time. */
    int assign() {
        int priority = next;
        if (next > floor) {
            next--;
        }
        return priority;
    }
}
