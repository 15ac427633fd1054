// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.conform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.preemptsim.engine.Trace;
import org.preemptsim.engine.TraceSink;
import org.preemptsim.experiment.conform.KernelRecord.StepText;
import org.preemptsim.experiment.conform.KernelRecord.ThreadSteps;
import org.preemptsim.models.machine.Machine;
import org.preemptsim.models.trace.PrioValue;
import org.preemptsim.models.trace.SwitchValue;
import org.preemptsim.models.trace.TracePoint;
import org.preemptsim.models.trace.WakeValue;
import org.preemptsim.models.workload.WorkloadBuilder.Worker;

/** Turns a machine's trace into the record's own form of events. */
final class TraceEvents {
    private static final long US = 1_000;
    /** What the records show for a thread that no event has told a priority of. */
    private static final int UNKNOWN_PRIO = 120;

    private final KernelRecord record;
    private final Machine machine;
    private final Map<Integer, ThreadSteps> threadById = new HashMap<>();
    private final Map<Integer, Integer> prioById = new HashMap<>();
    private final Map<Integer, Boolean> blockedInKernel = new HashMap<>();
    private final int[] current;
    private final List<RecordEvent> out = new ArrayList<>();

    /** Keeps the trace records that events are made of; segments are most of a trace and none of them. */
    static final class Sink implements TraceSink {
        private long[] words = new long[1 << 12];
        private int used;

        @Override
        public void accept(long[] block, int records) {
            for (int i = 0; i < records * Trace.WORDS; i += Trace.WORDS) {
                if (Trace.typeOf(block[i + 1]) != TracePoint.SEGMENT.ordinal()) {
                    keep(block, i);
                }
            }
        }

        private void keep(long[] block, int at) {
            if (used + Trace.WORDS > words.length) {
                words = Arrays.copyOf(words, 2 * words.length);
            }
            System.arraycopy(block, at, words, used, Trace.WORDS);
            used += Trace.WORDS;
        }
    }

    private TraceEvents(KernelRecord record, Machine machine) {
        this.record = record;
        this.machine = machine;
        this.current = new int[machine.cpus().size()];
        for (int c = 0; c < current.length; c++) {
            // The idle tasks are numbered like the CPUs.
            current[c] = c;
        }
        List<Worker> workers = machine.workers();
        for (int i = 0; i < workers.size(); i++) {
            threadById.put(workers.get(i).task().id(), record.threads().get(i));
        }
    }

    /** The events of a machine that has run up to the record's horizon. */
    static List<RecordEvent> of(KernelRecord record, Machine machine, Sink trace) {
        TraceEvents e = new TraceEvents(record, machine);
        for (int i = 0; i < trace.used; i += Trace.WORDS) {
            e.add(trace.words[i], trace.words[i + 1], trace.words[i + 2]);
        }
        return e.out;
    }

    private void add(long timeNs, long head, long value) {
        long us = timeNs / US;
        int cpu = Trace.cpuOf(head);
        int subject = (int) Trace.subjectOf(head);
        switch (TracePoint.of(Trace.typeOf(head))) {
            case SCHED_SWITCH -> switched(us, cpu, subject, value);
            case SCHED_WAKING ->
                emit(us, cpu, "wake", name(subject), prio(subject), WakeValue.targetCpu(value), waker(value));
            case SCHED_PI_SETPRIO -> {
                prioById.put(subject, PrioValue.newPrio(value));
                emit(
                        us,
                        cpu,
                        "pi",
                        name(subject),
                        PrioValue.oldPrio(value),
                        PrioValue.newPrio(value),
                        name(current[cpu]));
            }
            case SCHED_SETSCHEDULER -> prioById.put(subject, PrioValue.newPrio(value));
            case SCHED_MIGRATE_TASK ->
                emit(us, cpu, "mig", name(subject), (int) (value >>> 32), (int) value, name(current[cpu]));
            case STEP_BEGIN -> began(us, cpu, subject, (int) value);
            case STEP_END -> ended(us, cpu, subject, (int) (value >>> 32), (int) value);
            case LOCK_CONTENDED -> {
                if (kernelLock(subject)) {
                    blockedInKernel.put((int) value, true);
                    emit(us, cpu, "kblock", name((int) value), machine.labels().nameOf(subject));
                }
            }
            case LOCK_ACQUIRED -> {
                if (kernelLock(subject) && blockedInKernel.remove((int) value) != null) {
                    emit(us, cpu, "kgot", name((int) value));
                }
            }
            case SEGMENT,
                    SCHED_NEED_RESCHED,
                    IRQ_ENTRY,
                    IRQ_EXIT,
                    SOFTIRQ_ENTRY,
                    HRTIMER_EXPIRE,
                    LATENCY_SAMPLE,
                    LOCK_RELEASED,
                    LOCK_ABANDONED,
                    SCHED_PROCESS_EXIT,
                    SCHED_THROTTLE,
                    SCHED_UNTHROTTLE,
                    LOCK_DEADLOCK -> {
                // Not among the records' events.
            }
        }
    }

