// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import static org.preemptsim.experiment.scenario.DiagnosticCode.*;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is wrong with a scenario, an example for each code at least. The mark {@code @@} stands before the character that
 * the diagnostic must point at; in a file that is right but for that, it must be the only diagnostic.
 */
final class RejectedExamples {
    /** The mark of the place. */
    static final String MARK = "@@";

    /** The name of the scenario's file. */
    static final String FILE = "scenarios/s.yaml";

    /**
     * @param structural whether a JSON Schema can and must refuse it too
     * @param files other files by name, of which one may have the mark instead
     */
    record Example(DiagnosticCode code, String name, boolean structural, String text, Map<String, String> files) {
        @Override
        public String toString() {
            return code.id() + " " + name;
        }
    }

    private static final List<Example> ALL = new ArrayList<>();

    private RejectedExamples() {}

    static List<Example> all() {
        return List.copyOf(ALL);
    }

    private static void plain(DiagnosticCode code, String name, String text) {
        ALL.add(new Example(code, name, false, text, Map.of()));
    }

    private static void structural(DiagnosticCode code, String name, String text) {
        ALL.add(new Example(code, name, true, text, Map.of()));
    }

    private static void files(DiagnosticCode code, String name, String text, Map<String, String> files) {
        ALL.add(new Example(code, name, false, text, files));
    }

    /** A scenario that is right, with {@code part} added to its workload. */
    private static String workload(String part) {
        return """
                preemptsim: 1
                name: s
                kernel: {preemption: full}
                machine: {cpus: 4, costs: {syscall_entry: 100ns}}
                workload:
                  locks: {raw: raw_spinlock, spin: spinlock, irq: spinlock_irq, other: spinlock, mux: mutex}
                  irqs: [{irq: 14, name: ata, handler: 1us}]
                  block_devices: [{name: sda, irq: 14, service: 1ms}]
                """ + part.indent(2);
    }

    /** A scenario that is right, with a task of these steps. */
    private static String program(String steps) {
        return workload("tasks:\n  - name: t\n    program:\n" + steps.indent(6));
    }

    /** A scenario that is right but for one system call of these steps. */
    private static String inSyscall(String steps) {
        return program("- syscall:\n    name: call\n    steps:\n" + steps.indent(6));
    }

    private static String onRt(String text) {
        return text.replace("preemption: full", "preemption: rt");
    }

    /** A scenario that is right, with {@code part} at its top. */
    private static String top(String part) {
        return "preemptsim: 1\nname: s\nkernel: {preemption: rt}\nworkload: {cyclictest: {command: cyclictest}}\n"
                + part;
    }

    /** A scenario that is right, with this kernel. */
    private static String kernel(String kernel) {
        return "preemptsim: 1\nname: s\nworkload: {cyclictest: {command: cyclictest}}\nkernel: " + kernel + "\n";
    }

    private static String machine(String machine) {
        return top("machine: " + machine + "\n");
    }

    private static String cost(String distribution) {
        return machine("{costs: {wakeup: " + distribution + "}}");
    }

    private static String cyclictest(String command) {
        return workload("cyclictest: {command: " + command + "}");
    }

    private static String stress(String command) {
        return workload("stress: {command: " + command + ", workers: {cpu: {program: [compute: 1ms]}}}");
    }

    static {
        files();
        yaml();
        values();
        references();
        programs();
        commands();
        variants();
        schedulingClasses();
        kernels();
        objects();
        kernelLocks();
    }

    private static void files() {
        files(FILE_UNREADABLE, "include that is not there", top("include: [@@gone.yaml]"), Map.of());
        files(FILE_UNREADABLE, "profile that is not there", machine("{profile: @@gone.yaml}"), Map.of());
        plain(FILE_TOO_LARGE, "text", MARK + "#".repeat(ScenarioReader.MAX_FILE_BYTES + 1));
        plain(EMPTY_FILE, "nothing at all", MARK);
        plain(EMPTY_FILE, "comments alone", MARK + "# soon\n");
        plain(EMPTY_FILE, "null", MARK + "~\n");
        files(INCLUDE_CYCLE, "itself", top("include: [@@s.yaml]"), Map.of());
        files(
                INCLUDE_CYCLE,
                "over another",
                top("include: [a.yaml]"),
                Map.of(
                        "scenarios/a.yaml",
                        "preemptsim: 1\ninclude: [b.yaml]\n",
                        "scenarios/b.yaml",
                        "preemptsim: 1\ninclude:\n  - @@s.yaml\n"));
        files(
                INCLUDE_CYCLE,
                "profiles",
                machine("{profile: a.yaml}"),
                Map.of(
                        "scenarios/a.yaml", "preemptsim: 1\nprofile: a\nmachine: {profile: b.yaml}\n",
                        "scenarios/b.yaml", "preemptsim: 1\nprofile: b\nmachine: {profile: @@a.yaml}\n"));
        files(INCLUDE_TOO_DEEP, "seventeen files", top("include: [f1.yaml]"), chain());
        files(
                UNKNOWN_KEY,
                "in an included file",
                top("include: [a.yaml]"),
                Map.of("scenarios/a.yaml", "preemptsim: 1\nmachine: {@@cpsu: 1}\n"));
        files(
                MISSING_KEY,
                "version of an included file",
                top("include: [a.yaml]"),
                Map.of("scenarios/a.yaml", "@@machine: {cpus: 1}\n"));
        files(
                WRONG_UNIT,
                "in a profile",
                machine("{profile: ../p/m.yaml}"),
                Map.of("p/m.yaml", "preemptsim: 1\nprofile: m\nmachine: {costs: {wakeup: @@3}}\n"));
        files(
                NOT_A_PROFILE,
                "a stress profile as a machine",
                machine("{profile: @@m.yaml}"),
                Map.of("scenarios/m.yaml", "preemptsim: 1\nprofile: m\nstress: {}\n"));
    }

