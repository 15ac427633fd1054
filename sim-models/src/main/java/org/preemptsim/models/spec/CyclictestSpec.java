// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.spec;

import java.util.List;

/**
 * cyclictest, resolved from its command line (rule K10.01).
 *
 * @param command the command line it came from
 * @param threads its measuring threads
 * @param durationNs -D; 0 = until the run ends
 * @param loops -l; 0 = no limit
 * @param histogramBuckets -h/-H: exact 1 microsecond buckets kept; 0 = none
 * @param histogramOfAll -H: a last column with the sum over the threads
 * @param relative -r: relative sleeps, so each cycle's lateness moves the next
 * @param sleeper how a cycle waits
 * @param realtimeClock -c 1: CLOCK_REALTIME instead of CLOCK_MONOTONIC
 * @param latencyTarget whether /dev/cpu_dma_latency is held at 0, which forbids all idle states but polling
 * @param userLoop user code between a cycle's clock read and its next sleep
 */
public record CyclictestSpec(
        String command,
        List<Measuring> threads,
        long durationNs,
        long loops,
        int histogramBuckets,
        boolean histogramOfAll,
        boolean relative,
        Sleeper sleeper,
        boolean realtimeClock,
        boolean latencyTarget,
        DurationDistribution userLoop) {

    public CyclictestSpec {
        threads = List.copyOf(threads);
        if (threads.isEmpty()) {
            throw new IllegalArgumentException("cyclictest needs a thread");
        }
    }

    /** One measuring thread. */
    public record Measuring(String name, SchedPolicy policy, CpuSet cpus, long intervalNs) {
        public Measuring {
            if (intervalNs <= 0) {
                throw new IllegalArgumentException("an interval must be positive");
            }
        }
    }

    /** The wait of a cycle. */
    public enum Sleeper {
        /** clock_nanosleep (-n; the default of newer versions). */
        CLOCK_NANOSLEEP,
        /** -s: sys_nanosleep, always relative. */
        SYS_NANOSLEEP,
        /** POSIX interval timer and signal (-x; the default of old versions). */
        POSIX_TIMER
    }
}