    private void switched(long us, int cpu, int next, long value) {
        int previous = SwitchValue.previousTask(value);
        prioById.put(previous, SwitchValue.previousPrio(value));
        prioById.put(next, SwitchValue.nextPrio(value));
        current[cpu] = next;
        emit(
                us,
                cpu,
                "sw",
                name(previous),
                shownPrio(previous),
                previous < machine.cpus().size() ? "R" : state(SwitchValue.why(value)),
                name(next),
                shownPrio(next));
    }

    private static String state(int why) {
        return switch (why) {
            case SwitchValue.PREEMPTED -> "R+";
            case SwitchValue.YIELDED -> "R";
            case SwitchValue.INTERRUPTIBLE -> "S";
            case SwitchValue.UNINTERRUPTIBLE, SwitchValue.RTLOCK_WAIT -> "D";
            case SwitchValue.DEAD -> "X";
            default -> throw new IllegalArgumentException("state " + why);
        };
    }

    private void began(long us, int cpu, int task, int number) {
        ThreadSteps thread = thread(task);
        if (number == 0) {
            emit(us, cpu, "start", thread.name());
        }
        if (number == thread.steps().size()) {
            emit(us, cpu, "done", thread.name());
            return;
        }
        StepText step = thread.steps().get(number);
        emit(us, cpu, "begin", thread.name(), number, step.text());
        if (!step.releases().isEmpty()) {
            emit(us, cpu, "rel", thread.name(), step.releases());
        }
    }

    private void ended(long us, int cpu, int task, int number, int rc) {
        ThreadSteps thread = thread(task);
        if (number >= thread.steps().size()) {
            return;
        }
        StepText step = thread.steps().get(number);
        emit(us, cpu, "end", thread.name(), number, step.text(), rc);
        if (step.acquires().isEmpty()) {
            return;
        }
        if (rc == 0) {
            emit(us, cpu, "acq", thread.name(), step.acquires());
        } else {
            emit(us, cpu, "fail", thread.name(), step.acquires(), rc);
        }
    }

    private ThreadSteps thread(int task) {
        ThreadSteps t = threadById.get(task);
        if (t == null) {
            throw new IllegalStateException("a step of a task without a program: " + task);
        }
        return t;
    }

    private boolean kernelLock(int label) {
        String name = machine.labels().nameOf(label);
        return record.workload().locks().stream().anyMatch(l -> l.name().equals(name));
    }

    private String waker(long value) {
        return switch (WakeValue.context(value)) {
            case WakeValue.BY_HARDIRQ -> "irq";
            case WakeValue.BY_SOFTIRQ -> "softirq";
            default -> name(WakeValue.wakerTask(value));
        };
    }

    /** The idle task shows 120 in the records. */
    private int shownPrio(int task) {
        return task < machine.cpus().size() ? UNKNOWN_PRIO : prio(task);
    }

    private int prio(int task) {
        @Nullable Integer known = prioById.get(task);
        return known != null ? known : machine.scheduler().normalPrio(task);
    }

    private String name(int task) {
        if (task < machine.cpus().size()) {
            return Facts.IDLE;
        }
        ThreadSteps t = threadById.get(task);
        return t != null ? t.name() : "k:" + machine.scheduler().task(task).name();
    }

    private void emit(long us, int cpu, String type, Object... fields) {
        out.add(new RecordEvent(us, cpu, type, fields));
    }
}