    private static Map<String, String> chain() {
        Map<String, String> files = new HashMap<>();
        for (int i = 1; i < 30; i++) {
            String mark = i == ScenarioReader.MAX_INCLUDE_DEPTH - 1 ? MARK : "";
            files.put("scenarios/f" + i + ".yaml", "preemptsim: 1\ninclude: " + mark + "f" + (i + 1) + ".yaml\n");
        }
        return files;
    }

    private static void yaml() {
        plain(YAML_SYNTAX, "bracket not closed", "preemptsim: 1\nkernel: {preemption: rt\nname@@: s\n");
        plain(YAML_SYNTAX, "value in a mapping", "preemptsim: 1\nname: a@@: b\n");
        plain(YAML_TAB, "indentation", "preemptsim: 1\nkernel:\n@@\tpreemption: rt\n");
        plain(SEVERAL_DOCUMENTS, "two", top("@@---\nname: t\n"));
        plain(TOO_DEEP, "flow lists", top("about: " + "[".repeat(63) + "@@[" + "]".repeat(64)));
        plain(ALIAS_BOMB, "billion laughs", top("""
                about:
                  - &a [x, x, x, x, x, x, x, x, x, x]
                  - &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]
                  - &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]
                  - &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]
                  - @@&e [*d, *d, *d, *d, *d, *d, *d, *d, *d]
                  - [*e, *e, *e]
                """));
        plain(ALIAS_BOMB, "recursive", top("about: &a [@@*a]"));
        plain(ALIAS_BOMB, "no such anchor", top("title: @@*nowhere"));
        plain(ALIAS_BOMB, "too many", top("title: &t x\nabout: [" + "*t ,".repeat(50) + "@@*t ]"));
        plain(DUPLICATE_KEY, "at the top", top("@@name: t"));
        plain(DUPLICATE_KEY, "inside", kernel("{preemption: rt, @@preemption: full}"));
        plain(YAML_TAG, "Java class", top("title: @@!!java.net.URL x"));
    }

