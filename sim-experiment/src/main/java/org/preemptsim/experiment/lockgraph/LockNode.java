// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.lockgraph;

/**
 * A lock as a vertex.
 *
 * @param kind its kind in the scenario's words, such as {@code spinlock} or {@code mutex (inherit)}
 * @param progress what makes its owner run while a better task waits
 * @param sleeps whether a waiter sleeps, so that it must not be taken in atomic context (rule K2.05)
 * @param masks whether holding it masks preemption
 */
public record LockNode(String name, String kind, Progress progress, boolean sleeps, boolean masks) {
    /** What makes the owner of a lock run while a better task waits for it. */
    public enum Progress {
        /** The owner cannot be preempted. */
        MASKED,
        /** The owner inherits the waiter's priority. */
        INHERITED,
        /** The owner runs at a ceiling. */
        CEILING,
        /** A writer inherits, readers do not (rule K4.02). */
        WRITERS_ONLY,
        /** Nothing: there is no inheritance, or no owner. */
        NOTHING
    }
}
