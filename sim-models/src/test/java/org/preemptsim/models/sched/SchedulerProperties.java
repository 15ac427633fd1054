// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.sched;

import static org.preemptsim.models.Steps.compute;
import static org.preemptsim.models.Steps.kernel;
import static org.preemptsim.models.Steps.lock;
import static org.preemptsim.models.Steps.setPolicy;
import static org.preemptsim.models.Steps.syscall;
import static org.preemptsim.models.Steps.unlock;
import static org.preemptsim.models.Steps.us;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.preemptsim.models.Fixtures;
import org.preemptsim.models.machine.Machine;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.LockSpec;
import org.preemptsim.models.spec.PreemptionModel;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.spec.SchedSettings;
import org.preemptsim.models.spec.Step;

/** Random tasks of all classes on several CPUs: the queues agree with the tasks at every instant looked at. */
class SchedulerProperties {
    private static final int[][] VERSIONS = {{3, 10}, {5, 4}, {6, 1}, {6, 6}, {6, 12}};

    @Property(tries = 60)
    void queuesAgreeWithTasks(@ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int cpus) {
        // K1.06, K2.08, K3.31, K5.01, K5.10 to K5.16, K5.25
        Random r = new Random(seed);
        int[] version = VERSIONS[r.nextInt(VERSIONS.length)];
        PreemptionModel[] models = PreemptionModel.values();
        PreemptionModel model = models[r.nextInt(models.length)];
        if (model == PreemptionModel.LAZY && version[0] * 100 + version[1] < 606) {
            model = PreemptionModel.RT;
        }
        Fixtures f = Fixtures.on(model)
                .version(version[0], version[1])
                .cpus(cpus)
                .hz(1000)
                .sched(new SchedSettings(
                        5, 4_000_000, 5_000_000, 500_000, 5_000_000, 1024, r.nextBoolean(), CpuSet.of(), 0))
                .cost(CostKey.IPI_FLIGHT, r.nextInt(3) * 400L)
                .cost(CostKey.CONTEXT_SWITCH, r.nextInt(3) * 700L)
                .cost(CostKey.SCHEDULE, r.nextInt(3) * 300L)
                .cost(CostKey.MIGRATION, r.nextInt(3) * 500L)
                .lock("l", LockSpec.Kind.RT_MUTEX);
        int tasks = 2 + r.nextInt(8);
        for (int i = 0; i < tasks; i++) {
            Step[] body = new Step[3 + r.nextInt(6)];
            for (int s = 0; s < body.length; s++) {
                body[s] = step(r, tasks, cpus);
            }
            SchedPolicy p = policy(r);
            CpuSet mask = p.kind() == SchedPolicy.Kind.DEADLINE ? CpuSet.first(cpus) : mask(r, cpus);
            f.taskOn(
                    mask.lowest(),
                    "t" + i,
                    p,
                    mask,
                    r.nextInt(5_000) * 1_000L,
                    new Step.Repeat(Step.Repeat.FOREVER, java.util.List.of(syscallFirst(body))));
        }
        Machine m = f.build();
        for (int i = 1; i <= 80; i++) {
            m.run(i * 500_000L + r.nextInt(1_000));
            m.verify();
        }
    }

    private static Step[] syscallFirst(Step[] body) {
        Step[] all = new Step[body.length + 1];
        System.arraycopy(body, 0, all, 1, body.length);
        all[0] = compute(5);
        return all;
    }

    private static Step step(Random r, int tasks, int cpus) {
        String other = "t" + r.nextInt(tasks);
        return switch (r.nextInt(10)) {
            case 0 -> new Step.Sleep(us(1 + r.nextInt(900)));
            case 1 -> new Step.Yield();
            case 2 -> setPolicy(other, policy(r));
            case 3 -> new Step.SetNice(other, r.nextInt(40) - 20);
            case 4 -> new Step.SetAffinity(other, mask(r, cpus));
            case 5 -> new Step.Signal(other);
            case 6 -> syscall(new Step.MigrateDisable(), kernel(1 + r.nextInt(300)), new Step.MigrateEnable());
            case 7 -> syscall(lock("l"), kernel(1 + r.nextInt(300)), unlock("l"));
            case 8 -> new Step.Compute(us(1 + r.nextInt(1_500)), 50_000);
            default -> compute(1 + r.nextInt(800));
        };
    }

    private static SchedPolicy policy(Random r) {
        return switch (r.nextInt(8)) {
            case 0, 1 -> SchedPolicy.fifo(1 + r.nextInt(5));
            case 2 -> SchedPolicy.rr(1 + r.nextInt(5));
            case 3 -> new SchedPolicy(SchedPolicy.Kind.BATCH, 0, r.nextInt(40) - 20);
            case 4 -> new SchedPolicy(SchedPolicy.Kind.IDLE, 0, 0);
            case 5 -> SchedPolicy.deadline(200_000, 1_000_000 + r.nextInt(2) * 500_000L, 1_500_000);
            default -> SchedPolicy.other(r.nextInt(40) - 20);
        };
    }

    private static CpuSet mask(Random r, int cpus) {
        return r.nextInt(3) == 0 ? CpuSet.of(r.nextInt(cpus)) : CpuSet.first(cpus);
    }
}
