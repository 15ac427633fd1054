// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.sched;

import org.jspecify.annotations.Nullable;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.task.Task;

/** What the scheduler knows of a task. Written by this room only. */
final class SchedEntity {
    final Task task;
    int normalPrio;
    int prio;

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

    /** Nested migrate_disable sections: while there is one, a wakeup leaves the task on its CPU (rule K2.08). */
    int migrateDisabled;
    /** Whether it is filling its caches: a switch in the middle does not add a second filling on top. */
    boolean refilling;

    // FIFO/RR
    @Nullable
    SchedEntity next;

    @Nullable
    SchedEntity previous;

    int sliceTicks;

    // fair
    int fairPlace = -1;
    long weight;
    long vruntimeNs;
    long virtualDeadlineNs;
    long lagNs;

    SchedEntity(Task task, int cpu) {
        this.task = task;
        this.queue = cpu;
        this.normalPrio = Prio.of(task.policy());
        this.prio = normalPrio;
        this.weight = task.policy().kind() == SchedPolicy.Kind.IDLE
                ? FairQueue.IDLE_WEIGHT
                : FairQueue.weightOfNice(task.policy().nice());
    }

    boolean realTime() {
        return Prio.realTime(prio);
    }
}
