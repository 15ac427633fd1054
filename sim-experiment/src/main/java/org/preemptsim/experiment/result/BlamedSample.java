// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.result;

import java.util.List;

/**
 * One sample with every nanosecond assigned to exactly one cause; {@code slices} are in time order, adjacent, and sum
 * to {@code latencyNs}.
 *
 * @param cycle the sample's number in its thread, from 1
 * @param expiryNs when the timer was to expire, since the run's start
 */
public record BlamedSample(String task, int cpu, long cycle, long expiryNs, long latencyNs, List<BlameSlice> slices) {
    public BlamedSample {
        slices = List.copyOf(slices);
        long sum = slices.stream().mapToLong(BlameSlice::durationNs).sum();
        if (sum != latencyNs) {
            throw new IllegalArgumentException("blame of " + sum + " ns for a latency of " + latencyNs + " ns");
        }
    }
}
