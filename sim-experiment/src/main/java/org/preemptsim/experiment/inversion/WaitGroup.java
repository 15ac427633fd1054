// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.inversion;

import java.util.Comparator;

/**
 * Waits of one task for one lock that ended in the same way.
 *
 * @param longest the longest of them
 * @param waits how many
 * @param waitedNs how long in all
 */
public record WaitGroup(LockWait longest, long waits, long waitedNs) {
    /** By the longest wait of each. */
    static final Comparator<WaitGroup> LONGEST_FIRST =
            Comparator.comparing(WaitGroup::longest, LockWait.LONGEST_FIRST).thenComparing(g -> g.longest.lock());

    WaitGroup and(WaitGroup other) {
        boolean first = LockWait.LONGEST_FIRST.compare(longest, other.longest) <= 0;
        return new WaitGroup(first ? longest : other.longest, waits + other.waits, waitedNs + other.waitedNs);
    }

    WaitGroup with(LockWait.Counterpart counterpart) {
        return new WaitGroup(longest.with(counterpart), waits, waitedNs);
    }
}
