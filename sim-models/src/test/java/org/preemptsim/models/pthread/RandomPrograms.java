// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.pthread;

import static org.preemptsim.models.Steps.give;
import static org.preemptsim.models.Steps.sync;
import static org.preemptsim.models.Steps.take;

import java.util.ArrayList;
import java.util.List;
import org.preemptsim.engine.RandomStream;
import org.preemptsim.engine.RandomStreams;
import org.preemptsim.models.Fixtures;
import org.preemptsim.models.machine.Machine;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.DurationDistribution;
import org.preemptsim.models.spec.DurationDistribution.Uniform;
import org.preemptsim.models.spec.PreemptionModel;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.spec.Step;
import org.preemptsim.models.spec.Step.SyncOp;
import org.preemptsim.models.spec.UserObjectSpec.Barrier;
import org.preemptsim.models.spec.UserObjectSpec.Condition;
import org.preemptsim.models.spec.UserObjectSpec.Mutex;
import org.preemptsim.models.spec.UserObjectSpec.MutexKind;
import org.preemptsim.models.spec.UserObjectSpec.Protocol;
import org.preemptsim.models.spec.UserObjectSpec.RwLock;
import org.preemptsim.models.spec.UserObjectSpec.Semaphore;

/** Random programs on objects of every kind, which they take in one order, so that no deadlock is among them. */
final class RandomPrograms {
    private static final int MUTEXES = 8;
    private static final Protocol[] PROTOCOLS = Protocol.values();

    private final RandomStream random;
    private final int tasks;
    private final int cpus;
    private final PreemptionModel model;
    final Fixtures fixtures;

    /** Each of {@code tasks} runs {@code rounds} rounds, with a barrier after each. */
    RandomPrograms(PreemptionModel model, int cpus, int tasks, int rounds, long seed) {
        this.random = new RandomStreams(seed).stream("programs");
        this.tasks = tasks;
        this.cpus = cpus;
        this.model = model;
        this.fixtures = objects();
        for (int t = 0; t < tasks; t++) {
            fixtures.task("t" + t, policy(), cpuSet(), at(300_000), program(rounds));
        }
    }

    private Fixtures objects() {
        Fixtures f = Bench.on(model, cpus);
        for (CostKey key : CostKey.values()) {
            f.cost(key, new Uniform(50, 700));
        }
        for (int m = 0; m < MUTEXES; m++) {
            f.object(mutex(m));
        }
        f.object(new Semaphore("s", 1)).object(new RwLock("w")).object(new Condition("c"));
        f.object(new Mutex("cm", Protocol.INHERIT)).object(new Barrier("b", tasks));
        return f;
    }

    private int below(int n) {
        return random.nextInt(n);
    }

    private long at(int withinNs) {
        return below(withinNs);
    }

    /** Error-checking and recursive ones: an unlock after a lock that timed out is refused. */
    private Mutex mutex(int m) {
        Protocol protocol = PROTOCOLS[m % PROTOCOLS.length];
        boolean robust = !protocol.hasCeiling() && protocol != Protocol.NPCS && below(2) == 0;
        MutexKind kind = below(2) == 0 ? MutexKind.ERRORCHECK : MutexKind.RECURSIVE;
        return new Mutex("m" + m, protocol, kind, robust, protocol.hasCeiling() ? 60 : 0);
    }

    private SchedPolicy policy() {
        int n = below(4);
        return n == 0
                ? SchedPolicy.other(below(3))
                : n == 1 ? SchedPolicy.rr(1 + below(50)) : SchedPolicy.fifo(1 + below(50));
    }

    private CpuSet cpuSet() {
        return below(2) == 0 ? CpuSet.of(below(cpus)) : CpuSet.first(cpus);
    }

    private Step[] program(int rounds) {
        List<Step> steps = new ArrayList<>();
        for (int r = 0; r < rounds; r++) {
            round(steps);
            steps.add(sync(SyncOp.BARRIER_WAIT, "b"));
        }
        return steps.toArray(new Step[0]);
    }

    private void round(List<Step> steps) {
        switch (below(6)) {
            case 0 -> {
                steps.add(take("cm"));
                steps.add(new Step.Sync(SyncOp.COND_WAIT, "c", "cm", 1 + at(300_000)));
                steps.add(give("cm"));
            }
            case 1 -> steps.add(sync(below(2) == 0 ? SyncOp.COND_SIGNAL : SyncOp.COND_BROADCAST, "c"));
            case 2 -> steps.add(new Step.Sleep(length()));
            case 3 -> {
                String other = "t" + below(tasks);
                steps.add(below(2) == 0 ? new Step.Signal(other) : new Step.SetPolicy(other, policy()));
            }
            default -> nest(steps, 0);
        }
    }

    private DurationDistribution length() {
        return new Uniform(1_000, 60_000);
    }

    /** Takes some of what is left, in order, and gives it back, not always in reverse order. */
    private void nest(List<Step> steps, int from) {
        int m = from + below(4);
        steps.add(new Step.Compute(length()));
        if (m > MUTEXES + 1) {
            return;
        }
        if (m == MUTEXES) {
            around(steps, m, sync(SyncOp.SEM_WAIT, "s"), sync(SyncOp.SEM_POST, "s"));
        } else if (m == MUTEXES + 1) {
            SyncOp op = below(2) == 0 ? SyncOp.RW_RDLOCK : SyncOp.RW_WRLOCK;
            around(steps, m, sync(op, "w"), sync(SyncOp.RW_UNLOCK, "w"));
        } else {
            String name = "m" + m;
            Step lock = below(3) == 0 ? new Step.Sync(SyncOp.MUTEX_LOCK, name, "", 1 + at(200_000)) : take(name);
            around(steps, m, lock, give(name));
        }
    }

    private void around(List<Step> steps, int m, Step take, Step give) {
        steps.add(take);
        if (below(3) == 0) {
            steps.add(new Step.Sleep(length()));
        }
        nest(steps, m + 1);
        steps.add(give);
    }

    /** A machine whose tasks run their rounds again and again. */
    static Machine endless(PreemptionModel model, int cpus, int tasks, long seed) {
        RandomPrograms p = new RandomPrograms(model, cpus, tasks, 1, seed);
        Fixtures f = p.objects();
        for (int t = 0; t < tasks; t++) {
            Step body = new Step.Repeat(Step.Repeat.FOREVER, List.of(p.program(6)));
            f.task("t" + t, p.policy(), CpuSet.first(cpus), t, body);
        }
        return f.build();
    }
}