    private static void values() {
        structural(LANGUAGE_VERSION, "two", "preemptsim: @@2\nname: s\nfuture: {}\n");
        structural(LANGUAGE_VERSION, "quoted", "preemptsim: @@\"1\"\nname: s\n");
        structural(UNKNOWN_KEY, "nearest match", kernel("{preemption: rt, @@nohzz: off}"));
        structural(UNKNOWN_KEY, "required key misspelt", kernel("{@@preemtion: rt}"));
        structural(UNKNOWN_KEY, "at the top", top("@@machin: {}"));
        structural(UNKNOWN_KEY, "merge key", top("machine:\n  @@<<: {cpus: 2}\n"));
        structural(
                MISSING_KEY,
                "version",
                "@@name: s\nkernel: {preemption: rt}\nworkload: {cyclictest: {command: cyclictest}}\n");
        structural(MISSING_KEY, "kernel", "@@preemptsim: 1\nname: s\nworkload: {cyclictest: {command: cyclictest}}\n");
        structural(MISSING_KEY, "preemption", kernel("@@{hz: 250}"));
        structural(MISSING_KEY, "program of a task", workload("tasks:\n  - @@name: t\n"));
        structural(WRONG_TYPE, "list for mapping", top("machine: @@[1]"));
        structural(WRONG_TYPE, "mapping for list", workload("tasks: @@{name: t}"));
        structural(
                WRONG_TYPE,
                "number for name",
                "preemptsim: 1\nname: @@12\nkernel: {preemption: rt}\nworkload: {cyclictest: {command: cyclictest}}\n");
        structural(WRONG_TYPE, "no value", top("machine:@@"));
        structural(WRONG_TYPE, "text for number", machine("{cpus: @@many}"));
        structural(WRONG_TYPE, "text for truth", kernel("{preemption: rt, threadirqs: @@yes}"));
        structural(WRONG_TYPE, "not a time", top("duration: @@soon"));
        structural(WRONG_TYPE, "list for the file", "@@- preemptsim: 1\n");
        structural(WRONG_TYPE, "not a CPU list", cyclictestOn("@@two"));
        structural(WRONG_UNIT, "bare number", top("duration: @@60"));
        structural(WRONG_UNIT, "unknown unit", top("duration: @@60sec"));
        structural(WRONG_UNIT, "blank", top("duration: @@60 s"));
        structural(WRONG_UNIT, "minutes", top("duration: @@5m"));
        structural(WRONG_UNIT, "frequency", machine("{clock: {frequency: {tsc: @@2.4ghz}}}"));
        structural(NEGATIVE, "time", cost("@@-3us"));
        structural(NEGATIVE, "number", machine("{cpus: @@-1}"));
        structural(OUT_OF_RANGE, "cpus", machine("{cpus: @@5000}"));
        structural(OUT_OF_RANGE, "hz", kernel("{preemption: rt, hz: @@500}"));
        structural(
                OUT_OF_RANGE,
                "priority",
                workload("tasks: [{name: t, policy: 'fifo:@@100', program: [compute: 1us]}]"));
        structural(OUT_OF_RANGE, "nice", workload("tasks: [{name: t, policy: 'other:@@20', program: [compute: 1us]}]"));
        structural(OUT_OF_RANGE, "kernel version", kernel("{version: @@six, preemption: rt}"));
        plain(OUT_OF_RANGE, "part of a nanosecond", cost("@@0.5ns"));
        plain(OUT_OF_RANGE, "a thousand years", top("duration: @@9000000h"));
        structural(OUT_OF_RANGE, "no time at all", top("duration: @@0s"));
        structural(OUT_OF_RANGE, "empty program", workload("tasks: [{name: t, program: @@[]}]"));
        plain(
                OUT_OF_RANGE,
                "floor above from",
                kernel("{preemption: rt, irq_thread_priorities: {scaled: {from: 25, floor: @@50}}}"));
        plain(
                OUT_OF_RANGE,
                "end before start",
                workload("tasks: [{name: t, start: 2s, end: @@1s, program: [compute: 1us]}]"));
        plain(
                OUT_OF_RANGE,
                "smi on one CPU",
                machine("{cpus: 2, stalls: [{kind: smi, cpu: @@1, every: 1s, for: 1us}]}"));
        structural(UNKNOWN_WORD, "preemption", kernel("{preemption: @@voluntray}"));
        structural(UNKNOWN_WORD, "policy", workload("tasks: [{name: t, policy: @@deadlin, program: [compute: 1us]}]"));
        structural(UNKNOWN_WORD, "bare step", program("- @@computer"));
        structural(UNKNOWN_WORD, "times", program("- repeat: {times: @@always, steps: [compute: 1us]}"));
        plain(UNKNOWN_WORD, "mib in a task", program("- repeat: {times: @@mib, steps: [compute: 1us]}"));
        structural(BAD_NAME, "dot", workload("tasks: [{name: @@a.b, program: [compute: 1us]}]"));
        structural(BAD_NAME, "variant", top("variants: {@@a b: {kernel.hz: 100}}"));
        structural(
                ONE_KEY_WANTED,
                "two families",
                cost("{uniform: [1us, 2us], @@pareto: {min: 1us, alpha: 1, max: 2us}}"));
        structural(ONE_KEY_WANTED, "none", cost("@@{}"));
        structural(ONE_KEY_WANTED, "two steps in one", program("- compute: 1us\n  @@work: 1"));
        plain(BAD_DISTRIBUTION, "uniform", cost("{uniform: [2us, @@1us]}"));
        plain(BAD_DISTRIBUTION, "lognormal median", cost("{lognormal: {min: 2us, median: @@1us, sigma: 1, max: 3us}}"));
        plain(
                BAD_DISTRIBUTION,
                "lognormal min is median",
                cost("{lognormal: {min: 2us, median: @@2us, sigma: 1, max: 3us}}"));
        plain(BAD_DISTRIBUTION, "lognormal max", cost("{lognormal: {median: 4us, sigma: 1, max: @@3us}}"));
        plain(BAD_DISTRIBUTION, "pareto", cost("{pareto: {min: 2us, alpha: 1, max: @@1us}}"));
        plain(BAD_DISTRIBUTION, "quantiles from 0.1", cost("{quantiles: @@{0.1: 1us, 1: 2us}}"));
        plain(BAD_DISTRIBUTION, "quantiles fall", cost("{quantiles: @@{0: 3us, 1: 2us}}"));
        plain(BAD_DISTRIBUTION, "quantile twice", cost("{quantiles: @@{0: 1us, 0.5: 2us, 0.50: 3us, 1: 4us}}"));
        plain(KERNEL_CONFLICT, "lazy before its time", kernel("{version: \"5.4\", preemption: @@lazy}"));
        plain(CLOCKSOURCE_UNAVAILABLE, "tsc", machine("{clock: {source: @@tsc, available: [hpet, acpi_pm]}}"));
    }

    private static String cyclictestOn(String cpus) {
        return workload("cyclictest: {command: cyclictest, cpus: " + cpus + "}");
    }

