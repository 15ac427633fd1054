// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.inversion;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.preemptsim.engine.Trace;
import org.preemptsim.engine.TraceSink;
import org.preemptsim.experiment.inversion.LockWait.Counterpart;
import org.preemptsim.experiment.inversion.LockWait.Link;
import org.preemptsim.experiment.inversion.LockWait.Outcome;
import org.preemptsim.experiment.inversion.LockWait.PriorityChange;
import org.preemptsim.experiment.inversion.LockWait.Reason;
import org.preemptsim.experiment.inversion.OpenWait.Verdict;
import org.preemptsim.experiment.inversion.TaskTrack.KeptOffTime;
import org.preemptsim.experiment.inversion.TaskTrack.Where;
import org.preemptsim.models.trace.PrioValue;
import org.preemptsim.models.trace.SwitchValue;
import org.preemptsim.models.trace.TracePoint;
import org.preemptsim.models.trace.WakeValue;

/**
 * Follows the trace of one run and finds the waits for locks. Each record changes what is known about one or two tasks; then every open
 * wait is judged anew, and what it is judged holds until the next record.
 *
 * <p>Cost per record: the open waits times the length of their chains. Memory: the open waits and the longest closed one of each task, lock and outcome.
 */
final class InversionAnalysis implements TraceSink {
    private record GroupKey(String waiter, String lock, Outcome outcome, int errno) {}

    /** How many costs of a protocol are kept per wait that is kept. */
    private static final int KEPT_OFF_PER_WAIT = 4;

    private final Cast cast;
    private final TaskTrack[] tasks;
    private final TaskTrack[] current;
    private final boolean[] throttled;
    private final Map<Integer, LockTrack> locks = new HashMap<>();
    private final Set<WaitKey> wanted;
    private final Map<WaitKey, LockWait> found = new HashMap<>();
    private final int limit;
    private final Map<GroupKey, WaitGroup> longest = new HashMap<>();
    private final Map<GroupKey, WaitGroup> ordinary = new HashMap<>();
    private final Longest<KeptOff> keptOff;
    private final List<OpenWait> open = new ArrayList<>();
    private long walk;
    private long waits;
    private long inversions;
    private long boosts;

    // Reused by the walk.
    private final List<Link> links = new ArrayList<>();
    private final List<TaskTrack> owners = new ArrayList<>();

    /**
     * @param limit how many groups of waits of each kind to report
     * @param wanted waits to keep besides, for {@link #counterpart}
     */
    InversionAnalysis(Cast cast, int limit, Set<WaitKey> wanted) {
        this.cast = cast;
        this.wanted = Set.copyOf(wanted);
        this.limit = limit;
        this.keptOff = new Longest<>(limit * KEPT_OFF_PER_WAIT, KeptOff.LONGEST_FIRST);
        this.tasks = new TaskTrack[cast.tasks().size()];
        for (int i = 0; i < tasks.length; i++) {
            tasks[i] = new TaskTrack(i, cast.tasks().get(i));
        }
        this.current = new TaskTrack[cast.cpus()];
        this.throttled = new boolean[cast.cpus()];
        for (int c = 0; c < current.length; c++) {
            current[c] = tasks[c];
            tasks[c].cpu = c;
            tasks[c].where = Where.ON;
        }
    }

    @Override
    public void accept(long[] words, int records) {
        for (int i = 0; i < records * Trace.WORDS; i += Trace.WORDS) {
            long head = words[i + 1];
            TracePoint point = TracePoint.of(Trace.typeOf(head));
            if (take(point, words[i], Trace.cpuOf(head), (int) Trace.subjectOf(head), words[i + 2])) {
                judge(words[i]);
            }
        }
    }

