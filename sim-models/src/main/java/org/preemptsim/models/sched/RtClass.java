// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.sched;

import org.jspecify.annotations.Nullable;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.spec.CpuSet;

/**
 * What is special about FIFO and RR among CPUs: where a task wakes, push, pull, equal priorities (rules K5.03, K5.08 to K5.12).
 *
 * @kernel kernel/sched/rt.c, v6.1
 */
final class RtClass {
    static final int NONE = -1;

    private final Scheduler scheduler;
    private final RunQueue[] queues;
    private final Domains domains;
    private final CpuPriorities priorities;
    private final CpuMask lowest;
    private final CpuMask overloaded;
    /** Where each CPU's choice among equals last ended, so that choices spread. */
    private final int[] distributed;
    /** Whether a puller asks overloaded CPUs to push, by an interrupt that goes round (rule K5.12). */
    private final boolean pullsByIpi;

    private int roundCpu = NONE;
    private int round;
    private int nextRound;

    RtClass(Scheduler scheduler, RunQueue[] queues, Domains domains, boolean pullsByIpi) {
        this.scheduler = scheduler;
        this.queues = queues;
        this.domains = domains;
        this.priorities = new CpuPriorities(queues.length);
        this.lowest = new CpuMask(queues.length);
        this.overloaded = new CpuMask(queues.length);
        this.distributed = new int[queues.length];
        this.pullsByIpi = pullsByIpi;
    }

    // ---- facts ----

    /** The best of {@code q} may have changed. */
    void updateLevel(RunQueue q) {
        priorities.set(q.id, q.dl.size() > 0 ? -1 : q.rt.bestPrio());
    }

    void addPushable(RunQueue q, SchedEntity e) {
        q.pushables.add(e);
        if (!domains.isolated(q.id)) {
            overloaded.set(q.id);
        }
    }

    void removePushable(RunQueue q, SchedEntity e) {
        q.pushables.remove(e);
        if (q.pushables.isEmpty()) {
            overloaded.clear(q.id);
        }
    }

    // ---- waking ----

    /** select_task_rq_rt: rules K5.08 and K5.09. */
    int select(SchedEntity e, int last, Cpu by) {
        SchedEntity current = queues[last].current;
        if (!current.realTime() || (current.mayMove() && Prio.better(e.prio, current.prio))) {
            return last;
        }
        int target = findLowest(e, by);
        return target != NONE && Prio.better(e.prio, queues[target].rt.bestPrio()) ? target : last;
    }

    /** check_preempt_curr_rt: rules K1.06, K5.03. */
    void checkPreempt(RunQueue q, SchedEntity e, Cpu by) {
        SchedEntity current = q.current;
        if (Prio.better(e.prio, current.prio)) {
            scheduler.resched(q, by);
        } else if (e.prio == current.prio && !q.cpu.needResched() && scheduler.multi()) {
            checkPreemptEqual(q, e, current, by);
        }
    }

    private void checkPreemptEqual(RunQueue q, SchedEntity e, SchedEntity current, Cpu by) {
        if (!current.mayMove() || !priorities.find(current.prio, current.allowed, lowest)) {
            return;
        }
        if (e.mayMove() && priorities.find(e.prio, e.allowed, lowest)) {
            return;
        }
        q.rt.toHead(e);
        scheduler.resched(q, by);
    }

    /** task_woken_rt. */
    void woken(RunQueue q, SchedEntity e, Cpu by) {
        SchedEntity current = q.current;
        boolean push = current != e
                && e.onCpu < 0
                && !q.cpu.needResched()
                && e.mayMove()
                && current.realTime()
                && (!current.mayMove() || Prio.atLeast(current.prio, e.prio));
        if (push) {
            pushAll(q, by);
        }
    }

    // ---- push ----

    void pushAll(RunQueue q, Cpu by) {
        while (push(q, false, by)) {
            // The next one.
        }
    }

    /**
     * push_rt_task: moves the best waiting task to the lowest CPU that runs something worse.
     *
     * @param pull whether another CPU has asked for it: then the running task may go instead of one that cannot
     * @return whether a task was moved
     */
    private boolean push(RunQueue q, boolean pull, Cpu by) {
        SchedEntity e = q.pushables.first();
        if (e == null) {
            return false;
        }
        if (Prio.better(e.prio, q.current.prio)) {
            scheduler.resched(q, by);
            return false;
        }
        if (e.migrateDisabled > 0) {
            if (pull) {
                pushCurrent(q, by);
            }
            return false;
        }
        int target = e.onCpu >= 0 ? NONE : findLowest(e, by);
        if (target == NONE || target == q.id || !Prio.better(e.prio, queues[target].rt.bestPrio())) {
            return false;
        }
        RunQueue to = queues[target];
        scheduler.move(q, e, to, by);
        scheduler.resched(to, by);
        return true;
    }

