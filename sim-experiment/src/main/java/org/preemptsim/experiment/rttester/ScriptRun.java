// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.rttester;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.preemptsim.experiment.rttester.Script.Line;
import org.preemptsim.models.check.RtTester;
import org.preemptsim.models.check.RtTester.Status;
import org.preemptsim.models.machine.Machine;
import org.preemptsim.models.machine.MachineBuilder;
import org.preemptsim.models.machine.MachineOptions;
import org.preemptsim.models.spec.ClockSourceKind;
import org.preemptsim.models.spec.ClockSpec;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.DurationDistribution;
import org.preemptsim.models.spec.KernelSpec;
import org.preemptsim.models.spec.KernelSpec.IrqThreadPriorities;
import org.preemptsim.models.spec.KernelSpec.KernelVersion;
import org.preemptsim.models.spec.LockSpec;
import org.preemptsim.models.spec.MachineSpec;
import org.preemptsim.models.spec.PreemptionModel;
import org.preemptsim.models.spec.WorkloadSpec;

/** Executes scripts, each on a machine of its own with one CPU and a PREEMPT_RT kernel. */
public final class ScriptRun {
    /** Every action of the kernel takes this long: only the order matters. */
    private static final long COST_NS = 500;
    /** Nothing that a command starts takes nearly as long; more is a model that does not come to rest. */
    private static final int MOST_PERIODS = 1_000;

    private final Script script;
    private final RtTester tester = new RtTester();
    private final Machine machine;

    private ScriptRun(Script script, KernelVersion version) {
        this.script = script;
        KernelSpec kernel =
                new KernelSpec(version, PreemptionModel.RT, 250, true, false, new IrqThreadPriorities.Flat(50));
        List<LockSpec> locks = RtTester.lockSpecs();
        WorkloadSpec work = new WorkloadSpec(locks, List.of(), List.of(), List.of(), List.of());
        machine = MachineBuilder.build(hardware(), kernel, work, MachineOptions.ofSeed(1), tester);
    }

    /**
     * What a script came to.
     *
     * @param executed lines that were executed, the failed one included
     * @param failure the line that failed; null if none did
     */
    public record Outcome(
            Script script, int executed, @Nullable Failure failure) {
        public boolean passed() {
            return failure == null;
        }
    }

    /**
     * A line that failed.
     *
     * @param reason what was expected and what is
     * @param threads the status of all threads then
     */
    public record Failure(Line line, String reason, List<Status> threads) {
        public Failure {
            threads = List.copyOf(threads);
        }
    }

    /** Executes a script by the rules of a kernel, up to the first line that fails. */
    public static Outcome of(Script script, KernelVersion version) {
        return new ScriptRun(script, version).run();
    }

    private Outcome run() {
        settle();
        int executed = 0;
        for (Line line : script.lines()) {
            executed++;
            String reason = execute(line);
            if (reason != null) {
                return new Outcome(script, executed, new Failure(line, reason, threads()));
            }
        }
        return new Outcome(script, executed, null);
    }

    /** Why the line fails; null if it does not. */
    private @Nullable String execute(Line line) {
        int thread = line.thread();
        if (line.action() instanceof Script.Command c) {
            if (tester.give(thread, c.opcode(), c.data()) != 0) {
                return "thread " + thread + " cannot take a command: it still executes opcode "
                        + tester.status(thread).opcode();
            }
            settle();
            return null;
        }
        Script.Ask ask = (Script.Ask) line.action();
        Status status = tester.status(thread);
        if (ask.test().holds(status, ask.data())) {
            return null;
        }
        return "expected of thread " + thread + ": " + ask.test().explain(status, ask.data())
                + (ask.waits() ? "; every thread sleeps, so it stays so" : "");
    }

    /** Runs until the command is given and every thread sleeps. */
    private void settle() {
        for (int i = 0; i < MOST_PERIODS; i++) {
            machine.run(machine.nowNs() + RtTester.PERIOD_NS);
            if (tester.settled()) {
                machine.verify();
                return;
            }
        }
        throw new IllegalStateException("the threads do not come to rest in " + script.file());
    }

    private List<Status> threads() {
        List<Status> out = new ArrayList<>();
        for (int i = 0; i < RtTester.THREADS; i++) {
            out.add(tester.status(i));
        }
        return out;
    }

    private static MachineSpec hardware() {
        Map<CostKey, DurationDistribution> costs = new EnumMap<>(CostKey.class);
        for (CostKey key : CostKey.values()) {
            costs.put(key, DurationDistribution.ofNs(COST_NS));
        }
        ClockSpec clock = new ClockSpec(
                ClockSourceKind.TSC,
                List.of(ClockSourceKind.TSC),
                Map.of(ClockSourceKind.TSC, DurationDistribution.ofNs(COST_NS)),
                Map.of(),
                ClockSpec.ClockEventKind.TSC_DEADLINE,
                DurationDistribution.ZERO,
                DurationDistribution.ZERO,
                0);
        return new MachineSpec(1, costs, clock, List.of(), List.of());
    }
}
