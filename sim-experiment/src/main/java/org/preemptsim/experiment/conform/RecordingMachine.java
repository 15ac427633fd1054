// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.conform;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.preemptsim.models.spec.ClockSourceKind;
import org.preemptsim.models.spec.ClockSpec;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.DurationDistribution;
import org.preemptsim.models.spec.MachineSpec;

/**
 * The machine the records were made on: an x86 emulator that executes one instruction per nanosecond, without caches, tracing every
 * event.
 *
 * <p>All lengths are constants: instruction counts do not vary. They are split so that the round trips add up to those published with
 * the records: timer due to wake-up 3 us, wake-up to running 2 to 3 us, an uncontended lock 2 us with its marks, lock call to blocked 5
 * to 6 us, 8 us with a boost and 1.2 us per further chain link, unlock call to the waiter's wake-up 5 us and to the waiter running 9
 * us, wake-up to running on the other CPU 3 to 5 us; about 1 us of each traced event and 1.5 us of each mark of a step is tracing.
 * They are of this machine, not of a record: orders come from the kernel's rules.
 */
final class RecordingMachine {
    /** How often the load generator asks its CPU clock. */
    static final long POLL_NS = 50_000;
    /** One page of write(2) into a memory file: finding it, copying 4096 bytes, marking it dirty. */
    static final long WRITE_PAGE_NS = 4_860;

    static final long PAGE_BYTES = 4096;
    /** write(2) before it takes the inode's lock: file, permissions, position. */
    static final long WRITE_START_NS = 700;
    /** write(2) under the lock before the first page: limits, time stamps. */
    static final long WRITE_CHECKS_NS = 400;

    private RecordingMachine() {}

    static MachineSpec ofCpus(int cpus) {
        // Idle is the halt instruction: a remote wake-up needs an interrupt.
        MachineSpec.IdleState halt = new MachineSpec.IdleState("HLT", DurationDistribution.ZERO, 0);
        return new MachineSpec(cpus, costs(), clock(), List.of(halt), List.of());
    }

    private static Map<CostKey, DurationDistribution> costs() {
        Map<CostKey, DurationDistribution> c = new EnumMap<>(CostKey.class);
        put(c, CostKey.IRQ_ENTRY, 500);
        put(c, CostKey.IRQ_EXIT, 200);
        put(c, CostKey.IRQ_ACK, 200);
        put(c, CostKey.HRTIMER_INTERRUPT, 700);
        put(c, CostKey.HRTIMER_EXPIRE, 400);
        put(c, CostKey.TICK, 1_500);
        put(c, CostKey.WAKEUP, 1_300);
        put(c, CostKey.IPI_SEND, 300);
        put(c, CostKey.IPI_FLIGHT, 2_200);
        put(c, CostKey.SCHEDULE, 700);
        put(c, CostKey.CONTEXT_SWITCH, 1_200);
        put(c, CostKey.SYSCALL_ENTRY, 150);
        put(c, CostKey.SYSCALL_EXIT, 300);
        put(c, CostKey.LOCK_FAST, 100);
        put(c, CostKey.LOCK_SLOW, 1_400);
        put(c, CostKey.PI_STEP, 1_200);
        put(c, CostKey.HRTIMER_START, 500);
        put(c, CostKey.SOFTIRQ_ENTRY, 300);
        put(c, CostKey.SOFTIRQ_RAISE, 300);
        put(c, CostKey.IRQ_THREAD_ROUND, 500);
        put(c, CostKey.USER_ATOMIC, 100);
        put(c, CostKey.FUTEX, 1_800);
        put(c, CostKey.SCHED_SETATTR, 2_000);
        put(c, CostKey.MIGRATION, 1_200);
        put(c, CostKey.STEP_MARK, 1_500);
        return c;
    }

    private static void put(Map<CostKey, DurationDistribution> costs, CostKey key, long ns) {
        costs.put(key, DurationDistribution.ofNs(ns));
    }

    private static ClockSpec clock() {
        return new ClockSpec(
                ClockSourceKind.TSC,
                List.of(ClockSourceKind.TSC),
                Map.of(ClockSourceKind.TSC, DurationDistribution.ofNs(100)),
                Map.of(ClockSourceKind.TSC, 1_000_000_000L),
                ClockSpec.ClockEventKind.TSC_DEADLINE,
                DurationDistribution.ZERO,
                DurationDistribution.ofNs(100),
                1_000);
    }
}