    private static void references() {
        plain(NO_SUCH_CPU, "of a task", workload("tasks: [{name: t, cpus: '0,@@9', program: [compute: 1us]}]"));
        plain(NO_SUCH_CPU, "range", cyclictestOn("'1,@@2-4'"));
        plain(NO_SUCH_CPU, "list", cyclictestOn("[1, @@4]"));
        plain(
                NO_SUCH_CPU,
                "line",
                workload("cyclictest: {command: cyclictest}").replace("name: ata,", "name: ata, affinity: @@7,"));
        plain(NO_SUCH_CPU, "nmi", machine("{cpus: 2, stalls: [{kind: nmi, cpu: @@2, every: 1s, for: 1us}]}"));
        plain(UNKNOWN_LOCK, "nearest match", inSyscall("- lock: @@spinn"));
        plain(UNKNOWN_LOCK, "in a hold", inSyscall("- hold: {lock: @@inode, for: 1us}"));
        plain(UNKNOWN_DEVICE, "request", inSyscall("- block_io: @@sdb"));
        plain(UNKNOWN_DEVICE, "request in long form", inSyscall("- block_io: {device: @@nvme, await: false}"));
        plain(UNKNOWN_DEVICE, "drain", inSyscall("- block_drain: @@sdb"));
        plain(
                UNKNOWN_IRQ,
                "of a device",
                workload("cyclictest: {command: cyclictest}").replace("sda, irq: 14", "sda, irq: @@15"));
        plain(
                DUPLICATE_NAME,
                "task",
                workload("tasks: [{name: t, program: [compute: 1us]}, {name: @@t, program: [compute: 1us]}]"));
        plain(
                DUPLICATE_NAME,
                "line",
                workload("cyclictest: {command: cyclictest}")
                        .replace("handler: 1us}", "handler: 1us}, {irq: @@14, name: x, handler: 1us}"));
        plain(
                DUPLICATE_NAME,
                "idle state",
                machine("{idle_states: [{name: C1, exit_latency: 1us}, {name: @@C1, exit_latency: 2us}]}"));
        plain(EMPTY_WORKLOAD, "nothing", "preemptsim: 1\nname: s\nkernel: {preemption: rt}\nworkload: @@{}\n");
        plain(EMPTY_WORKLOAD, "lines without arrivals", workload("tasks: []").replace("  locks", "  @@locks"));
        files(
                TWO_DEFINITIONS,
                "lock",
                workload("stress: {command: stress -c 1, profile: p.yaml}"),
                Map.of("scenarios/p.yaml", """
                        preemptsim: 1
                        profile: p
                        stress:
                          locks: {@@spin: mutex, raw: raw_spinlock}
                          workers: {cpu: {program: [compute: 1ms]}}
                        """));
        plain(
                MISSING_KEY,
                "softirq of softirq_work",
                workload("cyclictest: {command: cyclictest}")
                        .replace("handler: 1us}", "handler: 1us, softirq_work: @@1us}"));
    }

    private static void programs() {
        plain(USER_STEP_IN_KERNEL, "compute", inSyscall("- @@compute: 1us"));
        plain(USER_STEP_IN_KERNEL, "syscall", inSyscall("- @@syscall: {name: b, steps: [kernel: 1us]}"));
        plain(USER_STEP_IN_KERNEL, "sleep", inSyscall("- @@sleep: 1ms"));
        plain(USER_STEP_IN_KERNEL, "yield", inSyscall("- @@yield"));
        plain(
                USER_STEP_IN_KERNEL,
                "in a kernel thread",
                workload("tasks: [{name: k, kernel_thread: true, program: [{@@compute: 1us}]}]"));
        plain(KERNEL_STEP_IN_USER, "kernel", program("- @@kernel: 1us"));
        plain(KERNEL_STEP_IN_USER, "spinlock", program("- @@lock: spin\n- syscall: {name: x, steps: [unlock: spin]}"));
        plain(KERNEL_STEP_IN_USER, "cond_resched", program("- @@cond_resched"));
        plain(KERNEL_STEP_IN_USER, "block_io", program("- @@block_io: sda"));
        plain(UNLOCK_WITHOUT_LOCK, "never taken", inSyscall("- unlock: @@spin"));
        plain(UNLOCK_WITHOUT_LOCK, "twice", inSyscall("- lock: spin\n- unlock: spin\n- unlock: @@spin"));
        plain(
                UNLOCK_WITHOUT_LOCK,
                "inside a loop",
                inSyscall("- lock: spin\n- repeat:\n    times: 2\n    steps:\n      @@- unlock: spin\n- unlock: spin"));
        plain(LOCK_LEFT_HELD, "end of program", program("- lock: @@mux\n- compute: 1us"));
        plain(LOCK_LEFT_HELD, "end of syscall", inSyscall("- lock: @@spin\n- kernel: 1us"));
        plain(LOCK_LEFT_HELD, "end of loop body", inSyscall("- repeat: {times: 2, steps: [lock: @@spin]}"));
        plain(LOCK_LEFT_HELD, "end of chance", inSyscall("- chance: {probability: 0.5, steps: [lock: @@spin]}"));
        plain(LOCK_TAKEN_TWICE, "lock", inSyscall("- lock: spin\n- lock: @@spin\n- unlock: spin"));
        plain(LOCK_TAKEN_TWICE, "hold", inSyscall("- lock: spin\n- hold: {lock: @@spin, for: 1us}\n- unlock: spin"));
        plain(
                SLEEP_IN_ATOMIC,
                "mutex under raw lock",
                inSyscall("- lock: raw\n- lock: @@mux\n- unlock: mux\n- unlock: raw"));
        plain(
                SLEEP_IN_ATOMIC,
                "mutex under spinlock",
                inSyscall("- lock: spin\n- hold: {lock: @@mux, for: 1us}\n- unlock: spin"));
        plain(SLEEP_IN_ATOMIC, "block_io", inSyscall("- lock: spin\n- @@block_io: sda\n- unlock: spin"));
        plain(SLEEP_IN_ATOMIC, "drain", inSyscall("- lock: irq\n- @@block_drain: sda\n- unlock: irq"));
        plain(SLEEP_IN_ATOMIC, "might_sleep", inSyscall("- lock: raw\n- @@might_sleep\n- unlock: raw"));
        plain(SLEEP_IN_ATOMIC, "cond_resched", inSyscall("- lock: spin\n- @@cond_resched\n- unlock: spin"));
        plain(
                SLEEP_IN_ATOMIC,
                "sleep of a kernel thread",
                workload(
                        "tasks: [{name: k, kernel_thread: true, program: [{lock: raw}, {@@sleep: 1ms}, {unlock: raw}]}]"));
        plain(
                SLEEP_IN_ATOMIC,
                "spinlock under raw lock on RT",
                onRt(inSyscall("- lock: raw\n- hold: {lock: @@spin, for: 1us}\n- unlock: raw")));
        plain(TAKES_NO_TIME, "work alone", program("- @@repeat: {steps: [work: 1]}"));
        plain(
                TAKES_NO_TIME,
                "zero",
                program("- @@repeat: {steps: [{compute: 0ns}, {chance: {probability: 0, steps: [compute: 1s]}}]}"));
        plain(TAKES_NO_TIME, "often enough", program("- @@repeat: {times: 10000000, steps: [work: 1]}"));
        plain(
                TAKES_NO_TIME,
                "once for nested loops",
                program("- repeat:\n    steps:\n      - @@repeat: {steps: [work: 1]}"));
        plain(
                TAKES_NO_TIME,
                "interrupts",
                workload("cyclictest: {command: cyclictest}").replace("handler: 1us}", "handler: 1us, every: @@0ns}"));
        plain(TAKES_NO_TIME, "stalls", machine("{stalls: [{kind: smi, every: @@{uniform: [0ns, 0ns]}, for: 1us}]}"));
        plain(TAKES_NO_TIME, "worker", stress("stress -c 1").replace("[compute: 1ms]", "@@[work: 1]"));
        plain(
                PROGRAM_TOO_LONG,
                "steps",
                program("- compute: 1us\n".repeat(10_000) + "@@- compute: 1us\n")
                        .replace("@@- compute", "- @@compute"));
    }

