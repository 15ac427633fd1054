// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.preemptsim.experiment.scenario.Shape.Dict;
import org.preemptsim.experiment.scenario.Shape.Either;
import org.preemptsim.experiment.scenario.Shape.KeyRule;
import org.preemptsim.experiment.scenario.Shape.KeyShape;
import org.preemptsim.experiment.scenario.Shape.Lazy;
import org.preemptsim.experiment.scenario.Shape.ListOf;
import org.preemptsim.experiment.scenario.Shape.Obj;
import org.preemptsim.experiment.scenario.Shape.OneKey;
import org.preemptsim.experiment.scenario.Shape.OverridesOf;
import org.preemptsim.experiment.scenario.Shape.Scalar;
import org.preemptsim.models.spec.ClockSourceKind;
import org.preemptsim.models.spec.ClockSpec.ClockEventKind;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.IrqLineSpec.SoftirqKind;
import org.preemptsim.models.spec.KernelEras;
import org.preemptsim.models.spec.LockSpec;
import org.preemptsim.models.spec.MachineSpec.StallKind;
import org.preemptsim.models.spec.PreemptionModel;
import org.preemptsim.models.spec.Step;
import org.preemptsim.models.spec.UserObjectSpec;

/**
 * Everything that may be written in a scenario: the one table from which the reader's checks and the JSON Schema are
 * made. Words of a set come from the enums of the specification, so a new lock kind or cost needs no change here.
 */
final class Language {
    /** The version of the language. */
    static final int VERSION = 1;

    private static final int MANY = 10_000;

    // Scalars -------------------------------------------------------------------------------------------------------

    static final Shape TEXT = new Scalar("text", "a text", new ScalarRule.Text(0, 100_000));
    static final Shape LINE = new Scalar("line", "a text", new ScalarRule.Text(1, 200));
    static final Shape NAME = new Scalar("name", "a name", new ScalarRule.Name());
    static final Shape PATH = new Scalar("path", "a file name", new ScalarRule.Text(1, 1_000));
    static final Shape COMMAND = new Scalar("command", "a command line", new ScalarRule.Text(1, 4_000));
    static final Shape TIME = new Scalar("time", "a time", new ScalarRule.Time(0));
    static final Shape POSITIVE_TIME = new Scalar("positive-time", "a time", new ScalarRule.Time(1));
    static final Shape FREQUENCY = new Scalar("frequency", "a frequency", new ScalarRule.Frequency());
    static final Shape POLICY_WORD = new Scalar("policy", "a scheduling policy", new ScalarRule.Policy());
    static final Shape BOOL = new Scalar("boolean", "true or false", new ScalarRule.Bool());
    static final Shape CPU_NUMBER = integer(0, Units.HIGHEST_CPU);
    static final Shape CPUS = new Either(List.of(
            new Scalar("cpus", "a CPU list such as 0-3,8", new ScalarRule.Cpus()), new ListOf(CPU_NUMBER, 1, 4096)));

    /** A policy as one word, or a deadline policy with its parameters by name. */
    static final Shape POLICY = new Either(List.of(
            POLICY_WORD,
            new OneKey(
                    "policy",
                    "A policy with parameters.",
                    List.of(key(
                            "deadline",
                            obj(
                                    "deadline",
                                    "SCHED_DEADLINE.",
                                    required("runtime", POSITIVE_TIME, "CPU time in each period"),
                                    key("deadline", POSITIVE_TIME, "the period", "relative deadline"),
                                    required("period", POSITIVE_TIME, "distance of two releases")),
                            "earliest deadline first, with a budget")))));

    // Distributions -------------------------------------------------------------------------------------------------

    /** A time that varies: a scalar is constant, a mapping names a family. */
    static final Shape DISTRIBUTION = new Lazy("distribution", Language::distribution);