    /** Whether the record changes anything here. */
    private boolean take(TracePoint point, long nowNs, int cpu, int subject, long value) {
        switch (point) {
            case SCHED_SWITCH -> switched(cpu, tasks[subject], value, nowNs);
            case SCHED_WAKING -> woken(tasks[subject], WakeValue.targetCpu(value));
            case SCHED_MIGRATE_TASK -> tasks[subject].cpu = (int) value;
            case SCHED_PI_SETPRIO ->
                inherited(tasks[subject], PrioValue.oldPrio(value), PrioValue.newPrio(value), nowNs);
            case SCHED_SETSCHEDULER -> policyChanged(tasks[subject], PrioValue.newPrio(value), nowNs);
            case SCHED_PROCESS_EXIT -> exited(tasks[subject], nowNs);
            case SCHED_THROTTLE -> throttle(subject, true);
            case SCHED_UNTHROTTLE -> throttle(subject, false);
            case LOCK_CONTENDED -> contended(lock(subject), tasks[(int) value], nowNs);
            case LOCK_ACQUIRED -> acquired(lock(subject), tasks[(int) value], nowNs);
            case LOCK_ABANDONED -> abandoned(lock(subject), tasks[(int) value], (int) (value >>> 32), nowNs);
            case LOCK_RELEASED -> released(lock(subject), tasks[(int) value]);
            case SEGMENT,
                    SCHED_NEED_RESCHED,
                    IRQ_ENTRY,
                    IRQ_EXIT,
                    SOFTIRQ_ENTRY,
                    HRTIMER_EXPIRE,
                    LATENCY_SAMPLE,
                    STEP_BEGIN,
                    STEP_END,
                    LOCK_DEADLOCK -> {
                return false;
            }
        }
        return true;
    }

    private LockTrack lock(int label) {
        return locks.computeIfAbsent(label, l -> {
            String name = cast.lockName().apply(l);
            return new LockTrack(l, name, cast.events().contains(name));
        });
    }

    // ---- what records change ----

    private void switched(int cpu, TaskTrack next, long value, long nowNs) {
        TaskTrack previous = tasks[SwitchValue.previousTask(value)];
        if (previous.where != Where.GONE) {
            previous.where = SwitchValue.runnable(value) ? Where.READY : Where.OFF;
        }
        if (SwitchValue.why(value) == SwitchValue.DEAD) {
            previous.where = Where.GONE;
        }
        next.where = Where.ON;
        next.cpu = cpu;
        next.effective = SwitchValue.nextPrio(value);
        current[cpu] = next;
        notKeptOff(next, nowNs);
    }

    private static void woken(TaskTrack task, int cpu) {
        if (task.where == Where.OFF) {
            task.where = Where.READY;
            task.cpu = cpu;
        }
    }

    private void inherited(TaskTrack task, int from, int to, long nowNs) {
        boolean boost = to < from;
        if (boost) {
            boosts++;
        }
        task.effective = to;
        LockTrack released = task.lastReleased;
        String lock = boost ? boostedThrough(task, to) : released == null ? "" : released.name;
        tell(task, from, to, boost ? Reason.BOOST : Reason.DEBOOST, lock, nowNs);
    }

    /** The lock of {@code owner} whose waiter has just that priority. */
    private String boostedThrough(TaskTrack owner, int prio) {
        String any = "";
        for (OpenWait w : open) {
            LockTrack lock = w.waiter.waitsFor();
            if (lock != null && lock.heldBy(owner)) {
                if (w.waiter.effective == prio) {
                    return lock.name;
                }
                any = lock.name;
            }
        }
        return any;
    }

    private void policyChanged(TaskTrack task, int to, long nowNs) {
        int from = task.effective;
        boolean toCeiling = cast.ceilings().stream().anyMatch(c -> Priorities.ofUser(c) == to) && to < from;
        boolean back = to == task.own;
        if (!toCeiling && !back && from != to) {
            task.own = to;
        }
        task.effective = to;
        if (from != to) {
            tell(task, from, to, toCeiling || back ? Reason.CEILING : Reason.POLICY, "", nowNs);
        }
    }

    private void tell(TaskTrack task, int from, int to, Reason why, String lock, long nowNs) {
        for (OpenWait w : open) {
            if (w.dependedOn(task)) {
                w.changed(new PriorityChange(nowNs, task.name, Priorities.text(from), Priorities.text(to), why, lock));
            }
        }
    }

    private void exited(TaskTrack task, long nowNs) {
        if (task.wait != null) {
            end(task, nowNs, Outcome.GAVE_UP, 0);
        }
        task.waits.clear();
        task.where = Where.GONE;
    }

    private void throttle(int task, boolean on) {
        if (task < throttled.length) {
            throttled[task] = on;
        } else {
            tasks[task].throttled = on;
        }
    }

    private void contended(LockTrack lock, TaskTrack task, long nowNs) {
        if (lock.event || task.waits.contains(lock)) {
            return;
        }
        if (lock.heldBy(task) && lock.heldByOthers(task)) {
            // A writer that has come first among writers and waits for the readers to leave.
            lock.released(task);
            task.notRequested(lock);
        }
        task.waits.add(lock);
        if (task.wait == null) {
            task.wait = new OpenWait(task, lock, nowNs);
            open.add(task.wait);
        }
    }

