// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.sched;

import org.jspecify.annotations.Nullable;
import org.preemptsim.models.spec.KernelSpec;
import org.preemptsim.models.task.TaskState;

/**
 * Fair tasks by EEVDF (rules K5.32 to K5.35): among the eligible ones, the earliest virtual deadline.
 *
 * @kernel pick_eevdf(), place_entity(), update_deadline(), dequeue_entity(), requeue_delayed_entity(), kernel/sched/fair.c, v6.6 and
 *     v6.12 (DELAY_DEQUEUE, PLACE_REL_DEADLINE); leaves out custom slices, groups and bandwidth
 */
final class EevdfQueue extends FairQueue {
    private final long sliceNs;
    private final long tickNs;
    /** DELAY_DEQUEUE and PLACE_REL_DEADLINE. */
    private final boolean from612;

    EevdfQueue(KernelSpec kernel, int cpus) {
        this.from612 = kernel.version().atLeast(6, 12);
        this.sliceNs = (from612 ? 700_000L : 750_000L) * scale(cpus);
        this.tickNs = kernel.tickNs();
    }

    @Override
    void add(SchedEntity e, boolean woken, @Nullable SchedEntity current) {
        place(e);
        attach(e);
    }

    /** place_entity: by its kept lag (rule K5.34). */
    private void place(SchedEntity e) {
        long average = averageNs();
        long lag = e.lagNs;
        if (lag != 0 && members() > 0) {
            // Adding it moves the average; the scale keeps the lag it had when it left.
            long load = 0;
            for (int i = 0; i < members(); i++) {
                load += member(i).weight;
            }
            lag = lag * (load + e.weight) / load;
        } else {
            lag = 0;
        }
        e.vruntimeNs = average - lag;
        if (e.relative) {
            // PLACE_REL_DEADLINE: what was taken out without sleeping keeps the distance to its deadline.
            e.virtualDeadlineNs += e.vruntimeNs;
            e.relative = false;
        } else {
            long slice = virtual(e, sliceNs);
            e.virtualDeadlineNs = e.vruntimeNs + (e.fresh ? slice / 2 : slice);
        }
    }

    @Override
    void remove(SchedEntity e, boolean sleeps) {
        if (sleeps && from612 && e.task.state() != TaskState.DEAD && !eligible(e)) {
            keepDelayed(e);
            return;
        }
        keepLag(e);
        if (from612 && !sleeps) {
            e.virtualDeadlineNs -= e.vruntimeNs;
            e.relative = true;
        }
        detach(e);
    }

    private void keepLag(SchedEntity e) {
        long limit = virtual(e, Math.max(2 * sliceNs, tickNs));
        e.lagNs = Math.max(-limit, Math.min(limit, averageNs() - e.vruntimeNs));
    }

    @Override
    void dropDelayed(SchedEntity e) {
        keepLag(e);
        // DELAY_ZERO: waiting has earned it at most what it owed.
        e.lagNs = Math.min(0, e.lagNs);
        super.dropDelayed(e);
    }

    @Override
    void undelay(SchedEntity e) {
        super.undelay(e);
        long lag = averageNs() - e.vruntimeNs;
        if (e.fairPlace >= 0 && lag > 0) {
            detach(e);
            e.lagNs = 0;
            place(e);
            attach(e);
        }
    }

    @Override
    boolean charge(SchedEntity e, long ns) {
        e.vruntimeNs += virtual(e, ns);
        if (e.vruntimeNs < e.virtualDeadlineNs) {
            return false;
        }
        e.virtualDeadlineNs = e.vruntimeNs + virtual(e, sliceNs);
        return size() > 1;
    }

    /** The slice's end is noticed by {@link #charge}. */
    @Override
    boolean tick(SchedEntity current) {
        return false;
    }

    @Override
    @Nullable
    SchedEntity pick(@Nullable SchedEntity current) {
        while (true) {
            SchedEntity e = best(current);
            if (e == null || !e.delayed) {
                return e;
            }
            dropDelayed(e);
        }
    }

    /** The eligible task with the earliest virtual deadline; the current one while RUN_TO_PARITY protects it. */
    private @Nullable SchedEntity best(@Nullable SchedEntity current) {
        int n = members();
        if (n <= 1) {
            return n == 0 ? null : member(0);
        }
        long origin = member(0).vruntimeNs;
        long load = 0;
        long sum = 0;
        for (int i = 0; i < n; i++) {
            SchedEntity e = member(i);
            load += e.weight;
            sum += (e.vruntimeNs - origin) * e.weight;
        }
        if (current != null
                && !current.delayed
                && current.fairPlace >= 0
                && current.pickedDeadlineNs == current.virtualDeadlineNs
                && (current.vruntimeNs - origin) * load <= sum) {
            return current;
        }
        SchedEntity best = null;
        for (int i = 0; i < n; i++) {
            SchedEntity e = member(i);
            if ((e.vruntimeNs - origin) * load <= sum && (best == null || earlier(e, best))) {
                best = e;
            }
        }
        return best;
    }

    @Override
    void picked(SchedEntity e) {
        e.pickedDeadlineNs = e.virtualDeadlineNs;
    }

    @Override
    boolean preempts(SchedEntity e, SchedEntity current) {
        return best(current) == e;
    }

    /** Gives the rest of the slice up. */
    @Override
    void giveUp(SchedEntity current) {
        current.virtualDeadlineNs += virtual(current, sliceNs);
    }

    /** Lag is relative already. */
    @Override
    void moveSleeper(SchedEntity e, FairQueue to) {}

    private static boolean earlier(SchedEntity a, SchedEntity b) {
        return a.virtualDeadlineNs != b.virtualDeadlineNs
                ? a.virtualDeadlineNs < b.virtualDeadlineNs
                : a.task.id() < b.task.id();
    }

    private boolean eligible(SchedEntity e) {
        return e.vruntimeNs <= averageNs();
    }

    /** The weighted average virtual time, rounded down. */
    private long averageNs() {
        int n = members();
        if (n <= 1) {
            return n == 0 ? 0 : member(0).vruntimeNs;
        }
        long origin = member(0).vruntimeNs;
        long sum = 0;
        long load = 0;
        for (int i = 0; i < n; i++) {
            SchedEntity e = member(i);
            sum += (e.vruntimeNs - origin) * e.weight;
            load += e.weight;
        }
        return origin + Math.floorDiv(sum, load);
    }
}