    private static final Shape DISTRIBUTION_TARGET = new Either(List.of(
            TIME,
            new OneKey(
                    "distribution",
                    "A distribution of times; every family is bounded above.",
                    List.of(
                            key("uniform", new ListOf(TIME, 2, 2), "[least, greatest]"),
                            key(
                                    "exponential",
                                    obj(
                                            "exponential",
                                            "Exponential, truncated.",
                                            required("mean", POSITIVE_TIME, "mean before truncation"),
                                            required("max", POSITIVE_TIME, "greatest value")),
                                    "memoryless: the time between independent events"),
                            key(
                                    "lognormal",
                                    obj(
                                            "lognormal",
                                            "Log-normal above min, truncated.",
                                            key("min", TIME, "0ns", "least value"),
                                            required("median", POSITIVE_TIME, "half of the values lie below"),
                                            required(
                                                    "sigma",
                                                    decimal(0, true, 10),
                                                    "standard deviation of the logarithm: 0.1 narrow, 1 wide"),
                                            required("max", POSITIVE_TIME, "greatest value")),
                                    "lengths of code with a tail"),
                            key(
                                    "pareto",
                                    obj(
                                            "pareto",
                                            "Pareto, truncated.",
                                            required("min", POSITIVE_TIME, "least value"),
                                            required("alpha", decimal(0, true, 100), "tail index: less is heavier"),
                                            required("max", POSITIVE_TIME, "greatest value")),
                                    "a heavy tail"),
                            key(
                                    "quantiles",
                                    new Dict(
                                            "quantiles",
                                            "Share of values at or below -> time; linear between. From 0 to 1.",
                                            KeyRule.PROBABILITY,
                                            TIME,
                                            1_000),
                                    "what was measured"),
                            key(
                                    "mixture",
                                    new ListOf(
                                            obj(
                                                    "mixture-part",
                                                    "A member of a mixture.",
                                                    required("weight", decimal(0, true, 1e12), "relative frequency"),
                                                    required("of", DISTRIBUTION, "its distribution")),
                                            1,
                                            100),
                                    "one of several, by weight")))));

    private static Shape distribution() {
        return DISTRIBUTION_TARGET;
    }

    // Machine -------------------------------------------------------------------------------------------------------

    static final Obj CLOCK = obj(
            "clock",
            "Clock sources and clock event devices.",
            key("source", word("clock-source", clockSources()), "the best available", "current clock source"),
            key(
                    "available",
                    new ListOf(word("clock-source", clockSources()), 1, 3),
                    "[tsc, hpet, acpi_pm]",
                    "what the machine offers"),
            key("read_cost", perSource("read-cost", "Cost of one clock read.", DISTRIBUTION), "cost of one clock read"),
            key(
                    "frequency",
                    perSource("source-frequency", "Frequency of a source.", FREQUENCY),
                    "frequency per source"),
            key("event", word("clock-event", clockEvents()), "tsc-deadline", "clock event device"),
            key("timer_error", DISTRIBUTION, "0ns", "from the programmed instant to the interrupt request"),
            key("program_cost", DISTRIBUTION, "0ns", "programming the next event"),
            key("min_delta", TIME, "0ns", "least distance of a programmed event"));

    static final Obj MACHINE = obj(
            "machine",
            "The hardware and what kernel paths cost on it.",
            key("profile", PATH, "a machine profile, relative to this file; keys beside it override it"),
            key("cpus", integer(1, 4096), "1", "number of CPUs"),
            key("costs", costs(), "length of each kernel action; what is absent costs nothing"),
            key("clock", CLOCK, "clock sources and clock events"),
            key(
                    "idle_states",
                    new ListOf(
                            obj(
                                    "idle-state",
                                    "An idle state.",
                                    required("name", NAME, "such as C1E"),
                                    required(
                                            "exit_latency",
                                            DISTRIBUTION,
                                            "from the wake event to the first instruction"),
                                    key(
                                            "target_residency",
                                            TIME,
                                            "0ns",
                                            "least predicted idle time for which it is taken")),
                            0,
                            16),
                    "[]",
                    "idle states from shallow to deep; none = polling idle"),
            key(
                    "stalls",
                    new ListOf(
                            obj(
                                    "stall",
                                    "What takes CPUs away from the kernel.",
                                    required("kind", word("stall-kind", words(StallKind.values())), "smi or nmi"),
                                    key("cpu", CPU_NUMBER, "every CPU", "the CPU an nmi hits; an smi hits all"),
                                    required("every", DISTRIBUTION, "time between two"),
                                    required("for", DISTRIBUTION, "how long each takes")),
                            0,
                            100),
                    "[]",
                    "sources of stalls"),
            key(
                    "topology",
                    obj(
                            "topology",
                            "Which CPUs share what: lists of CPUs that together are all CPUs.",
                            key("cores", new ListOf(CPUS, 1, 4096), "a core each", "CPUs that are threads of one core"),
                            key(
                                    "caches",
                                    new ListOf(CPUS, 1, 4096),
                                    "one for all",
                                    "CPUs that share their last-level cache"),
                            key("nodes", new ListOf(CPUS, 1, 4096), "one for all", "CPUs of one memory node")),
                    "which CPUs share cores, caches and nodes"));

