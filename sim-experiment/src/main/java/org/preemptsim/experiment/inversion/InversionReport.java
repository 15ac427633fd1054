// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.inversion;

import java.util.List;

/**
 * What one run showed about waiting for locks.
 *
 * @param waits how often a task waited for a lock
 * @param inversions how often it depended on a task whose own priority is worse, or a deadlock kept it for ever
 * @param boosts how often a priority was inherited
 * @param longest the inversions and deadlocks, by task, lock and outcome; the group with the longest first
 * @param ordinary other waits, in the same way
 * @param keptOff what inherited priorities and ceilings cost, longest first
 */
public record InversionReport(
        long simulatedNs,
        long waits,
        long inversions,
        long boosts,
        List<WaitGroup> longest,
        List<WaitGroup> ordinary,
        List<KeptOff> keptOff) {
    public InversionReport {
        longest = List.copyOf(longest);
        ordinary = List.copyOf(ordinary);
        keptOff = List.copyOf(keptOff);
    }

    InversionReport withLongest(List<WaitGroup> withCounterparts) {
        return new InversionReport(simulatedNs, waits, inversions, boosts, withCounterparts, ordinary, keptOff);
    }
}
