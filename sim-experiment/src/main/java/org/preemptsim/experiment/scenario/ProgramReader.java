// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.preemptsim.experiment.scenario.Operations.Effect;
import org.preemptsim.experiment.text.NearestMatch;
import org.preemptsim.models.spec.BlockDeviceSpec;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.DurationDistribution;
import org.preemptsim.models.spec.KernelEras.Readers;
import org.preemptsim.models.spec.KernelSpec;
import org.preemptsim.models.spec.LockSpec;
import org.preemptsim.models.spec.PreemptionModel;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.spec.Step;
import org.preemptsim.models.spec.Step.KernelOp;
import org.preemptsim.models.spec.Step.SyncOp;
import org.preemptsim.models.spec.UserObjectSpec;
import org.preemptsim.models.spec.UserObjectSpec.Mutex;
import org.preemptsim.models.spec.UserObjectSpec.MutexKind;

/**
 * Reads one step program and follows it as it would run: in which mode it is, which locks it holds, whether it may
 * sleep, whether its loops take time.
 *
 * <p>Bodies of repeat and chance must leave the locks as they found them, so one pass over the text suffices.
 */
final class ProgramReader {
    static final int MAX_STEPS = 10_000;

    /** What programs may refer to, and the kernel that judges them. */
    record Setting(
            Map<String, LockSpec> locks,
            Map<String, UserObjectSpec> objects,
            Map<String, BlockDeviceSpec> devices,
            Set<String> tasks,
            KernelSpec kernel,
            Cpus cpus,
            TimeTaken timeTaken,
            LockOrder order,
            Diagnostics diagnostics) {}

    private enum Mode {
        USER,
        KERNEL
    }

    /**
     * Whose program it is.
     *
     * @param mayMisuse whether what glibc or the kernel would answer by an error of the run is none of the scenario
     */
    record Owner(SchedPolicy policy, boolean kernelThread, boolean mayMisuse) {}

    /** How a lock that is held stands to sleeping. */
    private enum Nature {
        /** Sleeps on every kernel; may be held where sleeping is allowed. */
        SLEEPING,
        /** Spins, though it may sleep on RT: nothing that sleeps may stand under it. */
        SPINNING,
        /** An object of user space: nothing to the kernel. */
        USER,
        /** Not known, which is reported already. */
        UNKNOWN
    }

    /**
     * A lock that the task holds here.
     *
     * @param word what people call its kind
     * @param raw whether it spins on RT too
     * @param maybe whether the task may have failed to get it
     * @param shared whether it is held as a reader
     * @param survives whether its owner may die with it: a robust mutex
     * @param depth how many times it was taken
     */
    private record Held(
            Mark at,
            Nature nature,
            String word,
            boolean raw,
            boolean maybe,
            boolean shared,
            boolean survives,
            int depth) {
        Held deeper(int by) {
            return new Held(at, nature, word, raw, maybe, shared, survives, depth + by);
        }

        Held downgraded() {
            return new Held(at, nature, word, raw, maybe, true, survives, depth);
        }
    }

    private final Setting setting;
    private final Diagnostics diagnostics;
    private final Distributions distributions;
    private final Owner owner;
    private final boolean kernelThread;
    private final OptionalLong mib;
    private Map<String, Held> held = new LinkedHashMap<>();
    private @Nullable Mark migrateDisabledAt;
    private int steps;

    private ProgramReader(Setting setting, Owner owner, OptionalLong mib) {
        this.setting = setting;
        this.diagnostics = setting.diagnostics();
        this.distributions = new Distributions(diagnostics);
        this.owner = owner;
        this.kernelThread = owner.kernelThread();
        this.mib = mib;
    }

    /** The steps of a task's {@code program}. */
    static List<Step> task(@Nullable Node program, Owner owner, Setting setting) {
        ProgramReader reader = new ProgramReader(setting, owner, OptionalLong.empty());
        List<Step> all = reader.steps(program, reader.outside());
        reader.end(all, "at the end of the program");
        return all;
    }

    /**
     * The steps of a periodic task: {@code program} is one job.
     *
     * @param jobs how many, {@link Step.Repeat#FOREVER} = without end
     * @param jitter how late each job begins
     */
    static List<Step> periodic(
            Node program, long periodNs, long jobs, DurationDistribution jitter, Owner owner, Setting setting) {
        ProgramReader reader = new ProgramReader(setting, owner, OptionalLong.empty());
        List<Step> job = new ArrayList<>();
        if (!Distributions.isZero(jitter)) {
            job.add(new Step.Sleep(jitter));
        }
        job.addAll(reader.body(program, reader.outside(), "job"));
        job.add(new Step.NextPeriod(periodNs));
        return List.of(new Step.Repeat(jobs, job));
    }

    /**
     * The steps of a stress worker: its {@code program} for ever.
     *
     * @param mib what {@code times: mib} stands for
     */
    static List<Step> worker(Node program, OptionalLong mib, SchedPolicy policy, Setting setting) {
        ProgramReader reader = new ProgramReader(setting, new Owner(policy, false, false), mib);
        List<Step> round = reader.body(program, Mode.USER, "round");
        return round.isEmpty() ? List.of() : List.of(reader.repeat(Step.Repeat.FOREVER, round, program.at()));
    }

