// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.sched;

import org.jspecify.annotations.Nullable;
import org.preemptsim.engine.Trace;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.spec.KernelEras.Requeue;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.trace.PrioValue;
import org.preemptsim.models.trace.TracePoint;

/**
 * Changed priorities: by inheritance and by sched_setscheduler (rules K3.30 to K3.37).
 *
 * @kernel rt_mutex_setprio(), __sched_setscheduler(), set_user_nice(), check_class_changed(), kernel/sched/core.c, v6.1
 */
final class PriorityChange {
    private final Scheduler scheduler;
    private final RunQueue[] queues;
    private final DeadlineClass deadline;
    private final Requeue requeue;

    /** Set while {@link #change} puts a new policy into force between dequeue and enqueue. */
    private @Nullable SchedPolicy pendingPolicy;

    PriorityChange(Scheduler scheduler, RunQueue[] queues, DeadlineClass deadline, Requeue requeue) {
        this.scheduler = scheduler;
        this.queues = queues;
        this.deadline = deadline;
        this.requeue = requeue;
    }

    // ---- inheritance ----

    void inherit(SchedEntity e, @Nullable SchedEntity donor, Cpu by) {
        int prio = donor == null ? e.normalPrio : Prio.best(e.normalPrio, donor.prio);
        boolean sameDonor = e.donor == donor;
        e.donor = donor;
        boolean nothing = prio == e.prio && (prio >= 0 || sameDonor);
        if (nothing || e.cls == SchedClass.IDLE) {
            return;
        }
        if (prio != e.prio) {
            record(TracePoint.SCHED_PI_SETPRIO, e, e.prio, prio, by);
        }
        change(e, prio, donor, true, by);
    }

    /** The parameters a deadline task or a boosted one goes by (rule K3.35); whether it gets a new budget. */
    private static boolean chooseParameters(SchedEntity e, int prio, @Nullable SchedEntity donor) {
        DlEntity d = e.dl;
        if (prio >= 0) {
            d.parameters = d;
            return false;
        }
        boolean donorCounts = donor != null && donor.prio < 0 && (e.normalPrio >= 0 || donor.dl.before(d));
        if (donorCounts && donor != null) {
            d.parameters = donor.dl.parameters;
            return true;
        }
        d.parameters = d;
        return false;
    }

    // ---- policy ----

    int setPolicy(SchedEntity e, SchedPolicy next, Cpu by) {
        SchedPolicy old = e.task.policy();
        if (next.equals(old)) {
            return 0;
        }
        int error = deadline.admit(e, old, next);
        if (error != 0) {
            return error;
        }
        e.normalPrio = Prio.of(next);
        SchedEntity donor = e.donor;
        int prio = donor == null ? e.normalPrio : Prio.best(e.normalPrio, donor.prio);
        SchedPolicy.Kind kind = next.kind();
        boolean fairInside = e.cls == SchedClass.FAIR && prio >= Prio.MAX_RT_PRIO;
        if (e.prio != prio || !kind.equals(old.kind())) {
            record(TracePoint.SCHED_SETSCHEDULER, e, e.prio, prio, by);
        }
        e.dl.set(next);
        boolean sameWeight = next.fair() && old.fair() && next.nice() == old.nice() && kind == old.kind();
        if (prio == e.prio && prio >= 0 && (!fairInside || sameWeight)) {
            e.task.policy(next);
            e.setWeight(next);
            return 0;
        }
        changeTo(e, prio, donor, next, by);
        return 0;
    }

    private void changeTo(SchedEntity e, int prio, @Nullable SchedEntity donor, SchedPolicy next, Cpu by) {
        pendingPolicy = next;
        change(e, prio, donor, false, by);
    }

    int setNice(SchedEntity e, int nice, Cpu by) {
        SchedPolicy old = e.task.policy();
        SchedPolicy next =
                new SchedPolicy(old.kind(), old.priority(), nice, old.runtimeNs(), old.deadlineNs(), old.periodNs());
        if (nice == old.nice()) {
            return 0;
        }
        if (old.realTime()) {
            e.task.policy(next);
            e.setWeight(next);
            return 0;
        }
        e.normalPrio = Prio.of(next);
        // A real-time boost stays; a fair one is forgotten until the next change of the waiters.
        int prio = Prio.realTime(e.prio) ? e.prio : e.normalPrio;
        if (prio == e.prio && Prio.realTime(prio)) {
            e.task.policy(next);
            e.setWeight(next);
            return 0;
        }
        if (prio != e.prio) {
            record(TracePoint.SCHED_SETSCHEDULER, e, e.prio, prio, by);
        }
        changeTo(e, prio, null, next, by);
        return 0;
    }

    // ---- the change ----

