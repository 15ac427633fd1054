// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.preemptsim.engine.Trace;
import org.preemptsim.engine.TraceSink;
import org.preemptsim.models.machine.Machine;
import org.preemptsim.models.machine.MachineOptions;
import org.preemptsim.models.trace.PrioValue;
import org.preemptsim.models.trace.TracePoint;

/** Runs a machine and tells its trace in words, times in whole microseconds. */
public final class Timeline implements TraceSink {
    private final List<long[]> records = new ArrayList<>();
    private final Trace trace = new Trace(this);
    private final Machine machine;

    private Timeline(Fixtures fixtures, long untilNs) {
        machine = fixtures.build(MachineOptions.ofSeed(1).withTrace(trace));
        machine.run(untilNs);
        machine.settle();
        trace.flush();
    }

    public static Timeline of(Fixtures fixtures, long untilUs) {
        return new Timeline(fixtures, untilUs * 1_000);
    }

    @Override
    public void accept(long[] words, int count) {
        for (int i = 0; i < count; i++) {
            records.add(new long[] {words[i * Trace.WORDS], words[i * Trace.WORDS + 1], words[i * Trace.WORDS + 2]});
        }
    }

    public Machine machine() {
        return machine;
    }

    public long hash() {
        return trace.hash();
    }

    /** Switches on CPU 0, as {@code "1500 ctrl"}. */
    public List<String> switches() {
        return switches(0);
    }

    public List<String> switches(int cpu) {
        List<String> out = new ArrayList<>();
        for (long[] r : records) {
            if (Trace.typeOf(r[1]) == TracePoint.SCHED_SWITCH.ordinal() && Trace.cpuOf(r[1]) == cpu) {
                out.add(r[0] / 1_000 + " " + name(Trace.subjectOf(r[1])));
            }
        }
        return out;
    }

    /** When the task was switched in for the n-th time (from 1), in microseconds; -1 if it was not. */
    public long switchedInUs(String task, int nth) {
        int seen = 0;
        for (long[] r : records) {
            boolean in = Trace.typeOf(r[1]) == TracePoint.SCHED_SWITCH.ordinal()
                    && name(Trace.subjectOf(r[1])).equals(task);
            if (in && ++seen == nth) {
                return r[0] / 1_000;
            }
        }
        return -1;
    }

    public long switchedInUs(String task) {
        return switchedInUs(task, 1);
    }

    /** Wakeups, as {@code "100@0 task"}: the CPU is the one on which they take effect. */
    public List<String> wakes() {
        List<String> out = new ArrayList<>();
        for (long[] r : records) {
            if (Trace.typeOf(r[1]) == TracePoint.SCHED_WAKING.ordinal()) {
                out.add(r[0] / 1_000 + "@" + Trace.cpuOf(r[1]) + " " + name(Trace.subjectOf(r[1])));
            }
        }
        return out;
    }

    /** How often the interrupt of {@code vector} was handled. */
    public long interrupts(int vector) {
        return records.stream()
                .filter(r -> Trace.typeOf(r[1]) == TracePoint.IRQ_ENTRY.ordinal() && Trace.subjectOf(r[1]) == vector)
                .count();
    }

    public long count(TracePoint point) {
        return records.stream()
                .filter(r -> Trace.typeOf(r[1]) == point.ordinal())
                .count();
    }

    /** Priority changes by inheritance, as {@code "10 low 120>19"}. */
    public List<String> boosts() {
        List<String> out = new ArrayList<>();
        for (long[] r : records) {
            if (Trace.typeOf(r[1]) == TracePoint.SCHED_PI_SETPRIO.ordinal()) {
                out.add(r[0] / 1_000 + " " + name(Trace.subjectOf(r[1])) + " " + PrioValue.oldPrio(r[2]) + ">"
                        + PrioValue.newPrio(r[2]));
            }
        }
        return out;
    }

    /**
     * Wakeups, switches and ends of marked steps of the tasks with programs, in order: {@code "wake high"}, {@code "run high"}, {@code
     * "high.1"}, with {@code "=110"} if the step's result is not 0. A task that goes on after a kernel thread is not said to run again.
     */
    public List<String> sequence() {
        List<String> out = new ArrayList<>();
        long[] last = new long[machine.cpus().size()];
        Arrays.fill(last, -1);
        for (long[] r : records) {
            long subject = Trace.subjectOf(r[1]);
            switch (TracePoint.of(Trace.typeOf(r[1]))) {
                case SCHED_WAKING -> {
                    if (isWorker(subject)) {
                        out.add("wake " + name(subject));
                    }
                }
                case SCHED_SWITCH -> {
                    if (isWorker(subject) && last[Trace.cpuOf(r[1])] != subject) {
                        out.add("run " + name(subject));
                    }
                    boolean kernelThread = !isWorker(subject) && !name(subject).startsWith("idle");
                    last[Trace.cpuOf(r[1])] = kernelThread ? last[Trace.cpuOf(r[1])] : subject;
                }
                case STEP_END ->
                    out.add(name(subject) + "." + (r[2] >>> 32) + ((int) r[2] == 0 ? "" : "=" + (int) r[2]));
                default -> {
                    // not shown
                }
            }
        }
        return out;
    }

    /** Ends of marked steps, as {@code "1500 high.1"}. */
    public List<String> steps() {
        List<String> out = new ArrayList<>();
        for (long[] r : records) {
            if (Trace.typeOf(r[1]) == TracePoint.STEP_END.ordinal()) {
                out.add(r[0] / 1_000 + " " + name(Trace.subjectOf(r[1])) + "." + (r[2] >>> 32)
                        + ((int) r[2] == 0 ? "" : "=" + (int) r[2]));
            }
        }
        return out;
    }

    /** Who got a lock, in order: any kernel lock. */
    public List<String> acquisitions() {
        List<String> out = new ArrayList<>();
        for (long[] r : records) {
            if (Trace.typeOf(r[1]) == TracePoint.LOCK_ACQUIRED.ordinal()) {
                out.add(r[0] / 1_000 + " " + name(r[2]));
            }
        }
        return out;
    }

    /** Wakeups and changes of inherited priorities in order, as {@code "wake high"} and {@code "pi low"}. */
    public List<String> wakesAndBoosts() {
        List<String> out = new ArrayList<>();
        for (long[] r : records) {
            TracePoint p = TracePoint.of(Trace.typeOf(r[1]));
            if (p == TracePoint.SCHED_WAKING || p == TracePoint.SCHED_PI_SETPRIO) {
                out.add((p == TracePoint.SCHED_WAKING ? "wake " : "pi ") + name(Trace.subjectOf(r[1])));
            }
        }
        return out;
    }

    /** The number of the task with that name. */
    public int task(String name) {
        int id = 0;
        while (!name(id).equals(name)) {
            id++;
        }
        return id;
    }

    private boolean isWorker(long task) {
        return machine.workers().stream().anyMatch(w -> w.task().id() == task);
    }

    private String name(long task) {
        return machine.scheduler().task((int) task).name();
    }
}
