// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.preemptsim.models.Steps.compute;
import static org.preemptsim.models.Steps.condResched;
import static org.preemptsim.models.Steps.irqsOff;
import static org.preemptsim.models.Steps.kernel;
import static org.preemptsim.models.Steps.lock;
import static org.preemptsim.models.Steps.mightSleep;
import static org.preemptsim.models.Steps.preemptOff;
import static org.preemptsim.models.Steps.repeat;
import static org.preemptsim.models.Steps.syscall;
import static org.preemptsim.models.Steps.unlock;
import static org.preemptsim.models.spec.PreemptionModel.FULL;
import static org.preemptsim.models.spec.PreemptionModel.LAZY;
import static org.preemptsim.models.spec.PreemptionModel.NONE;
import static org.preemptsim.models.spec.PreemptionModel.RT;
import static org.preemptsim.models.spec.PreemptionModel.VOLUNTARY;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.preemptsim.models.Fixtures;
import org.preemptsim.models.Timeline;
import org.preemptsim.models.spec.LockSpec;
import org.preemptsim.models.spec.PreemptionModel;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.spec.Step;

/** When a mark becomes a switch: the table of rule K1.02 and what surrounds it. */
class PreemptionModelTest {
    private static final SchedPolicy OTHER = SchedPolicy.other(0);

    /** A fair task that executes {@code steps} from 0; FIFO 50 wakes at {@code wakeUs}: when it is switched in. */
    private static long runsAt(PreemptionModel model, long wakeUs, Step... steps) {
        Fixtures f = Fixtures.on(model)
                .lock("raw", LockSpec.Kind.RAW_SPINLOCK)
                .lock("spin", LockSpec.Kind.SPINLOCK)
                .lock("spin_irq", LockSpec.Kind.SPINLOCK_IRQ)
                .lock("spin_bh", LockSpec.Kind.SPINLOCK_BH)
                .lock("mutex", LockSpec.Kind.MUTEX)
                .task("hog", OTHER, 0, steps)
                .task("rt", SchedPolicy.fifo(50), wakeUs * 1_000, compute(10));
        return Timeline.of(f, 20_000).switchedInUs("rt");
    }

    @ParameterizedTest
    @CsvSource({"NONE,1500", "VOLUNTARY,1500", "FULL,1100", "LAZY,1100", "RT,1100"})
    void condReschedIsACheckPointWithoutKernelPreemption(PreemptionModel model, long expectedUs) {
        // K1.02
        Step loop = syscall(repeat(6, kernel(500), condResched()));
        assertThat(runsAt(model, 1_100, loop)).isEqualTo(expectedUs);
    }

    @ParameterizedTest
    @CsvSource({"NONE,3000", "VOLUNTARY,3000", "FULL,1100", "LAZY,1100", "RT,1100"})
    void kernelCodeWithoutCheckPointsRunsToTheSyscallExitWithoutKernelPreemption(
            PreemptionModel model, long expectedUs) {
        // K1.02, K1.18
        assertThat(runsAt(model, 1_100, syscall(kernel(3_000)))).isEqualTo(expectedUs);
    }

    @ParameterizedTest
    @CsvSource({"NONE,3000", "VOLUNTARY,1500", "FULL,1100"})
    void mightSleepIsACheckPointOfVoluntaryOnly(PreemptionModel model, long expectedUs) {
        // K1.02
        assertThat(runsAt(model, 1_100, syscall(kernel(1_500), mightSleep(), kernel(1_500))))
                .isEqualTo(expectedUs);
    }

    @ParameterizedTest
    @EnumSource(PreemptionModel.class)
    void userModeIsAlwaysPreemptible(PreemptionModel model) {
        // K1.18
        assertThat(runsAt(model, 1_100, compute(3_000))).isEqualTo(1_100);
    }

    @ParameterizedTest
    @CsvSource({"NONE,100", "FULL,40", "LAZY,40", "RT,40"})
    void preemptEnableIsACheckPointOfPreemptibleKernels(PreemptionModel model, long expectedUs) {
        // K1.02, K1.03, K2.06: preempt_disable does what it says on every kernel
        assertThat(runsAt(model, 10, syscall(preemptOff(40), kernel(60)))).isEqualTo(expectedUs);
    }