    private Mode outside() {
        return kernelThread ? Mode.KERNEL : Mode.USER;
    }

    private List<Step> steps(@Nullable Node list, Mode mode) {
        List<Step> out = new ArrayList<>();
        List<Node> items = list instanceof SeqNode s ? s.items() : List.of();
        for (int i = 0; i < items.size() && withinLimit(items.get(i)); i++) {
            step(items.get(i), mode, out);
            if (i + 1 < items.size() && !out.isEmpty() && endless(out.get(out.size() - 1))) {
                diagnostics.warning(
                        items.get(i + 1).at(),
                        DiagnosticCode.UNREACHABLE_STEP,
                        "this step never runs",
                        out.get(out.size() - 1) instanceof Step.Exit
                                ? "the task has exited"
                                : "the repeat before it has no end",
                        "give that repeat a number of times, or remove this step");
                break;
            }
        }
        return out;
    }

    private boolean withinLimit(Node item) {
        steps++;
        if (steps == MAX_STEPS + 1) {
            diagnostics.error(
                    item.at(),
                    DiagnosticCode.PROGRAM_TOO_LONG,
                    "the program has more than " + MAX_STEPS + " steps",
                    "aliases count as often as they are used",
                    "use repeat");
        }
        return steps <= MAX_STEPS;
    }

    private void step(Node item, Mode mode, List<Step> out) {
        if (item instanceof ScalarNode word) {
            bare(word, mode, out);
        } else if (item instanceof MapNode m && m.entries().size() == 1) {
            MapNode.Entry e = m.entries().get(0);
            keyed(e.key(), e.value(), mode, out);
        }
    }

    private void bare(ScalarNode word, Mode mode, List<Step> out) {
        switch (word.value()) {
            case "cond_resched" -> {
                kernelOnly(word, mode);
                maySleep(word.at(), "cond_resched()");
                out.add(new Step.CondResched());
            }
            case "might_sleep" -> {
                kernelOnly(word, mode);
                maySleep(word.at(), "might_sleep()");
                out.add(new Step.MightSleep());
            }
            case "yield" -> {
                sleeper(word, mode);
                out.add(new Step.Yield());
            }
            case "exit" -> {
                out.add(new Step.Exit());
                ended("when the task exits");
            }
            case "migrate_disable" -> migrate(word, mode, true, out);
            case "migrate_enable" -> migrate(word, mode, false, out);
            default -> {}
        }
    }

    private void keyed(ScalarNode key, Node value, Mode mode, List<Step> out) {
        switch (key.value()) {
            case "compute" -> {
                userOnly(key, mode);
                out.add(new Step.Compute(distribution(value)));
            }
            case "syscall" -> syscall(key, value, mode, out);
            case "kernel" -> {
                kernelOnly(key, mode);
                out.add(new Step.Kernel(what(value, "kernel"), section(value)));
            }
            case "preempt_off" -> {
                kernelOnly(key, mode);
                out.add(new Step.PreemptOff(what(value, "preempt_off"), section(value)));
            }
            case "irqs_off" -> {
                kernelOnly(key, mode);
                out.add(new Step.IrqsOff(what(value, "irqs_off"), section(value)));
            }
            case "lock" -> lock(key, value, mode, out);
            case "unlock" -> unlock(key, value, mode, out);
            case "hold" -> hold(key, value, mode, out);
            case "block_io" -> blockIo(key, value, mode, out);
            case "block_drain" -> {
                kernelOnly(key, mode);
                maySleep(key.at(), "waiting for a device");
                out.add(new Step.BlockDrain(device(value)));
            }
            case "sleep" -> {
                sleeper(key, mode);
                out.add(new Step.Sleep(distribution(value)));
            }
            case "sleep_until" -> {
                sleeper(key, mode);
                out.add(new Step.SleepUntil(
                        value instanceof ScalarNode s ? Units.time(s.value()).or(0L) : 0));
            }
            case "repeat" -> repeat(key, value, mode, out);
            case "chance" -> chance(value, mode, out);
            case "work" -> out.add(new Step.Work(units(value)));
            case "compute_polling" -> {
                userOnly(key, mode);
                if (value instanceof MapNode m) {
                    Fields f = new Fields(m);
                    out.add(new Step.Compute(distribution(f.node("for")), f.timeNs("every", 1)));
                }
            }
            case "phase" -> phase(key, value, mode, out);
            case "next_period" -> {
                sleeper(key, mode);
                out.add(new Step.NextPeriod(Math.max(
                        1, value instanceof ScalarNode s ? Units.time(s.value()).or(1L) : 1)));
            }
            case "set_policy", "set_nice", "set_affinity", "signal" -> attribute(key, value, mode, out);
            case "notify" -> {
                ScalarNode name = value instanceof ScalarNode s ? s : null;
                sync(key, SyncOp.SEM_POST, name, null, Step.Sync.NO_TIMEOUT, mode, out);
            }
            case "await" -> timedSync(key, SyncOp.SEM_WAIT, value, mode, out);
            default -> operation(key, value, mode, out);
        }
    }