    private void change(SchedEntity e, int prio, @Nullable SchedEntity donor, boolean inherited, Cpu by) {
        RunQueue q = queues[e.queue];
        int old = e.prio;
        SchedClass oldClass = e.cls;
        SchedClass newClass = oldClass == SchedClass.STOP ? SchedClass.STOP : SchedEntity.classOf(prio);
        if (e.delayed) {
            q.fair.dropDelayed(e);
        }
        boolean queued = e.onQueue;
        boolean current = q.current == e;
        if (queued) {
            if (current) {
                scheduler.chargeCurrent(q, by);
            }
            scheduler.dequeue(q, e, false, by);
        }
        SchedPolicy next = pendingPolicy;
        if (next != null) {
            e.task.policy(next);
            pendingPolicy = null;
        }
        boolean replenishes = chooseParameters(e, prio, donor);
        e.prio = prio;
        e.cls = newClass;
        if (oldClass == SchedClass.DEADLINE && newClass != SchedClass.DEADLINE) {
            deadline.left(e);
        }
        if (next != null) {
            e.setWeight(next);
        }
        if (!queued) {
            return;
        }
        int flags = Scheduler.RESTORE | (replenishes ? Scheduler.REPLENISH : 0);
        scheduler.enqueue(q, e, flags | (toHead(old, prio, inherited, current) ? Scheduler.HEAD : 0), by);
        if (oldClass != newClass) {
            left(q, oldClass);
            entered(q, e, current, by);
        } else if (old != prio || newClass == SchedClass.DEADLINE || newClass == SchedClass.FAIR) {
            changed(q, e, old, current, by);
        }
        scheduler.runCallbacks(q, by);
    }

    /** Rules K3.31, K3.32. */
    private boolean toHead(int old, int prio, boolean inherited, boolean current) {
        boolean lowered = Prio.better(old, prio);
        return switch (requeue) {
            case TAIL -> false;
            case HEAD_IF_RUNNING -> lowered && (inherited || current);
            case HEAD_WHEN_LOWERED -> lowered;
        };
    }

    /** switched_from_*: the last task of a class looks for another one. */
    private void left(RunQueue q, SchedClass old) {
        if (!scheduler.multi()) {
            return;
        }
        if (old == SchedClass.REAL_TIME && q.rt.size() == 0) {
            q.callbacks |= RunQueue.PULL_RT;
        } else if (old == SchedClass.DEADLINE && q.dl.size() == 0) {
            q.callbacks |= RunQueue.PULL_DL;
        }
    }

    /** switched_to_*. */
    private void entered(RunQueue q, SchedEntity e, boolean current, Cpu by) {
        switch (e.cls) {
            case REAL_TIME -> {
                if (!current) {
                    if (!q.pushables.isEmpty() && e.mayMove()) {
                        q.callbacks |= RunQueue.PUSH_RT;
                    }
                    if (Prio.better(e.prio, q.current.prio)) {
                        scheduler.resched(q, by);
                    }
                }
            }
            case DEADLINE -> {
                if (!current) {
                    if (scheduler.multi() && e.mayMove() && deadline.hasPushable(q)) {
                        q.callbacks |= RunQueue.PUSH_DL;
                    }
                    if (q.current.cls == SchedClass.DEADLINE) {
                        deadline.checkPreempt(q, e, by);
                    } else {
                        scheduler.resched(q, by);
                    }
                }
            }
            case FAIR -> {
                if (current) {
                    scheduler.resched(q, by);
                } else {
                    scheduler.checkPreempt(q, e, by);
                }
            }
            case STOP, IDLE -> {}
        }
    }

    /** prio_changed_*: rules K3.33, K3.34. */
    private void changed(RunQueue q, SchedEntity e, int old, boolean current, Cpu by) {
        switch (e.cls) {
            case REAL_TIME -> {
                if (!current) {
                    if (Prio.better(e.prio, q.current.prio)) {
                        scheduler.resched(q, by);
                    }
                    return;
                }
                if (scheduler.multi() && Prio.better(old, e.prio)) {
                    q.callbacks |= RunQueue.PULL_RT;
                }
                if (Prio.better(q.rt.bestPrio(), e.prio)) {
                    scheduler.resched(q, by);
                }
            }
            case DEADLINE -> {
                if (scheduler.multi() && !deadline.hasPushable(q)) {
                    q.callbacks |= RunQueue.PULL_DL;
                }
                if (q.dl.earliestNs() < e.dl.deadlineNs || !e.dl.queued) {
                    scheduler.resched(q, by);
                } else if (!current) {
                    scheduler.checkPreempt(q, e, by);
                }
            }
            case FAIR -> {
                if (q.fair.size() > 1) {
                    if (!current) {
                        scheduler.checkPreempt(q, e, by);
                    } else if (Prio.better(old, e.prio)) {
                        scheduler.reschedFair(q, by);
                    }
                }
            }
            case STOP, IDLE -> {}
        }
    }

    private static void record(TracePoint point, SchedEntity e, int old, int prio, Cpu by) {
        Trace trace = by.trace();
        if (trace != null) {
            trace.record(by.nowNs(), point.ordinal(), by.id(), e.task.id(), PrioValue.pack(old, prio));
        }
    }
}
