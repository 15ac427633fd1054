// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.spec;

/**
 * What an administrator sets of the scheduler.
 *
 * @param rrTimesliceMs slice of SCHED_RR: {@code /proc/sys/kernel/sched_rr_timeslice_ms} (rule K5.05)
 * @param rtRuntimeNs real-time time allowed per period: {@code sched_rt_runtime_us}; {@link #UNLIMITED} = no throttling (rules
 *     K5.15, K5.22)
 * @param rtPeriodNs {@code sched_rt_period_us}
 * @param fairServerRuntimeNs runtime of the fair deadline server per CPU, 0 = off; only kernels that have one use it (rule K5.19)
 * @param fairServerPeriodNs its period
 * @param maxLockDepth {@code kernel.max_lock_depth} (rule K3.18)
 * @param irqTimeAccounting whether interrupt time is kept apart from the time of the task it hits (rule K2.14)
 * @param isolatedCpus {@code isolcpus=}: out of load balancing and of default task masks
 * @param tickPhaseNs time since the last tick at time 0, less than a tick
 */
public record SchedSettings(
        int rrTimesliceMs,
        long rtRuntimeNs,
        long rtPeriodNs,
        long fairServerRuntimeNs,
        long fairServerPeriodNs,
        int maxLockDepth,
        boolean irqTimeAccounting,
        CpuSet isolatedCpus,
        long tickPhaseNs) {

    /** The {@link #rtRuntimeNs} that switches throttling off. */
    public static final long UNLIMITED = -1;

    /** The kernel's own defaults. */
    public static final SchedSettings DEFAULT = new SchedSettings(
            100, 950_000_000L, 1_000_000_000L, 50_000_000L, 1_000_000_000L, 1024, true, CpuSet.of(), 0);

    public SchedSettings {
        if (rrTimesliceMs < 1) {
            throw new IllegalArgumentException("an RR slice is at least 1 ms");
        }
        if (rtPeriodNs < 1 || rtRuntimeNs < UNLIMITED || rtRuntimeNs > rtPeriodNs) {
            throw new IllegalArgumentException("rt runtime is -1 or within 0..period");
        }
        if (fairServerPeriodNs < 1 || fairServerRuntimeNs < 0 || fairServerRuntimeNs > fairServerPeriodNs) {
            throw new IllegalArgumentException("the fair server's runtime is within 0..period");
        }
        if (maxLockDepth < 1) {
            throw new IllegalArgumentException("max_lock_depth is at least 1");
        }
        if (tickPhaseNs < 0) {
            throw new IllegalArgumentException("a tick's phase is not negative");
        }
    }

    /** Whether real-time tasks may be stopped for using up the runtime. */
    public boolean limitsRealTime() {
        return rtRuntimeNs != UNLIMITED && rtRuntimeNs < rtPeriodNs;
    }
}
