// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.preemptsim.models.Steps.compute;
import static org.preemptsim.models.Steps.kernel;
import static org.preemptsim.models.Steps.lock;
import static org.preemptsim.models.Steps.preemptOff;
import static org.preemptsim.models.Steps.sleepUntil;
import static org.preemptsim.models.Steps.syscall;
import static org.preemptsim.models.Steps.unlock;

import org.junit.jupiter.api.Test;
import org.preemptsim.models.Fixtures;
import org.preemptsim.models.Steps;
import org.preemptsim.models.Timeline;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.DurationDistribution;
import org.preemptsim.models.spec.KernelSpec;
import org.preemptsim.models.spec.KernelSpec.IrqThreadPriorities;
import org.preemptsim.models.spec.KernelSpec.KernelVersion;
import org.preemptsim.models.spec.LockSpec;
import org.preemptsim.models.spec.MachineSpec.StallKind;
import org.preemptsim.models.spec.PreemptionModel;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.spec.Step;
import org.preemptsim.models.trace.TracePoint;

/** What happens at and between the check points: preemption against sleep, marks without IPIs, masks that are no check points. */
class CheckPointTest {
    private static Step wakeUp(String waitQueue) {
        return new Step.KernelSync(Step.KernelOp.COMPLETE, waitQueue);
    }

    private static Step waitFor(String completion) {
        return syscall(new Step.KernelSync(Step.KernelOp.WAIT_FOR_COMPLETION, completion));
    }

    @Test
    void aTaskPreemptedOnItsWayToSleepStaysRunnable() {
        // K1.05: the sleeper has set its state when the timer that is due meanwhile preempts it.
        Fixtures f = Fixtures.on(PreemptionModel.FULL)
                .cost(CostKey.HRTIMER_START, 10_000)
                .task("sleeper", SchedPolicy.fifo(10), 0, sleepUntil(500))
                .task("rt", SchedPolicy.fifo(50), 5_000, compute(20));
        assertThat(Timeline.of(f, 400).switches()).containsExactly("0 sleeper", "10 rt", "30 sleeper", "30 idle/0");
    }

    @Test
    void theLazyMarkOfAnotherCpuSendsNoInterrupt() {
        // K1.08, K1.09: a full mark of a busy CPU does.
        assertThat(remoteWakeup(PreemptionModel.LAZY)).isZero();
        assertThat(remoteWakeup(PreemptionModel.FULL)).isEqualTo(1);
    }

    /** CPU 0 wakes a task of CPU 1, where a batch task runs that it preempts: interrupts taken by then. */
    private static long remoteWakeup(PreemptionModel model) {
        Fixtures f = Fixtures.on(model)
                .cpus(2)
                .cost(CostKey.IPI_SEND, 100)
                .lock("c", LockSpec.Kind.COMPLETION)
                .task("woken", SchedPolicy.other(0), CpuSet.of(1), 0, waitFor("c"), compute(5))
                .task("hog", new SchedPolicy(SchedPolicy.Kind.IDLE, 0, 0), CpuSet.of(1), 100_000, compute(900))
                .task("waker", SchedPolicy.other(0), CpuSet.of(0), 400_000, syscall(wakeUp("c")));
        Timeline before = Timeline.of(f, 399);
        Timeline after = Timeline.of(f, 450);
        // The waker's own timer is one interrupt.
        return after.count(TracePoint.IRQ_ENTRY) - before.count(TracePoint.IRQ_ENTRY) - 1;
    }

    @Test
    void aKernelOfTheTwoPointSixEraHasNoLazyModel() {
        // K1.12, K1.01
        assertThatThrownBy(() -> new KernelSpec(
                        new KernelVersion(2, 6),
                        PreemptionModel.LAZY,
                        250,
                        true,
                        false,
                        new IrqThreadPriorities.Flat(50)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lazy");
    }

    @Test
    void anInterruptInASwitchIsTakenAfterIt() {
        // K1.14: due at 101, in the middle of a switch from 100 to 103.
        Fixtures f = Fixtures.on(PreemptionModel.FULL)
                .cost(CostKey.CONTEXT_SWITCH, 3_000)
                .task("first", SchedPolicy.fifo(50), 100_000, compute(20))
                .task("second", SchedPolicy.fifo(60), 101_000, compute(20));
        assertThat(Timeline.of(f, 200).switches()).startsWith("103 first", "106 second");
    }

    @Test
    void enablingInterruptsIsNoCheckPoint() {
        // K1.15: the task itself wakes FIFO 90 with interrupts off; no check point comes before the system call's end.
        assertThat(afterOwnWakeup(
                        new Step.IrqsOff("region", DurationDistribution.ofNs(5_000)), wakeUp("c"), kernel(90)))
                .as("a wakeup with interrupts on ends in a check point of its own")
                .isEqualTo(5);
        assertThat(afterOwnWakeup(lock("raw_irq"), kernel(5), wakeUp("c"), kernel(15), unlock("raw_irq"), kernel(80)))
                .as("the lock's release enables interrupts, then preemption, and checks")
                .isEqualTo(20);
    }

    /** How long after its start a task with these kernel steps, one of which wakes FIFO 90, is preempted. */
    private static long afterOwnWakeup(Step... steps) {
        Fixtures f = Fixtures.on(PreemptionModel.FULL)
                .lock("c", LockSpec.Kind.COMPLETION)
                .lock("raw_irq", LockSpec.Kind.RAW_SPINLOCK_IRQ)
                .task("rt", SchedPolicy.fifo(90), 0, waitFor("c"), compute(10))
                .task("t", SchedPolicy.other(0), 10_000, syscall(steps));
        return Timeline.of(f, 400).switchedInUs("rt", 2) - 10;
    }

    @Test
    void anNmiMakesAPreemptOffRegionLonger() {
        // K2.12
        Fixtures f = Fixtures.on(PreemptionModel.RT)
                .stall(StallKind.NMI, 0, 50_000, 5_000)
                .task("hog", SchedPolicy.other(0), 0, syscall(preemptOff(90)))
                .task("rt", SchedPolicy.fifo(80), 20_000, compute(10));
        assertThat(Timeline.of(f, 140).switchedInUs("rt")).isEqualTo(95);
    }

    @Test
    void anEmptyCpuIdlesAndAnyWakeSwitches() {
        // K5.37
        Fixtures f = Fixtures.on(PreemptionModel.NONE).task("t", SchedPolicy.other(19), 10_000, Steps.compute(5));
        assertThat(Timeline.of(f, 100).switches()).containsExactly("10 t", "15 idle/0");
    }
}
