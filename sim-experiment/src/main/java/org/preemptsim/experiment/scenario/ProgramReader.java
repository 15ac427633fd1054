// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.preemptsim.experiment.text.NearestMatch;
import org.preemptsim.models.spec.BlockDeviceSpec;
import org.preemptsim.models.spec.DurationDistribution;
import org.preemptsim.models.spec.KernelSpec;
import org.preemptsim.models.spec.LockSpec;
import org.preemptsim.models.spec.PreemptionModel;
import org.preemptsim.models.spec.Step;

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
            Map<String, LockSpec.Kind> locks,
            Map<String, BlockDeviceSpec> devices,
            KernelSpec kernel,
            TimeTaken timeTaken,
            LockOrder order,
            Diagnostics diagnostics) {}

    private enum Mode {
        USER,
        KERNEL
    }

    private record Held(Mark at, LockSpec.@Nullable Kind kind) {}

    private final Setting setting;
    private final Diagnostics diagnostics;
    private final Distributions distributions;
    private final boolean kernelThread;
    private final OptionalLong mib;
    private Map<String, Held> held = new LinkedHashMap<>();
    private int steps;

    private ProgramReader(Setting setting, boolean kernelThread, OptionalLong mib) {
        this.setting = setting;
        this.diagnostics = setting.diagnostics();
        this.distributions = new Distributions(diagnostics);
        this.kernelThread = kernelThread;
        this.mib = mib;
    }

    /** The steps of a task's {@code program}. */
    static List<Step> task(@Nullable Node program, boolean kernelThread, Setting setting) {
        ProgramReader reader = new ProgramReader(setting, kernelThread, OptionalLong.empty());
        List<Step> all = reader.steps(program, kernelThread ? Mode.KERNEL : Mode.USER);
        if (all.stream().noneMatch(ProgramReader::endless)) {
            reader.held.forEach((lock, h) -> reader.leftHeld(lock, h, "at the end of the program"));
        }
        return all;
    }

    /**
     * The steps of a stress worker: its {@code program} for ever.
     *
     * @param mib what {@code times: mib} stands for
     */
    static List<Step> worker(Node program, OptionalLong mib, Setting setting) {
        ProgramReader reader = new ProgramReader(setting, false, mib);
        List<Step> round = reader.body(program, Mode.USER, "round");
        return round.isEmpty() ? List.of() : List.of(reader.repeat(Step.Repeat.FOREVER, round, program.at()));
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
                        "the repeat before it has no end",
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
            default -> {}
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
            LockSpec.Kind kind = e.getValue().kind();
            if (kind != null && kind != LockSpec.Kind.MUTEX) {
                atomic(at, what + " may sleep", e.getKey(), e.getValue(), "release the lock first");
                return;
            }
        }
    }

    private void atomic(Mark at, String what, String lock, Held h, String fix) {
        String kind = h.kind() == null ? "lock" : Language.wordOf(h.kind());
        diagnostics.error(
                at,
                DiagnosticCode.SLEEP_IN_ATOMIC,
                what + ", but " + kind + " \"" + lock + "\" is held since " + h.at().seenFrom(at),
                "sleeping there would stop the CPU for ever (rules K2.05, K11.24)",
                fix);
    }

    // Locks ---------------------------------------------------------------------------------------------------------

    private void lock(ScalarNode key, Node value, Mode mode, List<Step> out) {
        if (!(value instanceof ScalarNode name)) {
            return;
        }
        LockSpec.Kind kind = kindOf(name);
        if (kind != LockSpec.Kind.MUTEX && kind != null) {
            kernelOnly(key, mode);
        }
        take(name, kind);
        out.add(new Step.Lock(name.value()));
    }

    private void take(ScalarNode name, LockSpec.@Nullable Kind kind) {
        Held before = held.get(name.value());
        if (before != null) {
            diagnostics.error(
                    name.at(),
                    DiagnosticCode.LOCK_TAKEN_TWICE,
                    "lock \"" + name.value() + "\" is held already, since "
                            + before.at().seenFrom(name.at()),
                    "a kernel lock does not nest: the task would wait for itself",
                    "unlock it first");
            return;
        }
        if (kind == LockSpec.Kind.MUTEX) {
            maySleep(name.at(), "taking mutex \"" + name.value() + "\"");
        } else if (kind != null && !raw(kind)) {
            underRaw(name);
        }
        for (String outer : held.keySet()) {
            setting.order().taken(outer, name.value(), name.at());
        }
        held.put(name.value(), new Held(name.at(), kind));
    }

    /** On PREEMPT_RT a spinlock_t sleeps, so it must not be taken under a raw lock (rule K2.05). */
    private void underRaw(ScalarNode name) {
        if (setting.kernel().preemption() != PreemptionModel.RT) {
            return;
        }
        for (Map.Entry<String, Held> e : held.entrySet()) {
            LockSpec.Kind kind = e.getValue().kind();
            if (kind != null && raw(kind)) {
                atomic(
                        name.at(),
                        "spinlock \"" + name.value() + "\" sleeps on PREEMPT_RT",
                        e.getKey(),
                        e.getValue(),
                        "make \"" + name.value() + "\" a raw_spinlock, or \"" + e.getKey() + "\" a spinlock");
                return;
            }
        }
    }

    private static boolean raw(LockSpec.Kind kind) {
        return kind == LockSpec.Kind.RAW_SPINLOCK || kind == LockSpec.Kind.RAW_SPINLOCK_IRQ;
    }

    private void unlock(ScalarNode key, Node value, Mode mode, List<Step> out) {
        if (!(value instanceof ScalarNode name)) {
            return;
        }
        LockSpec.Kind kind = kindOf(name);
        if (kind != LockSpec.Kind.MUTEX && kind != null) {
            kernelOnly(key, mode);
        }
        if (held.remove(name.value()) == null && kind != null) {
            diagnostics.error(
                    name.at(),
                    DiagnosticCode.UNLOCK_WITHOUT_LOCK,
                    "unlock of \"" + name.value() + "\", which is not held here",
                    "only the task that took a lock can release it",
                    "lock it first, or remove this step");
        }
        out.add(new Step.Unlock(name.value()));
    }

    private void hold(ScalarNode key, Node value, Mode mode, List<Step> out) {
        kernelOnly(key, mode);
        if (!(value instanceof MapNode m)) {
            return;
        }
        Fields f = new Fields(m);
        ScalarNode name = f.scalar("lock");
        if (name == null) {
            return;
        }
        boolean nested = held.containsKey(name.value());
        take(name, kindOf(name));
        out.add(new Step.Lock(name.value()));
        out.add(new Step.Kernel(f.text("what", name.value()), distribution(f.node("for"))));
        out.add(new Step.Unlock(name.value()));
        if (!nested) {
            held.remove(name.value());
        }
    }

    private LockSpec.@Nullable Kind kindOf(ScalarNode name) {
        LockSpec.Kind kind = setting.locks().get(name.value());
        if (kind == null) {
            unknown(name, DiagnosticCode.UNKNOWN_LOCK, "lock", "workload.locks", setting.locks());
        }
        return kind;
    }

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
        if (h.kind() == null) {
            // An unknown lock, which is reported already.
            return;
        }
        diagnostics.error(
                h.at(),
                DiagnosticCode.LOCK_LEFT_HELD,
                "lock \"" + lock + "\" is still held " + where,
                "nobody could ever take it again",
                "unlock it before");
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
                if (h.kind() != LockSpec.Kind.MUTEX) {
                    leftHeld(lock, h, "when the system call returns to user mode");
                }
            });
        }
        held.values().removeIf(h -> h.kind() != LockSpec.Kind.MUTEX);
        out.add(new Step.Syscall(f.text("name", "syscall"), inner));
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
        held = new LinkedHashMap<>(before);
        List<Step> inner = steps(list, mode);
        if (inner.stream().noneMatch(ProgramReader::endless)) {
            held.forEach((lock, h) -> {
                if (!before.containsKey(lock)) {
                    leftHeld(lock, h, "at the end of the " + what);
                }
            });
            before.forEach((lock, h) -> {
                if (!held.containsKey(lock) && list != null) {
                    diagnostics.error(
                            list.at(),
                            DiagnosticCode.UNLOCK_WITHOUT_LOCK,
                            "the " + what + " releases \"" + lock + "\", which was taken before it",
                            "the next time round it would not be held",
                            "lock and unlock on the same side");
                }
            });
        }
        held = before;
        return inner;
    }

    /** Whether nothing after the step ever runs. */
    private static boolean endless(Step step) {
        if (step instanceof Step.Repeat r) {
            return r.times() == Step.Repeat.FOREVER
                    || (r.times() > 0 && r.steps().stream().anyMatch(ProgramReader::endless));
        }
        return step instanceof Step.Syscall s && s.steps().stream().anyMatch(ProgramReader::endless);
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