    private void operation(ScalarNode key, Node value, Mode mode, List<Step> out) {
        SyncOp sync = Operations.syncOp(key.value());
        KernelOp kernel = Operations.kernelOp(key.value());
        if (sync == SyncOp.COND_WAIT) {
            Fields f = value instanceof MapNode m ? new Fields(m) : null;
            if (f != null) {
                long timeoutNs = f.timeNs("timeout", Step.Sync.NO_TIMEOUT);
                sync(key, sync, f.scalar("condition"), f.scalar("mutex"), timeoutNs, mode, out);
            }
        } else if (sync != null) {
            timedSync(key, sync, value, mode, out);
        } else if (kernel != null) {
            kernelSync(key, kernel, value, mode, out);
        }
    }

    // Modes ---------------------------------------------------------------------------------------------------------

    private void userOnly(ScalarNode step, Mode mode) {
        if (mode != Mode.USER) {
            diagnostics.error(
                    step.at(),
                    DiagnosticCode.USER_STEP_IN_KERNEL,
                    "step \"" + step.value() + "\" is user mode, and this is kernel code",
                    kernelThread
                            ? "a kernel thread has no user mode"
                            : "a system call runs in the kernel until it returns",
                    step.value().equals("compute") ? "use kernel" : "move it out of the syscall");
        }
    }

    private void kernelOnly(ScalarNode step, Mode mode) {
        if (mode != Mode.KERNEL) {
            diagnostics.error(
                    step.at(),
                    DiagnosticCode.KERNEL_STEP_IN_USER,
                    "step \"" + step.value() + "\" is kernel code, and this is user mode",
                    "a task enters the kernel by a system call",
                    "put it into the steps of a syscall: {name: ..., steps: [...]}");
        }
    }

    private void sleeper(ScalarNode step, Mode mode) {
        if (!kernelThread) {
            userOnly(step, mode);
        }
        maySleep(step.at(), step.value());
    }

    /** Reports that {@code what} may sleep where sleeping is forbidden: under any spinning lock (rules K2.05, K11.24). */
    private void maySleep(Mark at, String what) {
        for (Map.Entry<String, Held> e : held.entrySet()) {
            if (e.getValue().nature() == Nature.SPINNING) {
                atomic(at, what + " may sleep", e.getKey(), e.getValue(), "release the lock first");
                return;
            }
        }
    }

    private void atomic(Mark at, String what, String lock, Held h, String fix) {
        diagnostics.error(
                at,
                DiagnosticCode.SLEEP_IN_ATOMIC,
                what + ", but " + h.word() + " \"" + lock + "\" is held since " + h.at().seenFrom(at),
                "sleeping there would stop the CPU for ever (rules K2.05, K11.24)",
                fix);
    }

    // Locks ---------------------------------------------------------------------------------------------------------

    private void lock(ScalarNode key, Node value, Mode mode, List<Step> out) {
        if (!(value instanceof ScalarNode name)) {
            return;
        }
        if (setting.objects().containsKey(name.value())) {
            sync(key, SyncOp.MUTEX_LOCK, name, null, Step.Sync.NO_TIMEOUT, mode, out);
            return;
        }
        LockSpec lock = exclusive(key, name, mode);
        take(name, lock, Effect.TAKES);
        out.add(new Step.Lock(name.value()));
    }

    private void unlock(ScalarNode key, Node value, Mode mode, List<Step> out) {
        if (!(value instanceof ScalarNode name)) {
            return;
        }
        if (setting.objects().containsKey(name.value())) {
            sync(key, SyncOp.MUTEX_UNLOCK, name, null, Step.Sync.NO_TIMEOUT, mode, out);
            return;
        }
        LockSpec lock = exclusive(key, name, mode);
        release(name, lock != null, false);
        out.add(new Step.Unlock(name.value()));
    }

    /** The kernel lock to which lock, unlock or hold applies, or null. */
    private @Nullable LockSpec exclusive(ScalarNode key, ScalarNode name, Mode mode) {
        LockSpec lock = lockOf(name);
        if (lock != null && lock.kind() != LockSpec.Kind.MUTEX) {
            kernelOnly(key, mode);
        }
        if (lock != null && !Operations.exclusive(lock.kind())) {
            wrongOperation(key, name, Language.wordOf(lock.kind()), operationsOf(lock.kind()));
            return null;
        }
        return lock;
    }