    private void acquired(LockTrack lock, TaskTrack task, long nowNs) {
        if (lock.event || lock.heldBy(task)) {
            return;
        }
        stopsWaiting(lock, task, nowNs, Outcome.ACQUIRED, 0);
        task.requested(lock);
        LockTrack.Hold hold = lock.taken(task, nowNs);
        for (OpenWait w : open) {
            if (w.lock == lock) {
                w.heldBy(hold);
            }
        }
    }

    private void abandoned(LockTrack lock, TaskTrack task, int errno, long nowNs) {
        if (!lock.event) {
            stopsWaiting(lock, task, nowNs, errno == 0 ? Outcome.ADMITTED : Outcome.GAVE_UP, errno);
            if (errno != 0) {
                task.requested(lock);
            }
        }
    }

    private void stopsWaiting(LockTrack lock, TaskTrack task, long nowNs, Outcome how, int errno) {
        OpenWait wait = task.wait;
        if (wait != null && wait.lock == lock) {
            end(task, nowNs, how, errno);
            task.waits.clear();
        } else {
            task.waits.remove(lock);
        }
    }

    private static void released(LockTrack lock, TaskTrack task) {
        if (!lock.event) {
            lock.released(task);
            task.lastReleased = lock;
        }
    }

    private void end(TaskTrack task, long nowNs, Outcome how, int errno) {
        OpenWait wait = task.wait;
        if (wait != null) {
            open.remove(wait);
            task.wait = null;
            keep(wait, nowNs, how, errno);
        }
    }

    private void keep(OpenWait wait, long nowNs, Outcome how, int errno) {
        if (!wait.heldBySomebody()) {
            return;
        }
        waits++;
        boolean inversion = wait.isInversion();
        LockWait closed = wait.close(nowNs, how, errno);
        if (inversion) {
            inversions++;
        }
        if (limit > 0) {
            GroupKey group = new GroupKey(closed.waiter(), closed.lock(), closed.outcome(), errno);
            (inversion ? longest : ordinary).merge(group, new WaitGroup(closed, 1, closed.waitedNs()), WaitGroup::and);
        }
        if (wanted.contains(closed.key())) {
            found.put(closed.key(), closed);
        }
    }

    // ---- what it means ----

    private void judge(long nowNs) {
        for (OpenWait w : open) {
            w.turn(verdict(w), nowNs);
            w.dependsOn(links, owners);
        }
        judgeKeptOff(nowNs);
    }

    /** Follows the chain of owners; leaves it in {@link #links} and {@link #owners}. */
    private Verdict verdict(OpenWait w) {
        links.clear();
        owners.clear();
        walk++;
        TaskTrack end = w.waiter;
        LockTrack lock = end.waitsFor();
        while (lock != null && !lock.free()) {
            end.walk = walk;
            LockTrack.Hold hold = lock.first();
            if (hold == null) {
                break;
            }
            TaskTrack owner = hold.task();
            links.add(new Link(end.name, lock.name, owner.name, owner.policy, hold.sinceNs()));
            owners.add(owner);
            if (owner.walk == walk) {
                return new Verdict(Share.DEADLOCKED, null, null);
            }
            end = owner;
            lock = end.waitsFor();
        }
        end.walk = walk;
        return end == w.waiter ? ofWaiter(end) : ofEnd(end, lock != null, w.waiter);
    }

    /** The lock is free: only its way to the CPU keeps the waiter from it. */
    private Verdict ofWaiter(TaskTrack waiter) {
        TaskTrack runs = current[waiter.cpu];
        if (waiter.where == Where.READY && stopped(waiter)) {
            return new Verdict(Share.THROTTLED, waiter, waiter);
        }
        boolean outranked = waiter.where != Where.ON
                && !idle(runs)
                && runs.walk != walk
                && !Priorities.worse(runs.effective, waiter.effective);
        return outranked ? new Verdict(Share.OUTRANKED, runs, waiter) : new Verdict(Share.HANDED_OVER, null, waiter);
    }

    private Verdict ofEnd(TaskTrack end, boolean lockIsFree, TaskTrack waiter) {
        return switch (end.where) {
            case ON -> new Verdict(Share.OWNER_RAN, end, end);
            case GONE -> new Verdict(Share.OWNER_GONE, end, end);
            case OFF ->
                lockIsFree ? new Verdict(Share.HANDED_OVER, null, end) : new Verdict(Share.OWNER_SLEPT, end, end);
            case READY -> ofReady(end, waiter);
        };
    }

