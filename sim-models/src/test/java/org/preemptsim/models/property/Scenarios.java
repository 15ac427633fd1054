// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.property;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.DurationDistribution;
import org.preemptsim.models.spec.KernelSpec.KernelVersion;
import org.preemptsim.models.spec.LockSpec;
import org.preemptsim.models.spec.PreemptionModel;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.spec.SchedSettings;
import org.preemptsim.models.spec.Step;
import org.preemptsim.models.spec.TaskSpec;
import org.preemptsim.models.spec.UserObjectSpec;
import org.preemptsim.models.spec.UserObjectSpec.MutexKind;
import org.preemptsim.models.spec.UserObjectSpec.Protocol;

/**
 * Generates scenarios. What is generated is raw: any list of actions is a valid one, since {@link Programs} leaves out what would not be
 * lock-balanced, would sleep in a spinning section or would break the order of locks. So every shorter list is one too, and a counterexample
 * shrinks to few tasks with few steps.
 */
final class Scenarios {
    private int minCpus = 1;
    private int maxCpus = 1;
    private List<PreemptionModel> models = List.of(PreemptionModel.RT);
    private List<KernelVersion> versions = List.of(new KernelVersion(6, 1), new KernelVersion(6, 12));
    private List<LockSpec.Kind> kinds = List.of(LockSpec.Kind.MUTEX);
    private List<Protocol> protocols = List.of();
    private List<Long> costs = List.of(1L, 100L, 1_000L);
    private List<Tuple2<Integer, What>> actions = new ArrayList<>(List.of(
            Tuple.of(4, What.COMPUTE), Tuple.of(4, What.LOCK), Tuple.of(3, What.UNLOCK), Tuple.of(1, What.SLEEP)));
    private List<SchedPolicy.Kind> policies = List.of(SchedPolicy.Kind.FIFO);
    private boolean ordered = true;
    private boolean distinctPriorities;
    private int minTasks = 1;
    private int maxTasks = 5;
    private int maxActions = 10;
    private int maxLengthUs = 60;
    private long rtRuntimeNs = SchedSettings.UNLIMITED;

    /** What an action is; the first ones are the simplest. */
    enum What {
        COMPUTE,
        LOCK,
        UNLOCK,
        SLEEP,
        PREEMPT_OFF,
        YIELD,
        TRY_LOCK,
        TIMED_LOCK,
        SET_POLICY,
        SIGNAL
    }

    /** A step before it is known whether it is possible: {@code which} picks lock or task, {@code amount} a length or priority. */
    record Action(What what, int which, int amount) {}

    /** A task before its program is balanced. */
    record RawTask(
            SchedPolicy.Kind policy, int priority, int cpu, int startUs, boolean kernelThread, List<Action> actions) {}

    /** FIFO tasks on one CPU with kernel mutexes on PREEMPT_RT. */
    static Scenarios simple() {
        return new Scenarios();
    }

    /** Everything that is modelled, on one to four CPUs, without deadlocks. */
    static Scenarios all() {
        return simple().cpus(1, 4)
                .models(PreemptionModel.RT, PreemptionModel.FULL, PreemptionModel.NONE, PreemptionModel.VOLUNTARY)
                .kinds(
                        LockSpec.Kind.MUTEX,
                        LockSpec.Kind.RT_MUTEX,
                        LockSpec.Kind.SPINLOCK,
                        LockSpec.Kind.RAW_SPINLOCK,
                        LockSpec.Kind.SPINLOCK_IRQ,
                        LockSpec.Kind.SPINLOCK_BH,
                        LockSpec.Kind.RAW_SPINLOCK_IRQ,
                        LockSpec.Kind.RWLOCK,
                        LockSpec.Kind.RW_SEMAPHORE,
                        LockSpec.Kind.SEMAPHORE,
                        LockSpec.Kind.SEQLOCK)
                .protocols(Protocol.INHERIT, Protocol.NONE, Protocol.PROTECT)
                .policies(SchedPolicy.Kind.FIFO, SchedPolicy.Kind.RR, SchedPolicy.Kind.OTHER)
                .with(2, What.SET_POLICY)
                .with(1, What.PREEMPT_OFF)
                .with(1, What.YIELD)
                .with(1, What.TRY_LOCK)
                .with(2, What.TIMED_LOCK)
                .with(1, What.SIGNAL);
    }

