// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.sched;

import org.jspecify.annotations.Nullable;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.task.Task;

/** What the scheduler knows of a task. Written by this room only. */
final class SchedEntity {
    final Task task;
    /** Its class now, which inheritance can change. */
    SchedClass cls;

    int normalPrio;
    int prio;
    /** The best waiter of the locks it owns: pi_top_task. */
    @Nullable
    SchedEntity donor;

    /** Whether it is on a run queue or runs; a throttled deadline task is, too. */
    boolean onQueue;
    /** The CPU that executes it, or -1; stays until the switch away from it is complete. */
    int onCpu = -1;

    /** The run queue it is or was last on. */
    int queue;

    long cpuTimeNs;
    /** When it was last made runnable by a wakeup, and on which CPU that wakeup ran. */
    long wokenNs;

    int wokenBy;
    /** Whether it last left the CPU by preemption in kernel code. */
    boolean preempted;
    /** Whether it is filling its caches: a switch in the middle does not add a second filling on top. */
    boolean refilling;
    /** Whether it has moved to another CPU since it last ran. */
    boolean migrated;

    // where it may run
    /** Where it may run while it does not disable migration. */
    CpuSet allowed;

    int allowedCount;
    /** Nested migrate_disable sections: while there is one, the task stays on its CPU (rule K2.08). */
    int migrateDisabled;
    /** Whether it is on a CPU that it has been forbidden, so that the stopper or migrate_enable must move it. */
    boolean mustMove;
    /** Whether a stopper has it on its list. */
    @Nullable
    SchedEntity nextToStop;

    boolean toStop;
    /** Whether the stopper is to push it, as a task that must make room for one that cannot move. */
    boolean toPush;
    /** Of a task that waits in sched_setaffinity: whom for. */
    int waitsForMoveOf = -1;

    // remote wake list (rule K1.10)
    @Nullable
    SchedEntity nextToWake;

    boolean onWakeList;
    int wakerContext;
    int wakerTask;

    // FIFO/RR
    @Nullable
    SchedEntity next;

    @Nullable
    SchedEntity previous;

    int sliceTicks;

    @Nullable
    SchedEntity nextPushable;

    @Nullable
    SchedEntity previousPushable;

    boolean pushable;

    // deadline
    final DlEntity dl = new DlEntity(this);

    // fair
    int fairPlace = -1;
    long weight;
    long vruntimeNs;
    long virtualDeadlineNs;
    long lagNs;
    /** The virtual deadline it had when it was picked: while it has that one, it is protected (RUN_TO_PARITY). */
    long pickedDeadlineNs;
    /** Its CPU time when it was picked. */
    long pickedCpuTimeNs;
    /** Order of arrival among equal virtual times. */
    long arrival;
    /** Whether it sleeps but stays in the fair set until its lag is gone (DELAY_DEQUEUE). */
    boolean delayed;
    /** Whether its virtual time (CFS) or virtual deadline (EEVDF) is kept relative to the queue it left awake. */
    boolean relative;
    /** Whether it has never been placed. */
    boolean fresh = true;
    /** When it last stopped running: what ran lately has a warm cache. */
    long ranNs = Long.MIN_VALUE / 2;

    SchedEntity(Task task, int cpu) {
        this.task = task;
        this.queue = cpu;
        this.allowed = task.cpus();
        this.allowedCount = allowed.size();
        this.normalPrio = Prio.of(task.policy());
        this.prio = normalPrio;
        this.cls = classOf(prio);
        setWeight(task.policy());
        dl.set(task.policy());
    }

    static SchedClass classOf(int prio) {
        if (prio < 0) {
            return SchedClass.DEADLINE;
        }
        return Prio.realTime(prio) ? SchedClass.REAL_TIME : SchedClass.FAIR;
    }

    void setWeight(SchedPolicy policy) {
        weight = policy.kind() == SchedPolicy.Kind.IDLE ? FairQueue.IDLE_WEIGHT : FairQueue.weightOfNice(policy.nice());
    }

    SchedPolicy.Kind kind() {
        return task.policy().kind();
    }

    /** Whether the priority is one of FIFO/RR, deadline or stop: rt_task() up to 6.12. */
    boolean realTime() {
        return Prio.realTime(prio);
    }

    boolean mayMove() {
        return allowedCount > 1;
    }

    boolean mayRunOn(int cpu) {
        return migrateDisabled > 0 ? cpu == queue : allowed.contains(cpu);
    }
}
