// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.rtapp;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.preemptsim.experiment.scenario.Variant;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.DurationDistribution;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.spec.Step;
import org.preemptsim.models.spec.TaskSpec;
import org.preemptsim.models.spec.UserObjectSpec;
import org.preemptsim.models.spec.WorkloadSpec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes an rt-app workload of a scenario's tasks.
 *
 * <p>rt-app has two loops, of a thread over its phases and of a phase over its events. A program that is one loop becomes
 * the thread's; loops inside it become phases; loops inside these are written out if they are short.
 */
public final class RtAppExport {
    /**
     * What came of it.
     *
     * @param json the workload
     * @param notes what could not be carried over, each with its task
     */
    public record Exported(String json, List<String> notes) {
        public Exported {
            notes = List.copyOf(notes);
        }
    }

    /** The most events that a loop inside a phase may be written out to. */
    private static final int MOST_EVENTS = 1_000;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Variant variant;
    private final Set<String> notes = new LinkedHashSet<>();
    private final Map<String, UserObjectSpec> objects = new TreeMap<>();
    private final Map<String, Integer> barrierUses = new TreeMap<>();

    private RtAppExport(Variant variant) {
        this.variant = variant;
        variant.workload().userObjects().forEach(o -> objects.put(o.name(), o));
    }

    /** The workload of one variant. */
    public static Exported write(Variant variant) {
        return new RtAppExport(variant).export();
    }

    private void note(String message) {
        notes.add(message);
    }

    private Exported export() {
        WorkloadSpec workload = variant.workload();
        ObjectNode root = JSON.objectNode();
        ObjectNode global = root.putObject("global");
        long seconds = Math.floorDiv(variant.durationNs() + 999_999_999L, 1_000_000_000L);
        if (seconds * 1_000_000_000L != variant.durationNs()) {
            note("duration: rounded up to " + seconds + " s");
        }
        global.put("duration", seconds);
        global.put("default_policy", "SCHED_OTHER");
        global.put("pi_enabled", inherits());
        ObjectNode tasks = root.putObject("tasks");
        workload.tasks().forEach(t -> tasks.set(t.name(), new Worker(t).thread()));
        if (!workload.cyclictests().isEmpty()) {
            note("cyclictest: run the real one beside rt-app");
        }
        workload.lines().stream()
                .filter(l -> l.arrivals() != null)
                .forEach(l -> note("interrupt line " + l.irq() + ": rt-app raises no interrupts"));
        objects.values().forEach(this::checkBarrier);
        return new Exported(MAPPER.writeValueAsString(root) + "\n", List.copyOf(notes));
    }

    /** Whether mutexes inherit: rt-app has one protocol for all. */
    private boolean inherits() {
        boolean some = false;
        boolean all = true;
        for (UserObjectSpec o : objects.values()) {
            if (o instanceof UserObjectSpec.Mutex m) {
                boolean inherit = m.protocol() == UserObjectSpec.Protocol.INHERIT;
                some |= inherit;
                all &= inherit;
                boolean plain = m.kind() == UserObjectSpec.MutexKind.NORMAL && !m.robust();
                if (!plain || m.protocol().hasCeiling() || m.protocol() == UserObjectSpec.Protocol.NPCS) {
                    note("mutex " + m.name() + ": rt-app has normal mutexes, with or without inheritance");
                }
            }
        }
        if (some && !all) {
            note("mutexes: rt-app has one protocol for all, so all of them inherit");
        }
        return some;
    }

    private void checkBarrier(UserObjectSpec o) {
        int uses = barrierUses.getOrDefault(o.name(), 0);
        if (o instanceof UserObjectSpec.Barrier b && uses != b.count()) {
            note("barrier " + b.name() + ": rt-app counts who names it, " + uses + ", not " + b.count());
        }
    }

    /** One task on its way to a thread. */
    private final class Worker {
        private final TaskSpec task;
        private final ObjectNode thread = JSON.objectNode();
        private final ObjectNode phases = JSON.objectNode();
        private @Nullable ObjectNode open;
        private SchedPolicy policy;
        private CpuSet cpus;
        private boolean changedPolicy;
        private boolean changedCpus;

        Worker(TaskSpec task) {
            this.task = task;
            this.policy = task.policy();
            this.cpus = task.cpus();
        }

        private void lost(String what) {
            note("task " + task.name() + ": " + what);
        }

        ObjectNode thread() {
            put(thread, task.policy());
            putCpus(thread, task.cpus());
            if (task.startNs() > 0) {
                thread.put("delay", micros(task.startNs(), "start"));
            }
            if (task.endNs() != TaskSpec.NEVER) {
                lost("its end at " + task.endNs() + " ns; rt-app ends all threads at once");
            }
            if (task.kernelThread()) {
                lost("rt-app has no kernel threads; its kernel code is user code there");
            }
            List<Step> program = task.program();
            boolean loop = program.size() == 1 && program.get(0) instanceof Step.Repeat;
            if (loop && program.get(0) instanceof Step.Repeat r) {
                thread.put("loop", r.times());
                r.steps().forEach(this::phase);
            } else {
                thread.put("loop", 1);
                program.forEach(this::phase);
            }
            if (phases.isEmpty()) {
                lost("nothing of its program is left");
            }
            thread.set("phases", phases);
            return thread;
        }