    private void hold(ScalarNode key, Node value, Mode mode, List<Step> out) {
        if (!(value instanceof MapNode m)) {
            return;
        }
        Fields f = new Fields(m);
        ScalarNode name = f.scalar("lock");
        if (name == null) {
            return;
        }
        if (setting.objects().containsKey(name.value())) {
            sync(key, SyncOp.MUTEX_LOCK, name, null, Step.Sync.NO_TIMEOUT, mode, out);
            out.add(new Step.Compute(distribution(f.node("for"))));
            sync(key, SyncOp.MUTEX_UNLOCK, name, null, Step.Sync.NO_TIMEOUT, mode, out);
            return;
        }
        kernelOnly(key, mode);
        boolean nested = held.containsKey(name.value());
        LockSpec lock = lockOf(name);
        if (lock != null && !Operations.exclusive(lock.kind())) {
            wrongOperation(key, name, Language.wordOf(lock.kind()), operationsOf(lock.kind()));
            lock = null;
        }
        take(name, lock, Effect.TAKES);
        out.add(new Step.Lock(name.value()));
        out.add(new Step.Kernel(f.text("what", name.value()), distribution(f.node("for"))));
        out.add(new Step.Unlock(name.value()));
        if (!nested) {
            held.remove(name.value());
        }
    }

    /** Notes that a kernel lock is taken; {@code lock} is null if there is no such lock, which is reported already. */
    private void take(ScalarNode name, @Nullable LockSpec lock, Effect effect) {
        boolean sleeping = lock != null && Operations.sleeping(lock.kind());
        boolean raw = lock != null && Operations.raw(lock.kind());
        Held before = held.get(name.value());
        if (before != null && !(before.shared() && effect == Effect.SHARES)) {
            if (!(owner.mayMisuse() && sleeping)) {
                twice(name, before, "a kernel lock does not nest: the task would wait for itself");
            }
            return;
        }
        if (effect != Effect.MAY_TAKE) {
            if (sleeping) {
                maySleep(name.at(), "taking " + word(lock) + " \"" + name.value() + "\"");
            } else if (lock != null && !raw) {
                underRaw(name, word(lock));
            }
        }
        Nature nature = lock == null ? Nature.UNKNOWN : sleeping ? Nature.SLEEPING : Nature.SPINNING;
        holds(name, effect, nature, lock == null ? "lock" : word(lock), raw, false);
    }

    private static String word(@Nullable LockSpec lock) {
        return lock == null ? "lock" : Language.wordOf(lock.kind());
    }

    private void twice(ScalarNode name, Held before, String why) {
        diagnostics.error(
                name.at(),
                DiagnosticCode.LOCK_TAKEN_TWICE,
                "lock \"" + name.value() + "\" is held already, since "
                        + before.at().seenFrom(name.at()),
                why,
                "unlock it first");
    }

    private void holds(ScalarNode name, Effect effect, Nature nature, String word, boolean raw, boolean survives) {
        Held before = held.get(name.value());
        if (before != null) {
            held.put(name.value(), before.deeper(1));
            return;
        }
        for (Map.Entry<String, Held> outer : held.entrySet()) {
            if (effect != Effect.MAY_TAKE && effect != Effect.MAY_SHARE) {
                setting.order().taken(outer.getKey(), name.value(), name.at());
            }
        }
        boolean maybe = effect == Effect.MAY_TAKE || effect == Effect.MAY_SHARE;
        boolean shared = effect == Effect.SHARES || effect == Effect.MAY_SHARE;
        held.put(name.value(), new Held(name.at(), nature, word, raw, maybe, shared, survives, 1));
    }

    /**
     * Notes that a lock is released.
     *
     * @param known whether there is such a lock
     * @param answered whether a release of what is not held gets an errno, so that a task may try it
     */
    private void release(ScalarNode name, boolean known, boolean answered) {
        Held before = held.get(name.value());
        if (before == null) {
            if (known && !(answered && owner.mayMisuse())) {
                diagnostics.error(
                        name.at(),
                        DiagnosticCode.UNLOCK_WITHOUT_LOCK,
                        "unlock of \"" + name.value() + "\", which is not held here",
                        "only the task that took a lock can release it",
                        "lock it first, or remove this step");
            }
        } else if (before.depth() > 1) {
            held.put(name.value(), before.deeper(-1));
        } else {
            held.remove(name.value());
        }
    }

    /** A reader releases as a reader, a writer as a writer; only a writer is downgraded, and is a reader afterwards. */
    private void heldInItsMode(KernelOp op, ScalarNode key, ScalarNode name) {
        boolean ofReader = op == KernelOp.READ_UNLOCK;
        boolean ofWriter = op == KernelOp.WRITE_UNLOCK || op == KernelOp.DOWNGRADE_WRITE;
        Held before = held.get(name.value());
        if (before == null) {
            if (op == KernelOp.DOWNGRADE_WRITE) {
                release(name, true, false);
            }
            return;
        }
        if ((ofReader && !before.shared()) || (ofWriter && before.shared())) {
            String mode = before.shared() ? "reader" : "writer";
            diagnostics.error(
                    name.at(),
                    DiagnosticCode.UNLOCK_WITHOUT_LOCK,
                    key.value() + " of \"" + name.value() + "\", which is held as a " + mode,
                    "a " + mode + "'s section ends as it began (rule K4.01)",
                    "write " + (before.shared() ? "read_unlock" : "write_unlock") + ", or take it in the other mode");
        } else if (op == KernelOp.DOWNGRADE_WRITE) {
            held.put(name.value(), before.downgraded());
        }
    }

