// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.sched;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.preemptsim.models.spec.SchedPolicy;

/**
 * Fair tasks of one CPU by EEVDF (rules K5.30, K5.32 to K5.35): among the eligible ones, the earliest virtual deadline.
 *
 * <p>The current task stays in the set. Cost: linear in the runnable fair tasks of the CPU.
 *
 * @kernel pick_eevdf(), place_entity(), update_deadline(), kernel/sched/fair.c, v6.6; leaves out groups and bandwidth
 */
final class FairQueue {
    static final long NICE_0_WEIGHT = 1024;
    static final long IDLE_WEIGHT = 3;
    private static final int[] WEIGHTS = {
        88761, 71755, 56483, 46273, 36291, 29154, 23254, 18705, 14949, 11916, 9548, 7620, 6100, 4904, 3906, 3121, 2501,
        1991, 1586, 1277, 1024, 820, 655, 526, 423, 335, 272, 215, 172, 137, 110, 87, 70, 56, 45, 36, 29, 23, 18, 15
    };

    private final long baseSliceNs;
    private @Nullable SchedEntity[] members = new SchedEntity[8];
    private int size;

    FairQueue(long baseSliceNs) {
        this.baseSliceNs = baseSliceNs;
    }

    /** sched_prio_to_weight: about 1024 / 1.25^nice (rule K5.30). */
    static long weightOfNice(int nice) {
        return WEIGHTS[nice + 20];
    }

    /** The base slice of a machine: 0.75 ms (0.70 from 6.12) times 1 + log2 of at most 8 CPUs (rule K5.32). */
    static long baseSliceNs(int cpus, boolean from612) {
        int factor = 1 + (31 - Integer.numberOfLeadingZeros(Math.min(cpus, 8)));
        return (from612 ? 700_000L : 750_000L) * factor;
    }

    int size() {
        return size;
    }

    /** Places a waking or new task by its kept lag and adds it (rule K5.34). */
    void add(SchedEntity e) {
        long average = averageNs();
        long lag = e.lagNs;
        if (lag != 0 && size > 0) {
            // Adding it moves the average; the scale keeps the lag it had when it left.
            long load = 0;
            for (int i = 0; i < size; i++) {
                load += member(i).weight;
            }
            lag = lag * (load + e.weight) / load;
        }
        e.vruntimeNs = average - lag;
        e.virtualDeadlineNs = e.vruntimeNs + virtual(e, baseSliceNs);
        if (size == members.length) {
            members = Arrays.copyOf(members, 2 * size);
        }
        e.fairPlace = size;
        members[size++] = e;
    }

    /** Takes it out and keeps its lag, at most two slices either way. */
    void remove(SchedEntity e) {
        long limit = virtual(e, 2 * baseSliceNs);
        e.lagNs = Math.max(-limit, Math.min(limit, averageNs() - e.vruntimeNs));
        SchedEntity last = member(--size);
        members[e.fairPlace] = last;
        last.fairPlace = e.fairPlace;
        members[size] = null;
        e.fairPlace = -1;
    }

    /** Charges {@code ns} of CPU time; true if the slice is used up and somebody else waits. */
    boolean charge(SchedEntity e, long ns) {
        e.vruntimeNs += virtual(e, ns);
        if (e.vruntimeNs < e.virtualDeadlineNs) {
            return false;
        }
        e.virtualDeadlineNs = e.vruntimeNs + virtual(e, baseSliceNs);
        return size > 1;
    }

    /** The eligible task with the earliest virtual deadline; equal ones by task number. */
    @Nullable
    SchedEntity pick() {
        long average = averageNs();
        SchedEntity best = null;
        for (int i = 0; i < size; i++) {
            SchedEntity e = member(i);
            if (e.vruntimeNs <= average && (best == null || earlier(e, best))) {
                best = e;
            }
        }
        return best;
    }

    /** Whether waking {@code e} preempts the fair task {@code current} (rule K5.33, RUN_TO_PARITY). */
    boolean preempts(SchedEntity e, SchedEntity current) {
        boolean currentIdle = current.task.policy().kind() == SchedPolicy.Kind.IDLE;
        boolean wokenIdle = e.task.policy().kind() == SchedPolicy.Kind.IDLE;
        if (currentIdle != wokenIdle) {
            return currentIdle;
        }
        if (e.task.policy().kind() != SchedPolicy.Kind.OTHER) {
            return false;
        }
        return current.vruntimeNs > averageNs() && pick() == e;
    }

    /** sched_yield: gives the rest of the slice up. */
    void giveUpSlice(SchedEntity e) {
        e.virtualDeadlineNs += virtual(e, baseSliceNs);
    }

    private static boolean earlier(SchedEntity a, SchedEntity b) {
        return a.virtualDeadlineNs != b.virtualDeadlineNs
                ? a.virtualDeadlineNs < b.virtualDeadlineNs
                : a.task.id() < b.task.id();
    }

    private SchedEntity member(int i) {
        SchedEntity e = members[i];
        if (e == null) {
            throw new IllegalStateException("no fair task at " + i + " of " + size);
        }
        return e;
    }

    /** The weighted average virtual time, rounded up so that the least member is always eligible. */
    private long averageNs() {
        if (size <= 1) {
            return size == 0 ? 0 : member(0).vruntimeNs;
        }
        long origin = member(0).vruntimeNs;
        long sum = 0;
        long load = 0;
        for (int i = 0; i < size; i++) {
            SchedEntity e = member(i);
            sum += (e.vruntimeNs - origin) * e.weight;
            load += e.weight;
        }
        return origin - Math.floorDiv(-sum, load);
    }

    private static long virtual(SchedEntity e, long ns) {
        return e.weight == NICE_0_WEIGHT ? ns : ns * NICE_0_WEIGHT / e.weight;
    }
}
