// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.spec;

import java.util.Comparator;

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

    /**
     * A kernel version; the rule book's eras are ranges of it.
     *
     * @param patch the third part, {@link #LAST} for the last release that has these two parts
     */
    public record KernelVersion(int major, int minor, int patch) implements Comparable<KernelVersion> {
        /** The {@link #patch} of a version that is written with two parts. */
        public static final int LAST = Integer.MAX_VALUE;

        private static final Comparator<KernelVersion> BY_AGE = Comparator.comparingInt(KernelVersion::major)
                .thenComparingInt(KernelVersion::minor)
                .thenComparingInt(KernelVersion::patch);

        public KernelVersion {
            if (major < 2 || minor < 0 || patch < 0) {
                throw new IllegalArgumentException("a kernel version is MAJOR.MINOR or MAJOR.MINOR.PATCH from 2.6 on");
            }
        }

        /** The last release of {@code major.minor}. */
        public KernelVersion(int major, int minor) {
            this(major, minor, LAST);
        }

        /** Whether it is the first release of {@code otherMajor.otherMinor} or a later one. */
        public boolean atLeast(int otherMajor, int otherMinor) {
            return atLeast(otherMajor, otherMinor, 0);
        }

        public boolean atLeast(int otherMajor, int otherMinor, int otherPatch) {
            return compareTo(new KernelVersion(otherMajor, otherMinor, otherPatch)) >= 0;
        }

        @Override
        public int compareTo(KernelVersion o) {
            return BY_AGE.compare(this, o);
        }

        @Override
        public String toString() {
            return major + "." + minor + (patch == LAST ? "" : "." + patch);
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