    Scenarios cpus(int min, int max) {
        minCpus = min;
        maxCpus = max;
        return this;
    }

    Scenarios models(PreemptionModel... all) {
        models = List.of(all);
        return this;
    }

    Scenarios versions(KernelVersion... all) {
        versions = List.of(all);
        return this;
    }

    Scenarios kinds(LockSpec.Kind... all) {
        kinds = List.of(all);
        return this;
    }

    Scenarios protocols(Protocol... all) {
        protocols = List.of(all);
        return this;
    }

    Scenarios policies(SchedPolicy.Kind... all) {
        policies = List.of(all);
        return this;
    }

    Scenarios costs(Long... all) {
        costs = List.of(all);
        return this;
    }

    Scenarios with(int frequency, What what) {
        List<Tuple2<Integer, What>> more = new ArrayList<>(actions);
        more.add(Tuple.of(frequency, what));
        actions = more;
        return this;
    }

    Scenarios without(What what) {
        actions = actions.stream().filter(a -> a.get2() != what).toList();
        return this;
    }

    /** Locks are taken in any order, so that tasks may block each other for ever. */
    Scenarios withDeadlocks() {
        ordered = false;
        return this;
    }

    /** No two tasks have the same priority. */
    Scenarios withDistinctPriorities() {
        distinctPriorities = true;
        return this;
    }

    Scenarios tasks(int min, int max) {
        minTasks = min;
        maxTasks = max;
        return this;
    }

    Scenarios maxActions(int max) {
        maxActions = max;
        return this;
    }

    Scenarios maxLengthUs(int us) {
        maxLengthUs = us;
        return this;
    }

    Scenarios rtRuntimeNs(long ns) {
        rtRuntimeNs = ns;
        return this;
    }

    Arbitrary<Scenario> arbitrary() {
        Arbitrary<Action> action = Combinators.combine(Arbitraries.frequency(actions), ints(0, 5), ints(1, maxLengthUs))
                .as(Action::new);
        Arbitrary<Boolean> kernelThread = protocols.isEmpty()
                ? Arbitraries.just(true)
                : kinds.isEmpty() ? Arbitraries.just(false) : Arbitraries.of(true, false);
        Arbitrary<RawTask> task = Combinators.combine(
                        Arbitraries.of(policies),
                        ints(1, 9),
                        ints(-1, 7),
                        ints(0, 100),
                        kernelThread,
                        action.list().ofMaxSize(maxActions))
                .as(RawTask::new);
        return Combinators.combine(
                        ints(minCpus, maxCpus),
                        Arbitraries.of(models),
                        Arbitraries.of(versions),
                        Arbitraries.of(costs),
                        some(kinds),
                        some(protocols),
                        task.list().ofMinSize(minTasks).ofMaxSize(maxTasks))
                .as(this::make)
                .withoutEdgeCases();
    }

    private static <T> Arbitrary<List<T>> some(List<T> values) {
        return values.isEmpty()
                ? Arbitraries.just(List.of())
                : Arbitraries.of(values).list().ofMinSize(1).ofMaxSize(4);
    }

    private static Arbitrary<Integer> ints(int min, int max) {
        return Arbitraries.integers().between(min, max).withDistribution(net.jqwik.api.RandomDistribution.uniform());
    }