    // Kernel --------------------------------------------------------------------------------------------------------

    private static final Obj SCHED = obj(
            "sched",
            "What an administrator sets of the scheduler.",
            key("rr_timeslice", POSITIVE_TIME, "100ms", "slice of rr, whole milliseconds"),
            key(
                    "rt_runtime",
                    new Scalar("rt-runtime", "a time or unlimited", new ScalarRule.TimeOr("unlimited")),
                    "950ms",
                    "real-time time allowed per period; unlimited = no throttling"),
            key("rt_period", POSITIVE_TIME, "1s", "the period of rt_runtime"),
            key(
                    "fair_server",
                    new Either(List.of(
                            word("fair-server-off", List.of("off")),
                            obj(
                                    "fair-server",
                                    "The deadline server of fair tasks.",
                                    key("runtime", POSITIVE_TIME, "50ms", "its budget per CPU"),
                                    key("period", POSITIVE_TIME, "1s", "its period")))),
                    "50ms in 1s",
                    "the deadline server of fair tasks; needs rt_bandwidth: fair_server"),
            key("max_lock_depth", integer(1, 1_000_000), "1024", "steps of a chain walk before it gives up"),
            key("irq_time_accounting", BOOL, "true", "whether interrupt time is kept apart from the task's"),
            key("isolcpus", CPUS, "none", "CPUs out of load balancing and of default task masks"),
            key("tick_phase", TIME, "0ns", "time since the last tick at time 0"));

    private static final Obj ERAS = obj(
            "eras",
            "Single rules in place of those of the version.",
            key(
                    "fair_scheduler",
                    word("fair-scheduler", words(KernelEras.FairScheduler.values())),
                    "how fair tasks share"),
            key(
                    "rt_bandwidth",
                    word("rt-bandwidth", words(KernelEras.RtBandwidth.values())),
                    "what keeps real-time tasks from starving the others"),
            key("rt_runtime_share", BOOL, "whether CPUs borrow real-time runtime from each other"),
            key(
                    "release",
                    word("release", words(KernelEras.Release.values())),
                    "how a contended rtmutex is handed over"),
            key("waiter_key", word("waiter-key", words(KernelEras.WaiterKey.values())), "the order of waiters"),
            key(
                    "requeue",
                    word("requeue", words(KernelEras.Requeue.values())),
                    "where a changed priority puts a task in its list"),
            key(
                    "readers",
                    word("readers", words(KernelEras.Readers.values())),
                    "how readers and waiting writers treat each other on RT"),
            key(
                    "spin_on_owner",
                    word("spin-on-owner", words(KernelEras.SpinOnOwner.values())),
                    "which waiters spin while the owner runs"),
            key("owned_semaphores", BOOL, "whether a semaphore is an owner-bound rtmutex on RT"));

