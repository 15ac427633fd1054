// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.machine;

import org.jspecify.annotations.Nullable;
import org.preemptsim.engine.Trace;

/**
 * How a machine is run, none of which changes what happens in it.
 *
 * @param seed of all random streams; this does
 * @param worstSamples worst samples kept per measuring thread
 * @param microBuckets exact one-microsecond buckets of each latency histogram
 * @param runAhead whether the engine may run ahead
 * @param shuffleTiesSeed permutes the order of events at one instant; 0 = the documented order
 * @param trace where trace points go, or null
 * @param monitors whether the kernel's runtime-verification monitors watch (rules K11.01 to K11.12)
 */
public record MachineOptions(
        long seed,
        int worstSamples,
        int microBuckets,
        boolean runAhead,
        long shuffleTiesSeed,
        @Nullable Trace trace,
        boolean monitors) {

    /** Defaults: 20 worst samples, 16,384 buckets, no trace. */
    public static MachineOptions ofSeed(long seed) {
        return new MachineOptions(seed, 20, 1 << 14, true, 0, null, false);
    }

    public MachineOptions withTrace(@Nullable Trace newTrace) {
        return new MachineOptions(seed, worstSamples, microBuckets, runAhead, shuffleTiesSeed, newTrace, monitors);
    }

    public MachineOptions withRunAhead(boolean on) {
        return new MachineOptions(seed, worstSamples, microBuckets, on, shuffleTiesSeed, trace, monitors);
    }

    public MachineOptions withWorstSamples(int n) {
        return new MachineOptions(seed, n, microBuckets, runAhead, shuffleTiesSeed, trace, monitors);
    }

    public MachineOptions withMonitors() {
        return new MachineOptions(seed, worstSamples, microBuckets, runAhead, shuffleTiesSeed, trace, true);
    }
}