    private Scenario make(
            int cpus,
            PreemptionModel model,
            KernelVersion version,
            long cost,
            List<LockSpec.Kind> lockKinds,
            List<Protocol> lockProtocols,
            List<RawTask> raw) {
        List<LockSpec> locks = new ArrayList<>();
        // In this order a lock may be taken inside those before it (rule K2.05).
        for (LockSpec.Kind kind : lockKinds.stream()
                .sorted(Comparator.comparingInt(Programs::nesting))
                .toList()) {
            locks.add(new LockSpec("l" + locks.size(), kind, kind == LockSpec.Kind.SEMAPHORE ? 1 : 0));
        }
        List<UserObjectSpec> mutexes = new ArrayList<>();
        for (Protocol p : lockProtocols) {
            mutexes.add(new UserObjectSpec.Mutex(
                    "m" + mutexes.size(), p, MutexKind.ERRORCHECK, false, p.hasCeiling() ? 99 : 0));
        }
        List<TaskSpec> tasks = new ArrayList<>();
        for (RawTask t : raw) {
            int priority = distinctPriorities ? 9 * tasks.size() + t.priority() : 10 * t.priority();
            SchedPolicy policy = policy(t.policy(), priority);
            CpuSet allowed = allowed(t.cpu(), cpus);
            Programs programs = new Programs(locks, mutexes, raw, ordered);
            tasks.add(new TaskSpec(
                    "t" + tasks.size(),
                    policy,
                    allowed,
                    t.startUs() * 1_000L,
                    "",
                    t.kernelThread(),
                    programs.balanced(tasks.size())));
        }
        // Lazy preemption is younger than 6.1.
        KernelVersion from = model == PreemptionModel.LAZY ? new KernelVersion(6, 12) : version;
        return new Scenario(cpus, model, from, cost, rtRuntimeNs, CpuSet.of(), locks, mutexes, tasks);
    }

    /** A link of a chain: who takes one lock and then the one of the task before it. */
    record Link(int priority, int gapUs, int beforeUs, int insideUs, boolean firstTakenFirst) {}

    /** Chains of locks: each task holds a lock that the next one wants; gaps and priorities are any. */
    static Arbitrary<Scenario> chains() {
        Arbitrary<Link> link = Combinators.combine(
                        ints(1, 90), ints(0, 20), ints(0, 5), ints(1, 20), Arbitraries.of(true, false))
                .as(Link::new);
        return Combinators.combine(link.list().ofMinSize(1).ofMaxSize(7), Arbitraries.of(1L, 100L))
                .as(Scenarios::chain)
                .withoutEdgeCases();
    }

    private static Scenario chain(List<Link> links, long costNs) {
        List<LockSpec> locks = new ArrayList<>();
        List<TaskSpec> tasks = new ArrayList<>();
        locks.add(new LockSpec("l0", LockSpec.Kind.MUTEX));
        long startNs = 0;
        for (Link k : links) {
            String inner = "l" + tasks.size();
            String outer = "l" + (tasks.size() + 1);
            locks.add(new LockSpec(outer, LockSpec.Kind.MUTEX));
            startNs += k.gapUs() * 1_000L;
            tasks.add(new TaskSpec(
                    "t" + tasks.size(),
                    SchedPolicy.fifo(k.priority()),
                    CpuSet.of(0),
                    startNs,
                    "",
                    true,
                    List.of(
                            new Step.Lock(outer),
                            new Step.Kernel("work", us(k.beforeUs())),
                            new Step.Lock(inner),
                            new Step.Kernel("work", us(k.insideUs())),
                            new Step.Unlock(k.firstTakenFirst() ? outer : inner),
                            new Step.Unlock(k.firstTakenFirst() ? inner : outer))));
        }
        return new Scenario(
                1,
                PreemptionModel.RT,
                new KernelVersion(6, 1),
                costNs,
                SchedSettings.UNLIMITED,
                CpuSet.of(),
                locks,
                List.of(),
                tasks);
    }

    /** All CPUs, one, or two of them. */
    private static CpuSet allowed(int choice, int cpus) {
        if (choice < 0) {
            return CpuSet.first(cpus);
        }
        return choice < 4 ? CpuSet.of(choice % cpus) : CpuSet.of(choice % cpus, (choice + 1) % cpus);
    }

    static SchedPolicy policy(SchedPolicy.Kind kind, int priority) {
        return switch (kind) {
            case FIFO -> SchedPolicy.fifo(priority);
            case RR -> SchedPolicy.rr(priority);
            case OTHER -> SchedPolicy.other(priority / 10 - 5);
            case BATCH, IDLE -> new SchedPolicy(kind, 0, 0);
            case DEADLINE -> SchedPolicy.deadline(priority * 50_000L, 10_000_000L, 10_000_000L);
        };
    }

    static DurationDistribution us(long us) {
        return DurationDistribution.ofNs(us * 1_000);
    }
}
