// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.workload;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.preemptsim.engine.RandomStreams;
import org.preemptsim.models.locking.KernelLock;
import org.preemptsim.models.probe.LatencyProbe;
import org.preemptsim.models.probe.LatencyProbes;
import org.preemptsim.models.pthread.Pthreads;
import org.preemptsim.models.sched.Scheduler;
import org.preemptsim.models.sched.TaskTimers;
import org.preemptsim.models.spec.CyclictestSpec;
import org.preemptsim.models.spec.TaskSpec;
import org.preemptsim.models.spec.WorkloadSpec;
import org.preemptsim.models.syscall.Syscalls;
import org.preemptsim.models.task.Task;
import org.preemptsim.models.trace.Labels;

/** Turns the tasks of a specification into tasks with programs on their stacks. */
public final class WorkloadBuilder {
    private final WorkloadSpec spec;
    private final Scheduler scheduler;
    private final Syscalls syscalls;
    private final TaskTimers timers;
    private final Labels labels;
    private final RandomStreams streams;
    private final List<Worker> workers = new ArrayList<>();
    private final Map<Task, Long> starts = new HashMap<>();
    private final Map<Task, TaskSpec> specs = new HashMap<>();
    private final Map<Task, MeasuringThread> measuring = new HashMap<>();
    private final Runnable allMeasured;
    private int stillMeasuring;

    /** {@code allMeasured} is run when the last measuring thread has reached its own end. */
    public WorkloadBuilder(
            WorkloadSpec spec,
            Scheduler scheduler,
            Syscalls syscalls,
            TaskTimers timers,
            Labels labels,
            RandomStreams streams,
            Runnable allMeasured) {
        this.spec = spec;
        this.scheduler = scheduler;
        this.syscalls = syscalls;
        this.timers = timers;
        this.labels = labels;
        this.streams = streams;
        this.allMeasured = allMeasured;
    }

    /** A task that runs a step program. */
    public record Worker(Task task, TaskSpec spec, TaskProgram program) {}

    /** Adds the cyclictest threads, each measured by the next of {@code probes}. */
    public void addCyclictests(LatencyProbes probes) {
        int next = 0;
        for (CyclictestSpec test : spec.cyclictests()) {
            for (CyclictestSpec.Measuring m : test.threads()) {
                LatencyProbe probe = probes.all().get(next++);
                Task task = scheduler.addTask(m.name(), labels.idOf(m.name()), m.policy(), m.cpus());
                probe.attach(task.id());
                MeasuringThread thread = new MeasuringThread(
                        test,
                        m.intervalNs(),
                        scheduler,
                        syscalls,
                        probe,
                        probes,
                        streams.stream(m.name()),
                        this::measured);
                stillMeasuring++;
                task.stack().call(thread, 0);
                task.stack().call(syscalls.start(), 0);
                scheduler.prepare(task);
                starts.put(task, 0L);
                measuring.put(task, thread);
            }
        }
    }

    private void measured() {
        if (--stillMeasuring == 0) {
            allMeasured.run();
        }
    }

    /** Adds the tasks with step programs. */
    public void addTasks(Map<String, KernelLock> locks, Map<String, BlockDevice> devices, Pthreads pthreads) {
        for (TaskSpec t : spec.tasks()) {
            Task task = scheduler.addTask(t.name(), labels.idOf(t.name()), t.policy(), t.cpus(), t.firstCpu());
            specs.put(task, t);
            TaskProgram program = new TaskProgram(
                    Program.compile(
                            t.program(),
                            t.kernelThread(),
                            t.marks(),
                            labels,
                            locks,
                            devices,
                            syscalls.sched(),
                            pthreads),
                    scheduler,
                    syscalls,
                    pthreads.gate(),
                    streams.stream(t.name()),
                    t.kernelThread(),
                    t.startNs(),
                    t.endNs());
            task.stack().call(program, 0);
            if (!t.kernelThread()) {
                task.stack().call(syscalls.start(), 0);
            }
            scheduler.prepare(task);
            starts.put(task, t.startNs());
            workers.add(new Worker(task, t, program));
        }
    }

    /** All tasks are known: arms their start timers and plugs the measuring threads into their expiries. */
    public void boot() {
        workers.forEach(w -> w.program().boot(w.task().id(), this::taskByName));
        for (int id = 0; id < scheduler.taskCount(); id++) {
            Task task = scheduler.task(id);
            Long start = starts.get(task);
            if (start != null) {
                TaskSpec t = specs.get(task);
                timers.startAt(task, t == null ? task.cpus().lowest() : t.firstCpu(), start, t != null && t.marks());
                if (t != null) {
                    timers.slack(id, t.timerSlackNs());
                }
            }
            MeasuringThread thread = measuring.get(task);
            if (thread != null) {
                timers.listen(id, thread::expired);
            }
        }
    }

    private int taskByName(String name) {
        for (Worker w : workers) {
            if (w.task().name().equals(name)) {
                return w.task().id();
            }
        }
        throw new IllegalArgumentException("no task named " + name);
    }

    /** The tasks with step programs, in the order of the specification. */
    public List<Worker> workers() {
        return List.copyOf(workers);
    }
}
