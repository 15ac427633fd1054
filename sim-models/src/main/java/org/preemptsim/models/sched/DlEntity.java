// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.sched;

import org.jspecify.annotations.Nullable;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.time.Hrtimer;

/**
 * A deadline reservation: that of a task, or the fair server of a CPU.
 *
 * @kernel struct sched_dl_entity, include/linux/sched.h, v6.1; the fair server's fields v6.12
 */
final class DlEntity {
    static final long LONG_PAST = Long.MIN_VALUE / 4;

    /** The task it belongs to; null for a fair server. */
    final @Nullable SchedEntity owner;

    long maxRuntimeNs;
    long relativeDeadlineNs;
    long periodNs;

    /** Left of the budget. */
    long runtimeNs;
    /** Absolute; that of a reservation that has never been active is long past. */
    long deadlineNs = LONG_PAST;

    boolean throttled;
    boolean yielded;
    /** Whose parameters count: a donor's while boosted. */
    DlEntity parameters = this;

    @Nullable
    Hrtimer timer;

    /** The CPU whose base the timer was last armed on. */
    int timerCpu;

    // the run queue's list, earliest deadline first
    boolean queued;

    @Nullable
    DlEntity next;

    @Nullable
    DlEntity previous;

    // fair server
    boolean deferred;
    boolean deferArmed;
    boolean deferRunning;
    boolean serverActive;

    DlEntity(@Nullable SchedEntity owner) {
        this.owner = owner;
    }

    /** New parameters; those of a policy that has none are zero. The next activation sets a deadline. */
    void set(SchedPolicy policy) {
        maxRuntimeNs = policy.runtimeNs();
        relativeDeadlineNs = policy.deadlineNs();
        periodNs = policy.periodNs();
    }

    boolean boosted() {
        return parameters != this;
    }

    boolean implicit() {
        return relativeDeadlineNs == periodNs;
    }

    boolean before(DlEntity other) {
        return deadlineNs < other.deadlineNs;
    }
}