    private static void commands() {
        plain(UNKNOWN_OPTION, "cyclictest, nearest match", cyclictest("cyclictest -q @@--intervall=200"));
        plain(UNKNOWN_OPTION, "cyclictest, with a value", cyclictest("cyclictest @@--histgram 60 -q"));
        plain(UNKNOWN_OPTION, "cyclictest, letter in a group", cyclictest("cyclictest -mq@@Z"));
        plain(UNKNOWN_OPTION, "cyclictest, in quotes", cyclictest("\"cyclictest -q @@--no-such\""));
        plain(
                UNKNOWN_OPTION,
                "cyclictest, folded",
                workload("cyclictest:\n  command: >\n    cyclictest -q\n    -m @@--no-such\n"));
        plain(UNKNOWN_OPTION, "cyclictest, ambiguous", cyclictest("cyclictest @@--la=3"));
        plain(UNKNOWN_OPTION, "stress", stress("stress @@--cpus 1"));
        plain(UNKNOWN_OPTION, "stress, attached value", stress("stress @@-c1"));
        plain(BAD_OPTION_VALUE, "cyclictest, interval", cyclictest("cyclictest -i @@200us"));
        plain(BAD_OPTION_VALUE, "cyclictest, priority", cyclictest("cyclictest -p@@100"));
        plain(BAD_OPTION_VALUE, "cyclictest, no such CPU", cyclictest("'cyclictest -a 0,@@9'"));
        plain(BAD_OPTION_VALUE, "cyclictest, missing", cyclictest("cyclictest @@-i"));
        plain(BAD_OPTION_VALUE, "cyclictest, duration", cyclictest("cyclictest -D @@12x"));
        plain(BAD_OPTION_VALUE, "cyclictest, value of a flag", cyclictest("cyclictest @@--quiet=1"));
        plain(BAD_OPTION_VALUE, "stress, workers", stress("stress --cpu @@0"));
        plain(BAD_OPTION_VALUE, "stress, size", stress("stress --cpu 1 --hdd-bytes @@1Q"));
        plain(BAD_COMMAND, "another tool", cyclictest("@@hackbench -l 3"));
        plain(BAD_COMMAND, "taskset", cyclictest("@@taskset -c 1 cyclictest -q"));
        plain(BAD_COMMAND, "word", cyclictest("cyclictest -q @@200"));
        plain(BAD_COMMAND, "shell", cyclictest("cyclictest -q -m@@;"));
        plain(BAD_COMMAND, "no worker", stress("@@stress --quiet"));
        plain(BAD_COMMAND, "dry run", stress("stress --cpu 1 @@--dry-run"));
        plain(UNKNOWN_WORKER, "hdd", stress("stress --cpu 1 -d @@2"));
    }