    private Verdict ofReady(TaskTrack end, TaskTrack waiter) {
        TaskTrack runs = current[end.cpu];
        if (stopped(end)) {
            return new Verdict(Share.THROTTLED, end, end);
        }
        LockTrack wanted = waiter.waitsFor();
        if (wanted != null && wanted.heldBy(runs)) {
            return new Verdict(Share.OWNER_RAN, runs, end);
        }
        if (idle(runs) || runs.walk == walk || Priorities.worse(runs.effective, end.effective)) {
            return new Verdict(Share.HANDED_OVER, null, end);
        }
        Share share = Priorities.worse(runs.effective, waiter.effective) ? Share.INVERTED : Share.OUTRANKED;
        return new Verdict(share, runs, end);
    }

    private boolean stopped(TaskTrack task) {
        return task.throttled || (throttled[task.cpu] && !Priorities.worse(task.effective, Priorities.ofUser(1)));
    }

    private boolean idle(TaskTrack task) {
        return task.id < current.length;
    }

    // ---- what protocols cost ----

    private void judgeKeptOff(long nowNs) {
        for (TaskTrack t : tasks) {
            TaskTrack by = t.where == Where.READY && t.wait == null && !idle(t) ? keeperOf(t) : null;
            if (by != t.keptOffBy) {
                settleKeptOff(t, nowNs);
                t.keptOffBy = by;
                t.keptOffSinceNs = nowNs;
                if (by != null) {
                    timeOf(t, by, nowNs);
                }
            }
        }
    }

    /** Who keeps a ready task off its CPU by a priority that is not its own. */
    private @Nullable TaskTrack keeperOf(TaskTrack t) {
        TaskTrack runs = current[t.cpu];
        boolean keeps = runs.effective < runs.own
                && Priorities.worse(runs.own, t.own)
                && !Priorities.worse(runs.effective, t.effective);
        return keeps ? runs : null;
    }

    private static KeptOffTime timeOf(TaskTrack t, TaskTrack by, long nowNs) {
        for (KeptOffTime k : t.keptOff) {
            if (k.by == by) {
                return k;
            }
        }
        KeptOffTime k = new KeptOffTime(by, Priorities.text(by.effective), t.cpu, nowNs);
        t.keptOff.add(k);
        return k;
    }

    private static void settleKeptOff(TaskTrack t, long nowNs) {
        TaskTrack by = t.keptOffBy;
        if (by != null) {
            timeOf(t, by, nowNs).ns += nowNs - t.keptOffSinceNs;
            t.keptOffBy = null;
        }
    }

    /** The task runs, or the run ends. */
    private void notKeptOff(TaskTrack t, long nowNs) {
        settleKeptOff(t, nowNs);
        for (KeptOffTime k : t.keptOff) {
            if (k.ns > 0) {
                keptOff.add(new KeptOff(t.name, t.policy, k.by.name, k.by.policy, k.at, k.cpu, k.fromNs, k.ns));
            }
        }
        t.keptOff.clear();
    }

    // ---- results ----

    /** The run is over. */
    InversionReport finish(long nowNs) {
        for (OpenWait w : List.copyOf(open)) {
            end(w.waiter, nowNs, Outcome.UNFINISHED, 0);
        }
        for (TaskTrack t : tasks) {
            notKeptOff(t, nowNs);
        }
        return new InversionReport(
                nowNs, waits, inversions, boosts, inOrder(longest), inOrder(ordinary), keptOff.inOrder());
    }

    private List<WaitGroup> inOrder(Map<GroupKey, WaitGroup> groups) {
        return groups.values().stream()
                .sorted(WaitGroup.LONGEST_FIRST)
                .limit(limit)
                .toList();
    }

    /** After {@link #finish}: what became of a wanted wait in this run. */
    Counterpart counterpart(WaitKey key) {
        LockWait wait = found.get(key);
        if (wait != null) {
            return new Counterpart(true, wait.waitedNs(), wait.outcome(), wait.portions());
        }
        boolean done = false;
        for (TaskTrack t : tasks) {
            if (t.name.equals(key.waiter())) {
                done |= locks.values().stream()
                        .anyMatch(l -> l.name.equals(key.lock()) && t.requestsOf(l) > key.occurrence());
            }
        }
        return new Counterpart(done, 0, done ? Outcome.ACQUIRED : Outcome.UNFINISHED, List.of());
    }
}