    @ParameterizedTest
    @CsvSource({
        "RAW_SPINLOCK,FULL,200",
        "RAW_SPINLOCK,RT,200",
        "SPINLOCK,FULL,200",
        "SPINLOCK,RT,10",
        "SPINLOCK_IRQ,FULL,200",
        "SPINLOCK_IRQ,RT,10",
        "SPINLOCK_BH,FULL,200",
        "SPINLOCK_BH,RT,10",
        "MUTEX,FULL,10",
        "MUTEX,RT,10",
        "SPINLOCK,NONE,500",
        "MUTEX,NONE,500"
    })
    void holdingALockMasksPreemptionAsTheKernelSays(LockSpec.Kind kind, PreemptionModel model, long expectedUs) {
        // K1.11, K2.04
        Fixtures f = Fixtures.on(model)
                .lock("l", kind)
                .task("hog", OTHER, 0, syscall(lock("l"), kernel(200), unlock("l"), kernel(300)))
                .task("rt", SchedPolicy.fifo(80), 10_000, compute(10));
        assertThat(Timeline.of(f, 2_000).switchedInUs("rt")).isEqualTo(expectedUs);
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "FULL", "RT"})
    void interruptsOffDelaysTheWakeupItself(PreemptionModel model) {
        // K2.06: local_irq_disable does what it says on every kernel; the pending interrupt has its own return check
        long expected = model == NONE ? 300 : 200;
        assertThat(runsAt(model, 10, syscall(irqsOff(200), kernel(100)))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"FULL,300", "RT,300"})
    void aLazyMarkNeverDelaysARealTimeTask(PreemptionModel model, long wakeUs) {
        // K1.07
        assertThat(runsAt(LAZY, wakeUs, syscall(kernel(3_000)))).isEqualTo(wakeUs);
        assertThat(runsAt(model, wakeUs, syscall(kernel(3_000)))).isEqualTo(wakeUs);
    }

    @ParameterizedTest
    @CsvSource({"FULL,300", "LAZY,1000"})
    void aLazyMarkWaitsForTheTickInKernelCode(PreemptionModel model, long expectedUs) {
        // K1.07, K5.36: an IDLE-policy hog in a long system call; a fair task that would preempt wakes at 300
        Fixtures f = Fixtures.on(model)
                .hz(1000)
                .task("hog", new SchedPolicy(SchedPolicy.Kind.IDLE, 0, 0), 0, syscall(kernel(3_000)))
                .task("fair", OTHER, 300_000, compute(10));
        assertThat(Timeline.of(f, 5_000).switchedInUs("fair")).isEqualTo(expectedUs);
    }

    @ParameterizedTest
    @EnumSource(names = {"LAZY"})
    void aLazyMarkIsHonouredAtTheReturnToUser(PreemptionModel model) {
        // K1.07
        Fixtures f = Fixtures.on(model)
                .hz(1000)
                .task("hog", new SchedPolicy(SchedPolicy.Kind.IDLE, 0, 0), 0, syscall(kernel(450)), compute(3_000))
                .task("fair", OTHER, 300_000, compute(10));
        assertThat(Timeline.of(f, 5_000).switchedInUs("fair")).isEqualTo(450);
    }

    @ParameterizedTest
    @EnumSource(names = {"FULL", "RT"})
    void severalWakeupsInOneRegionGiveOneSwitchToTheBest(PreemptionModel model) {
        // K1.16
        Fixtures f = Fixtures.on(model)
                .task("hog", OTHER, 0, syscall(preemptOff(100), kernel(400)))
                .task("a", SchedPolicy.fifo(50), 10_000, compute(10))
                .task("b", SchedPolicy.fifo(60), 20_000, compute(10))
                .task("c", SchedPolicy.fifo(55), 30_000, compute(10));
        assertThat(Timeline.of(f, 1_000).switches()).containsSubsequence("100 b", "110 c", "120 a", "130 hog");
    }

    @ParameterizedTest
    @EnumSource(PreemptionModel.class)
    void aWakeupOfALesserTaskSwitchesNothing(PreemptionModel model) {
        // K1.17
        Fixtures f = Fixtures.on(model)
                .task("high", SchedPolicy.fifo(60), 0, compute(100))
                .task("low", SchedPolicy.fifo(50), 10_000, compute(10));
        assertThat(Timeline.of(f, 1_000).switches()).containsSubsequence("0 high", "100 low");
        assertThat(VOLUNTARY.preemptibleKernel()).isFalse();
        assertThat(RT.preemptibleKernel() && FULL.preemptibleKernel()).isTrue();
    }
}
