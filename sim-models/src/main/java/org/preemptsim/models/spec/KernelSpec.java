// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.spec;

/**
 * The kernel of one run.
 *
 * @param version the version whose rules hold
 * @param preemption the one key that flips ordinary to real-time
 * @param hz tick frequency: 100, 250, 300 or 1000
 * @param nohzIdle whether the tick stops in idle (rule K8.14)
 * @param threadIrqs the boot option threadirqs: force threaded handlers without PREEMPT_RT; implied by RT
 * @param irqThreadPriorities how interrupt threads get their priorities (rules K6.02, K6.12)
 * @param sched the scheduler's settings
 * @param eras which rules hold where kernels differ
 */
public record KernelSpec(
        KernelVersion version,
        PreemptionModel preemption,
        int hz,
        boolean nohzIdle,
        boolean threadIrqs,
        IrqThreadPriorities irqThreadPriorities,
        SchedSettings sched,
        KernelEras eras) {

    public KernelSpec {
        if (hz != 100 && hz != 250 && hz != 300 && hz != 1000) {
            throw new IllegalArgumentException("hz must be 100, 250, 300 or 1000");
        }
        if (preemption == PreemptionModel.LAZY && !version.atLeast(6, 6)) {
            throw new IllegalArgumentException("preemption lazy exists from kernel 6.6 on (rules K1.07, K1.12)");
        }
    }

    /** A kernel with default scheduler settings and the rules of its version. */
    public KernelSpec(
            KernelVersion version,
            PreemptionModel preemption,
            int hz,
            boolean nohzIdle,
            boolean threadIrqs,
            IrqThreadPriorities irqThreadPriorities) {
        this(
                version,
                preemption,
                hz,
                nohzIdle,
                threadIrqs,
                irqThreadPriorities,
                SchedSettings.DEFAULT,
                KernelEras.of(version));
    }

    /** Length of a tick in nanoseconds. */
    public long tickNs() {
        return 1_000_000_000L / hz;
    }

    /** Whether handlers without NODELAY/IRQF_NO_THREAD run in threads (rule K6.11). */
    public boolean threadsInterrupts() {
        return preemption == PreemptionModel.RT || threadIrqs;
    }

    /** A kernel version as major.minor; the rule book's eras are ranges of it. */
    public record KernelVersion(int major, int minor) implements Comparable<KernelVersion> {
        public KernelVersion {
            if (major < 2 || minor < 0) {
                throw new IllegalArgumentException("a kernel version is MAJOR.MINOR from 2.6 on");
            }
        }

        public boolean atLeast(int otherMajor, int otherMinor) {
            return compareTo(new KernelVersion(otherMajor, otherMinor)) >= 0;
        }

        @Override
        public int compareTo(KernelVersion o) {
            return major != o.major ? Integer.compare(major, o.major) : Integer.compare(minor, o.minor);
        }

        @Override
        public String toString() {
            return major + "." + minor;
        }
    }

    /** How interrupt threads get their FIFO priorities. */
    public sealed interface IrqThreadPriorities {
        /** Each thread at the same priority (eras A1, A2, B: 50). */
        record Flat(int priority) implements IrqThreadPriorities {
            public Flat {
                checkPriority(priority);
            }
        }

        /** A counter that starts at {@code from} and falls by one per thread, in order of first run, down to {@code floor}. */
        record Scaled(int from, int floor) implements IrqThreadPriorities {
            public Scaled {
                checkPriority(from);
                checkPriority(floor);
                if (floor > from) {
                    throw new IllegalArgumentException("floor must not exceed from");
                }
            }
        }

        private static void checkPriority(int p) {
            if (p < 1 || p > 99) {
                throw new IllegalArgumentException("a FIFO priority is 1..99");
            }
        }
    }
}