    private static void variants() {
        structural(UNKNOWN_PATH, "nearest match", top("variants: {a: {kernel.@@premption: rt}}"));
        structural(UNKNOWN_PATH, "nothing inside", top("variants: {a: {kernel.hz.@@x: 1}}"));
        structural(UNKNOWN_PATH, "what all variants share", top("variants: {a: {@@seed: 7}}"));
        plain(
                UNKNOWN_PATH,
                "no such task",
                workload("tasks: [{name: t, program: [compute: 1us]}]")
                        + "variants: {a: {workload.tasks.@@u.policy: idle}}\n");
        structural(UNKNOWN_WORD, "value of an override", top("variants: {a: {kernel.preemption: @@rtt}}"));
        plain(
                SLEEP_IN_ATOMIC,
                "in one variant alone",
                inSyscall("- lock: raw\n- hold: {lock: @@spin, for: 1us}\n- unlock: raw")
                        + "variants: {a: {kernel.preemption: none}, b: {kernel.preemption: rt}}\n");
        plain(
                MISSING_KEY,
                "removed by an override",
                top("variants: {a: {kernel.preemption: ~}}").replace("kernel: {", "kernel: @@{"));
    }

    /** A scenario that is right, with these objects of user space and a task of these steps. */
    private static String using(String objects, String policy, String steps) {
        return workload("objects: " + objects + "\ntasks:\n  - name: t\n    policy: " + policy + "\n    program:\n"
                + steps.indent(6));
    }

    private static final String OBJECTS = "{m: mutex, r: {mutex: {kind: recursive}}, e: {mutex: {kind: errorcheck}},"
            + " c: condition, s: semaphore, w: rwlock, p: {mutex: {protocol: protect, ceiling: 50}}}";

    private static String objects(String steps) {
        return using(OBJECTS, "fifo:50", steps);
    }

    private static String mutex(String mutex) {
        return using("{m: {mutex: " + mutex + "}}", "other", "- compute: 1us");
    }

    private static String policy(String policy) {
        return workload("tasks: [{name: t, policy: " + policy + ", program: [compute: 1us]}]");
    }

    private static void schedulingClasses() {
        plain(DEADLINE_PARAMETERS, "order", policy("@@'deadline:5ms/4ms/10ms'"));
        plain(
                DEADLINE_PARAMETERS,
                "deadline after period",
                policy("{deadline: @@{runtime: 1ms, deadline: 5ms, period: 4ms}}"));
        plain(DEADLINE_PARAMETERS, "granularity", policy("{deadline: @@{runtime: 1us, period: 4ms}}"));
        plain(DEADLINE_PARAMETERS, "period too short", policy("{deadline: @@{runtime: 2us, period: 50us}}"));
        plain(
                DEADLINE_PARAMETERS,
                "of a step",
                program("- set_policy: {task: t, policy: {deadline: @@{runtime: 5ms, period: 4ms}}}"));
        plain(WRONG_UNIT, "in a deadline policy", policy("'deadline:5ms/@@10'"));
        structural(MISSING_KEY, "runtime", policy("{deadline: @@{period: 4ms}}"));
        plain(DEADLINE_OVERLOAD, "the third task", workload("""
                        tasks:
                          - {name: a, policy: 'deadline:9ms/10ms', program: [compute: 1us]}
                          - {name: b, policy: 'deadline:9ms/10ms', program: [compute: 1us]}
                          - {name: c, policy: @@'deadline:2ms/10ms', program: [compute: 1us]}
                        """).replace("cpus: 4", "cpus: 2"));
        plain(
                DEADLINE_AFFINITY,
                "one CPU of four",
                workload("tasks: [{name: t, policy: 'deadline:1ms/9ms', cpus: @@2, program: [compute: 1us]}]"));
        plain(
                KERNEL_CONFLICT,
                "deadline before its time",
                policy("@@'deadline:1ms/9ms'").replace("{preemption: full}", "{version: '3.10', preemption: full}"));
        structural(OUT_OF_RANGE, "nice of a task", workload("tasks: [{name: t, nice: @@20, program: [compute: 1us]}]"));
        plain(
                MISSING_KEY,
                "jitter without period",
                workload("tasks: [{name: t, jitter: @@1us, program: [compute: 1us]}]"));
        plain(NO_SUCH_CPU, "first", workload("tasks: [{name: t, first_cpu: @@4, program: [compute: 1us]}]"));
        plain(
                OUT_OF_RANGE,
                "first CPU elsewhere",
                workload("tasks: [{name: t, cpus: 1, first_cpu: @@2, program: [compute: 1us]}]"));
        plain(NO_SUCH_CPU, "set_affinity", program("- set_affinity: @@7"));
        structural(OUT_OF_RANGE, "affinity to nothing", program("- set_affinity: @@[]"));
        plain(UNKNOWN_TASK, "signal, nearest match", program("- signal: @@tt"));
        plain(UNKNOWN_TASK, "set_nice", program("- set_nice: {task: @@nobody, nice: 3}"));
        plain(LOCK_LEFT_HELD, "end of a job", workload("tasks: [{name: t, period: 1ms, program: [lock: @@mux]}]"));
    }

