// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.preemptsim.experiment.command.CommandProblem;
import org.preemptsim.experiment.command.CyclictestCommand;
import org.preemptsim.experiment.command.ParsedCommand;
import org.preemptsim.experiment.command.StressCommand;
import org.preemptsim.experiment.command.StressCommand.WorkerKind;
import org.preemptsim.models.spec.BlockDeviceSpec;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.CyclictestSpec;
import org.preemptsim.models.spec.DurationDistribution;
import org.preemptsim.models.spec.IrqLineSpec;
import org.preemptsim.models.spec.IrqLineSpec.SoftirqKind;
import org.preemptsim.models.spec.KernelSpec;
import org.preemptsim.models.spec.LockSpec;
import org.preemptsim.models.spec.MachineSpec;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.spec.Step;
import org.preemptsim.models.spec.TaskSpec;
import org.preemptsim.models.spec.UserObjectSpec;
import org.preemptsim.models.spec.WorkloadSpec;

/** Reads {@code workload:}: what exists, then what runs, each reference held against what exists. */
final class WorkloadReader {
    private static final DurationDistribution DEFAULT_USER_LOOP = DurationDistribution.ofNs(1_000);

    private final Diagnostics diagnostics;
    private final Distributions distributions;
    private final Cpus cpus;
    private final MachineSpec machine;
    private final KernelSpec kernel;

    private final Map<String, LockSpec> locks = new TreeMap<>();
    private final Map<String, UserObjectSpec> objects = new TreeMap<>();
    private final Map<Integer, IrqLineSpec> lines = new LinkedHashMap<>();
    private final Map<String, BlockDeviceSpec> devices = new LinkedHashMap<>();
    private final Map<String, Mark> definedAt = new HashMap<>();
    private final List<TaskSpec> tasks = new ArrayList<>();
    private final List<CyclictestSpec> cyclictests = new ArrayList<>();
    private final Names taskNames;

    WorkloadReader(MachineSpec machine, KernelSpec kernel, Cpus cpus, Diagnostics diagnostics) {
        this.machine = machine;
        this.kernel = kernel;
        this.cpus = cpus;
        this.diagnostics = diagnostics;
        this.distributions = new Distributions(diagnostics);
        this.taskNames = new Names("task", diagnostics);
    }

    WorkloadSpec read(Fields workload) {
        define(workload);
        workload.all("stress").forEach(this::define);
        checkDeviceLines(workload);
        workload.all("stress").forEach(this::checkDeviceLines);
        Set<String> taskWords = new TreeSet<>();
        workload.all("tasks").forEach(f -> taskWords.add(f.text("name", "")));
        ProgramReader.Setting setting = new ProgramReader.Setting(
                locks,
                objects,
                devices,
                taskWords,
                kernel,
                cpus,
                new TimeTaken(machine, devices),
                new LockOrder(diagnostics),
                diagnostics);
        int number = 0;
        for (Fields f : workload.all("cyclictest")) {
            number++;
            cyclictest(f, "cyclictest" + (number == 1 ? "" : number));
        }
        Admission admission = new Admission(cpus, kernel, diagnostics);
        workload.all("tasks").forEach(f -> task(f, setting, admission));
        number = 0;
        for (Fields f : workload.all("stress")) {
            number++;
            stress(f, "stress" + (number == 1 ? "" : number), setting);
        }
        checkSomethingRuns(workload);
        return new WorkloadSpec(
                List.copyOf(locks.values()),
                List.copyOf(lines.values()),
                List.copyOf(devices.values()),
                tasks,
                cyclictests,
                List.copyOf(objects.values()));
    }

    private void checkSomethingRuns(Fields workload) {
        boolean arrivals = lines.values().stream().anyMatch(l -> l.arrivals() != null);
        boolean wanted = !workload.all("cyclictest").isEmpty()
                || !workload.all("stress").isEmpty()
                || !workload.all("tasks").isEmpty();
        if (!wanted && !arrivals) {
            diagnostics.error(
                    workload.map().at(),
                    DiagnosticCode.EMPTY_WORKLOAD,
                    "nothing runs in this workload",
                    "there is neither cyclictest nor stress, no task, and no interrupt line with arrivals (every)",
                    "add \"cyclictest: {command: cyclictest -q -p95 -i 200}\"");
        }
    }

    // What exists ---------------------------------------------------------------------------------------------------

