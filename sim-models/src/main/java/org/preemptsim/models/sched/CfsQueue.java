// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.sched;

import org.jspecify.annotations.Nullable;
import org.preemptsim.models.spec.SchedPolicy;

/**
 * Fair tasks by the Completely Fair Scheduler (rule K5.31): the least virtual run time first.
 *
 * @kernel pick_next_entity(), place_entity(), check_preempt_tick(), check_preempt_wakeup(), yield_task_fair(), kernel/sched/fair.c,
 *     v6.1; leaves out groups and bandwidth
 */
final class CfsQueue extends FairQueue {
    private static final int LATENCY_TASKS = 8;

    private final long latencyNs;
    private final long minGranularityNs;
    private final long wakeupGranularityNs;
    private long minVruntimeNs;
    private @Nullable SchedEntity skip;
    private @Nullable SchedEntity last;

    CfsQueue(int cpus) {
        int scale = scale(cpus);
        latencyNs = 6_000_000L * scale;
        minGranularityNs = 750_000L * scale;
        wakeupGranularityNs = 1_000_000L * scale;
    }

    @Override
    void add(SchedEntity e, boolean woken, @Nullable SchedEntity current) {
        if (e.fresh) {
            // START_DEBIT: a new task waits for its first slice.
            e.vruntimeNs = minVruntimeNs + virtual(e, sliceNs(e, size() + 1, loadNow() + e.weight));
        } else if (e.relative) {
            e.vruntimeNs += minVruntimeNs;
            e.relative = false;
        } else {
            // GENTLE_FAIR_SLEEPERS: half a latency of credit.
            long creditNs = e.kind() == SchedPolicy.Kind.IDLE ? minGranularityNs : latencyNs;
            e.vruntimeNs = Math.max(e.vruntimeNs, minVruntimeNs - creditNs / 2);
        }
        attach(e);
    }

    @Override
    void remove(SchedEntity e, boolean sleeps) {
        forget(e);
        detach(e);
        if (!sleeps) {
            e.vruntimeNs -= minVruntimeNs;
            e.relative = true;
        }
        updateMin();
    }

    private void forget(SchedEntity e) {
        if (skip == e) {
            skip = null;
        }
        if (last == e) {
            last = null;
        }
    }

    @Override
    boolean charge(SchedEntity e, long ns) {
        e.vruntimeNs += virtual(e, ns);
        updateMin();
        return false;
    }

    private void updateMin() {
        SchedEntity first = first(null);
        if (first != null) {
            minVruntimeNs = Math.max(minVruntimeNs, first.vruntimeNs);
        }
    }

    @Override
    boolean tick(SchedEntity current) {
        if (size() <= 1) {
            return false;
        }
        long idealNs = Math.min(sliceNs(current, size(), loadNow()), latencyNs);
        long ranNs = current.cpuTimeNs - current.pickedCpuTimeNs;
        if (ranNs > idealNs) {
            forget(current);
            return true;
        }
        if (ranNs < minGranularityNs) {
            return false;
        }
        SchedEntity first = first(current);
        return first != null && current.vruntimeNs - first.vruntimeNs > idealNs;
    }

    private long loadNow() {
        long load = 0;
        for (int i = 0; i < members(); i++) {
            load += member(i).weight;
        }
        return load;
    }

    private long sliceNs(SchedEntity e, int tasks, long load) {
        long periodNs = tasks > LATENCY_TASKS ? tasks * minGranularityNs : latencyNs;
        return Math.max(periodNs * e.weight / load, minGranularityNs);
    }

    @Override
    @Nullable
    SchedEntity pick(@Nullable SchedEntity current) {
        SchedEntity left = first(null);
        if (left == null) {
            return null;
        }
        SchedEntity choice = left;
        if (skip == left) {
            SchedEntity second = first(left);
            if (second != null && vdiffAllows(second, left)) {
                choice = second;
            }
        }
        SchedEntity buddy = last;
        if (buddy != null && vdiffAllows(buddy, left)) {
            choice = buddy;
        }
        return choice;
    }

    /** wakeup_preempt_entity(e, left) below 1: e is not too far ahead of the leftmost. */
    private boolean vdiffAllows(SchedEntity e, SchedEntity left) {
        return e.vruntimeNs - left.vruntimeNs <= virtual(left, wakeupGranularityNs);
    }

    @Override
    void picked(SchedEntity e) {
        forget(e);
        e.pickedCpuTimeNs = e.cpuTimeNs;
    }

    @Override
    boolean preempts(SchedEntity e, SchedEntity current) {
        if (vdiffAllows(current, e)) {
            return false;
        }
        if (size() >= LATENCY_TASKS) {
            last = current;
        }
        return true;
    }

    @Override
    void giveUp(SchedEntity current) {
        if (size() > 1) {
            forget(current);
            skip = current;
        }
    }

    @Override
    void moveSleeper(SchedEntity e, FairQueue to) {
        if (!e.fresh && !e.relative && to instanceof CfsQueue cfs) {
            e.vruntimeNs += cfs.minVruntimeNs - minVruntimeNs;
        }
    }

    /** The task with the least virtual time but {@code other}; equal ones in order of arrival. */
    private @Nullable SchedEntity first(@Nullable SchedEntity other) {
        SchedEntity best = null;
        for (int i = 0; i < members(); i++) {
            SchedEntity e = member(i);
            boolean before = best == null
                    || e.vruntimeNs < best.vruntimeNs
                    || (e.vruntimeNs == best.vruntimeNs && e.arrival < best.arrival);
            if (e != other && before) {
                best = e;
            }
        }
        return best;
    }
}
