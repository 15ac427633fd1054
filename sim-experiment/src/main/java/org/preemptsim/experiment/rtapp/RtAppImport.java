// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.rtapp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.preemptsim.experiment.rtapp.Json.Arr;
import org.preemptsim.experiment.rtapp.Json.Member;
import org.preemptsim.experiment.rtapp.Json.Obj;
import org.preemptsim.experiment.rtapp.Json.Scalar;
import org.preemptsim.experiment.scenario.IncludeResolver;
import org.preemptsim.experiment.scenario.ReadResult;
import org.preemptsim.experiment.scenario.ScenarioReader;
import org.preemptsim.experiment.text.NearestMatch;

/**
 * Makes a scenario of an rt-app workload.
 *
 * <p>What becomes of what:
 *
 * <ul>
 *   <li>a thread: a task, once per instance; its phases: phases, its loop: a repeat around them;
 *   <li>{@code run} and {@code runtime}: compute; {@code sleep}: sleep; {@code timer}: next_period, which counts from
 *       the task's start as an absolute timer does;
 *   <li>{@code lock}, {@code unlock}, {@code wait}, {@code signal}, {@code broad}: the same of a mutex and a condition;
 *       {@code sync}: lock, signal, wait, unlock; {@code barrier}: a barrier of as many threads as name it;
 *   <li>{@code suspend} and {@code resume}: a wait of the task's own condition, and a broadcast of it;
 *   <li>{@code pi_enabled}: mutexes with protocol inherit.
 * </ul>
 */
public final class RtAppImport {
    /**
     * What came of it.
     *
     * @param yaml the scenario's text; the notes stand at its head as comments
     * @param notes what could not be carried over, each with its place
     * @param check what the reader says of the scenario
     */
    public record Imported(String yaml, List<String> notes, ReadResult check) {
        public Imported {
            notes = List.copyOf(notes);
        }
    }

    private static final List<String> EVENTS = List.of(
            "lock", "unlock", "wait", "signal", "broad", "sync", "barrier", "sleep", "runtime", "run", "timer",
            "suspend", "resume", "mem", "iorun", "yield", "fork");
    private static final Set<String> GLOBALS = Set.of(
            "duration",
            "calibration",
            "default_policy",
            "pi_enabled",
            "lock_pages",
            "logdir",
            "log_basename",
            "log_size",
            "ftrace",
            "gnuplot",
            "io_device",
            "mem_buffer_size",
            "cumulative_slack",
            "frag",
            "numa_nodes");
    private static final Set<String> PROPERTIES = Set.of(
            "instance",
            "delay",
            "loop",
            "phases",
            "policy",
            "priority",
            "dl-runtime",
            "dl-period",
            "dl-deadline",
            "cpus");
    private static final Set<String> UNSIMULATED =
            Set.of("util_min", "util_max", "membind_nodes", "nodes_membership", "taskgroup");

    /** Stands for all CPUs until their number is known; no name can contain it. */
    private static final String EVERYWHERE = "{everywhere}";

    private final String file;
    private final List<String> errors = new ArrayList<>();
    private final Set<String> notes = new LinkedHashSet<>();
    private final Map<String, String> objects = new LinkedHashMap<>();
    private final Map<String, String> objectNames = new TreeMap<>();
    private final Map<String, Integer> barriers = new TreeMap<>();
    private final Map<String, Set<String>> timerUsers = new TreeMap<>();
    private final Set<String> taskNames = new LinkedHashSet<>();
    private boolean inherit;
    private int highestCpu;
    private String defaultPolicy = "SCHED_OTHER";

    private RtAppImport(String file) {
        this.file = file;
    }

    /**
     * The scenario that an rt-app workload is.
     *
     * @param file its name in messages
     * @throws RtAppException with all errors, each as {@code file:line:column: message}
     */
    public static Imported read(String file, String json) {
        Json root = Json.read(file, json);
        Imported plain = new RtAppImport(file).scenario(root, false);
        boolean misuse = !plain.check().ok()
                && plain.check().diagnostics().stream()
                        .anyMatch(d -> Set.of("SC032", "SC033", "SC034").contains(d.code()));
        return misuse ? new RtAppImport(file).scenario(root, true) : plain;
    }

    // Messages ------------------------------------------------------------------------------------------------------

