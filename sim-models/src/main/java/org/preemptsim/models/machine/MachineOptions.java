// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.machine;

import org.jspecify.annotations.Nullable;
import org.preemptsim.engine.Trace;

/**
 * How a machine is run, none of which changes what happens in it unless it says so.
 *
 * @param seed of all random streams; it changes what happens
 * @param worstSamples worst samples kept per measuring thread
 * @param microBuckets exact one-microsecond buckets of each latency histogram
 * @param runAhead whether the engine may run ahead
 * @param shuffleTiesSeed permutes the order of events at one instant; 0 = the documented order
 * @param trace where trace points go, or null
 * @param monitors whether the kernel's runtime-verification monitors watch (rules K11.01 to K11.12)
 * @param inheritance whether locks pass priorities on; it changes what happens: what inheritance saves is seen without it
 */
public record MachineOptions(
        long seed,
        int worstSamples,
        int microBuckets,
        boolean runAhead,
        long shuffleTiesSeed,
        @Nullable Trace trace,
        boolean monitors,
        boolean inheritance) {

    /** Defaults: 20 worst samples, 16,384 buckets, no trace. */
    public static MachineOptions ofSeed(long seed) {
        return new MachineOptions(seed, 20, 1 << 14, true, 0, null, false, true);
    }

    public MachineOptions withTrace(@Nullable Trace newTrace) {
        return new MachineOptions(
                seed, worstSamples, microBuckets, runAhead, shuffleTiesSeed, newTrace, monitors, inheritance);
    }

    public MachineOptions withRunAhead(boolean on) {
        return new MachineOptions(seed, worstSamples, microBuckets, on, shuffleTiesSeed, trace, monitors, inheritance);
    }

    public MachineOptions withWorstSamples(int n) {
        return new MachineOptions(seed, n, microBuckets, runAhead, shuffleTiesSeed, trace, monitors, inheritance);
    }

    public MachineOptions withMonitors() {
        return new MachineOptions(
                seed, worstSamples, microBuckets, runAhead, shuffleTiesSeed, trace, true, inheritance);
    }

    /** Priorities are not passed on through locks. */
    public MachineOptions withoutInheritance() {
        return new MachineOptions(seed, worstSamples, microBuckets, runAhead, shuffleTiesSeed, trace, monitors, false);
    }
}
