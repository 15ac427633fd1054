// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.property;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.preemptsim.models.machine.Machine;
import org.preemptsim.models.machine.MachineOptions;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.DurationDistribution;
import org.preemptsim.models.spec.KernelSpec.KernelVersion;
import org.preemptsim.models.spec.PreemptionModel;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.spec.SchedSettings;
import org.preemptsim.models.spec.Step;
import org.preemptsim.models.spec.Step.SyncOp;
import org.preemptsim.models.spec.TaskSpec;
import org.preemptsim.models.spec.UserObjectSpec;
import org.preemptsim.models.spec.UserObjectSpec.MutexKind;
import org.preemptsim.models.spec.UserObjectSpec.Protocol;
import org.preemptsim.models.task.TaskState;

/** A race that random programs met once in many thousands: the only waiter gives up while the owner releases and another comes. */
class FutexRaceTest {
    private static Step lock(long timeoutNs) {
        return new Step.Sync(SyncOp.MUTEX_LOCK, "m0", "", timeoutNs);
    }

    private static final Step UNLOCK = new Step.Sync(SyncOp.MUTEX_UNLOCK, "m0");

    @ParameterizedTest
    @ValueSource(longs = {700, 850, 1_000, 1_150, 1_300})
    void aNewWaiterMayComeWhileTheStateOfALeavingOneIsReleased(long costNs) {
        // K3.28, K3.38: whatever the order of leaving, releasing and coming, the mutex is free in the end.
        for (long timeoutNs = 6_000; timeoutNs < 30_000; timeoutNs += 250) {
            Machine machine = race(costNs, timeoutNs);
            machine.run(5_000_000);
            machine.verify();
            for (var worker : machine.workers()) {
                assertThat(worker.task().state()).as(worker.task().name()).isEqualTo(TaskState.DEAD);
            }
        }
    }

    private static Machine race(long costNs, long timeoutNs) {
        Step sleep = new Step.Sleep(DurationDistribution.ofNs(6_000));
        Step compute = new Step.Compute(DurationDistribution.ofNs(30_000));
        Step raise = new Step.SetPolicy("t0", SchedPolicy.fifo(20));
        List<TaskSpec> tasks = List.of(
                task("t0", SchedPolicy.fifo(10), CpuSet.of(0), false, sleep, lock(timeoutNs), UNLOCK),
                task("t1", SchedPolicy.fifo(10), CpuSet.of(1), false, compute, lock(Step.Sync.NO_TIMEOUT), UNLOCK),
                task("t2", SchedPolicy.fifo(20), CpuSet.of(0), true, raise),
                task("t3", SchedPolicy.other(-4), CpuSet.of(0, 1), false, lock(Step.Sync.NO_TIMEOUT), UNLOCK));
        return new Scenario(
                        2,
                        PreemptionModel.RT,
                        new KernelVersion(6, 1),
                        costNs,
                        SchedSettings.UNLIMITED,
                        CpuSet.of(),
                        List.of(),
                        List.of(new UserObjectSpec.Mutex("m0", Protocol.INHERIT, MutexKind.ERRORCHECK, false, 0)),
                        tasks)
                .build(MachineOptions.ofSeed(1));
    }

    private static TaskSpec task(String name, SchedPolicy policy, CpuSet cpus, boolean kernel, Step... steps) {
        return new TaskSpec(name, policy, cpus, 0, "", kernel, List.of(steps));
    }
}