    private void error(String at, String message) {
        errors.add(file + ":" + at + ": " + message);
    }

    private void note(String at, String message) {
        notes.add(file + ":" + at + ": " + message);
    }

    // The file ------------------------------------------------------------------------------------------------------

    private Imported scenario(Json root, boolean allowErrors) {
        if (!(root instanceof Obj top)) {
            throw new RtAppException(List.of(file + ":" + root.at() + ": a mapping with \"tasks\" is wanted"));
        }
        String duration = "60s";
        for (Member m : top.members()) {
            switch (m.key()) {
                case "global" -> duration = global(m);
                case "tasks", "resources" -> {}
                default -> error(m.at(), "unknown key \"" + m.key() + "\": there are global, tasks and resources");
            }
        }
        StringBuilder tasks = new StringBuilder();
        if (top.get("tasks") instanceof Obj threads && !threads.members().isEmpty()) {
            threads.members().forEach(t -> countBarriers(t.value()));
            threads.members().forEach(t -> thread(t, allowErrors, tasks));
        } else {
            error(top.at(), "there are no tasks");
        }
        timerUsers.forEach((ref, users) -> {
            if (users.size() > 1) {
                note(
                        "1:1",
                        "timer \"" + ref + "\" is shared by " + String.join(", ", users)
                                + "; here each has a timer of its own");
            }
        });
        if (!errors.isEmpty()) {
            throw new RtAppException(errors);
        }
        if (allowErrors) {
            note("1:1", "locks and unlocks do not pair within each loop: the tasks that use them have allow_errors");
        }
        String yaml = text(duration, tasks);
        return new Imported(
                yaml,
                List.copyOf(notes),
                ScenarioReader.readText(file + ".yaml", yaml, IncludeResolver.ofTexts(Map.of())));
    }

    private String text(String duration, StringBuilder tasks) {
        StringBuilder out = new StringBuilder("# Made of the rt-app workload " + baseName() + ".\n");
        if (notes.isEmpty()) {
            out.append("# Everything was carried over.\n");
        } else {
            out.append("# Not carried over, or not as it was:\n");
            notes.forEach(n -> out.append("#   ").append(n).append('\n'));
        }
        out.append("preemptsim: 1\nname: ").append(name(baseName().replaceFirst("\\.json$", "")));
        out.append("\nduration: ").append(duration);
        out.append("\nmachine: {cpus: ").append(highestCpu + 1).append("}\nkernel: {preemption: full}\nworkload:\n");
        if (!objects.isEmpty()) {
            out.append("  objects:\n");
            objects.forEach((name, spec) ->
                    out.append("    ").append(name).append(": ").append(spec).append('\n'));
        }
        String everywhere = highestCpu == 0 ? "0" : "0-" + highestCpu;
        out.append("  tasks:\n").append(tasks.toString().replace(EVERYWHERE, everywhere));
        out.append("variants:\n  full: {}\n  rt: {kernel.preemption: rt}\n");
        return out.toString();
    }

    private String baseName() {
        return file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
    }

    /** Reads the globals and gives the duration. */
    private String global(Member global) {
        String duration = "60s";
        if (!(global.value() instanceof Obj o)) {
            error(global.value().at(), "global is a mapping");
            return duration;
        }
        for (Member m : o.members()) {
            String text = m.value() instanceof Scalar s ? s.text() : "";
            switch (m.key()) {
                case "duration" -> {
                    long seconds = number(m.value(), -1, 366L * 24 * 3600);
                    if (seconds > 0) {
                        duration = seconds + "s";
                    } else {
                        note(m.at(), "a run without end: the scenario runs for 60s");
                    }
                }
                case "default_policy" -> {
                    policyWord(m.value(), 0, null);
                    defaultPolicy = text;
                }
                case "pi_enabled" -> inherit = truth(m.value());
                default -> {
                    if (!GLOBALS.contains(m.key())) {
                        unknownKey(m, GLOBALS);
                    }
                }
            }
        }
        return duration;
    }

    private void unknownKey(Member m, Set<String> known) {
        List<String> sorted = new ArrayList<>(new TreeSet<>(known));
        error(
                m.at(),
                "unknown key \"" + m.key() + "\""
                        + NearestMatch.of(m.key(), sorted)
                                .map(k -> "; did you mean " + k + "?")
                                .orElse(""));
    }

