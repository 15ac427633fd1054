// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.inversion;

/** What a nanosecond of a wait for a lock went to; the conditions are in the package's table. */
public enum Share {
    /** The task at the end of the chain ran. */
    OWNER_RAN("owner ran"),
    /** It was ready, but a task worse than the waiter had its CPU: the inversion proper. */
    INVERTED("inverted"),
    /** It was ready, but a task at least as good as the waiter had its CPU. */
    OUTRANKED("better task ran"),
    /** It slept with the lock. */
    OWNER_SLEPT("owner slept"),
    /** It was ready and stopped for lack of budget. */
    THROTTLED("throttled"),
    /** Nobody was in the way: taking the lock, switching, waking, handing over. */
    HANDED_OVER("switches and hand-over"),
    /** The chain of owners closes. */
    DEADLOCKED("deadlock"),
    /** It has exited with the lock. */
    OWNER_GONE("owner gone");

    private final String label;

    Share(String label) {
        this.label = label;
    }

    /** In reports. */
    public String label() {
        return label;
    }
}