    static final Obj KERNEL = obj(
            "kernel",
            "The kernel.",
            key(
                    "version",
                    new Scalar("kernel-version", "a kernel version such as \"6.6\"", new ScalarRule.Version()),
                    "\"6.6\"",
                    "the version whose rules hold"),
            required(
                    "preemption",
                    word("preemption", words(PreemptionModel.values())),
                    "the preemption model: the one key that flips an ordinary kernel to PREEMPT_RT"),
            key(
                    "hz",
                    new Scalar("hz", "a tick frequency", new ScalarRule.IntChoice(List.of(100, 250, 300, 1000))),
                    "250",
                    "tick frequency"),
            key("nohz", word("nohz", List.of("idle", "off")), "idle", "whether the tick stops in idle"),
            key("threadirqs", BOOL, "false", "force threaded handlers without PREEMPT_RT"),
            key(
                    "irq_thread_priorities",
                    new OneKey(
                            "irq-thread-priorities",
                            "How interrupt threads get their FIFO priorities.",
                            List.of(
                                    key("flat", integer(1, 99), "all the same"),
                                    key(
                                            "scaled",
                                            obj(
                                                    "scaled-priorities",
                                                    "A counter that falls by one per thread.",
                                                    required("from", integer(1, 99), "the first thread's"),
                                                    required("floor", integer(1, 99), "the least")),
                                            "falling in order of first run"))),
                    "{flat: 50}",
                    "priorities of interrupt threads"),
            key("sched", SCHED, "settings of the scheduler"),
            key("eras", ERAS, "single rules of another kernel in place of the version's"));

    // Programs ------------------------------------------------------------------------------------------------------

    /** One step of a program. */
    static final Shape STEP = new Lazy("step", Language::step);

    /** The reader counts the steps of a whole program, so no single list needs a limit of its own. */
    static final Shape STEPS = new ListOf(STEP, 1, 1_000_000);

    private static final Shape SECTION = new Either(List.of(
            TIME,
            obj(
                    "section",
                    "A piece of kernel code.",
                    key("what", LINE, "the kind of step", "its name in reports"),
                    required("for", DISTRIBUTION, "how long it takes"))));

    private static final Shape TIMED_OBJECT = new Either(List.of(
            NAME,
            obj(
                    "timed-operation",
                    "An operation that waits at most so long.",
                    required("object", NAME, "the lock or object"),
                    key("timeout", TIME, "for ever", "how long it waits"))));

    private static final Shape COND_WAIT = obj(
            "cond-wait",
            "pthread_cond_wait.",
            required("condition", NAME, "the condition variable"),
            required("mutex", NAME, "the mutex, which the task holds"),
            key("timeout", TIME, "for ever", "how long it waits"));

    /** The operations that are words of {@link Step.SyncOp} and {@link Step.KernelOp}. */
    private static List<KeyShape> operations() {
        List<KeyShape> all = new ArrayList<>();
        for (Step.SyncOp op : Step.SyncOp.values()) {
            Shape value = op == Step.SyncOp.COND_WAIT ? COND_WAIT : Operations.timed(op) ? TIMED_OBJECT : NAME;
            all.add(key(wordOf(op), value, Operations.about(op)));
        }
        for (Step.KernelOp op : Step.KernelOp.values()) {
            all.add(key(wordOf(op), Operations.timed(op) ? TIMED_OBJECT : NAME, Operations.about(op)));
        }
        return all;
    }

