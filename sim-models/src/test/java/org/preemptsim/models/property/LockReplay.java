// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.property;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.preemptsim.models.property.Run.Event;
import org.preemptsim.models.sched.Prio;
import org.preemptsim.models.spec.LockSpec;
import org.preemptsim.models.spec.PreemptionModel;
import org.preemptsim.models.trace.PrioValue;
import org.preemptsim.models.trace.TracePoint;
import org.preemptsim.models.trace.WakeValue;

/** Who holds and who waits, from the trace records of locks alone. */
final class LockReplay {
    private static final int FAIR_KEY = 120;
    private static final int IDLE_PRIO = 140;

    private final Run run;
    private final Map<Integer, Integer> owner = new HashMap<>();
    private final Map<Integer, List<Waiter>> waiters = new HashMap<>();
    private final Map<Integer, Integer> prios = new HashMap<>();
    private final Map<Integer, Integer> ownPrios = new HashMap<>();
    private int lastReleaser = -1;
    private int lastReleased = -1;

    /** A task in line; {@code settled} while its priority has not changed since it queued. */
    private static final class Waiter {
        final int task;
        final int prio;
        boolean settled = true;

        Waiter(int task, int prio) {
            this.task = task;
            this.prio = prio;
        }
    }

    /** What is judged. */
    enum Promise {
        /** No two tasks hold a lock at once, and only its holder releases it. */
        EXCLUSION,
        /** A task gets a contended lock only if no better waiter, and no equal one that came before it, is in line. */
        ORDER,
        /** A deadlock is reported only to a task whose chain of owners is a cycle or leads into one. */
        SOUND_REPORTS,
        /** Who hands a lock over has at the wakeup no better a priority than what is left to it. */
        DEBOOST_FIRST
    }

    private LockReplay(Run run) {
        this.run = run;
        for (int i = 0; i < run.machine().scheduler().taskCount(); i++) {
            prios.put(i, Prio.of(run.machine().scheduler().task(i).policy()));
        }
        for (var worker : run.machine().workers()) {
            prios.put(worker.task().id(), Prio.of(worker.spec().policy()));
        }
        ownPrios.putAll(prios);
    }

    static void check(Run run, Promise promise) {
        LockReplay replay = new LockReplay(run);
        for (Event e : run.events()) {
            replay.step(e, promise);
        }
    }

    private int prio(int task) {
        return prios.getOrDefault(task, IDLE_PRIO);
    }

    private List<Waiter> line(int lock) {
        return waiters.computeIfAbsent(lock, l -> new ArrayList<>());
    }

    private void step(Event e, Promise promise) {
        if (e.point() == TracePoint.LOCK_ACQUIRED) {
            acquired(e, promise);
        } else if (e.point() == TracePoint.LOCK_RELEASED) {
            Integer holder = owner.remove(e.id());
            lastReleaser = (int) e.value();
            lastReleased = e.id();
            if (promise == Promise.EXCLUSION && (holder == null || holder != (int) e.value()) && !shared(e.id())) {
                throw run.violation(
                        e.timeNs(),
                        run.task(e.value()) + " releases " + run.label(e.id()) + ", which it does not hold");
            }
        } else if (e.point() == TracePoint.LOCK_CONTENDED) {
            int task = (int) e.value();
            leaveAllLines(task);
            line(e.id()).add(new Waiter(task, prio(task)));
        } else if (e.point() == TracePoint.SCHED_WAKING) {
            if (promise == Promise.DEBOOST_FIRST) {
                handedOver(e);
            }
        } else if (e.point() == TracePoint.LOCK_DEADLOCK) {
            if (promise == Promise.SOUND_REPORTS && !inCycle((int) e.value(), e.id())) {
                throw run.violation(e.timeNs(), run.task(e.value()) + " is told of a deadlock that is none");
            }
        } else if (e.point() == TracePoint.SCHED_PI_SETPRIO || e.point() == TracePoint.SCHED_SETSCHEDULER) {
            prios.put(e.id(), PrioValue.newPrio(e.value()));
            waiters.values()
                    .forEach(l -> l.stream().filter(w -> w.task == e.id()).forEach(w -> w.settled = false));
        }
    }

    /** A task that asks for a lock waits for no other one any more, however its last wait ended. */
    private void leaveAllLines(int task) {
        waiters.values().forEach(l -> l.removeIf(w -> w.task == task));
    }