    // Values --------------------------------------------------------------------------------------------------------

    private long number(Json value, long least, long most) {
        if (value instanceof Scalar s && s.text().matches("[-+]?[0-9]{1,18}")) {
            long v = Long.parseLong(s.text());
            if (v >= least && v <= most) {
                return v;
            }
            error(value.at(), v + " is outside " + least + " to " + most);
            return Math.max(least, 0);
        }
        error(value.at(), "a whole number is wanted");
        return Math.max(least, 0);
    }

    private boolean truth(Json value) {
        String text = value instanceof Scalar s ? s.text().toLowerCase(java.util.Locale.ROOT) : "";
        if (!text.matches("true|false|0|1")) {
            error(value.at(), "true or false is wanted");
        }
        return text.equals("true") || text.equals("1");
    }

    private String text(Json value) {
        if (value instanceof Scalar s) {
            return s.text();
        }
        error(value.at(), "a text is wanted");
        return "";
    }

    /** A name as the language allows it. */
    private static String name(String text) {
        String cleaned = text.replaceAll("[^A-Za-z0-9_/#:@+-]", "_");
        String begun = cleaned.matches("[A-Za-z0-9_].*") ? cleaned : "_" + cleaned;
        String cut = begun.substring(0, Math.min(60, begun.length()));
        // Words that YAML would take for a number or a truth value.
        return cut.matches("[0-9+-].*|(?i)true|false|null|yes|no|on|off|y|n") ? "_" + cut : cut;
    }

    private String micros(Json value) {
        return number(value, 0, 366L * 24 * 3600 * 1_000_000) + "us";
    }

    // Threads -------------------------------------------------------------------------------------------------------

    private void thread(Member thread, boolean allowErrors, StringBuilder out) {
        if (!(thread.value() instanceof Obj o)) {
            error(thread.value().at(), "a thread is a mapping");
            return;
        }
        Json instance = o.get("instance");
        long instances = instance == null ? 1 : number(instance, 0, 10_000);
        if (instances == 0) {
            note(thread.at(), "thread \"" + thread.key() + "\" waits to be forked, and there is no fork here");
        }
        for (int i = 0; i < instances; i++) {
            String wanted = name(thread.key()) + (instances > 1 ? "-" + i : "");
            String unique = wanted;
            for (int n = 2; !taskNames.add(unique); n++) {
                unique = wanted + "_" + n;
            }
            new Worker(o, thread, unique).write(allowErrors, out);
        }
    }

    /** One thread of the workload on its way to a task. */
    private final class Worker {
        private final Obj thread;
        private final Member member;
        private final String task;
        private final String cpus;
        private boolean deadlineByOldNames;
        private @Nullable String timer;
        private boolean locks;

        Worker(Obj thread, Member member, String task) {
            this.thread = thread;
            this.member = member;
            this.task = task;
            this.cpus = cpus(thread);
        }

        void write(boolean allowErrors, StringBuilder out) {
            String policy = policy(thread, policyName(thread, defaultPolicy), true);
            List<String> body = new ArrayList<>();
            if (thread.get("phases") instanceof Obj phases) {
                for (Member m : thread.members()) {
                    if (event(m.key()) != null
                            && !(deadlineByOldNames && m.key().equals("runtime"))) {
                        error(m.at(), "event \"" + m.key() + "\" beside phases");
                    } else {
                        property(m);
                    }
                }
                boolean moves =
                        phases.members().stream().anyMatch(p -> p.value() instanceof Obj o && o.get("cpus") != null);
                phases.members().forEach(p -> phase(p, moves, body));
            } else {
                events(thread, body, true);
            }
            if (body.isEmpty()) {
                note(member.at(), "thread \"" + member.key() + "\" does nothing");
                body.add("compute: 0ns");
            }
            out.append("    - name: ").append(task).append('\n');
            out.append("      policy: ").append(policy).append('\n');
            if (!cpus.isEmpty()) {
                out.append("      cpus: ").append(cpus).append('\n');
            }
            Json delay = thread.get("delay");
            if (delay != null) {
                out.append("      start: ").append(micros(delay)).append('\n');
            }
            if (allowErrors && locks) {
                out.append("      allow_errors: true\n");
            }
            out.append("      program:\n");
            Json loop = thread.get("loop");
            long times = loop == null ? -1 : number(loop, -1, 1_000_000_000_000L);
            if (times == 1) {
                body.forEach(line -> out.append("        ").append(item(line)).append('\n'));
            } else {
                out.append("        - repeat:\n            times: ");
                out.append(times < 0 ? "forever" : String.valueOf(times)).append("\n            steps:\n");
                body.forEach(
                        line -> out.append("              ").append(item(line)).append('\n'));
            }
        }