    /** On PREEMPT_RT a spinlock_t sleeps, so it must not be taken under a raw lock (rule K2.05). */
    private void underRaw(ScalarNode name, String kind) {
        if (setting.kernel().preemption() != PreemptionModel.RT) {
            return;
        }
        for (Map.Entry<String, Held> e : held.entrySet()) {
            if (e.getValue().raw()) {
                atomic(
                        name.at(),
                        kind + " \"" + name.value() + "\" sleeps on PREEMPT_RT",
                        e.getKey(),
                        e.getValue(),
                        "make \"" + name.value() + "\" a raw_spinlock, or \"" + e.getKey() + "\" a spinlock");
                return;
            }
        }
    }

    private void kernelSync(ScalarNode key, KernelOp op, Node value, Mode mode, List<Step> out) {
        kernelOnly(key, mode);
        ScalarNode name = objectOf(value);
        LockSpec lock = name == null ? null : lockOf(name);
        if (name == null || lock == null) {
            return;
        }
        if (!Operations.kinds(op).contains(lock.kind())) {
            wrongOperation(key, name, Language.wordOf(lock.kind()), operationsOf(lock.kind()));
            return;
        }
        boolean singleReaders = setting.kernel().preemption() == PreemptionModel.RT
                && setting.kernel().eras().readers() == Readers.SINGLE;
        if (op == KernelOp.DOWNGRADE_WRITE && singleReaders) {
            wrongOperation(
                    key,
                    name,
                    "single-reader " + word(lock),
                    "its writer and its one reader hold the same lock, and downgrade_write is a BUG (rule K4.09)");
            held.computeIfPresent(name.value(), (lockName, before) -> before.downgraded());
            return;
        }
        long timeoutNs = timeoutNs(value);
        if (op == KernelOp.LOCK_TIMEOUT && timeoutNs == Step.Sync.NO_TIMEOUT) {
            diagnostics.error(
                    value.at(),
                    DiagnosticCode.MISSING_KEY,
                    "lock_timeout without a timeout",
                    "without one it is lock",
                    "write lock_timeout: {object: " + name.value() + ", timeout: 1ms}");
        }
        heldInItsMode(op, key, name);
        Effect effect = Operations.effect(op);
        switch (effect) {
            case TAKES, MAY_TAKE, SHARES, MAY_SHARE -> {
                if (effect == Effect.MAY_TAKE && Operations.sleeps(op, lock.kind())) {
                    maySleep(name.at(), "taking " + word(lock) + " \"" + name.value() + "\"");
                }
                take(name, lock, effect);
            }
            case RELEASES -> release(name, true, false);
            case NONE -> {
                if (Operations.sleeps(op, lock.kind())) {
                    maySleep(key.at(), key.value());
                }
            }
        }
        out.add(new Step.KernelSync(op, name.value(), timeoutNs));
    }

    // Objects of user space -----------------------------------------------------------------------------------------

    private void timedSync(ScalarNode key, SyncOp op, Node value, Mode mode, List<Step> out) {
        sync(key, op, objectOf(value), null, timeoutNs(value), mode, out);
    }

    private static @Nullable ScalarNode objectOf(Node value) {
        return value instanceof ScalarNode s ? s : value instanceof MapNode m ? new Fields(m).scalar("object") : null;
    }

    private static long timeoutNs(Node value) {
        return value instanceof MapNode m
                ? new Fields(m).timeNs("timeout", Step.Sync.NO_TIMEOUT)
                : Step.Sync.NO_TIMEOUT;
    }

    private void sync(
            ScalarNode key,
            SyncOp op,
            @Nullable ScalarNode name,
            @Nullable ScalarNode mutex,
            long timeoutNs,
            Mode mode,
            List<Step> out) {
        userOnly(key, mode);
        if (mode != Mode.USER) {
            return;
        }
        UserObjectSpec object = name == null ? null : objectOf(name, key, Operations.kind(op));
        if (name == null || object == null) {
            return;
        }
        String second = "";
        if (mutex != null) {
            if (objectOf(mutex, key, UserObjectSpec.Mutex.class) == null) {
                return;
            }
            waitsWith(mutex);
            second = mutex.value();
        }
        switch (Operations.effect(op, timeoutNs != Step.Sync.NO_TIMEOUT)) {
            case TAKES -> takeObject(name, object, Effect.TAKES);
            case MAY_TAKE -> takeObject(name, object, Effect.MAY_TAKE);
            case SHARES -> takeObject(name, object, Effect.SHARES);
            case MAY_SHARE -> takeObject(name, object, Effect.MAY_SHARE);
            case RELEASES -> release(name, true, true);
            case NONE -> {}
        }
        out.add(new Step.Sync(op, name.value(), second, timeoutNs));
    }

