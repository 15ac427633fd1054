// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.inversion;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.preemptsim.engine.Trace;
import org.preemptsim.engine.TraceSink;
import org.preemptsim.models.trace.PrioValue;
import org.preemptsim.models.trace.SwitchValue;
import org.preemptsim.models.trace.TracePoint;
import org.preemptsim.models.trace.WakeValue;

/** A trace told by hand: two CPUs with their idle tasks, and the tasks and locks a test names. */
final class Told {
    static final int CPUS = 2;

    private final List<Cast.Member> tasks = new ArrayList<>();
    private final List<String> locks = new ArrayList<>();
    private final List<long[]> records = new ArrayList<>();
    private final int[] running = new int[CPUS];
    /** Priorities that differ from the tasks' own, 0 = own. */
    private final int[] effective = new int[100];

    private long nowNs;

    Told() {
        for (int c = 0; c < CPUS; c++) {
            tasks.add(new Cast.Member("idle/" + c, "idle", 140));
            running[c] = c;
        }
    }

    /** A task, FIFO unless {@code priority} is 0. */
    int task(String name, int priority) {
        tasks.add(
                priority == 0
                        ? new Cast.Member(name, "other", 120)
                        : new Cast.Member(name, "fifo:" + priority, Priorities.ofUser(priority)));
        return tasks.size() - 1;
    }

    int lock(String name) {
        locks.add(name);
        return locks.size() - 1;
    }

    Told at(long ns) {
        nowNs = ns;
        return this;
    }

    private Told point(TracePoint point, int cpu, int subject, long value) {
        Trace one = new Trace((words, n) -> records.add(new long[] {words[0], words[1], words[2]}));
        one.record(nowNs, point.ordinal(), cpu, subject, value);
        one.flush();
        return this;
    }

    Told wakes(int task, int cpu) {
        return point(TracePoint.SCHED_WAKING, cpu, task, WakeValue.pack(cpu, WakeValue.BY_HARDIRQ, 0));
    }

    /** {@code next} takes the CPU from a task that could go on. */
    Told runs(int cpu, int next) {
        return switches(cpu, next, SwitchValue.PREEMPTED);
    }

    /** {@code next} takes the CPU from a task that sleeps. */
    Told sleeps(int cpu, int next) {
        return switches(cpu, next, SwitchValue.UNINTERRUPTIBLE);
    }

    Told dies(int cpu, int next) {
        return switches(cpu, next, SwitchValue.DEAD);
    }

    private Told switches(int cpu, int next, int why) {
        int previous = running[cpu];
        running[cpu] = next;
        return point(
                TracePoint.SCHED_SWITCH, cpu, next, SwitchValue.pack(previous, prioOf(previous), prioOf(next), why));
    }

    private int prioOf(int task) {
        return effective[task] == 0 ? tasks.get(task).prio() : effective[task];
    }

    Told inherits(int task, int priority) {
        int from = prioOf(task);
        effective[task] = priority == 0 ? tasks.get(task).prio() : Priorities.ofUser(priority);
        return point(TracePoint.SCHED_PI_SETPRIO, 0, task, PrioValue.pack(from, effective[task]));
    }

    Told setsPolicy(int task, int priority) {
        int from = prioOf(task);
        effective[task] = Priorities.ofUser(priority);
        return point(TracePoint.SCHED_SETSCHEDULER, 0, task, PrioValue.pack(from, effective[task]));
    }

    Told takes(int task, int lock) {
        return point(TracePoint.LOCK_ACQUIRED, 0, lock, task);
    }

    Told wants(int task, int lock) {
        return point(TracePoint.LOCK_CONTENDED, 0, lock, task);
    }

    Told releases(int task, int lock) {
        return point(TracePoint.LOCK_RELEASED, 0, lock, task);
    }

    Told givesUp(int task, int lock, long errno) {
        return point(TracePoint.LOCK_ABANDONED, 0, lock, (errno << 32) | task);
    }

    Told throttles(int cpu) {
        return point(TracePoint.SCHED_THROTTLE, cpu, cpu, 0);
    }

    Told unthrottles(int cpu) {
        return point(TracePoint.SCHED_UNTHROTTLE, cpu, cpu, 0);
    }

    /** The analysis of all that was told. */
    InversionAnalysis analysis(Set<String> events, Set<WaitKey> wanted) {
        InversionAnalysis analysis =
                new InversionAnalysis(new Cast(CPUS, tasks, locks::get, events, Set.of(90)), 10, wanted);
        TraceSink sink = analysis;
        for (long[] r : records) {
            sink.accept(r, 1);
        }
        return analysis;
    }

    InversionReport report() {
        return analysis(Set.of(), Set.of()).finish(nowNs);
    }

    /** The portions of a wait, as {@code share task ns}. */
    static List<String> portions(LockWait wait) {
        return wait.portions().stream()
                .map(p -> (p.share() + " " + p.task()).strip() + " " + p.durationNs())
                .toList();
    }

    /** The longest inversion. */
    static LockWait longest(InversionReport report) {
        return report.longest().get(0).longest();
    }
}