        /** Lines that begin with two blanks go on with the step before. */
        private static String item(String line) {
            return line.startsWith("  ") ? line : "- " + line;
        }

        private void phase(Member phase, boolean moves, List<String> body) {
            if (!(phase.value() instanceof Obj o)) {
                error(phase.value().at(), "a phase is a mapping");
                return;
            }
            List<String> steps = new ArrayList<>();
            if (moves) {
                String own = cpus(o);
                String where = own.isEmpty() ? cpus : own;
                steps.add("set_affinity: " + (where.isEmpty() ? EVERYWHERE : where));
            }
            if (o.get("policy") != null || o.get("priority") != null || o.get("dl-runtime") != null) {
                steps.add("set_policy: " + policy(o, policyName(o, policyName(thread, defaultPolicy)), false));
            }
            List<String> events = new ArrayList<>();
            events(o, events, false);
            Json loop = o.get("loop");
            long times = loop == null ? 1 : number(loop, -1, 1_000_000_000_000L);
            if (times == 0 || (events.isEmpty() && steps.isEmpty())) {
                return;
            }
            body.addAll(steps);
            if (events.isEmpty()) {
                return;
            }
            if (times < 0) {
                body.add("repeat:");
                body.add("      steps:");
            } else {
                body.add("phase:");
                body.add("      name: " + name(phase.key()));
                if (times != 1) {
                    body.add("      times: " + times);
                }
                body.add("      steps:");
            }
            events.forEach(e -> body.add("        - " + e));
        }

        private void events(Obj o, List<String> out, boolean ofThread) {
            for (Member m : o.members()) {
                String event = event(m.key());
                if (PROPERTIES.contains(m.key())
                        || UNSIMULATED.contains(m.key())
                        || event == null
                        || (ofThread && deadlineByOldNames && m.key().equals("runtime"))) {
                    property(m);
                } else {
                    step(event, m, out);
                }
            }
        }

        private void property(Member m) {
            if (UNSIMULATED.contains(m.key())) {
                note(m.at(), m.key() + " is not simulated");
            } else if (!PROPERTIES.contains(m.key())
                    && !(deadlineByOldNames
                            && Set.of("runtime", "period", "deadline").contains(m.key()))) {
                Set<String> known = new TreeSet<>(PROPERTIES);
                known.addAll(EVENTS);
                unknownKey(m, known);
            }
        }

        private void step(String event, Member m, List<String> out) {
            Json value = m.value();
            switch (event) {
                case "run" -> out.add("compute: " + micros(value));
                case "runtime" -> {
                    note(m.at(), "runtime counts real time, with the time of preemptions; here it is CPU time");
                    out.add("compute: " + micros(value));
                }
                case "sleep" -> out.add("sleep: " + micros(value));
                case "yield" -> out.add("yield");
                case "timer" -> timer(m, out);
                case "lock" -> out.add("mutex_lock: " + mutex(text(value)));
                case "unlock" -> out.add("mutex_unlock: " + mutex(text(value)));
                case "wait" -> wait(value, out);
                case "signal" -> out.add("cond_signal: " + condition(reference(value)));
                case "broad" -> out.add("cond_broadcast: " + condition(reference(value)));
                case "sync" -> sync(value, out);
                case "barrier" -> barrier(value, out);
                case "suspend" -> suspend(out);
                case "resume" -> resume(value, out);
                default -> note(m.at(), event + " is not simulated");
            }
        }

        private String reference(Json value) {
            if (value instanceof Obj o) {
                Json ref = o.get("ref");
                if (ref == null) {
                    error(o.at(), "there is no \"ref\"");
                    return "";
                }
                return text(ref);
            }
            return text(value);
        }