    private void waitsWith(ScalarNode mutex) {
        if (!held.containsKey(mutex.value()) && !owner.mayMisuse()) {
            diagnostics.error(
                    mutex.at(),
                    DiagnosticCode.UNLOCK_WITHOUT_LOCK,
                    "cond_wait releases \"" + mutex.value() + "\", which is not held here",
                    "the condition is checked under the mutex, and the wait gives it up",
                    "lock the mutex first");
        }
    }

    private void takeObject(ScalarNode name, UserObjectSpec object, Effect effect) {
        Held before = held.get(name.value());
        boolean shares = before != null && before.shared() && effect == Effect.SHARES;
        boolean nests = object instanceof Mutex m && m.kind() == MutexKind.RECURSIVE;
        if (before != null && !shares && !nests) {
            boolean tries = effect == Effect.MAY_TAKE || effect == Effect.MAY_SHARE;
            if (!tries && !owner.mayMisuse()) {
                boolean checks = object instanceof Mutex m && m.kind() == MutexKind.ERRORCHECK;
                twice(
                        name,
                        before,
                        checks
                                ? "an errorcheck mutex answers EDEADLK; allow_errors: true shows that in the run"
                                : "the task would wait for itself; allow_errors: true shows that in the run");
            }
            return;
        }
        boolean survives = object instanceof Mutex m && m.robust();
        if (object instanceof Mutex m) {
            ceiling(name, m);
        }
        holds(name, effect, Nature.USER, Operations.word(object), false, survives);
    }

    private void ceiling(ScalarNode name, Mutex mutex) {
        int priority = owner.policy().priority();
        if (mutex.protocol().hasCeiling() && priority > mutex.ceiling() && !owner.mayMisuse()) {
            diagnostics.error(
                    name.at(),
                    DiagnosticCode.CEILING_TOO_LOW,
                    "mutex \"" + name.value() + "\" has ceiling " + mutex.ceiling() + ", and this task has priority "
                            + priority,
                    "a ceiling is the highest priority of all who take the mutex; locking it would give EINVAL",
                    "raise the ceiling to " + priority + " or more");
        }
    }

    /** The object of that name if it is of the kind wanted, else null. */
    private @Nullable UserObjectSpec objectOf(ScalarNode name, ScalarNode key, Class<? extends UserObjectSpec> wanted) {
        UserObjectSpec object = setting.objects().get(name.value());
        if (object == null) {
            unknown(
                    name,
                    DiagnosticCode.UNKNOWN_OBJECT,
                    Operations.word(wanted),
                    "workload.objects",
                    setting.objects());
        } else if (object.getClass() != wanted) {
            wrongOperation(key, name, Operations.word(object), key.value() + " wants a " + Operations.word(wanted));
            return null;
        }
        return object;
    }

    private void wrongOperation(ScalarNode key, ScalarNode name, String kind, String why) {
        diagnostics.error(
                name.at(),
                DiagnosticCode.WRONG_OPERATION,
                "\"" + name.value() + "\" is a " + kind + ", for which there is no " + key.value(),
                why,
                "");
    }

    private static String operationsOf(LockSpec.Kind kind) {
        List<String> words = new ArrayList<>();
        if (Operations.exclusive(kind)) {
            words.addAll(List.of("lock", "unlock", "hold"));
        }
        for (KernelOp op : KernelOp.values()) {
            if (Operations.kinds(op).contains(kind)) {
                words.add(Language.wordOf(op));
            }
        }
        return "there is " + String.join(", ", words);
    }

    private @Nullable LockSpec lockOf(ScalarNode name) {
        LockSpec lock = setting.locks().get(name.value());
        if (lock == null) {
            unknown(name, DiagnosticCode.UNKNOWN_LOCK, "lock", "workload.locks", setting.locks());
        }
        return lock;
    }

    // Tasks ---------------------------------------------------------------------------------------------------------

    private void attribute(ScalarNode key, Node value, Mode mode, List<Step> out) {
        if (!kernelThread) {
            userOnly(key, mode);
        }
        Fields f = value instanceof MapNode m ? new Fields(m) : new Fields(new MapNode(value.at(), List.of()));
        ScalarNode named = key.value().equals("signal") ? (value instanceof ScalarNode s ? s : null) : f.scalar("task");
        String task = named == null ? "" : named.value();
        if (named != null && !setting.tasks().contains(task)) {
            Map<String, String> tasks = new LinkedHashMap<>();
            setting.tasks().forEach(t -> tasks.put(t, t));
            unknown(named, DiagnosticCode.UNKNOWN_TASK, "task", "workload.tasks", tasks);
        }
        switch (key.value()) {
            case "set_policy" ->
                out.add(new Step.SetPolicy(
                        task, Policies.read(value instanceof ScalarNode ? value : f.node("policy"), diagnostics)));
            case "set_nice" -> {
                ScalarNode nice = value instanceof ScalarNode s ? s : f.scalar("nice");
                Long v = nice == null ? null : new ScalarRule.Int(-20, 19).value(nice);
                out.add(new Step.SetNice(task, v == null ? 0 : v.intValue()));
            }
            case "set_affinity" -> {
                Node cpus = value instanceof MapNode ? f.node("cpus") : value;
                CpuSet set = setting.cpus().read(cpus, "set_affinity names");
                out.add(new Step.SetAffinity(
                        task, set.isEmpty() ? setting.cpus().all() : set));
            }
            default -> out.add(new Step.Signal(task));
        }
    }

