// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.irq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.preemptsim.models.Steps.compute;
import static org.preemptsim.models.Steps.syscall;
import static org.preemptsim.models.Steps.us;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.preemptsim.models.Fixtures;
import org.preemptsim.models.Timeline;
import org.preemptsim.models.spec.BlockDeviceSpec;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.DurationDistribution;
import org.preemptsim.models.spec.IrqLineSpec;
import org.preemptsim.models.spec.IrqLineSpec.ArrivalSpec;
import org.preemptsim.models.spec.IrqLineSpec.SoftirqKind;
import org.preemptsim.models.spec.KernelSpec.IrqThreadPriorities;
import org.preemptsim.models.spec.PreemptionModel;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.spec.Step;
import org.preemptsim.models.trace.TracePoint;

class InterruptTest {
    private static final long NEVER_US = 1_000_000;

    /** A line whose first interrupt comes at {@code firstUs}, the next ones every {@code everyUs}. */
    private static IrqLineSpec line(
            int irq, boolean noThread, long handlerUs, long softirqUs, long firstUs, long everyUs) {
        return new IrqLineSpec(
                irq,
                "dev" + irq,
                noThread,
                CpuSet.of(0),
                us(handlerUs),
                softirqUs > 0 ? SoftirqKind.NET_RX : null,
                us(softirqUs),
                new ArrivalSpec(us(everyUs), firstUs * 1_000));
    }

    private static Fixtures rtWith(IrqLineSpec... lines) {
        Fixtures f = Fixtures.on(PreemptionModel.RT);
        for (IrqLineSpec l : lines) {
            f.line(l);
        }
        return f;
    }

    @Test
    void rtRunsTheHandlerInAThreadAtFifo50() {
        // K2.13, K6.11, K6.12
        Timeline t = Timeline.of(
                rtWith(line(9, false, 60, 0, 100, NEVER_US)).task("app", SchedPolicy.fifo(49), 0, compute(500)), 1_000);
        assertThat(t.switches()).containsSubsequence("100 irq/9-dev9", "160 app");
    }

    @Test
    void aBetterTaskIsNotDelayedByAThreadedHandler() {
        // K6.12
        Timeline t = Timeline.of(
                rtWith(line(9, false, 60, 0, 100, NEVER_US)).task("app", SchedPolicy.fifo(80), 0, compute(500)), 1_000);
        assertThat(t.switchedInUs("irq/9-dev9")).isEqualTo(500);
    }

    @Test
    void noThreadAndNonRtRunItInHardContext() {
        // K6.06, K6.11: it delays even FIFO 99
        Timeline rt = Timeline.of(
                rtWith(line(9, true, 60, 0, 100, NEVER_US)).task("app", SchedPolicy.fifo(99), 0, compute(500)), 1_000);
        assertThat(rt.switches()).contains("560 idle/0");
        Timeline full = Timeline.of(
                Fixtures.on(PreemptionModel.FULL)
                        .line(line(9, false, 60, 0, 100, NEVER_US))
                        .task("app", SchedPolicy.fifo(99), 0, compute(500)),
                1_000);
        assertThat(full.switches()).contains("560 idle/0");
    }

    @Test
    void threadirqsThreadsWithoutRt() {
        Timeline t = Timeline.of(
                Fixtures.on(PreemptionModel.FULL)
                        .threadIrqs()
                        .line(line(9, false, 60, 0, 100, NEVER_US))
                        .task("app", SchedPolicy.fifo(80), 0, compute(500)),
                1_000);
        assertThat(t.switchedInUs("irq/9-dev9")).isEqualTo(500);
    }

    @Test
    void handlersDoNotNest() {
        // K2.01: a second device waits for the first one's hard handler
        Timeline t = Timeline.of(
                Fixtures.on(PreemptionModel.FULL)
                        .line(line(9, false, 20, 0, 0, NEVER_US))
                        .line(line(10, false, 20, 0, 5, NEVER_US))
                        .task("app", SchedPolicy.fifo(80), 40_000, compute(5)),
                100);
        assertThat(t.switchedInUs("app")).isEqualTo(40);
        assertThat(t.count(TracePoint.IRQ_ENTRY)).isGreaterThanOrEqualTo(3);
    }

    @Test
    void interruptsDuringTheThreadCollapseIntoOneMoreRound() {
        // K6.15, K6.17: at 0, 20, 40, 60 with a handler of 100: two rounds
        Timeline t =
                Timeline.of(rtWith(line(9, false, 100, 0, 0, 20)).task("app", SchedPolicy.fifo(40), 0, compute(1)), 70);
        assertThat(t.machine().lines().lines().get(0).interrupts()).isEqualTo(4);
        Timeline longer = Timeline.of(
                rtWith(line(9, false, 100, 0, 0, 60)).task("app", SchedPolicy.fifo(40), 0, compute(1)), 110);
        assertThat(longer.switches()).contains("0 irq/9-dev9").noneMatch(s -> s.endsWith(" app"));
    }