    private void define(Fields part) {
        Fields named = part.fieldsOrEmpty("locks");
        for (MapNode.Entry e : named.map().entries()) {
            lock(e, named);
        }
        ObjectReader reader = new ObjectReader(diagnostics);
        for (MapNode.Entry e : part.fieldsOrEmpty("objects").map().entries()) {
            UserObjectSpec object = reader.read(e);
            if (object != null) {
                objects.put(e.name(), object);
            }
            defined("lock " + e.name(), e.key().at(), false, true);
        }
        Names numbers = new Names("interrupt line", diagnostics);
        Names names = new Names("interrupt action", diagnostics);
        for (Fields f : part.all("irqs")) {
            numbers.claim(f.scalar("irq"));
            names.claim(f.scalar("name"));
            line(f);
        }
        Names deviceNames = new Names("block device", diagnostics);
        for (Fields f : part.all("block_devices")) {
            deviceNames.claim(f.scalar("name"));
            device(f);
        }
    }

    private void lock(MapNode.Entry e, Fields locksOfPart) {
        Fields form = e.value() instanceof MapNode m ? new Fields(m) : null;
        LockSpec.Kind kind = form == null
                ? locksOfPart.word(e.name(), LockSpec.Kind.values(), LockSpec.Kind.SPINLOCK)
                : form.word("kind", LockSpec.Kind.values(), LockSpec.Kind.SPINLOCK);
        int count = form == null ? 0 : form.integer("count", 0, Integer.MAX_VALUE, 0);
        if (count != 0 && kind != LockSpec.Kind.SEMAPHORE && form != null) {
            diagnostics.error(
                    form.at("count"),
                    DiagnosticCode.WRONG_OPERATION,
                    "a " + Language.wordOf(kind) + " has no count",
                    "only a semaphore counts",
                    "remove it, or use kind: semaphore");
            count = 0;
        }
        LockSpec lock = new LockSpec(e.name(), kind, count);
        LockSpec before = locks.putIfAbsent(e.name(), lock);
        defined("lock " + e.name(), e.key().at(), before == null || before.equals(lock), false);
    }

    private void line(Fields f) {
        int irq = f.integer("irq", 0, 4095, -1);
        if (irq < 0) {
            return;
        }
        SoftirqKind softirq =
                f.node("softirq") == null ? null : f.word("softirq", SoftirqKind.values(), SoftirqKind.HI);
        DurationDistribution work = distributions.read(f, "softirq_work", DurationDistribution.ZERO);
        needs(f, "softirq_work", "softirq");
        needs(f, "first", "every");
        CpuSet affinity = cpus.read(f, "affinity", "interrupt line " + irq + " is bound to", cpus.all());
        IrqLineSpec spec = new IrqLineSpec(
                irq,
                f.text("name", ""),
                f.bool("nodelay", false),
                affinity,
                distributions.read(f, "handler", DurationDistribution.ZERO),
                softirq,
                work,
                arrivals(f));
        IrqLineSpec before = lines.putIfAbsent(irq, spec);
        defined("interrupt line " + irq, f.map().at(), before == null || before.equals(spec));
    }

    private void needs(Fields f, String key, String other) {
        if (f.node(key) != null && f.node(other) == null) {
            diagnostics.error(
                    f.at(key),
                    DiagnosticCode.MISSING_KEY,
                    key + " without " + other,
                    key + " says nothing alone",
                    "add " + other + ", or remove " + key);
        }
    }

    private IrqLineSpec.@Nullable ArrivalSpec arrivals(Fields f) {
        if (f.node("every") == null) {
            return null;
        }
        DurationDistribution every = distributions.read(f, "every", DurationDistribution.ofNs(1));
        if (Distributions.isZero(every)) {
            MachineReader.takesNoTime(f.at("every"), "these interrupts come", diagnostics);
        }
        return new IrqLineSpec.ArrivalSpec(every, f.timeNs("first", 0));
    }

    private void device(Fields f) {
        String name = f.text("name", "");
        BlockDeviceSpec spec = new BlockDeviceSpec(
                name,
                f.integer("irq", 0, 4095, 0),
                distributions.read(f, "service", DurationDistribution.ofNs(1)),
                f.integer("queue_depth", 1, 1_000_000, 32),
                distributions.read(f, "completion", DurationDistribution.ZERO));
        BlockDeviceSpec before = devices.putIfAbsent(name, spec);
        defined("block device " + name, f.map().at(), before == null || before.equals(spec));
    }

    /** The workload and its stress profiles may name the same thing, but it is one thing. */
    private void defined(String what, Mark at, boolean same) {
        defined(what, at, same, false);
    }