    private void migrate(ScalarNode word, Mode mode, boolean disable, List<Step> out) {
        kernelOnly(word, mode);
        if (disable == (migrateDisabledAt != null)) {
            unbalanced(word.at(), disable ? "migrate_disable twice" : "migrate_enable without migrate_disable");
        }
        migrateDisabledAt = disable ? word.at() : null;
        out.add(disable ? new Step.MigrateDisable() : new Step.MigrateEnable());
    }

    private void unbalanced(Mark at, String what) {
        diagnostics.error(
                at,
                DiagnosticCode.MIGRATE_UNBALANCED,
                what,
                "the task would be pinned for ever, or released while it relies on its CPU",
                "write them in pairs, on the same side of a loop or a system call");
    }

    // Errors --------------------------------------------------------------------------------------------------------

    private void unknown(ScalarNode name, DiagnosticCode code, String what, String where, Map<String, ?> known) {
        diagnostics.error(
                name.at(),
                code,
                "unknown " + what + " \"" + Units.cut(name.value()) + "\"",
                known.isEmpty()
                        ? where + " names none"
                        : where + " has " + Units.cut(String.join(", ", known.keySet())),
                NearestMatch.of(name.value(), known.keySet())
                        .map(n -> "did you mean " + n + "?")
                        .orElse("add it to " + where));
    }

    private void leftHeld(String lock, Held h, String where) {
        if (h.nature() == Nature.UNKNOWN || h.maybe()) {
            return;
        }
        diagnostics.error(
                h.at(),
                DiagnosticCode.LOCK_LEFT_HELD,
                h.nature() == Nature.USER
                        ? h.word() + " \"" + lock + "\" is still held " + where
                        : "lock \"" + lock + "\" is still held " + where,
                "nobody could ever take it again",
                "unlock it before");
    }

    /** What a task must not leave behind when nothing of it comes after {@code steps}. */
    private void end(List<Step> steps, String where) {
        if (steps.stream().noneMatch(ProgramReader::endless)) {
            ended(where);
        }
    }

    private void ended(String where) {
        held.forEach((lock, h) -> {
            if (!h.survives() && !misused(h)) {
                leftHeld(lock, h, where);
            }
        });
        if (migrateDisabledAt != null) {
            unbalanced(migrateDisabledAt, "no migrate_enable " + where);
        }
    }

    // Structure -----------------------------------------------------------------------------------------------------

    private void syscall(ScalarNode key, Node value, Mode mode, List<Step> out) {
        userOnly(key, mode);
        if (!(value instanceof MapNode m)) {
            return;
        }
        Fields f = new Fields(m);
        List<Step> inner = steps(f.node("steps"), Mode.KERNEL);
        if (inner.stream().noneMatch(ProgramReader::endless)) {
            held.forEach((lock, h) -> {
                if (h.nature() == Nature.SPINNING) {
                    leftHeld(lock, h, "when the system call returns to user mode");
                }
            });
            if (migrateDisabledAt != null) {
                unbalanced(migrateDisabledAt, "no migrate_enable when the system call returns to user mode");
            }
        }
        migrateDisabledAt = null;
        held.values().removeIf(h -> h.nature() == Nature.SPINNING || h.nature() == Nature.UNKNOWN);
        out.add(new Step.Syscall(f.text("name", "syscall"), inner));
    }

    private void phase(ScalarNode key, Node value, Mode mode, List<Step> out) {
        if (!(value instanceof MapNode m)) {
            return;
        }
        Fields f = new Fields(m);
        if (f.node("at") != null) {
            sleeper(key, mode);
            out.add(new Step.SleepUntil(f.timeNs("at", 0)));
        }
        String what = "phase \"" + Units.cut(f.text("name", "")) + "\"";
        ScalarNode times = f.scalar("times");
        if (times == null) {
            out.addAll(steps(f.node("steps"), mode));
            return;
        }
        List<Step> inner = body(f.node("steps"), mode, what);
        if (!inner.isEmpty()) {
            out.add(repeat(times(times), inner, key.at()));
        }
    }

    private void repeat(ScalarNode key, Node value, Mode mode, List<Step> out) {
        if (!(value instanceof MapNode m)) {
            return;
        }
        Fields f = new Fields(m);
        List<Step> inner = body(f.node("steps"), mode, "turn of the loop");
        if (!inner.isEmpty()) {
            out.add(repeat(times(f.scalar("times")), inner, key.at()));
        }
    }

