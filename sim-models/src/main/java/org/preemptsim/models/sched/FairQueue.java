// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.sched;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.preemptsim.models.spec.KernelEras.FairScheduler;
import org.preemptsim.models.spec.KernelSpec;
import org.preemptsim.models.spec.SchedPolicy;

/**
 * Fair tasks of one CPU. The current task stays in the set.
 *
 * <p>Cost: a pick and a placement are linear in the fair tasks of the CPU, all else is constant.
 *
 * @kernel struct cfs_rq, kernel/sched/fair.c; leaves out groups and bandwidth
 */
abstract class FairQueue {
    static final long NICE_0_WEIGHT = 1024;
    static final long IDLE_WEIGHT = 3;
    private static final int[] WEIGHTS = {
        88761, 71755, 56483, 46273, 36291, 29154, 23254, 18705, 14949, 11916, 9548, 7620, 6100, 4904, 3906, 3121, 2501,
        1991, 1586, 1277, 1024, 820, 655, 526, 423, 335, 272, 215, 172, 137, 110, 87, 70, 56, 45, 36, 29, 23, 18, 15
    };

    private @Nullable SchedEntity[] members = new SchedEntity[8];
    private int count;
    private int delayed;
    private long arrivals;

    static FairQueue of(KernelSpec kernel, int cpus) {
        return kernel.eras().fairScheduler() == FairScheduler.CFS ? new CfsQueue(cpus) : new EevdfQueue(kernel, cpus);
    }

    /** sched_prio_to_weight: about 1024 / 1.25^nice (rule K5.30). */
    static long weightOfNice(int nice) {
        return WEIGHTS[nice + 20];
    }

    /** 1 + log2 of at most 8 CPUs: what lengths of the fair class are multiplied by (rules K5.31, K5.32). */
    static int scale(int cpus) {
        return 1 + (31 - Integer.numberOfLeadingZeros(Math.min(cpus, 8)));
    }

    /** Runnable tasks. */
    final int size() {
        return count - delayed;
    }

    /**
     * Adds a task.
     *
     * @param woken whether it wakes, else it comes back from another class, priority or CPU
     * @param current the fair task that runs here, if one does
     */
    abstract void add(SchedEntity e, boolean woken, @Nullable SchedEntity current);

    /**
     * Takes a task out.
     *
     * @param sleeps whether it goes to sleep
     */
    abstract void remove(SchedEntity e, boolean sleeps);

    /** Charges CPU time to the current task; whether it should give way. */
    abstract boolean charge(SchedEntity e, long ns);

    /** At a tick that hit {@code current}, after {@link #charge}: whether it should give way. */
    abstract boolean tick(SchedEntity current);

    /** The task to run, null if there is none; {@code current} is the fair task that has run so far. */
    @Nullable
    abstract SchedEntity pick(@Nullable SchedEntity current);

    /** {@code e} is going to run. */
    abstract void picked(SchedEntity e);

    /** Whether the woken {@code e} preempts {@code current}, both of them fair and neither idle by policy. */
    abstract boolean preempts(SchedEntity e, SchedEntity current);

    abstract void giveUp(SchedEntity current);

    /** A sleeping task will wake on the CPU of {@code to}: its virtual time is made to fit there. */
    abstract void moveSleeper(SchedEntity e, FairQueue to);

    /** A task that sleeps but was kept in the set is woken. */
    void undelay(SchedEntity e) {
        e.delayed = false;
        delayed--;
    }

    /** Takes a sleeping task that was kept in the set out of it. */
    void dropDelayed(SchedEntity e) {
        undelay(e);
        detach(e);
    }

    /** Whether waking {@code e} preempts the fair task {@code current} (rule K5.33). */
    final boolean wakeupPreempts(SchedEntity e, SchedEntity current) {
        boolean currentIdle = current.kind() == SchedPolicy.Kind.IDLE;
        boolean wokenIdle = e.kind() == SchedPolicy.Kind.IDLE;
        if (currentIdle && !wokenIdle) {
            // Its slice is protected no longer: else the mark would have no effect (kernels before 6.15 had that bug).
            current.pickedDeadlineNs = current.virtualDeadlineNs - 1;
            return true;
        }
        // A boosted task keeps its policy: only an ordinary one preempts.
        return e.kind() == SchedPolicy.Kind.OTHER && preempts(e, current);
    }

    final void keepDelayed(SchedEntity e) {
        e.delayed = true;
        delayed++;
    }

    final void attach(SchedEntity e) {
        if (count == members.length) {
            members = Arrays.copyOf(members, 2 * count);
        }
        e.fairPlace = count;
        e.arrival = arrivals++;
        e.fresh = false;
        members[count++] = e;
    }

    final void detach(SchedEntity e) {
        SchedEntity last = member(--count);
        members[e.fairPlace] = last;
        last.fairPlace = e.fairPlace;
        members[count] = null;
        e.fairPlace = -1;
    }

    /** All in the set, those that are kept though they sleep too. */
    final int members() {
        return count;
    }

    final SchedEntity member(int i) {
        SchedEntity e = members[i];
        if (e == null) {
            throw new IllegalStateException("no fair task at " + i + " of " + count);
        }
        return e;
    }

    static long virtual(SchedEntity e, long ns) {
        return e.weight == NICE_0_WEIGHT ? ns : ns * NICE_0_WEIGHT / e.weight;
    }
}