    /** @param anywhere whether a second definition is wrong in the same file too: keys of one mapping differ anyway */
    private void defined(String what, Mark at, boolean same, boolean anywhere) {
        Mark first = definedAt.putIfAbsent(what, at);
        if (first != null && !same && (anywhere || first.source() != at.source())) {
            diagnostics.error(
                    at,
                    DiagnosticCode.TWO_DEFINITIONS,
                    what + " is defined a second time, differently",
                    "the first definition is at " + first,
                    anywhere
                            ? "give one of them another name"
                            : "override single values by a path such as workload.stress.block_devices.sda.service");
        }
    }

    private void checkDeviceLines(Fields part) {
        for (Fields f : part.all("block_devices")) {
            int irq = f.integer("irq", 0, 4095, -1);
            if (irq >= 0 && !lines.containsKey(irq)) {
                diagnostics.error(
                        f.at("irq"),
                        DiagnosticCode.UNKNOWN_IRQ,
                        "block device \"" + f.text("name", "") + "\" interrupts by line " + irq
                                + ", which does not exist",
                        lines.isEmpty() ? "workload.irqs has no line" : "workload.irqs has " + lines.keySet(),
                        "add it to workload.irqs");
            }
        }
    }

    // What runs -----------------------------------------------------------------------------------------------------

    private void cyclictest(Fields f, String defaultName) {
        ScalarNode command = f.scalar("command");
        if (command == null) {
            return;
        }
        String name = f.text("name", defaultName);
        ParsedCommand<CyclictestSpec> parsed = CyclictestCommand.parse(
                command.value(),
                name,
                cpus.read(f, "cpus", "cyclictest is pinned to", cpus.usual()),
                cpus.count(),
                distributions.read(f, "user_loop", DEFAULT_USER_LOOP));
        report(command, parsed.problems());
        CyclictestSpec spec = parsed.value();
        if (spec != null) {
            spec.threads().forEach(t -> taskNames.claim(t.name(), command.at()));
            cyclictests.add(spec);
        }
    }

    private void report(ScalarNode command, List<CommandProblem> problems) {
        for (CommandProblem p : problems) {
            Mark at = Mark.inside(command, p.offset());
            switch (p.kind()) {
                case UNKNOWN_OPTION ->
                    diagnostics.error(at, DiagnosticCode.UNKNOWN_OPTION, p.message(), p.why(), p.fix());
                case BAD_VALUE -> diagnostics.error(at, DiagnosticCode.BAD_OPTION_VALUE, p.message(), p.why(), p.fix());
                case BAD_COMMAND -> diagnostics.error(at, DiagnosticCode.BAD_COMMAND, p.message(), p.why(), p.fix());
                case NO_EFFECT ->
                    diagnostics.warning(at, DiagnosticCode.OPTION_WITHOUT_EFFECT, p.message(), p.why(), p.fix());
            }
        }
    }

    private void stress(Fields f, String defaultName, ProgramReader.Setting setting) {
        CpuSet where = cpus.read(f, "cpus", "stress is pinned to", cpus.usual());
        SchedPolicy policy = Policies.read(f.node("policy"), diagnostics);
        ScalarNode command = f.scalar("command");
        ParsedCommand<StressCommand.Load> parsed =
                StressCommand.parse(command == null ? "stress --cpu 1" : command.value());
        if (command != null) {
            report(command, parsed.problems());
        }
        StressCommand.Load load = parsed.value();
        Map<WorkerKind, List<Step>> programs = programs(f, load, policy, setting);
        if (load == null || command == null) {
            return;
        }
        String name = f.text("name", defaultName);
        for (StressCommand.Worker w : load.workers()) {
            List<Step> program = programs.get(w.kind());
            if (program == null) {
                noWorker(command, w, f);
                continue;
            }
            String task = name + "/" + w.kind().word() + "#" + w.number();
            taskNames.claim(task, command.at());
            long endNs = load.timeoutNs() == 0 ? TaskSpec.NEVER : Math.max(load.timeoutNs(), w.startNs());
            String unit = worker(f, w.kind()).text("work_unit", "");
            tasks.add(new TaskSpec(task, policy, where, w.startNs(), endNs, unit, false, program));
        }
    }

    private static Fields worker(Fields stress, WorkerKind kind) {
        return stress.fieldsOrEmpty("workers").fieldsOrEmpty(kind.word());
    }

    /** The programs of all kinds that are described, so that each is checked even if the command does not use it. */
    private Map<WorkerKind, List<Step>> programs(
            Fields stress, StressCommand.@Nullable Load load, SchedPolicy policy, ProgramReader.Setting setting) {
        Map<WorkerKind, List<Step>> programs = new EnumMap<>(WorkerKind.class);
        for (WorkerKind kind : WorkerKind.values()) {
            Node program = worker(stress, kind).node("program");
            if (program != null) {
                programs.put(kind, ProgramReader.worker(program, mib(kind, load), policy, setting));
            }
        }
        return programs;
    }