        private void timer(Member m, List<String> out) {
            if (!(m.value() instanceof Obj o)) {
                error(m.value().at(), "a timer is a mapping with ref and period");
                return;
            }
            Json period = o.get("period");
            if (period == null) {
                error(o.at(), "a timer has a period");
                return;
            }
            String ref = reference(o);
            Json mode = o.get("mode");
            String word = mode == null ? "relative" : text(mode);
            if (!word.equals("relative") && !word.equals("absolute")) {
                error(o.at(), "the mode of a timer is relative or absolute");
            }
            long us = number(period, 1, 366L * 24 * 3600 * 1_000_000);
            String first = timer;
            if (first != null && !first.equals(ref)) {
                note(m.at(), "a task has one timer here: \"" + ref + "\" is a sleep of its period");
                out.add("sleep: " + us + "us");
                return;
            }
            timer = ref;
            if (!ref.startsWith("unique")) {
                timerUsers.computeIfAbsent(ref, r -> new LinkedHashSet<>()).add(task);
            }
            if (word.equals("relative")) {
                note(m.at(), "a relative timer that is late begins anew; next_period catches up, as an absolute one");
            }
            out.add("next_period: " + us + "us");
        }

        private void wait(Json value, List<String> out) {
            Json mutex = value instanceof Obj o ? o.get("mutex") : null;
            if (mutex == null) {
                error(value.at(), "wait is a mapping with ref and mutex");
                return;
            }
            out.add("cond_wait: {condition: " + condition(reference(value)) + ", mutex: " + mutex(text(mutex)) + "}");
        }

        private void sync(Json value, List<String> out) {
            Json mutex = value instanceof Obj o ? o.get("mutex") : null;
            if (mutex == null) {
                error(value.at(), "sync is a mapping with ref and mutex");
                return;
            }
            String name = mutex(text(mutex));
            out.add("mutex_lock: " + name);
            out.add("cond_signal: " + condition(reference(value)));
            wait(value, out);
            out.add("mutex_unlock: " + name);
        }

        private void barrier(Json value, List<String> out) {
            String ref = reference(value);
            String name = object("barrier", ref, "{barrier: " + barriers.getOrDefault(ref, 1) + "}");
            out.add("barrier_wait: " + name);
        }

        private void suspend(List<String> out) {
            out.add("mutex_lock: " + mutex(task + "/suspended"));
            out.add("cond_wait: {condition: " + condition(task + "/resume") + ", mutex: " + mutex(task + "/suspended")
                    + "}");
            out.add("mutex_unlock: " + mutex(task + "/suspended"));
        }

        private void resume(Json value, List<String> out) {
            String other = name(text(value));
            out.add("mutex_lock: " + mutex(other + "/suspended"));
            out.add("cond_broadcast: " + condition(other + "/resume"));
            out.add("mutex_unlock: " + mutex(other + "/suspended"));
        }

        private String mutex(String ref) {
            locks = true;
            return object("mutex", ref, inherit ? "{mutex: inherit}" : "mutex");
        }

        private String condition(String ref) {
            return object("condition", ref, "condition");
        }

        // Policies --------------------------------------------------------------------------------------------------

        private String policyName(Obj o, String fallback) {
            Json p = o.get("policy");
            return p == null ? fallback : text(p);
        }

        private String policy(Obj o, String word, boolean ofThread) {
            Json policy = o.get("policy");
            Json at = policy == null ? o : policy;
            if (!word.equals("SCHED_DEADLINE")) {
                Json priority = o.get("priority");
                boolean rt = word.equals("SCHED_FIFO") || word.equals("SCHED_RR");
                long value = priority == null ? (rt ? 10 : 0) : number(priority, rt ? 1 : -20, rt ? 99 : 19);
                return policyWord(new Scalar(at.at(), word, false), value, null);
            }
            Json runtime = o.get("dl-runtime");
            if (runtime == null && ofThread && o.get("runtime") != null) {
                deadlineByOldNames = true;
                runtime = o.get("runtime");
            }
            if (runtime == null) {
                error(at.at(), "SCHED_DEADLINE without dl-runtime");
                return "other";
            }
            long runtimeUs = number(runtime, 0, Integer.MAX_VALUE);
            Json period = deadlineByOldNames ? o.get("period") : o.get("dl-period");
            long periodUs = period == null ? runtimeUs : number(period, 0, Integer.MAX_VALUE);
            Json deadline = deadlineByOldNames ? o.get("deadline") : o.get("dl-deadline");
            long deadlineUs = deadline == null ? periodUs : number(deadline, 0, Integer.MAX_VALUE);
            if (runtimeUs < 2 || runtimeUs > deadlineUs || deadlineUs > periodUs) {
                error(runtime.at(), "the kernel wants 1024 ns <= dl-runtime <= dl-deadline <= dl-period (rule K5.28)");
            }
            return "\"deadline:" + runtimeUs + "us/" + deadlineUs + "us/" + periodUs + "us\"";
        }

