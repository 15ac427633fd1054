// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.locking;

import java.util.Arrays;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.sched.Scheduler;

/**
 * The queue of the optimistic spinners of one lock: only its head watches the owner, the others wait for their turn. Preemption is off;
 * who is to be rescheduled leaves.
 *
 * @kernel struct optimistic_spin_queue, kernel/locking/osq_lock.c; mutex_optimistic_spin(), kernel/locking/mutex.c, v6.1
 */
final class OptimisticSpin {
    /** What a look at the lock tells a spinner to do. */
    enum Verdict {
        /** Nobody owns it: try to take it. */
        TRY,
        /** Go on spinning. */
        SPIN,
        /** Give up and sleep. */
        GIVE_UP
    }

    private final Scheduler scheduler;
    private int[] cpus = new int[2];
    private int size;

    OptimisticSpin(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Whether it is worth to begin: nobody owns it, or the owner runs. */
    boolean worthwhile(int owner, Cpu cpu) {
        return !cpu.needResched() && (owner == RtMutex.NONE || scheduler.running(owner));
    }

    void enter(Cpu cpu) {
        if (size == cpus.length) {
            cpus = Arrays.copyOf(cpus, 2 * size);
        }
        cpus[size++] = cpu.id();
    }

    /** Leaves the queue; the lock's spinners are to look again. */
    void leave(Cpu cpu) {
        for (int i = 0; i < size; i++) {
            if (cpus[i] == cpu.id()) {
                System.arraycopy(cpus, i + 1, cpus, i, --size - i);
                return;
            }
        }
    }

    /** What the spinner on {@code cpu} does next; {@code queued} = it stands in this queue. */
    Verdict look(int owner, boolean queued, Cpu cpu) {
        if (cpu.needResched()) {
            return Verdict.GIVE_UP;
        }
        if (queued && cpus[0] != cpu.id()) {
            return Verdict.SPIN;
        }
        if (owner == RtMutex.NONE) {
            return Verdict.TRY;
        }
        return scheduler.running(owner) ? Verdict.SPIN : Verdict.GIVE_UP;
    }
}
