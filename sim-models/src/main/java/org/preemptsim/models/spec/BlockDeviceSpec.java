// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.spec;

/**
 * A block device: requests are served one at a time in order, each completion raises the device's interrupt line; the
 * BLOCK softirq then completes the request and wakes who waits.
 *
 * @param line the {@link IrqLineSpec#irq} of its completion interrupt
 * @param service time from the head of the queue to completion
 * @param queueDepth requests it holds before submitters must wait
 * @param completionLength BLOCK softirq work per completed request
 */
public record BlockDeviceSpec(
        String name, int line, DurationDistribution service, int queueDepth, DurationDistribution completionLength) {
    public BlockDeviceSpec {
        if (queueDepth < 1 || queueDepth > 1_000_000) {
            throw new IllegalArgumentException("queue_depth must be 1..1000000");
        }
    }
}
