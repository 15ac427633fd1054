// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.result;

/**
 * A stretch of a latency sample and its one cause.
 *
 * @param offsetNs start, since the sample's expiry
 * @param durationNs length
 * @param cause why the task did not run yet
 * @param owner who held it up: a task, line or timer; empty if nobody
 * @param detail in what: a lock, a section or a softirq; may be empty
 * @param cpu where
 */
public record BlameSlice(long offsetNs, long durationNs, BlameCause cause, String owner, String detail, int cpu) {}
