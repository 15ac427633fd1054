// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.property;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.preemptsim.models.cpu.Segment;
import org.preemptsim.models.cpu.SegmentKind;
import org.preemptsim.models.property.Run.Event;
import org.preemptsim.models.sched.Prio;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.DurationDistribution;
import org.preemptsim.models.spec.Step;
import org.preemptsim.models.trace.PrioValue;
import org.preemptsim.models.trace.SwitchValue;
import org.preemptsim.models.trace.TracePoint;
import org.preemptsim.models.trace.WakeValue;

/**
 * Plain run queues, one list per CPU in the order in which real-time tasks should run, rebuilt from wakeups, switches, moves and changes
 * of priority in the trace. Says who should run, and compares.
 */
final class SchedulerReplay {
    private static final int IDLE_PRIO = 140;

    private final Run run;
    private final boolean multi;
    private final boolean exact;
    /** How long it may take until another CPU is interrupted: it may be masked, and the sender moves tasks meanwhile. */
    private long flightNs;

    private final Map<Integer, Entry> tasks = new HashMap<>();
    private final List<List<Entry>> queues = new ArrayList<>();
    private final int[] current;
    /** What the scheduler of a CPU had to choose from when it chose last; null if nothing is undecided. */
    private final List<List<Entry>> offered = new ArrayList<>();
    /** When that was, and what the queue became at the same instant: another CPU may have been there first. */
    private final long[] offeredAtNs;

    private final List<List<List<Entry>>> alternatives = new ArrayList<>();

    /** A task as far as the trace tells. */
    private static final class Entry {
        final int task;
        int prio;
        int cpu = -1;
        boolean queued;
        /** Whether another CPU has woken it after it went to sleep and before the switch away from it was complete. */
        boolean wokenWhileLeaving;
        /** Since when it has had its place. */
        long sinceNs;

        Entry(int task, int prio) {
            this.task = task;
            this.prio = prio;
        }
    }

    /** What is judged. */
    enum Promise {
        /** Where the rules allow a switch no CPU goes on with a worse task while a better real-time task is queued there. */
        BEST_RUNS,
        /** The scheduler picks the first task of the highest list; on one CPU the very one, else one of that priority. */
        FIRST_IS_PICKED,
        /** No CPU idles while a task is queued on it. */
        WORK_CONSERVATION
    }

    private SchedulerReplay(Run run) {
        this.run = run;
        this.multi = run.scenario().cpus() > 1;
        // The trace does not tell a sched_yield, which changes the order, from a preemption on the way to user mode.
        this.exact = !multi
                && run.scenario().tasks().stream().noneMatch(t -> t.program().contains(new Step.Yield()));
        for (CostKey key : CostKey.values()) {
            flightNs = Math.max(flightNs, 10 * ns(key));
        }
        for (int c = 0; c < run.scenario().cpus(); c++) {
            queues.add(new ArrayList<>());
            offered.add(List.of());
            alternatives.add(new ArrayList<>());
        }
        this.offeredAtNs = new long[run.scenario().cpus()];
        this.current = new int[run.scenario().cpus()];
        for (int i = 0; i < run.machine().scheduler().taskCount(); i++) {
            int prio = i < current.length
                    ? IDLE_PRIO
                    : Prio.of(run.machine().scheduler().task(i).policy());
            tasks.put(i, new Entry(i, prio));
        }
        for (var worker : run.machine().workers()) {
            entry(worker.task().id()).prio = Prio.of(worker.spec().policy());
        }
        for (int c = 0; c < current.length; c++) {
            current[c] = c;
        }
    }

    private long ns(CostKey key) {
        DurationDistribution d = run.scenario().machineSpec().cost(key);
        return Scenario.constantNs(d);
    }

    static void check(Run run, Promise promise) {
        SchedulerReplay replay = new SchedulerReplay(run);
        for (Event e : run.events()) {
            replay.step(e, promise);
        }
    }

    private Entry entry(long task) {
        Entry e = tasks.get((int) task);
        if (e == null) {
            throw new IllegalStateException("no task " + task);
        }
        return e;
    }

    private void step(Event e, Promise promise) {
        if (e.point() == TracePoint.SCHED_WAKING) {
            woken(e);
        } else if (e.point() == TracePoint.SCHED_SWITCH) {
            switched(e, promise);
        } else if (e.point() == TracePoint.SCHED_PI_SETPRIO || e.point() == TracePoint.SCHED_SETSCHEDULER) {
            changed(e);
        } else if (e.point() == TracePoint.SCHED_MIGRATE_TASK) {
            moved(e);
        } else if (e.point() == TracePoint.SEGMENT) {
            segment(e, promise);
        }
    }

    private void woken(Event e) {
        Entry t = entry(e.subject());
        if (!t.queued) {
            enqueue(t, WakeValue.targetCpu(e.value()), false, e.timeNs());
        } else {
            t.wokenWhileLeaving = true;
        }
    }

    private void enqueue(Entry t, int cpu, boolean head, long nowNs) {
        t.cpu = cpu;
        t.queued = true;
        t.sinceNs = nowNs;
        List<Entry> q = queues.get(cpu);
        int i = 0;
        while (i < q.size() && (Prio.better(q.get(i).prio, t.prio) || (!head && q.get(i).prio == t.prio))) {
            i++;
        }
        q.add(i, t);
        noteChange(cpu, nowNs);
    }