        // Phases ----------------------------------------------------------------------------------------------------

        private void phase(Step step) {
            if (step instanceof Step.Repeat r) {
                open = null;
                events(begin(r.times()), r.steps());
                open = null;
            } else if (step instanceof Step.SetPolicy p && p.task().isEmpty()) {
                open = null;
                policy = p.policy();
                changedPolicy = true;
            } else if (step instanceof Step.SetAffinity a && a.task().isEmpty()) {
                open = null;
                cpus = a.cpus();
                changedCpus = true;
            } else {
                ObjectNode phase = open;
                if (phase == null) {
                    phase = begin(1);
                    open = phase;
                }
                event(phase, step);
            }
        }

        private ObjectNode begin(long times) {
            ObjectNode phase = phases.putObject("p" + phases.size());
            phase.put("loop", times);
            if (changedPolicy) {
                put(phase, policy);
                changedPolicy = false;
            }
            // A phase without cpus goes back to the thread's.
            if (changedCpus && !cpus.equals(task.cpus())) {
                putCpusAlways(phase, cpus);
            }
            return phase;
        }

        private void events(ObjectNode phase, List<Step> steps) {
            for (Step s : steps) {
                if (s instanceof Step.Repeat r) {
                    unroll(phase, r);
                } else {
                    event(phase, s);
                }
            }
        }

        private void unroll(ObjectNode phase, Step.Repeat r) {
            if (r.times() == Step.Repeat.FOREVER || r.times() * r.steps().size() > MOST_EVENTS) {
                lost("a loop inside a loop of a phase runs once");
                events(phase, r.steps());
                return;
            }
            for (long i = 0; i < r.times(); i++) {
                events(phase, r.steps());
            }
        }

        // Events ----------------------------------------------------------------------------------------------------

        private void event(ObjectNode phase, Step s) {
            if (s instanceof Step.Compute c) {
                if (c.pollNs() > 0) {
                    lost("compute_polling asks no clock in rt-app");
                }
                put(phase, "run", micros(c.length(), "compute"));
            } else if (s instanceof Step.Sleep z) {
                put(phase, "sleep", micros(z.length(), "sleep"));
            } else if (s instanceof Step.NextPeriod n) {
                ObjectNode timer = JSON.objectNode().put("ref", "unique");
                timer.put("period", micros(n.periodNs(), "next_period")).put("mode", "absolute");
                phase.set(key(phase, "timer"), timer);
            } else if (s instanceof Step.Yield) {
                phase.put(key(phase, "yield"), "");
            } else if (s instanceof Step.Sync y) {
                sync(phase, y);
            } else if (s instanceof Step.Syscall c) {
                lost("system call \"" + c.name() + "\" is user code in rt-app, without its locks and masks");
                events(phase, c.steps());
            } else if (s instanceof Step.Kernel k) {
                put(phase, "run", micros(k.length(), "kernel"));
            } else if (s instanceof Step.PreemptOff k) {
                lost("preempt_off is preemptible in rt-app");
                put(phase, "run", micros(k.length(), "preempt_off"));
            } else if (s instanceof Step.IrqsOff k) {
                lost("irqs_off is interruptible in rt-app");
                put(phase, "run", micros(k.length(), "irqs_off"));
            } else if (!(s instanceof Step.Work || s instanceof Step.CondResched || s instanceof Step.MightSleep)) {
                lost("rt-app has no " + nameOf(s));
            }
        }

        private static String nameOf(Step s) {
            String name = s.getClass().getSimpleName().replaceAll("([a-z])([A-Z])", "$1_$2");
            String step = name.toLowerCase(java.util.Locale.ROOT);
            if (s instanceof Step.Lock l) {
                return "kernel locks: lock " + l.lock();
            } else if (s instanceof Step.Unlock l) {
                return "kernel locks: unlock " + l.lock();
            } else if (s instanceof Step.KernelSync k) {
                return "kernel locks: " + k.op().name().toLowerCase(java.util.Locale.ROOT) + " " + k.object();
            }
            return step;
        }