    @Test
    void threadPrioritiesCountDownInOrderOfFirstRun() {
        // K6.02
        Fixtures f = Fixtures.on(PreemptionModel.RT).priorities(new IrqThreadPriorities.Scaled(50, 48));
        for (int i = 0; i < 5; i++) {
            f.line(line(10 + i, false, 1, 0, 500 - 100L * i, NEVER_US));
        }
        Timeline t = Timeline.of(f, 1_000);
        assertThat(priorityOf(t, "irq/14-dev14")).isEqualTo(50);
        assertThat(priorityOf(t, "irq/13-dev13")).isEqualTo(49);
        assertThat(List.of(priorityOf(t, "irq/12-dev12"), priorityOf(t, "irq/11-dev11"), priorityOf(t, "irq/10-dev10")))
                .containsOnly(48);
    }

    private static int priorityOf(Timeline t, String task) {
        for (int i = 0; i < t.machine().scheduler().taskCount(); i++) {
            if (t.machine().scheduler().task(i).name().equals(task)) {
                return t.machine().scheduler().task(i).policy().priority();
            }
        }
        throw new AssertionError("no task " + task);
    }

    @Test
    void softirqsRaisedByAForcedThreadRunInItAtItsPriority() {
        // K6.14, K7.08: handler 10, then 300 of NET_RX in the thread
        Timeline t = Timeline.of(
                rtWith(line(9, false, 10, 300, 100, NEVER_US)).task("app", SchedPolicy.fifo(40), 0, compute(1_000)),
                2_000);
        assertThat(t.switches()).containsSubsequence("100 irq/9-dev9", "410 app");
        assertThat(t.switchedInUs("ksoftirqd/0")).isEqualTo(-1);
    }

    @Test
    void aWakeupBySoftirqWorkInAThreadIsACheckPointOnRt() {
        // K1.02, K2.03: a FIFO 80 waiter runs when its request is complete, not at the end of the pass
        Fixtures f = Fixtures.on(PreemptionModel.RT)
                .line(new IrqLineSpec(14, "ata", false, CpuSet.of(0), us(1), null, DurationDistribution.ZERO, null))
                .line(new IrqLineSpec(
                        15,
                        "other",
                        false,
                        CpuSet.of(0),
                        us(1),
                        SoftirqKind.TASKLET,
                        us(500),
                        new ArrivalSpec(us(NEVER_US), 100_000)))
                .device(new BlockDeviceSpec("sda", 14, us(98), 8, us(20)))
                .task("app", SchedPolicy.fifo(80), 0, syscall(new Step.BlockIo("sda", true)), compute(5));
        // Both handlers run at FIFO 50 in order of arrival; app preempts the second one's softirq work.
        assertThat(Timeline.of(f, 2_000).switchedInUs("app", 2)).isLessThan(150);
    }

    @Test
    void twoDevicesMayShareALine() {
        Fixtures f = Fixtures.on(PreemptionModel.FULL)
                .line(new IrqLineSpec(14, "ata", false, CpuSet.of(0), us(1), null, DurationDistribution.ZERO, null))
                .device(new BlockDeviceSpec("sda", 14, us(50), 8, us(2)))
                .device(new BlockDeviceSpec("sdb", 14, us(70), 8, us(2)))
                .task("a", SchedPolicy.fifo(10), 0, syscall(new Step.BlockIo("sda", true)))
                .task("b", SchedPolicy.fifo(11), 0, syscall(new Step.BlockIo("sdb", true)));
        Timeline t = Timeline.of(f, 1_000);
        assertThat(t.switchedInUs("a", 2)).isEqualTo(53);
        assertThat(t.switchedInUs("b", 2)).isEqualTo(73);
    }

    @Test
    void softirqsOfANoThreadLineRunInKsoftirqdOnRt() {
        // K7.05: after all real-time tasks
        Timeline t = Timeline.of(
                rtWith(line(9, true, 10, 300, 100, NEVER_US)).task("app", SchedPolicy.fifo(1), 0, compute(1_000)),
                2_000);
        assertThat(t.switches()).containsSubsequence("1010 ksoftirqd/0", "1310 idle/0");
    }

    @Test
    void softirqsRunAtInterruptExitWithoutRtAndDelayRealTimeTasks() {
        // K1.04, K7.02
        Timeline t = Timeline.of(
                Fixtures.on(PreemptionModel.FULL)
                        .line(line(9, false, 10, 300, 100, NEVER_US))
                        .task("app", SchedPolicy.fifo(90), 150_000, compute(10)),
                2_000);
        assertThat(t.switchedInUs("app")).isEqualTo(410);
    }
}
