// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.inversion;

import java.util.Comparator;

/**
 * A ready task had to wait because a task whose own priority is worse ran at an inherited priority or at a ceiling: what a protocol costs
 * (push-through blocking).
 *
 * @param task who was ready
 * @param policy its own policy
 * @param by who ran
 * @param byPolicy the own policy of that task
 * @param at the priority at which it ran
 * @param cpu on which CPU
 * @param fromNs when {@code by} first ran while {@code task} was ready
 * @param durationNs for how long in all until {@code task} ran
 */
public record KeptOff(
        String task, String policy, String by, String byPolicy, String at, int cpu, long fromNs, long durationNs) {
    /** Longest first; equal ones in the order in which they began. */
    static final Comparator<KeptOff> LONGEST_FIRST = Comparator.comparingLong(KeptOff::durationNs)
            .reversed()
            .thenComparingLong(KeptOff::fromNs)
            .thenComparing(KeptOff::task)
            .thenComparing(KeptOff::by);
}