    private static final Shape STEP_TARGET = new Either(List.of(
            word(
                    "bare-step",
                    List.of("cond_resched", "might_sleep", "yield", "exit", "migrate_disable", "migrate_enable")),
            new OneKey(
                    "step",
                    "One step of a program.",
                    with(
                            operations(),
                            key("compute", DISTRIBUTION, "user code for so much of the task's own CPU time"),
                            key(
                                    "compute_polling",
                                    obj(
                                            "compute-polling",
                                            "User code that asks its CPU clock again and again, as load generators do.",
                                            required("for", DISTRIBUTION, "how long, by that clock"),
                                            required("every", POSITIVE_TIME, "time between two questions")),
                                    "the same, asking the CPU clock by system calls"),
                            key(
                                    "phase",
                                    obj(
                                            "phase",
                                            "Steps that belong together.",
                                            required("name", LINE, "its name"),
                                            key("at", TIME, "at once", "does not begin before this time of the run"),
                                            key("times", integer(0, 1_000_000_000_000L), "1", "how often"),
                                            required("steps", STEPS, "its steps")),
                                    "a named group of steps"),
                            key("next_period", POSITIVE_TIME, "sleeps until the next multiple of this after the start"),
                            key(
                                    "set_policy",
                                    new Either(List.of(
                                            POLICY_WORD,
                                            obj(
                                                    "set-policy",
                                                    "sched_setscheduler.",
                                                    key("task", NAME, "the task itself", "whose"),
                                                    required("policy", POLICY, "the new policy")))),
                                    "sched_setscheduler"),
                            key(
                                    "set_nice",
                                    new Either(List.of(
                                            integer(-20, 19),
                                            obj(
                                                    "set-nice",
                                                    "setpriority.",
                                                    key("task", NAME, "the task itself", "whose"),
                                                    required("nice", integer(-20, 19), "the new nice value")))),
                                    "setpriority"),
                            key(
                                    "set_affinity",
                                    new Either(List.of(
                                            CPUS,
                                            obj(
                                                    "set-affinity",
                                                    "sched_setaffinity.",
                                                    key("task", NAME, "the task itself", "whose"),
                                                    required("cpus", CPUS, "where it may run")))),
                                    "sched_setaffinity"),
                            key("signal", NAME, "sends that task a signal with a handler"),
                            key("notify", NAME, "posts an event"),
                            key("await", TIMED_OBJECT, "waits for an event"),
                            key(
                                    "syscall",
                                    obj(
                                            "syscall",
                                            "A system call.",
                                            required("name", LINE, "its name in reports"),
                                            required("steps", STEPS, "kernel steps")),
                                    "enters the kernel, runs kernel steps, returns"),
                            key("kernel", SECTION, "kernel code without a lock"),
                            key("preempt_off", SECTION, "kernel code between preempt_disable and preempt_enable"),
                            key("irqs_off", SECTION, "kernel code between local_irq_disable and local_irq_enable"),
                            key("lock", NAME, "takes a lock of workload.locks, or a mutex of workload.objects"),
                            key("unlock", NAME, "releases it"),
                            key(
                                    "hold",
                                    obj(
                                            "hold",
                                            "Takes a lock, runs code, releases it.",
                                            required(
                                                    "lock",
                                                    NAME,
                                                    "a lock of workload.locks, or a mutex of workload.objects"),
                                            key("what", LINE, "the lock's name", "its name in reports"),
                                            required("for", DISTRIBUTION, "how long the code takes")),
                                    "lock, code, unlock"),
                            key(
                                    "block_io",
                                    new Either(List.of(
                                            NAME,
                                            obj(
                                                    "block-io",
                                                    "Hands a request to a block device.",
                                                    required("device", NAME, "a device of workload.block_devices"),
                                                    key(
                                                            "await",
                                                            BOOL,
                                                            "true",
                                                            "whether to sleep until it is complete")))),
                                    "hands a request to a block device"),
                            key("block_drain", NAME, "sleeps until all that was queued at the device is complete"),
                            key("sleep", DISTRIBUTION, "relative clock_nanosleep"),
                            key("sleep_until", TIME, "absolute clock_nanosleep, counted from the run's start"),
                            key(
                                    "repeat",
                                    obj(
                                            "repeat",
                                            "Runs steps again and again.",
                                            key(
                                                    "times",
                                                    new Scalar(
                                                            "times",
                                                            "a number, forever or mib",
                                                            new ScalarRule.Times()),
                                                    "forever",
                                                    "how often; mib is stress's --vm-bytes or --hdd-bytes in MiB"),
                                            required("steps", STEPS, "the body")),
                                    "runs steps again and again"),
                            key(
                                    "chance",
                                    obj(
                                            "chance",
                                            "Runs steps with a probability.",
                                            required("probability", decimal(0, false, 1), "0 to 1"),
                                            required("steps", STEPS, "the steps")),
                                    "runs steps with a probability"),
                            key("work", integer(0, 1_000_000_000_000L), "counts so many units of work done")))));

    private static Shape step() {
        return STEP_TARGET;
    }

    // Workload ------------------------------------------------------------------------------------------------------

    private static final Shape LOCK_KIND = word("lock-kind", words(LockSpec.Kind.values()));