    private Step.Repeat repeat(long times, List<Step> inner, Mark at) {
        Step.Repeat repeat = new Step.Repeat(times, inner);
        if (setting.timeTaken().hangs(repeat)) {
            diagnostics.error(
                    at,
                    DiagnosticCode.TAKES_NO_TIME,
                    times == Step.Repeat.FOREVER
                            ? "this endless loop takes no time"
                            : "this loop takes no time and runs too often",
                    "the simulation would never get past that instant",
                    "add a step that takes time, such as compute or sleep");
        }
        return repeat;
    }

    private long times(@Nullable ScalarNode n) {
        if (n == null || n.value().equals("forever")) {
            return Step.Repeat.FOREVER;
        }
        if (n.value().equals("mib")) {
            if (mib.isEmpty()) {
                diagnostics.error(
                        n.at(),
                        DiagnosticCode.UNKNOWN_WORD,
                        "mib means nothing here",
                        "it is --vm-bytes or --hdd-bytes, so it stands in the program of a vm or hdd worker only",
                        "write a number or forever");
            }
            return mib.orElse(1);
        }
        Long v = ScalarRule.Times.NUMBER.value(n);
        return v == null ? 1 : v;
    }

    private void chance(Node value, Mode mode, List<Step> out) {
        if (!(value instanceof MapNode m)) {
            return;
        }
        Fields f = new Fields(m);
        List<Step> inner = body(f.node("steps"), mode, "steps of the chance");
        out.add(new Step.Chance(f.decimal("probability", 0, 1, 0), inner));
    }

    /** Steps that may run any number of times, so they must leave the locks as they found them. */
    private List<Step> body(@Nullable Node list, Mode mode, String what) {
        Map<String, Held> before = held;
        Mark disabled = migrateDisabledAt;
        held = new LinkedHashMap<>(before);
        List<Step> inner = steps(list, mode);
        if (inner.stream().noneMatch(ProgramReader::endless)) {
            held.forEach((lock, h) -> gained(lock, h, before.get(lock), what));
            before.forEach((lock, h) -> {
                Held now = held.get(lock);
                boolean lost = now == null || now.depth() < h.depth();
                if (lost && list != null && !h.maybe() && !misused(h)) {
                    diagnostics.error(
                            list.at(),
                            DiagnosticCode.UNLOCK_WITHOUT_LOCK,
                            "the " + what + " releases \"" + lock + "\", which was taken before it",
                            "the next time round it would not be held",
                            "lock and unlock on the same side");
                }
            });
            Mark open = migrateDisabledAt;
            if (open != null && disabled == null) {
                unbalanced(open, "no migrate_enable at the end of the " + what);
            } else if (open == null && disabled != null && list != null) {
                unbalanced(list.at(), "the " + what + " undoes a migrate_disable from before it");
            }
        }
        held = before;
        migrateDisabledAt = disabled;
        return inner;
    }

    private void gained(String lock, Held now, @Nullable Held before, String what) {
        if ((before == null || now.depth() > before.depth()) && !misused(now)) {
            leftHeld(lock, now, "at the end of the " + what);
        }
    }

    /** Whether what becomes of this lock is left to the run. */
    private boolean misused(Held h) {
        return owner.mayMisuse() && h.nature() != Nature.SPINNING;
    }

    /** Whether nothing after the step ever runs. */
    private static boolean endless(Step step) {
        if (step instanceof Step.Repeat r) {
            return r.times() == Step.Repeat.FOREVER
                    || (r.times() > 0 && r.steps().stream().anyMatch(ProgramReader::endless));
        }
        return step instanceof Step.Exit
                || (step instanceof Step.Syscall s && s.steps().stream().anyMatch(ProgramReader::endless));
    }

    // Values --------------------------------------------------------------------------------------------------------

    private void blockIo(ScalarNode key, Node value, Mode mode, List<Step> out) {
        kernelOnly(key, mode);
        maySleep(key.at(), "block_io");
        if (value instanceof ScalarNode) {
            out.add(new Step.BlockIo(device(value), true));
        } else if (value instanceof MapNode m) {
            Fields f = new Fields(m);
            ScalarNode name = f.scalar("device");
            if (name != null) {
                out.add(new Step.BlockIo(device(name), f.bool("await", true)));
            }
        }
    }

    private String device(Node value) {
        if (!(value instanceof ScalarNode name)) {
            return "";
        }
        if (!setting.devices().containsKey(name.value())) {
            unknown(name, DiagnosticCode.UNKNOWN_DEVICE, "block device", "workload.block_devices", setting.devices());
        }
        return name.value();
    }

    private static String what(Node value, String fallback) {
        return value instanceof MapNode m ? new Fields(m).text("what", fallback) : fallback;
    }

    private DurationDistribution section(Node value) {
        return value instanceof MapNode m ? distribution(new Fields(m).node("for")) : distribution(value);
    }

    /** A value found wrong counts as time taken, or its loop would be reported as well. */
    private DurationDistribution distribution(@Nullable Node value) {
        return distributions.read(value, DurationDistribution.ofNs(1));
    }

    private static long units(Node value) {
        Long v = value instanceof ScalarNode s ? new ScalarRule.Int(0, 1_000_000_000_000L).value(s) : null;
        return v == null ? 0 : v;
    }
}