    private static void kernels() {
        plain(
                ERA_CONFLICT,
                "pending owner on a new kernel",
                kernel("{preemption: rt, eras: {release: @@pending_owner}}"));
        plain(ERA_CONFLICT, "single reader on a new kernel", kernel("{preemption: rt, eras: {readers: @@single}}"));
        plain(ERA_CONFLICT, "owned semaphores", kernel("{preemption: rt, eras: {owned_semaphores: @@true}}"));
        plain(
                ERA_CONFLICT,
                "new release on an old kernel",
                kernel("{version: 2.6.33, preemption: rt, eras: {release: @@deboost_then_wake}}"));
        plain(
                ERA_CONFLICT,
                "sharing without throttling",
                kernel("{version: '6.12', preemption: rt, eras: {rt_runtime_share: @@true}}"));
        plain(KERNEL_CONFLICT, "no fair server yet", kernel("{preemption: rt, sched: {fair_server: @@'off'}}"));
        plain(OUT_OF_RANGE, "rt_runtime", kernel("{preemption: rt, sched: {rt_runtime: @@2s}}"));
        plain(OUT_OF_RANGE, "time slice", kernel("{preemption: rt, sched: {rr_timeslice: @@1500us}}"));
        plain(OUT_OF_RANGE, "tick phase", kernel("{preemption: rt, sched: {tick_phase: @@4ms}}"));
        plain(
                OUT_OF_RANGE,
                "fair server's runtime",
                kernel("{version: '6.12', preemption: rt, sched: {fair_server: {runtime: @@2s}}}"));
        structural(WRONG_UNIT, "rt_runtime", kernel("{preemption: rt, sched: {rt_runtime: @@950}}"));
        plain(NO_CPU_LEFT, "isolcpus", kernel("{preemption: rt, sched: {isolcpus: @@0}}"));
        plain(NO_SUCH_CPU, "isolcpus", kernel("{preemption: rt, sched: {isolcpus: @@5}}"));
        plain(BAD_TOPOLOGY, "a CPU in no cache", machine("{cpus: 4, topology: {caches: @@[0-1, 2]}}"));
        plain(BAD_TOPOLOGY, "a CPU in two cores", machine("{cpus: 4, topology: {cores: @@[0-1, 1-3]}}"));
        plain(NO_SUCH_CPU, "topology", machine("{cpus: 4, topology: {nodes: [0-3, @@4]}}"));
    }

    private static void objects() {
        plain(UNKNOWN_OBJECT, "nearest match", objects("- sem_wait: @@ss"));
        plain(UNKNOWN_OBJECT, "mutex of a wait", objects("- cond_wait: {condition: c, mutex: @@x}"));
        plain(UNKNOWN_LOCK, "neither lock nor object", objects("- lock: @@q"));
        plain(WRONG_OPERATION, "semaphore as a mutex", objects("- lock: @@s"));
        plain(
                WRONG_OPERATION,
                "mutex as a semaphore",
                objects("- sem_post: {object: @@m}").replace("{object: @@m}", "@@m"));
        plain(WRONG_OPERATION, "await a condition", objects("- await: {object: @@c, timeout: 1ms}"));
        plain(USER_STEP_IN_KERNEL, "mutex", objects("- syscall: {name: x, steps: [{@@mutex_lock: m}]}"));
        plain(UNLOCK_WITHOUT_LOCK, "user mutex", objects("- mutex_unlock: @@m"));
        plain(UNLOCK_WITHOUT_LOCK, "cond_wait without its mutex", objects("- cond_wait: {condition: c, mutex: @@m}"));
        plain(
                UNLOCK_WITHOUT_LOCK,
                "recursive, once too often",
                objects("- lock: r\n- lock: r\n- unlock: r\n- unlock: r\n- unlock: @@r"));
        plain(LOCK_TAKEN_TWICE, "normal mutex", objects("- lock: m\n- lock: @@m\n- unlock: m"));
        plain(LOCK_TAKEN_TWICE, "errorcheck mutex", objects("- lock: e\n- mutex_lock: @@e\n- unlock: e"));
        plain(LOCK_TAKEN_TWICE, "writer after reader", objects("- rw_rdlock: w\n- rw_wrlock: @@w\n- rw_unlock: w"));
        plain(LOCK_LEFT_HELD, "user mutex", objects("- lock: @@m\n- compute: 1us"));
        plain(LOCK_LEFT_HELD, "recursive, once too few", objects("- lock: @@r\n- lock: r\n- unlock: r"));
        plain(LOCK_LEFT_HELD, "at exit", objects("- lock: @@m\n- exit"));
        plain(LOCK_LEFT_HELD, "end of a phase", objects("- phase: {name: a, times: 2, steps: [rw_rdlock: @@w]}"));
        plain(CEILING_TOO_LOW, "protect", using(OBJECTS, "fifo:51", "- lock: @@p\n- unlock: p"));
        plain(
                CEILING_TOO_LOW,
                "srp",
                using("{m: {mutex: {protocol: srp, ceiling: 10}}}", "rr:11", "- hold: {lock: @@m, for: 1us}"));
        plain(MISSING_KEY, "ceiling", mutex("@@protect"));
        plain(MUTEX_CONFLICT, "ceiling without protect", mutex("{protocol: inherit, ceiling: @@5}"));
        plain(MUTEX_CONFLICT, "robust and protect", mutex("{protocol: protect, ceiling: 5, robust: @@true}"));
        plain(
                TWO_DEFINITIONS,
                "lock and object",
                workload("objects: {@@mux: mutex}\ncyclictest: {command: cyclictest}"));
        structural(UNKNOWN_WORD, "protocol", mutex("@@inherits"));
        structural(UNKNOWN_WORD, "object", using("{m: @@mutexx}", "other", "- compute: 1us"));
        plain(TAKES_NO_TIME, "semaphore", objects("- @@repeat: {steps: [sem_post: s]}"));
    }