    private void dequeue(Entry t, long nowNs) {
        if (t.queued) {
            queues.get(t.cpu).remove(t);
            t.queued = false;
            noteChange(t.cpu, nowNs);
        }
    }

    /** Another CPU's charge of the current task cuts the scheduler's segment, so the choice may be younger than the record of it. */
    private void noteChange(int cpu, long nowNs) {
        if (multi && !offered.get(cpu).isEmpty() && offeredAtNs[cpu] == nowNs) {
            alternatives.get(cpu).add(List.copyOf(queues.get(cpu)));
        }
    }

    /** Raised: to the tail; lowered: to the head; unchanged: not touched (rule K3.31). */
    private void changed(Event e) {
        Entry t = entry(e.subject());
        int prio = PrioValue.newPrio(e.value());
        int old = t.prio;
        if (old == prio) {
            return;
        }
        boolean queued = t.queued;
        dequeue(t, e.timeNs());
        t.prio = prio;
        if (queued) {
            enqueue(t, t.cpu, Prio.better(old, prio), e.timeNs());
        }
    }

    private void moved(Event e) {
        Entry t = entry(e.subject());
        boolean queued = t.queued;
        dequeue(t, e.timeNs());
        if (queued) {
            enqueue(t, (int) e.value(), false, e.timeNs());
        }
    }

    private void switched(Event e, Promise promise) {
        int c = e.cpu();
        Entry previous = entry(SwitchValue.previousTask(e.value()));
        Entry next = entry(e.subject());
        int why = SwitchValue.why(e.value());
        boolean stays = SwitchValue.runnable(e.value());
        if (promise == Promise.FIRST_IS_PICKED) {
            picked(e, previous, next, why);
        }
        offered.set(c, List.of());
        alternatives.get(c).clear();
        if (!stays) {
            dequeue(previous, e.timeNs());
        }
        previous.wokenWhileLeaving = false;
        current[c] = next.task;
    }

    private void picked(Event e, Entry previous, Entry next, int why) {
        boolean leaves = why > SwitchValue.YIELDED || previous.wokenWhileLeaving;
        Entry first = firstOf(offered.get(e.cpu()), previous, leaves);
        if (first == null || isThe(first, next)) {
            return;
        }
        for (List<Entry> later : alternatives.get(e.cpu())) {
            Entry other = firstOf(later, previous, leaves);
            if (other != null && isThe(other, next)) {
                return;
            }
        }
        throw run.violation(
                e.timeNs(),
                run.task(next.task) + " at " + next.prio + " is switched in on cpu " + e.cpu() + " where "
                        + run.task(first.task) + " at " + first.prio + " is first");
    }

    private boolean isThe(Entry first, Entry next) {
        return exact ? first == next : first.prio == next.prio;
    }

    /** The first real-time task of a queue, or null. */
    private static @Nullable Entry firstOf(List<Entry> queue, Entry previous, boolean leaves) {
        return queue.stream()
                .filter(t -> Prio.realTime(t.prio) && !(leaves && t == previous))
                .findFirst()
                .orElse(null);
    }

    private void segment(Event e, Promise promise) {
        int c = e.cpu();
        SegmentKind kind = Segment.kind(e.subject());
        if (kind == SegmentKind.SCHEDULE) {
            offered.set(c, List.copyOf(queues.get(c)));
            offeredAtNs[c] = e.timeNs();
            alternatives.get(c).clear();
            return;
        }
        boolean masked =
                Segment.preemptOff(e.subject()) || Segment.irqsOff(e.subject()) || Segment.hardirq(e.subject());
        if (kind == SegmentKind.IDLE) {
            if (promise == Promise.WORK_CONSERVATION) {
                idled(e);
            }
        } else if (promise == Promise.BEST_RUNS && !masked && switchable(kind)) {
            ran(e);
        }
    }

    private boolean switchable(SegmentKind kind) {
        return kind == SegmentKind.USER
                || (kind == SegmentKind.KERNEL && run.scenario().model().preemptibleKernel());
    }

    private void ran(Event e) {
        Entry running = entry(current[e.cpu()]);
        for (Entry t : queues.get(e.cpu())) {
            boolean better = Prio.realTime(t.prio) && Prio.better(t.prio, running.prio);
            long sinceNs = Math.max(t.sinceNs, running.sinceNs);
            if (better && wentOn(e, sinceNs)) {
                throw run.violation(
                        e.timeNs(),
                        "cpu " + e.cpu() + " has gone on with " + run.task(running.task) + " at " + running.prio
                                + " since " + Math.max(sinceNs, e.timeNs() - e.value()) + " ns, where "
                                + run.task(t.task) + " at " + t.prio + " is queued");
            }
        }
    }

    private void idled(Event e) {
        for (Entry t : queues.get(e.cpu())) {
            if (t.task >= current.length && wentOn(e, t.sinceNs)) {
                throw run.violation(
                        e.timeNs(), "cpu " + e.cpu() + " has idled while " + run.task(t.task) + " is queued on it");
            }
        }
    }

    /** Whether the segment went on after {@code sinceNs} for longer than another CPU needs to interrupt it. */
    private boolean wentOn(Event e, long sinceNs) {
        return e.timeNs() > sinceNs + (multi ? flightNs : 0);
    }
}
