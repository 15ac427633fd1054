// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.conform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.preemptsim.experiment.conform.KernelRecord.ThreadSteps;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.KernelEras;
import org.preemptsim.models.spec.KernelSpec;
import org.preemptsim.models.spec.KernelSpec.KernelVersion;
import org.preemptsim.models.spec.LockSpec;
import org.preemptsim.models.spec.PreemptionModel;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.spec.SchedSettings;
import org.preemptsim.models.spec.Step;
import org.preemptsim.models.spec.TaskSpec;
import org.preemptsim.models.spec.UserObjectSpec;
import org.preemptsim.models.spec.WorkloadSpec;

/** Reads a record. Only its scenario, kernel and first run's tick phase become input of a simulation. */
public final class RecordReader {
    private static final long US = 1_000;
    private static final int HZ = 250;
    private static final long TICK_US = 1_000_000 / HZ;
    private static final long MOST_US = 1_000_000_000L;
    private static final int MOST_CPUS = 64;
    private static final int RR_TIMESLICE_MS = 100;
    private static final long RT_PERIOD_US = 1_000_000;
    private static final int IRQ_THREAD_PRIORITY = 50;
    /** The recorded threads have set the least slack. */
    private static final long TIMER_SLACK_NS = 1;
    /** How long a finished thread sleeps beyond the horizon: for ever, as the records' threads do. */
    private static final long FOR_EVER_NS = 1_000_000_000_000L;

    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)[.-].*|(\\d+)\\.(\\d+)");
    private static final List<String> KINDS = List.of("mutex", "sem", "cond", "barrier", "rwlock", "file");

    private final String file;
    private final Problems problems;
    private final List<UserObjectSpec> userObjects = new ArrayList<>();
    private final List<LockSpec> kernelLocks = new ArrayList<>();
    private final List<String> ordered = new ArrayList<>();
    private final Map<String, Set<String>> namesByKind = new LinkedHashMap<>();
    private final List<TaskSpec> tasks = new ArrayList<>();
    private final List<ThreadSteps> threads = new ArrayList<>();

    private RecordReader(String file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    /**
     * Reads the record in {@code file}.
     *
     * @throws IOException if the file cannot be read
     * @throws InvalidRecordException if it is no usable record
     */
    public static KernelRecord read(Path file) throws IOException, InvalidRecordException {
        return read(file.toString(), new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    }

    /**
     * Reads a record.
     *
     * @param file its name for messages
     * @throws InvalidRecordException if it is no usable record
     */
    static KernelRecord read(String file, String text) throws InvalidRecordException {
        Problems problems = new Problems(file, text);
        KernelRecord record = null;
        try {
            Node root = new Node(LocatedJson.parse(text), problems);
            record = new RecordReader(file, problems).record(root);
        } catch (LocatedJson.SyntaxException e) {
            problems.syntax(e);
        }
        if (record == null || problems.anyError()) {
            throw new InvalidRecordException(problems.all());
        }
        return record;
    }

    /** The record; null if there is an error. */
    private @Nullable KernelRecord record(Node root) {
        if (!root.json().isObject()) {
            root.wrongType("a record");
            return null;
        }
        Node scenario = root.required("scenario");
        if (problems.anyError()) {
            return null;
        }
        scenario.onlyKnows(
                List.of("name", "group", "title", "cpus", "horizon_us", "gpos", "kernel", "objects", "threads"));
        int cpus = (int) scenario.numberOr("cpus", 1, 1, MOST_CPUS);
        long horizonUs = scenario.required("horizon_us").number(1, MOST_US);
        KernelSpec kernel = kernel(root, scenario);
        Node objects = scenario.optional("objects");
        if (objects != null) {
            objects.items().forEach(this::object);
        }
        threads(scenario.required("threads"), cpus, horizonUs);
        if (problems.anyError()) {
            return null;
        }
        KernelRecord out = new KernelRecord(
                scenario.required("name").string(),
                root.stringOr("kernel_tag", "rt"),
                scenario.stringOr("title", ""),
                file,
                RecordingMachine.ofCpus(cpus),
                kernel,
                new WorkloadSpec(kernelLocks, List.of(), List.of(), tasks, List.of(), userObjects),
                horizonUs,
                ordered,
                threads,
                Answers.stable(root.optional("stable")),
                Answers.doneUs(root.optional("done_us")),
                Answers.events(root.optional("events")),
                problems.all());
        return problems.anyError() ? null : out;
    }

    // ---- kernel ----

    private KernelSpec kernel(Node root, Node scenario) {
        String tag = root.has("kernel_tag") || !root.has("kernel")
                ? root.required("kernel_tag").string()
                : "";
        String release = root.stringOr("kernel", "");
        KernelVersion version = tag.equals("rt612") ? new KernelVersion(6, 12) : new KernelVersion(6, 1);
        Matcher m = VERSION.matcher(release.isEmpty() ? "" : release.split(" ", 2)[0]);
        if (m.matches()) {
            boolean dotted = m.group(1) != null;
            version = new KernelVersion(
                    Integer.parseInt(dotted ? m.group(1) : m.group(3)),
                    Integer.parseInt(dotted ? m.group(2) : m.group(4)));
        }
        boolean rt = release.isEmpty() ? tag.startsWith("rt") : release.contains("PREEMPT_RT");
        return new KernelSpec(
                version,
                rt ? PreemptionModel.RT : PreemptionModel.VOLUNTARY,
                HZ,
                true,
                false,
                new KernelSpec.IrqThreadPriorities.Flat(IRQ_THREAD_PRIORITY),
                settings(root, scenario),
                KernelEras.of(version));
    }

    private static SchedSettings settings(Node root, Node scenario) {
        int rrMs = RR_TIMESLICE_MS;
        long runtimeNs = SchedSettings.UNLIMITED;
        long periodUs = RT_PERIOD_US;
        Node kernel = scenario.optional("kernel");
        if (kernel != null) {
            kernel.onlyKnows(List.of("rt_runtime_us", "rt_period_us", "rr_timeslice_ms"));
            rrMs = (int) kernel.numberOr("rr_timeslice_ms", rrMs, 1, 100_000);
            periodUs = kernel.numberOr("rt_period_us", periodUs, 1, MOST_US);
            long runtimeUs = kernel.numberOr("rt_runtime_us", -1, -1, periodUs);
            runtimeNs = runtimeUs < 0 ? SchedSettings.UNLIMITED : runtimeUs * US;
        }
        SchedSettings defaults = SchedSettings.DEFAULT;
        return new SchedSettings(
                rrMs,
                runtimeNs,
                periodUs * US,
                defaults.fairServerRuntimeNs(),
                defaults.fairServerPeriodNs(),
                defaults.maxLockDepth(),
                false,
                CpuSet.of(),
                tickPhaseUs(root) * US);
    }

    /** Of run 1: the run that is simulated. */
    private static long tickPhaseUs(Node root) {
        Node runs = root.optional("runs");
        if (runs == null || runs.items().isEmpty()) {
            return 0;
        }
        Node first = runs.items().get(0);
        for (Node run : runs.items()) {
            if (run.numberOr("run", 0, 0, MOST_US) == 1) {
                first = run;
            }
        }
        return first.numberOr("tick_phase_us", 0, 0, MOST_US) % TICK_US;
    }

    // ---- objects ----

    private void object(Node o) {
        String kind = o.required("kind").word(KINDS, "kind of object");
        String name = o.required("name").string();
        for (Set<String> names : namesByKind.values()) {
            if (names.contains(name)) {
                o.required("name")
                        .range("there are two objects called \"" + name + "\"", "steps name objects", "rename one");
            }
        }
        namesByKind.computeIfAbsent(kind, k -> new LinkedHashSet<>()).add(name);
        switch (kind) {
            case "mutex" -> {
                ordered.add(name);
                userObjects.add(mutex(o, name));
            }
            case "sem" -> {
                o.onlyKnows(List.of("kind", "name", "value"));
                ordered.add(name);
                userObjects.add(new UserObjectSpec.Semaphore(name, (int) o.numberOr("value", 0, 0, Integer.MAX_VALUE)));
            }
            case "cond" -> userObjects.add(new UserObjectSpec.Condition(name));
            case "barrier" -> {
                o.onlyKnows(List.of("kind", "name", "count"));
                userObjects.add(new UserObjectSpec.Barrier(
                        name, (int) o.required("count").number(1, 1 << 20)));
            }
            case "rwlock" -> {
                ordered.add(name);
                userObjects.add(new UserObjectSpec.RwLock(name));
            }
            case "file" -> kernelLocks.add(new LockSpec(name, LockSpec.Kind.RW_SEMAPHORE));
            default -> throw new IllegalStateException(kind);
        }
    }

    private static UserObjectSpec mutex(Node o, String name) {
        o.onlyKnows(List.of("kind", "name", "protocol", "ceiling", "flavour"));
        Node protocolAt = o.optional("protocol");
        String protocol =
                protocolAt == null ? "none" : protocolAt.word(List.of("none", "inherit", "protect"), "protocol");
        Node flavourAt = o.optional("flavour");
        String flavour = flavourAt == null
                ? "plain"
                : flavourAt.word(List.of("plain", "recursive", "robust", "errorcheck"), "flavour");
        boolean protect = protocol.equals("protect");
        if (protect && flavour.equals("robust")) {
            o.range(
                    "mutex \"" + name + "\" is robust and has a ceiling",
                    "glibc has no such mutex: pthread_mutex_init returns ENOTSUP",
                    "take another flavour or protocol");
            return new UserObjectSpec.Mutex(name, UserObjectSpec.Protocol.NONE);
        }
        int ceiling = protect ? (int) o.required("ceiling").number(1, 99) : 0;
        return new UserObjectSpec.Mutex(
                name,
                switch (protocol) {
                    case "inherit" -> UserObjectSpec.Protocol.INHERIT;
                    case "protect" -> UserObjectSpec.Protocol.PROTECT;
                    default -> UserObjectSpec.Protocol.NONE;
                },
                switch (flavour) {
                    case "recursive" -> UserObjectSpec.MutexKind.RECURSIVE;
                    case "errorcheck" -> UserObjectSpec.MutexKind.ERRORCHECK;
                    default -> UserObjectSpec.MutexKind.NORMAL;
                },
                flavour.equals("robust"),
                ceiling);
    }

    // ---- threads ----

    private void threads(Node list, int cpus, long horizonUs) {
        Map<String, Integer> niceByName = new LinkedHashMap<>();
        for (Node t : list.items()) {
            String name = t.required("name").string();
            if (niceByName.put(name, (int) t.numberOr("nice", 0, -20, 19)) != null) {
                t.range("there are two threads called \"" + name + "\"", "facts name threads", "rename one");
            }
        }
        StepReader.RecordedNames names = new StepReader.RecordedNames(namesByKind, niceByName, cpus);
        for (Node t : list.items()) {
            thread(t, names, horizonUs);
        }
    }

    private void thread(Node t, StepReader.RecordedNames names, long horizonUs) {
        t.onlyKnows(List.of("name", "policy", "prio", "nice", "dl", "cpus", "start_us", "steps"));
        String name = t.required("name").string();
        SchedPolicy policy = policy(t);
        Node cpusAt = t.optional("cpus");
        CpuSet listed = cpusAt == null ? CpuSet.first(names.cpus()) : cpuList(cpusAt, names.cpus());
        int first = cpusAt == null || cpusAt.items().isEmpty()
                ? 0
                : (int) cpusAt.items().get(0).number(0, names.cpus() - 1L);
        boolean deadline = policy.kind() == SchedPolicy.Kind.DEADLINE;
        long startNs = t.numberOr("start_us", 0, 0, MOST_US) * US;
        StepReader reader = new StepReader(names);
        List<Step> steps = new ArrayList<>(reader.read(t.required("steps")));
        // A finished thread sleeps; the mark of that step's begin says that it is done.
        steps.add(new Step.SleepUntil(horizonUs * US + FOR_EVER_NS));
        tasks.add(new TaskSpec(
                name,
                policy,
                deadline ? CpuSet.first(names.cpus()) : listed,
                startNs,
                TaskSpec.NEVER,
                "",
                false,
                first,
                true,
                TIMER_SLACK_NS,
                steps));
        threads.add(new ThreadSteps(name, reader.texts()));
    }

    static CpuSet cpuList(Node at, int cpus) {
        int[] list =
                at.items().stream().mapToInt(c -> (int) c.number(0, cpus - 1L)).toArray();
        if (list.length == 0) {
            at.range("no CPU is listed", "a thread needs a CPU to run on", "list CPUs 0 to " + (cpus - 1));
            return CpuSet.of(0);
        }
        return CpuSet.of(list);
    }

    private static SchedPolicy policy(Node t) {
        String word = t.required("policy").word(List.of("FIFO", "RR", "OTHER", "BATCH", "IDLE", "DL"), "policy");
        try {
            return switch (word) {
                case "FIFO" -> SchedPolicy.fifo((int) t.required("prio").number(1, 99));
                case "RR" -> SchedPolicy.rr((int) t.required("prio").number(1, 99));
                case "DL" -> deadline(t.required("dl"));
                default -> new SchedPolicy(SchedPolicy.Kind.valueOf(word), 0, (int) t.numberOr("nice", 0, -20, 19));
            };
        } catch (IllegalArgumentException e) {
            t.range(String.valueOf(e.getMessage()), "the kernel refuses such a thread", "change its parameters");
            return SchedPolicy.other(0);
        }
    }

    /** Runtime, deadline and period in us: a list of the three or an object. */
    private static SchedPolicy deadline(Node dl) {
        long[] ns = new long[3];
        List<String> keys = List.of("runtime", "deadline", "period");
        if (dl.json().isArray() && dl.items().size() == keys.size()) {
            for (int i = 0; i < ns.length; i++) {
                ns[i] = dl.items().get(i).number(1, MOST_US) * US;
            }
        } else {
            for (int i = 0; i < ns.length; i++) {
                String key = keys.get(i);
                ns[i] = dl.required(dl.has(key) ? key : key + "_us").number(1, MOST_US) * US;
            }
        }
        return SchedPolicy.deadline(ns[0], ns[1], ns[2]);
    }
}