    private static String inKernel(String steps) {
        return workload(
                        "locks: {rw: rwlock, ll: local_lock, rtm: rt_mutex, rws: rw_semaphore, ks: {kind: semaphore, count: 1},"
                                + " done: completion, seq: seqlock, raw: raw_spinlock, spin: spinlock, mux: mutex}\n"
                                + "tasks:\n  - name: k\n    kernel_thread: true\n    program:\n" + steps.indent(6))
                .replaceFirst("  locks: .*\n", "");
    }

    private static void kernelLocks() {
        plain(WRONG_OPERATION, "read_lock of a mutex", inKernel("- read_lock: @@mux"));
        plain(WRONG_OPERATION, "lock of an rwlock", inKernel("- lock: @@rw"));
        plain(WRONG_OPERATION, "hold of a semaphore", inKernel("- hold: {lock: @@ks, for: 1us}"));
        plain(UNLOCK_WITHOUT_LOCK, "a reader as a writer", inKernel("- read_lock: rws\n- write_unlock: @@rws"));
        plain(UNLOCK_WITHOUT_LOCK, "a writer as a reader", inKernel("- write_lock: rw\n- read_unlock: @@rw"));
        plain(
                UNLOCK_WITHOUT_LOCK,
                "downgrade of a reader",
                inKernel("- read_lock: rws\n- downgrade_write: @@rws\n- read_unlock: rws"));
        plain(
                UNLOCK_WITHOUT_LOCK,
                "a downgraded writer as a writer",
                inKernel("- write_lock: rws\n- downgrade_write: rws\n- write_unlock: @@rws"));
        plain(UNLOCK_WITHOUT_LOCK, "downgrade of nothing", inKernel("- downgrade_write: @@rws"));
        plain(
                WRONG_OPERATION,
                "count of a mutex",
                inKernel("- kernel: 1us").replace("mux: mutex", "mux: {kind: mutex, count: @@2}"));
        plain(
                KERNEL_STEP_IN_USER,
                "down",
                inKernel("- down: ks")
                        .replace("kernel_thread: true", "policy: other")
                        .replace("- down", "- @@down"));
        plain(UNKNOWN_LOCK, "down", inKernel("- down: @@sk"));
        plain(
                WRONG_OPERATION,
                "downgrade of a single-reader lock",
                onRt(inKernel("- write_lock: rws\n- downgrade_write: @@rws\n- read_unlock: rws"))
                        .replace("{preemption", "{version: 2.6.33, preemption"));
        plain(MISSING_KEY, "timeout", inKernel("- lock_timeout: @@rtm\n- unlock: rtm"));
        plain(SLEEP_IN_ATOMIC, "down under a raw lock", inKernel("- lock: raw\n- @@down: ks\n- unlock: raw"));
        plain(
                SLEEP_IN_ATOMIC,
                "completion under a spinlock",
                inKernel("- lock: spin\n- @@wait_for_completion: done\n- unlock: spin"));
        plain(
                SLEEP_IN_ATOMIC,
                "rw_semaphore under an rwlock",
                inKernel("- read_lock: rw\n- write_lock: @@rws\n- write_unlock: rws\n- read_unlock: rw"));
        plain(
                SLEEP_IN_ATOMIC,
                "local_lock under a raw lock on RT",
                onRt(inKernel("- lock: raw\n- lock: @@ll\n- unlock: ll\n- unlock: raw")));
        plain(LOCK_TAKEN_TWICE, "writer", inKernel("- write_lock: rws\n- read_lock: @@rws\n- write_unlock: rws"));
        plain(LOCK_LEFT_HELD, "writer", inKernel("- write_seqlock: @@seq"));
        plain(UNLOCK_WITHOUT_LOCK, "reader", inKernel("- read_unlock: @@rw"));
        plain(MIGRATE_UNBALANCED, "never enabled", inKernel("- @@migrate_disable"));
        plain(MIGRATE_UNBALANCED, "never disabled", inKernel("- @@migrate_enable"));
        plain(
                MIGRATE_UNBALANCED,
                "in a loop",
                inKernel("- repeat: {times: 2, steps: [@@migrate_disable, kernel: 1us]}"));
        plain(MIGRATE_UNBALANCED, "end of a system call", inSyscall("- @@migrate_disable"));
    }
}
