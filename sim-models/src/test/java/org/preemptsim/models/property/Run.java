// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.property;

import java.util.ArrayList;
import java.util.List;
import org.preemptsim.engine.Trace;
import org.preemptsim.engine.TraceSink;
import org.preemptsim.models.machine.Machine;
import org.preemptsim.models.machine.MachineOptions;
import org.preemptsim.models.task.TaskState;
import org.preemptsim.models.trace.TracePoint;
import org.preemptsim.models.workload.WorkloadBuilder.Worker;

/** One simulation of a scenario and all its trace records. */
final class Run implements TraceSink {
    private final Scenario scenario;
    private final List<Event> events = new ArrayList<>();
    private final Trace trace = new Trace(this);
    private final Machine machine;

    /** A trace record; {@code subject} and {@code value} as {@link TracePoint} says. */
    record Event(long timeNs, TracePoint point, int cpu, long subject, long value) {
        /** The subject as a task or label. */
        int id() {
            return (int) subject;
        }
    }

    /** Looks at a machine between two events. */
    interface Check {
        void at(Machine machine);
    }

    private Run(Scenario scenario, MachineOptions options) {
        this.scenario = scenario;
        this.machine = scenario.build(options.withTrace(trace));
    }

    /** To the end of all programs. */
    static Run of(Scenario scenario) {
        return of(scenario, MachineOptions.ofSeed(1).withMonitors());
    }

    static Run of(Scenario scenario, MachineOptions options) {
        Run run = new Run(scenario, options);
        try {
            run.machine.run(scenario.horizonNs());
        } catch (IllegalStateException e) {
            throw new AssertionError("the model stops at " + run.machine.nowNs() + " ns: " + e + scenario, e);
        }
        run.trace.flush();
        return run;
    }

    /** The same once more, halted after each instant at which anything was recorded, without running ahead. */
    Run again(Check check) {
        Run run = new Run(scenario, MachineOptions.ofSeed(1).withRunAhead(false));
        long last = -1;
        for (Event e : events) {
            if (e.timeNs() != last) {
                last = e.timeNs();
                run.machine.run(last);
                check.at(run.machine);
            }
        }
        run.machine.run(scenario.horizonNs());
        run.trace.flush();
        return run;
    }

    @Override
    public void accept(long[] words, int count) {
        for (int i = 0; i < count; i++) {
            long head = words[i * Trace.WORDS + 1];
            events.add(new Event(
                    words[i * Trace.WORDS],
                    TracePoint.of(Trace.typeOf(head)),
                    Trace.cpuOf(head),
                    Trace.subjectOf(head),
                    words[i * Trace.WORDS + 2]));
        }
    }

    List<Event> events() {
        return events;
    }

    Machine machine() {
        return machine;
    }

    Scenario scenario() {
        return scenario;
    }

    long hash() {
        return trace.hash();
    }

    /** The names of the tasks that have not come to the end of their programs. */
    List<String> unfinished() {
        return machine.workers().stream()
                .map(Worker::task)
                .filter(t -> t.state() != TaskState.DEAD)
                .map(t -> t.name())
                .toList();
    }

    String task(long id) {
        return machine.scheduler().task((int) id).name();
    }

    String label(long id) {
        return machine.labels().nameOf((int) id);
    }

    /** A property does not hold. */
    AssertionError violation(long timeNs, String what) {
        return new AssertionError("at " + timeNs + " ns: " + what + scenario);
    }
}