        private void sync(ObjectNode phase, Step.Sync y) {
            if (y.timeoutNs() != Step.Sync.NO_TIMEOUT) {
                lost("the time-out of " + y.op().name().toLowerCase(java.util.Locale.ROOT) + " " + y.object());
            }
            switch (y.op()) {
                case MUTEX_LOCK -> phase.put(key(phase, "lock"), y.object());
                case MUTEX_UNLOCK -> phase.put(key(phase, "unlock"), y.object());
                case COND_WAIT -> {
                    ObjectNode wait = JSON.objectNode().put("ref", y.object()).put("mutex", y.second());
                    phase.set(key(phase, "wait"), wait);
                }
                case COND_SIGNAL -> phase.put(key(phase, "signal"), y.object());
                case COND_BROADCAST -> phase.put(key(phase, "broad"), y.object());
                case BARRIER_WAIT -> {
                    barrierUses.merge(y.object(), 1, Integer::sum);
                    phase.put(key(phase, "barrier"), y.object());
                }
                case MUTEX_TRYLOCK,
                        MUTEX_CONSISTENT,
                        SEM_WAIT,
                        SEM_TRYWAIT,
                        SEM_POST,
                        RW_RDLOCK,
                        RW_TRYRDLOCK,
                        RW_WRLOCK,
                        RW_TRYWRLOCK,
                        RW_UNLOCK,
                        FUTEX_WAIT,
                        FUTEX_WAKE ->
                    lost("rt-app has no " + y.op().name().toLowerCase(java.util.Locale.ROOT) + " (" + y.object() + ")");
            }
        }

        private static void put(ObjectNode phase, String event, long micros) {
            phase.put(key(phase, event), micros);
        }

        /** A key of that event that the phase has not yet. */
        private static String key(ObjectNode phase, String event) {
            int n = 0;
            while (phase.has(event + n)) {
                n++;
            }
            return event + n;
        }

        // Values ----------------------------------------------------------------------------------------------------

        private long micros(long ns, String what) {
            if (ns % 1_000 != 0) {
                lost(what + " of " + ns + " ns is rounded to whole microseconds");
            }
            return Math.floorDiv(ns + 500, 1_000L);
        }

        private long micros(DurationDistribution d, String what) {
            if (d instanceof DurationDistribution.Constant c) {
                return micros(c.ns(), what);
            }
            lost(what + " varies; rt-app gets its middle value");
            return Math.floorDiv(middleNs(d) + 500, 1_000L);
        }

        private void putCpus(ObjectNode node, CpuSet set) {
            if (!set.equals(CpuSet.first(variant.machine().cpus()))) {
                putCpusAlways(node, set);
            }
        }

        private static void putCpusAlways(ObjectNode node, CpuSet set) {
            ArrayNode list = node.putArray("cpus");
            for (int cpu = set.lowest(); cpu >= 0; cpu = set.next(cpu + 1)) {
                list.add(cpu);
            }
        }

        private void put(ObjectNode node, SchedPolicy p) {
            switch (p.kind()) {
                case DEADLINE -> {
                    node.put("policy", "SCHED_DEADLINE");
                    node.put("dl-runtime", micros(p.runtimeNs(), "runtime"));
                    node.put("dl-deadline", micros(p.deadlineNs(), "deadline"));
                    node.put("dl-period", micros(p.periodNs(), "period"));
                }
                case FIFO -> node.put("policy", "SCHED_FIFO").put("priority", p.priority());
                case RR -> node.put("policy", "SCHED_RR").put("priority", p.priority());
                case OTHER -> node.put("policy", "SCHED_OTHER").put("priority", p.nice());
                case BATCH -> {
                    lost("rt-app has no batch policy; it is SCHED_OTHER there");
                    node.put("policy", "SCHED_OTHER").put("priority", p.nice());
                }
                case IDLE -> node.put("policy", "SCHED_IDLE");
            }
        }
    }

    /** Half of the values, or thereabouts, lie below. */
    private static long middleNs(DurationDistribution d) {
        if (d instanceof DurationDistribution.Constant c) {
            return c.ns();
        } else if (d instanceof DurationDistribution.Uniform u) {
            return u.minNs() + (u.maxNs() - u.minNs()) / 2;
        } else if (d instanceof DurationDistribution.Exponential e) {
            return Math.min(e.meanNs(), e.maxNs());
        } else if (d instanceof DurationDistribution.LogNormal l) {
            return l.medianNs();
        } else if (d instanceof DurationDistribution.Pareto p) {
            return Math.min(p.maxNs(), Math.round((double) p.minNs() * Math.pow(2, 1 / p.alpha())));
        } else if (d instanceof DurationDistribution.Empirical e) {
            return e.quantiles().stream()
                    .filter(q -> q.p() >= 0.5)
                    .findFirst()
                    .orElse(e.quantiles().get(0))
                    .ns();
        }
        DurationDistribution.Mixture m = (DurationDistribution.Mixture) d;
        List<DurationDistribution.Part> parts = new ArrayList<>(m.parts());
        double weight =
                parts.stream().mapToDouble(DurationDistribution.Part::weight).sum();
        double mean = parts.stream()
                .mapToDouble(p -> p.weight() * (double) middleNs(p.distribution()))
                .sum();
        return Math.round(mean / weight);
    }
}
