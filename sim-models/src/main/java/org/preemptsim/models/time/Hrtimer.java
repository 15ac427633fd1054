// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.time;

import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;

/** A high-resolution timer. It belongs to whoever allots it; {@link HrtimerBase} owns its place in a queue. */
public final class Hrtimer {
    static final int NOT_QUEUED = -1;

    private final int label;
    private final Callback callback;
    private final long argument;

    long softNs;
    long hardNs;
    long sequence;
    int place = NOT_QUEUED;
    boolean softContext;

    /**
     * A timer that is not armed.
     *
     * @param label its name
     * @param argument handed to the callback, such as a task's number
     */
    public Hrtimer(int label, Callback callback, long argument) {
        this.label = label;
        this.callback = callback;
        this.argument = argument;
    }

    /** What happens at expiry. */
    public interface Callback {
        /**
         * The timer has been taken off its queue. May call one routine on {@code stack}.
         *
         * @context the hard timer interrupt, or the HRTIMER softirq for soft timers on RT
         */
        void expired(Cpu cpu, Activation stack, Hrtimer timer);
    }

    public int label() {
        return label;
    }

    public long argument() {
        return argument;
    }

    public boolean armed() {
        return place != NOT_QUEUED;
    }

    /** The instant before which it never fires. */
    public long softExpiryNs() {
        return softNs;
    }

    Callback callback() {
        return callback;
    }
}