    static final Dict LOCKS = new Dict(
            "locks",
            "Kernel locks by name.",
            KeyRule.NAME,
            new Either(List.of(
                    LOCK_KIND,
                    obj(
                            "lock",
                            "A kernel lock.",
                            required("kind", LOCK_KIND, "its kind"),
                            key("count", integer(0, Integer.MAX_VALUE), "0", "initial value of a semaphore")))),
            MANY);

    private static final Shape PROTOCOL = word("protocol", words(UserObjectSpec.Protocol.values()));

    /** The objects that need no more than their kind. */
    private static final List<String> BARE_OBJECTS =
            List.of("mutex", "semaphore", "condition", "rwlock", "futex", "event");

    static final Dict OBJECTS = new Dict(
            "objects",
            "Objects of user space by name.",
            KeyRule.NAME,
            new Either(List.of(
                    word("object-kind", BARE_OBJECTS),
                    new OneKey(
                            "object",
                            "An object of user space.",
                            List.of(
                                    key(
                                            "mutex",
                                            new Either(
                                                    List.of(
                                                            PROTOCOL,
                                                            obj(
                                                                    "mutex",
                                                                    "A pthread mutex.",
                                                                    key(
                                                                            "protocol",
                                                                            PROTOCOL,
                                                                            "none",
                                                                            "what it does for its owner"),
                                                                    key(
                                                                            "kind",
                                                                            word(
                                                                                    "mutex-kind",
                                                                                    words(
                                                                                            UserObjectSpec.MutexKind
                                                                                                    .values())),
                                                                            "normal",
                                                                            "what happens when the owner takes it again"),
                                                                    key(
                                                                            "robust",
                                                                            BOOL,
                                                                            "false",
                                                                            "whether it survives its owner's death"),
                                                                    key(
                                                                            "ceiling",
                                                                            integer(1, 99),
                                                                            "priority ceiling of protect and srp")))),
                                            "a pthread mutex"),
                                    key("semaphore", integer(0, Integer.MAX_VALUE), "a POSIX semaphore and its value"),
                                    key(
                                            "barrier",
                                            integer(1, 1_000_000),
                                            "a barrier and how many threads it waits for"),
                                    key(
                                            "futex",
                                            integer(Integer.MIN_VALUE, Integer.MAX_VALUE),
                                            "a futex word and its value"))))),
            MANY);

    static final Obj IRQ = obj(
            "irq",
            "An interrupt line and its handler.",
            required("irq", integer(0, 4095), "its number"),
            required("name", NAME, "its action's name as in /proc/interrupts"),
            key("nodelay", BOOL, "false", "SA_NODELAY / IRQF_NO_THREAD: never threaded"),
            key("affinity", CPUS, "all CPUs", "smp_affinity"),
            required("handler", DISTRIBUTION, "length of the handler"),
            key("softirq", word("softirq", words(SoftirqKind.values())), "the softirq the handler raises"),
            key("softirq_work", DISTRIBUTION, "0ns", "work handed to that softirq per interrupt"),
            key("every", DISTRIBUTION, "time between two interrupts; absent = only a device model raises it"),
            key("first", TIME, "0s", "time of the first interrupt"));

    static final Obj BLOCK_DEVICE = obj(
            "block-device",
            "A block device.",
            required("name", NAME, "such as sda"),
            required("irq", integer(0, 4095), "its line: an irq of workload.irqs"),
            required("service", DISTRIBUTION, "from the head of the queue to completion"),
            key("queue_depth", integer(1, 1_000_000), "32", "requests it holds before submitters wait"),
            key("completion", DISTRIBUTION, "0ns", "BLOCK softirq work per completed request"));

    static final Obj WORKER = obj(
            "worker",
            "What one kind of stress worker does.",
            key("work_unit", LINE, "", "what one unit of work is"),
            required("program", STEPS, "one round; the worker repeats it for ever"));

    private static final Shape WORKERS = obj(
            "workers",
            "What stress's workers do, by kind.",
            key("cpu", WORKER, "--cpu: sqrt()"),
            key("io", WORKER, "--io: sync()"),
            key("vm", WORKER, "--vm: malloc() and touch"),
            key("hdd", WORKER, "--hdd: write() and unlink()"));

