// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.softirq;

import org.jspecify.annotations.Nullable;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.spec.IrqLineSpec.SoftirqKind;

/** Somebody who hands work to a softirq vector: queued at most once per CPU-wide vector list until its routine has run. */
public final class SoftirqSource {
    private final SoftirqKind vector;
    private final Routine work;
    private final long argument;
    boolean queued;
    /** The pass in progress or last begun when it was queued: it waits for a later one (rule K7.01). */
    long stamp;

    @Nullable
    SoftirqSource next;

    /**
     * A source that is not queued.
     *
     * @param work does all that is due when it runs; register a = {@code argument}
     */
    public SoftirqSource(SoftirqKind vector, Routine work, long argument) {
        this.vector = vector;
        this.work = work;
        this.argument = argument;
    }

    public SoftirqKind vector() {
        return vector;
    }

    Routine work() {
        return work;
    }

    long argument() {
        return argument;
    }
}