    /** get_push_task: the best waiting task cannot go, so the running one is to go, by the stopper. */
    private void pushCurrent(RunQueue q, Cpu by) {
        SchedEntity current = q.current;
        if (current.cls != SchedClass.REAL_TIME || !current.mayMove() || current.migrateDisabled > 0) {
            return;
        }
        int target = findLowest(current, by);
        if (target != NONE && target != q.id) {
            current.toPush = true;
            scheduler.affinity().stopToMove(q, current, by);
        }
    }

    /** push_cpu_stop: the stopper of {@code q} has the CPU and moves {@code e}, where it still makes sense. */
    void pushStopped(RunQueue q, SchedEntity e, Cpu by) {
        if (e.queue != q.id || !e.onQueue || e.migrateDisabled > 0 || e.cls != SchedClass.REAL_TIME) {
            return;
        }
        int target = findLowest(e, by);
        if (target != NONE && target != q.id && Prio.better(e.prio, queues[target].rt.bestPrio())) {
            scheduler.move(q, e, queues[target], by);
            scheduler.resched(queues[target], by);
        }
    }

    /** find_lowest_rq: the nearest CPU of the lowest level; this task's own and the executing one preferred. */
    int findLowest(SchedEntity e, Cpu by) {
        if (!e.mayMove() || !priorities.find(e.prio, e.allowed, lowest)) {
            return NONE;
        }
        return nearest(e.queue, lowest, by);
    }

    int nearest(int own, CpuMask candidates, Cpu by) {
        if (candidates.contains(own)) {
            return own;
        }
        int here = candidates.contains(by.id()) ? by.id() : NONE;
        for (CpuSet span : domains.spans(own)) {
            if (here != NONE && span.contains(here)) {
                return here;
            }
            int c = candidates.nextAround(span, distributed[by.id()] + 1);
            if (c >= 0) {
                distributed[by.id()] = c;
                return c;
            }
        }
        return here != NONE ? here : candidates.next(0);
    }

    // ---- pull ----

    /**
     * pull_rt_task: {@code q} is about to run something worse than before (rules K5.11, K5.12). Isolated CPUs are in no root domain with
     * others, so they neither pull nor are pulled from; that they would pull from each other is left out.
     */
    void pull(RunQueue q, Cpu by) {
        int first = overloaded.next(0);
        if (first < 0 || domains.isolated(q.id) || (first == q.id && overloaded.next(first + 1) < 0)) {
            return;
        }
        if (pullsByIpi) {
            askToPush(by);
            return;
        }
        boolean moved = false;
        for (int c = first; c >= 0; c = overloaded.next(c + 1)) {
            RunQueue from = queues[c];
            SchedEntity e = c == q.id ? null : highestPushable(from, q.id);
            if (e != null && Prio.better(e.prio, q.rt.bestPrio()) && !Prio.better(e.prio, from.current.prio)) {
                scheduler.move(from, e, q, by);
                moved = true;
            }
        }
        if (moved) {
            scheduler.resched(q, by);
        }
    }

    private static @Nullable SchedEntity highestPushable(RunQueue from, int cpu) {
        for (SchedEntity e = from.pushables.first(); e != null; e = e.nextPushable) {
            if (e.allowed.contains(cpu) && e.migrateDisabled == 0 && e.onCpu < 0) {
                return e;
            }
        }
        return null;
    }

    /** tell_cpu_to_push: one request goes round at a time; a new one makes it go round once more. */
    private void askToPush(Cpu by) {
        nextRound++;
        if (roundCpu < 0) {
            askNext(by);
        }
    }

    private void askNext(Cpu by) {
        while (true) {
            roundCpu = overloaded.next(roundCpu + 1);
            if (roundCpu >= 0) {
                queues[roundCpu].askedToPush = true;
                queues[by.id()].addTarget(roundCpu);
                return;
            }
            if (round == nextRound) {
                return;
            }
            round = nextRound;
        }
    }

    /** rto_push_irq_work_func, in the interrupt on {@code q}'s CPU. */
    void askedToPush(RunQueue q, Cpu by) {
        q.askedToPush = false;
        while (push(q, true, by)) {
            // The next one.
        }
        askNext(by);
    }
}
