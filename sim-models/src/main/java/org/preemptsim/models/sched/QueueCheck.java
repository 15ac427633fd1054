// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.sched;

import java.util.Arrays;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.task.TaskState;

/** Recounts the run queues from the tasks. */
final class QueueCheck {
    private final RunQueue[] queues;
    private final SchedEntity[] entities;
    private final Cpu[] cpus;
    private final int[] realTime;
    private final int[] best;
    private final int[] fair;
    private final int[] deadline;

    QueueCheck(RunQueue[] queues, SchedEntity[] entities, Cpu[] cpus) {
        this.queues = queues;
        this.entities = entities;
        this.cpus = cpus;
        this.realTime = new int[queues.length];
        this.best = new int[queues.length];
        this.fair = new int[queues.length];
        this.deadline = new int[queues.length];
        Arrays.fill(best, Prio.MAX_RT_PRIO);
    }

    void verify() {
        for (SchedEntity e : entities) {
            if (e.cls != SchedClass.IDLE) {
                count(e);
            }
            if (e.onCpu >= 0 && cpus[e.onCpu].currentTask() != e.task.id()) {
                throw wrong(e, "is on cpu " + e.onCpu + ", which executes task " + cpus[e.onCpu].currentTask());
            }
        }
        for (RunQueue q : queues) {
            int c = q.id;
            check(q, "real-time tasks", realTime[c], q.rt.size());
            check(q, "is the best priority", best[c], q.rt.bestPrio());
            check(q, "fair tasks", fair[c], q.fair.size());
            check(q, "deadline reservations", deadline[c], q.dl.size() - (q.server != null && q.server.queued ? 1 : 0));
        }
    }

    private void count(SchedEntity e) {
        if (!e.onQueue) {
            if (e.task.state() == TaskState.RUNNING && !e.onWakeList) {
                throw wrong(e, "is runnable and on no queue");
            }
            return;
        }
        if (e.task.state() == TaskState.DEAD && e.onCpu < 0) {
            throw wrong(e, "is dead and queued");
        }
        if (e.onCpu < 0 && !e.mayRunOn(e.queue) && !e.mustMove) {
            throw wrong(e, "waits on cpu " + e.queue + ", which it must not use");
        }
        if (e.cls != SchedClass.STOP && e.cls != SchedEntity.classOf(e.prio)) {
            throw wrong(e, "has priority " + e.prio + " and class " + e.cls);
        }
        switch (e.cls) {
            case REAL_TIME -> {
                realTime[e.queue]++;
                best[e.queue] = Prio.best(best[e.queue], e.prio);
            }
            case FAIR -> fair[e.queue]++;
            case DEADLINE -> deadline[e.queue] += e.dl.queued ? 1 : 0;
            case STOP, IDLE -> {}
        }
        boolean waits = queues[e.queue].current != e;
        if (e.pushable && !(waits && e.cls == SchedClass.REAL_TIME && e.mayMove())) {
            throw wrong(e, "is on the list of what can be pushed");
        }
    }

    private static void check(RunQueue q, String what, int counted, int kept) {
        if (counted != kept) {
            throw new IllegalStateException("cpu " + q.id + " keeps " + kept + " and has " + counted + " " + what);
        }
    }

    private static IllegalStateException wrong(SchedEntity e, String what) {
        return new IllegalStateException(e.task + " " + what);
    }
}