    private static final List<KeyShape> STRESS_PARTS = List.of(
            key("locks", LOCKS, "locks the workers take"),
            key("irqs", new ListOf(IRQ, 0, 1_000), "interrupt lines the workers need"),
            key("block_devices", new ListOf(BLOCK_DEVICE, 0, 1_000), "block devices the workers need"),
            key("workers", WORKERS, "what the workers do, by kind"));

    /** The content of a stress profile. */
    static final Obj STRESS_PROFILE = new Obj("stress-profile", "What stress's workers do and need.", STRESS_PARTS);

    static final Obj STRESS = new Obj(
            "stress",
            "stress, from its command line.",
            with(
                    STRESS_PARTS,
                    required("command", COMMAND, "such as: stress --cpu 1 --io 1 -d 1"),
                    key("name", NAME, "stress", "prefix of its tasks' names"),
                    key("cpus", CPUS, "all CPUs", "taskset: where its workers may run"),
                    key("policy", POLICY_WORD, "other", "chrt or nice: the policy of its workers"),
                    key("profile", PATH, "a stress profile, relative to this file; keys beside it override it")));

    static final Obj CYCLICTEST = obj(
            "cyclictest",
            "cyclictest, from its command line.",
            required("command", COMMAND, "such as: cyclictest -m -n -q -p95 -D 12h -h60 -i 200"),
            key("name", NAME, "cyclictest", "prefix of its threads' names"),
            key("cpus", CPUS, "all CPUs", "taskset: where its threads may run unless -a or -S says otherwise"),
            key("user_loop", DISTRIBUTION, "1us", "user code per cycle between clock read and next sleep"));

    static final Obj TASK = obj(
            "task",
            "A task written as a step program.",
            required("name", NAME, "its name"),
            key("policy", POLICY, "other", "scheduling policy"),
            key("nice", integer(-20, 19), "0", "nice value, also of a policy that has no use for it now"),
            key("cpus", CPUS, "all CPUs", "where it may run"),
            key("first_cpu", CPU_NUMBER, "the lowest of cpus", "the CPU on which it sleeps before its start"),
            key("start", TIME, "0s", "when it is first woken"),
            key("period", POSITIVE_TIME, "the program is a job, released once in each period"),
            key("offset", TIME, "0s", "first release after the start, of a periodic task"),
            key("jitter", DISTRIBUTION, "0ns", "how late each job begins, of a periodic task"),
            key("jobs", integer(1, 1_000_000_000_000L), "no end", "how many jobs a periodic task has"),
            key("end", TIME, "never", "when it is killed"),
            key("work_unit", LINE, "what one unit of its work steps is"),
            key("kernel_thread", BOOL, "false", "whether it never runs in user mode; then its steps are kernel steps"),
            key("marks", BOOL, "false", "whether the trace says when each step begins and ends"),
            key("allow_errors", BOOL, "false", "whether it may misuse locks, to show the errors of the run"),
            required("program", STEPS, "its steps"));

    static final Obj WORKLOAD = obj(
            "workload",
            "What runs.",
            key("locks", LOCKS, "kernel locks that programs take"),
            key("objects", OBJECTS, "mutexes and other objects of user space"),
            key("irqs", new ListOf(IRQ, 0, 1_000), "interrupt lines"),
            key("block_devices", new ListOf(BLOCK_DEVICE, 0, 1_000), "block devices"),
            key("cyclictest", oneOrMore(CYCLICTEST), "the measurement"),
            key("stress", oneOrMore(STRESS), "the load"),
            key("tasks", new ListOf(TASK, 0, MANY), "tasks written as programs"));

    // Files ---------------------------------------------------------------------------------------------------------

    private static final Shape VERSION_KEY =
            new Scalar("language-version", "the language version", new ScalarRule.LanguageVersion());

    private static final List<KeyShape> VARYING = List.of(
            key("duration", POSITIVE_TIME, "60s", "simulated time"),
            key("machine", MACHINE, "the hardware"),
            required("kernel", KERNEL, "the kernel"),
            required("workload", WORKLOAD, "what runs"));