    private static OptionalLong mib(WorkerKind kind, StressCommand.@Nullable Load load) {
        return switch (kind) {
            case CPU, IO -> OptionalLong.empty();
            case VM -> OptionalLong.of(load == null ? 1 : load.vmMebibytes());
            case HDD -> OptionalLong.of(load == null ? 1 : load.hddMebibytes());
        };
    }

    private void noWorker(ScalarNode command, StressCommand.Worker w, Fields stress) {
        String kind = w.kind().word();
        boolean profile = stress.node("profile") != null;
        diagnostics.error(
                Mark.inside(command, w.offset()),
                DiagnosticCode.UNKNOWN_WORKER,
                "nothing says what a " + kind + " worker of stress does",
                profile
                        ? "the profile has no workers." + kind
                        : "workload.stress has neither profile nor workers." + kind,
                profile
                        ? "add workers." + kind
                        : "add a profile, such as \"profile: ../profiles/stress-on-ext4.yaml\"");
    }

    private void task(Fields f, ProgramReader.Setting setting, Admission admission) {
        String name = f.text("name", "");
        taskNames.claim(f.scalar("name"));
        CpuSet where = cpus.read(f, "cpus", "task \"" + Units.cut(name) + "\" is pinned to", cpus.usual());
        SchedPolicy policy = policy(f);
        if (policy.kind() == SchedPolicy.Kind.DEADLINE) {
            admission.ask(f, name, policy, where);
        }
        long startNs = f.timeNs("start", 0) + f.timeNs("offset", 0);
        long endNs = f.timeNs("end", TaskSpec.NEVER);
        if (endNs < startNs) {
            diagnostics.error(
                    f.at("end"),
                    DiagnosticCode.OUT_OF_RANGE,
                    "task \"" + Units.cut(name) + "\" ends at " + Units.timeText(endNs) + ", before it starts at "
                            + Units.timeText(startNs),
                    "",
                    "");
            endNs = TaskSpec.NEVER;
        }
        boolean kernelThread = f.bool("kernel_thread", false);
        ProgramReader.Owner owner = new ProgramReader.Owner(policy, kernelThread, f.bool("allow_errors", false));
        tasks.add(new TaskSpec(
                name,
                policy,
                where,
                startNs,
                endNs,
                f.text("work_unit", ""),
                kernelThread,
                firstCpu(f, name, where, policy),
                f.bool("marks", false),
                program(f, owner, setting)));
    }

    private List<Step> program(Fields f, ProgramReader.Owner owner, ProgramReader.Setting setting) {
        for (String key : List.of("offset", "jitter", "jobs")) {
            needs(f, key, "period");
        }
        Node program = f.node("program");
        long periodNs = f.timeNs("period", 0);
        if (periodNs == 0 || program == null) {
            return ProgramReader.task(program, owner, setting);
        }
        long jobs = f.number("jobs", 1, 1_000_000_000_000L, Step.Repeat.FOREVER);
        DurationDistribution jitter = distributions.read(f, "jitter", DurationDistribution.ZERO);
        return ProgramReader.periodic(program, periodNs, jobs, jitter, owner, setting);
    }

    private int firstCpu(Fields f, String name, CpuSet where, SchedPolicy policy) {
        int lowest = Math.max(0, where.lowest());
        int cpu = f.integer("first_cpu", 0, Units.HIGHEST_CPU, lowest);
        String task = "task \"" + Units.cut(name) + "\"";
        if (cpu >= cpus.count()) {
            cpus.missing(f.at("first_cpu"), cpu, task + " begins on");
            return lowest;
        }
        if (!where.contains(cpu) && policy.kind() != SchedPolicy.Kind.DEADLINE) {
            diagnostics.error(
                    f.at("first_cpu"),
                    DiagnosticCode.OUT_OF_RANGE,
                    task + " begins on cpu " + cpu + ", where it may not run",
                    "its cpus are " + where,
                    "choose one of these");
            return lowest;
        }
        return cpu;
    }

    private SchedPolicy policy(Fields f) {
        SchedPolicy p = Policies.read(f.node("policy"), diagnostics);
        return f.node("nice") == null
                ? p
                : new SchedPolicy(
                        p.kind(),
                        p.priority(),
                        f.integer("nice", -20, 19, p.nice()),
                        p.runtimeNs(),
                        p.deadlineNs(),
                        p.periodNs());
    }
}