        private String cpus(Obj o) {
            Json list = o.get("cpus");
            if (list == null) {
                return "";
            }
            if (!(list instanceof Arr arr) || arr.items().isEmpty()) {
                error(list.at(), "cpus is a list of numbers");
                return "";
            }
            List<String> numbers = new ArrayList<>();
            for (Json item : arr.items()) {
                long cpu = number(item, 0, 4095);
                highestCpu = Math.max(highestCpu, (int) cpu);
                numbers.add(String.valueOf(cpu));
            }
            return "[" + String.join(", ", numbers) + "]";
        }
    }

    private String policyWord(Json value, long priority, @Nullable String fallback) {
        String word = text(value);
        return switch (word) {
            case "SCHED_OTHER" -> priority == 0 ? "other" : "\"other:" + priority + "\"";
            case "SCHED_BATCH" -> priority == 0 ? "batch" : "\"batch:" + priority + "\"";
            case "SCHED_IDLE" -> "idle";
            case "SCHED_FIFO" -> "\"fifo:" + Math.max(1, priority) + "\"";
            case "SCHED_RR" -> "\"rr:" + Math.max(1, priority) + "\"";
            case "SCHED_DEADLINE" -> "other";
            default -> {
                error(
                        value.at(),
                        "\"" + word + "\" is not a policy of rt-app: SCHED_OTHER, SCHED_IDLE, SCHED_RR, SCHED_FIFO or"
                                + " SCHED_DEADLINE");
                yield fallback == null ? "other" : fallback;
            }
        };
    }

    // Objects -------------------------------------------------------------------------------------------------------

    /** The name under which an object of that kind stands in the scenario, where all kinds share one set of names. */
    private String object(String kind, String ref, String spec) {
        String known = objectNames.get(kind + " " + ref);
        if (known != null) {
            return known;
        }
        String wanted = name(ref);
        String unique = objects.containsKey(wanted) ? wanted + "_" + kind : wanted;
        for (int n = 2; objects.containsKey(unique); n++) {
            unique = wanted + "_" + kind + n;
        }
        objects.put(unique, spec);
        objectNames.put(kind + " " + ref, unique);
        return unique;
    }

    /** How many threads name each barrier. */
    private void countBarriers(Json thread) {
        if (!(thread instanceof Obj o)) {
            return;
        }
        Json instance = o.get("instance");
        int instances = instance instanceof Scalar s && s.text().matches("[0-9]{1,6}") ? Integer.parseInt(s.text()) : 1;
        List<Obj> places = new ArrayList<>(List.of(o));
        if (o.get("phases") instanceof Obj phases) {
            phases.members().forEach(p -> {
                if (p.value() instanceof Obj phase) {
                    places.add(phase);
                }
            });
        }
        for (Obj place : places) {
            for (Member m : place.members()) {
                if ("barrier".equals(event(m.key())) && m.value() instanceof Scalar s) {
                    barriers.merge(s.text(), instances, Integer::sum);
                }
            }
        }
    }

    /** The event a key stands for: the longest event's name it begins with, for keys may end as they like. */
    private static @Nullable String event(String key) {
        if (PROPERTIES.contains(key) || UNSIMULATED.contains(key)) {
            return null;
        }
        String best = null;
        for (String e : EVENTS) {
            String rest = key.startsWith(e) ? key.substring(e.length()) : "?";
            boolean numbered = rest.matches("[0-9]*|[-_].*") || (e.equals("broad") && rest.matches("cast[0-9]*"));
            if (numbered && (best == null || e.length() > best.length())) {
                best = e;
            }
        }
        return best;
    }
}