    /** What a variant may override. */
    static final Obj OVERRIDABLE = new Obj("overridable", "What a variant may override.", VARYING);

    private static final List<KeyShape> COMMON = List.of(
            required("preemptsim", VERSION_KEY, "version of this language"),
            required("name", NAME, "the scenario's name, in results"),
            key("title", LINE, "the name", "the scenario's title, in reports"),
            key("about", TEXT, "what it shows"),
            key("seed", integer(0, Long.MAX_VALUE), "1", "seed of all random streams"),
            key("worst", integer(0, 1_000), "20", "worst samples kept with their blame"),
            key(
                    "include",
                    new Either(List.of(PATH, new ListOf(PATH, 0, 50))),
                    "files whose keys hold unless this file has them"),
            key(
                    "variants",
                    new Dict("variants", "Named variants.", KeyRule.NAME, new OverridesOf(OVERRIDABLE), 50),
                    "named variants of this scenario, each a mapping of paths to values"));

    /** A scenario file. */
    static final Obj SCENARIO =
            new Obj("scenario", "A PreemptSim scenario.", with(VARYING, COMMON.toArray(KeyShape[]::new)));

    /** A profile file. */
    static final Obj PROFILE = obj(
            "profile",
            "A PreemptSim profile: a machine, or what stress does on one kind of system.",
            required("preemptsim", VERSION_KEY, "version of this language"),
            required("profile", NAME, "the profile's name"),
            key("about", TEXT, "what it describes"),
            key("provenance", TEXT, "where its numbers come from"),
            key("machine", MACHINE, "a machine"),
            key("stress", STRESS_PROFILE, "what stress's workers do and need"));

    private Language() {}

    // Makers --------------------------------------------------------------------------------------------------------

    private static Obj obj(String id, String about, KeyShape... keys) {
        return new Obj(id, about, List.of(keys));
    }

    private static KeyShape required(String name, Shape shape, String about) {
        return new KeyShape(name, shape, true, null, about);
    }

    private static KeyShape key(String name, Shape shape, String about) {
        return new KeyShape(name, shape, false, null, about);
    }

    private static KeyShape key(String name, Shape shape, @Nullable String fallback, String about) {
        return new KeyShape(name, shape, false, fallback, about);
    }

    private static List<KeyShape> with(List<KeyShape> some, KeyShape... more) {
        List<KeyShape> all = new ArrayList<>(List.of(more));
        all.addAll(some);
        return List.copyOf(all);
    }

    private static Shape oneOrMore(Obj shape) {
        return new Either(List.of(shape, new ListOf(shape, 0, 100)));
    }

    private static Shape integer(long min, long max) {
        return new Scalar("integer", "a whole number", new ScalarRule.Int(min, max));
    }

    private static Shape decimal(double min, boolean minExcluded, double max) {
        return new Scalar("number", "a number", new ScalarRule.Decimal(min, minExcluded, max));
    }

    private static Shape word(String id, List<String> words) {
        return new Scalar(id, "one of " + String.join(", ", words), new ScalarRule.Word(words));
    }

    private static List<String> words(Enum<?>[] values) {
        return Arrays.stream(values).map(Language::wordOf).toList();
    }

    /** The word that stands for an enum value. */
    static String wordOf(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static List<String> clockSources() {
        return Arrays.stream(ClockSourceKind.values()).map(ClockSourceKind::key).toList();
    }

    private static List<String> clockEvents() {
        return Arrays.stream(ClockEventKind.values()).map(ClockEventKind::key).toList();
    }

    private static Obj perSource(String id, String about, Shape value) {
        return new Obj(
                id, about, clockSources().stream().map(s -> key(s, value, s)).toList());
    }

    private static Obj costs() {
        return new Obj(
                "costs",
                "Lengths of kernel actions.",
                Arrays.stream(CostKey.values())
                        .map(c -> key(
                                c.key(),
                                DISTRIBUTION,
                                "0ns",
                                "length of " + c.key().replace('_', ' ')))
                        .toList());
    }
}