    private void acquired(Event e, Promise promise) {
        int task = (int) e.value();
        Integer holder = owner.put(e.id(), task);
        if (promise == Promise.EXCLUSION && holder != null && !shared(e.id())) {
            throw run.violation(
                    e.timeNs(),
                    run.task(task) + " gets " + run.label(e.id()) + ", which " + run.task(holder) + " holds");
        }
        if (promise == Promise.ORDER && served(run.label(e.id()))) {
            inOrder(e, task);
        }
        leaveAllLines(task);
    }

    /** Whether several tasks may seem to hold it: the trace tells neither readers from writers nor a futex hash bucket from another. */
    private boolean shared(int label) {
        String name = run.label(label);
        LockSpec.Kind kind = run.scenario().kinds().get(name);
        boolean bucket = kind == null
                && run.scenario().mutexes().stream().noneMatch(m -> m.name().equals(name));
        return bucket || kind == LockSpec.Kind.RWLOCK || kind == LockSpec.Kind.RW_SEMAPHORE;
    }

    /** Whether waiters of the lock are served by priority: it is an rtmutex. */
    private boolean served(String lock) {
        LockSpec.Kind kind = run.scenario().kinds().get(lock);
        boolean rt = run.scenario().model() == PreemptionModel.RT;
        return kind == LockSpec.Kind.RT_MUTEX
                || (rt && (kind == LockSpec.Kind.MUTEX || kind == LockSpec.Kind.SPINLOCK));
    }

    private void inOrder(Event e, int task) {
        List<Waiter> line = line(e.id());
        int place = -1;
        boolean settled = true;
        for (int i = 0; i < line.size(); i++) {
            if (line.get(i).task == task) {
                place = i;
                settled = line.get(i).settled;
            }
        }
        boolean lateral = run.scenario().kinds().get(run.label(e.id())) == LockSpec.Kind.SPINLOCK;
        int key = key(prio(task));
        for (int i = 0; i < line.size(); i++) {
            Waiter w = line.get(i);
            if (w.task == task || !w.settled || !waits(w.task)) {
                continue;
            }
            boolean better = Prio.better(key(w.prio), key);
            boolean first = key(w.prio) == key && (place < 0 || (settled && i < place));
            if (better || (first && !(lateral && !Prio.realTime(key)))) {
                throw run.violation(
                        e.timeNs(),
                        run.task(task) + " at " + prio(task) + " gets " + run.label(e.id()) + " before "
                                + run.task(w.task) + " at " + w.prio);
            }
        }
    }

    /** A waiter that gave up is in line only in this replay: none gives up where the order is judged. */
    private boolean waits(int task) {
        return prio(task) != IDLE_PRIO;
    }

    /** All fair tasks are equal (rule K3.01). */
    private static int key(int prio) {
        return Prio.realTime(prio) ? prio : FAIR_KEY;
    }

    private void handedOver(Event e) {
        boolean byTask = WakeValue.context(e.value()) == WakeValue.BY_TASK;
        int waker = WakeValue.wakerTask(e.value());
        boolean next = line(lastReleased).stream().anyMatch(w -> w.task == e.id());
        if (!byTask || waker != lastReleaser || !next) {
            return;
        }
        int left = best(waker);
        if (Prio.better(prio(waker), left)) {
            throw run.violation(
                    e.timeNs(),
                    run.task(waker) + " at " + prio(waker) + " wakes " + run.task(e.id()) + " where " + left
                            + " is left to it");
        }
    }

    /** The best of a task's own priority and of those who wait for it, directly or not; there is no cycle. */
    private int best(int task) {
        int best = ownPrios.getOrDefault(task, IDLE_PRIO);
        for (Map.Entry<Integer, Integer> held : owner.entrySet()) {
            if (held.getValue() == task) {
                for (Waiter w : line(held.getKey())) {
                    best = Prio.best(best, best(w.task));
                }
            }
        }
        return best;
    }

    /** Whether the task asks for a lock of its own, or for one whose chain of owners comes back to one that it has passed. */
    private boolean inCycle(int task, int lock) {
        Set<Integer> seen = new HashSet<>();
        int at = task;
        while (seen.add(at)) {
            Integer next = null;
            for (Map.Entry<Integer, List<Waiter>> l : waiters.entrySet()) {
                int waiting = at;
                if (l.getValue().stream().anyMatch(w -> w.task == waiting)) {
                    next = owner.get(l.getKey());
                }
            }
            if (next == null) {
                return at == task && owner.getOrDefault(lock, -1) == task;
            }
            at = next;
        }
        return true;
    }
}
