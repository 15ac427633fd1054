// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.inversion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.preemptsim.experiment.inversion.LockWait.Outcome;
import org.preemptsim.experiment.inversion.LockWait.PriorityChange;
import org.preemptsim.experiment.inversion.LockWait.Reason;
import org.preemptsim.models.task.Errno;

/** Each nanosecond of a wait goes to what the end of the chain of owners did, in traces told by hand. */
class InversionAnalysisTest {
    private final Told told = new Told();
    private final int high = told.task("high", 80);
    private final int medium = told.task("medium", 50);
    private final int low = told.task("low", 10);
    private final int m = told.lock("m");

    /** low holds m on CPU 0 and high waits for it from 100 on, asleep. */
    private void highWaitsForLow() {
        told.at(10).wakes(low, 0).runs(0, low);
        told.at(20).takes(low, m);
        told.at(90).wakes(high, 0).runs(0, high);
        told.at(100).wants(high, m);
    }

    private void lowHandsOver(long atNs) {
        told.at(atNs).releases(low, m).wakes(high, 0).runs(0, high);
        told.takes(high, m);
    }

    @Test
    void givesTimeInWhichAThirdTaskRanToTheInversion() {
        highWaitsForLow();
        told.at(105).sleeps(0, low);
        told.at(200).wakes(medium, 0).runs(0, medium);
        told.at(700).sleeps(0, low);
        lowHandsOver(800);

        LockWait wait = Told.longest(told.report());
        assertThat(Told.portions(wait)).containsExactly("HANDED_OVER 5", "OWNER_RAN low 195", "INVERTED medium 500");
        assertThat(wait.unbounded()).isTrue();
        assertThat(wait.outcome()).isEqualTo(Outcome.ACQUIRED);
        assertThat(wait.holders()).extracting(LockWait.Holder::sinceNs).containsExactly(20L);
        assertThat(wait.stretches()).extracting(LockWait.Stretch::atNs).containsExactly(100L, 105L, 200L, 700L);
    }

    @Test
    void seesNoInversionWhileTheOwnerIsBoostedAboveTheThird() {
        highWaitsForLow();
        told.inherits(low, 80);
        told.at(105).sleeps(0, low);
        told.at(200).wakes(medium, 0);
        told.at(800).releases(low, m).inherits(low, 0);
        lowHandsOver(800);

        InversionReport report = told.report();
        LockWait wait = Told.longest(report);
        assertThat(Told.portions(wait)).containsExactly("HANDED_OVER 5", "OWNER_RAN low 695");
        assertThat(wait.unbounded()).isFalse();
        assertThat(wait.changes())
                .containsExactly(
                        new PriorityChange(100, "low", "fifo:10", "fifo:80", Reason.BOOST, "m"),
                        new PriorityChange(800, "low", "fifo:80", "fifo:10", Reason.DEBOOST, "m"));
        assertThat(report.keptOff())
                .containsExactly(new KeptOff("medium", "fifo:50", "low", "fifo:10", "fifo:80", 0, 200, 600));
    }

    @Test
    void followsTheChainOverLocksAndCpus() {
        int writer = told.task("writer", 5);
        int n = told.lock("n");
        told.at(10).wakes(writer, 1).runs(1, writer).takes(writer, n);
        told.wakes(low, 0).runs(0, low).takes(low, m);
        told.at(50).wants(low, n).sleeps(0, 0);
        told.at(100).wakes(high, 0).runs(0, high).wants(high, m).sleeps(0, 0);
        told.at(200).wakes(medium, 1).runs(1, medium);
        told.at(300).sleeps(1, writer);
        told.at(400).releases(writer, n).wakes(low, 0);
        told.at(410).runs(0, low).takes(low, n);
        told.at(450).releases(low, n);
        lowHandsOver(460);

        LockWait wait = Told.longest(told.report());
        assertThat(wait.waiter()).isEqualTo("low");
        LockWait behind = told.report().longest().get(1).longest();
        assertThat(behind.waiter()).isEqualTo("high");
        assertThat(behind.chain())
                .extracting(l -> l.waiter() + " " + l.lock() + " " + l.owner())
                .containsExactly("high m low", "low n writer");
        assertThat(Told.portions(behind))
                .containsExactly("OWNER_RAN writer 200", "INVERTED medium 100", "HANDED_OVER 10", "OWNER_RAN low 50");
    }

    @Test
    void countsATaskAtLeastAsGoodAsTheWaiterApart() {
        int better = told.task("better", 90);
        highWaitsForLow();
        told.at(100).sleeps(0, low);
        told.at(300).wakes(better, 0).runs(0, better);
        told.at(350).sleeps(0, low);
        lowHandsOver(400);

        assertThat(Told.portions(Told.longest(told.report())))
                .containsExactly("OWNER_RAN low 250", "OUTRANKED better 50");
    }

    @Test
    void tellsAnOwnerThatSleepsOrIsStoppedFromOneThatRuns() {
        highWaitsForLow();
        told.at(100).sleeps(0, low);
        told.at(200).sleeps(0, 0);
        told.at(300).wakes(low, 0).throttles(0);
        told.at(400).unthrottles(0).runs(0, low);
        lowHandsOver(500);

        assertThat(Told.portions(Told.longest(told.report())))
                .containsExactly("OWNER_RAN low 200", "OWNER_SLEPT low 100", "THROTTLED low 100");
    }

    @Test
    void findsWhoEachWaitsForInADeadlock() {
        int n = told.lock("n");
        told.at(10).wakes(low, 0).runs(0, low).takes(low, n);
        told.at(20).wakes(high, 0).runs(0, high).takes(high, m);
        told.at(30).wants(high, n).sleeps(0, low);
        told.at(40).wants(low, m).sleeps(0, 0);
        told.at(140);

        InversionReport report = told.report();
        assertThat(report.longest())
                .extracting(g -> g.longest().waiter() + " " + g.longest().outcome())
                .containsExactly("high DEADLOCK", "low DEADLOCK");
        assertThat(Told.portions(Told.longest(report))).containsExactly("OWNER_RAN low 10", "DEADLOCKED 100");
    }

    @Test
    void remembersWhoGaveUpAndWhy() {
        highWaitsForLow();
        told.at(100).sleeps(0, low);
        told.at(300).wakes(high, 0).runs(0, high).givesUp(high, m, Errno.ETIMEDOUT);

        LockWait wait = Told.longest(told.report());
        assertThat(wait.outcome()).isEqualTo(Outcome.GAVE_UP);
        assertThat(wait.errno()).isEqualTo(Errno.ETIMEDOUT);
        assertThat(wait.waitedNs()).isEqualTo(200);
    }

    @Test
    void namesWhoTookAReleasedLockFirst() {
        highWaitsForLow();
        told.at(100).sleeps(0, low);
        told.at(200).releases(low, m).takes(medium, m);
        told.at(300).releases(medium, m).wakes(high, 0).runs(0, high).takes(high, m);

        assertThat(Told.longest(told.report()).holders())
                .extracting(h -> h.task() + " " + h.sinceNs())
                .containsExactly("low 20", "medium 200");
    }

    @Test
    void callsAWaitForABetterTaskNoInversion() {
        told.at(10).wakes(high, 1).runs(1, high).takes(high, m);
        told.at(20).wakes(low, 0).runs(0, low).wants(low, m).sleeps(0, 0);
        told.at(90).releases(high, m).wakes(low, 0).runs(0, low).takes(low, m);

        InversionReport report = told.report();
        assertThat(report.waits()).isOne();
        assertThat(report.inversions()).isZero();
        assertThat(report.longest()).isEmpty();
        assertThat(Told.portions(report.ordinary().get(0).longest())).containsExactly("OWNER_RAN high 70");
    }

    @Test
    void leavesEventsAndLocksThatNobodyHeldOut() {
        int event = told.lock("event");
        told.at(10).wakes(high, 0).runs(0, high).wants(high, event).sleeps(0, 0);
        told.at(20).wakes(low, 0).runs(0, low).wants(low, m).sleeps(0, 0);
        told.at(90);

        assertThat(told.analysis(Set.of("event"), Set.of()).finish(90).waits()).isZero();
    }

    @Test
    void countsLocksOfTheKernelOnTheWayIntoAWaitToThatWait() {
        int bucket = told.lock("bucket");
        highWaitsForLow();
        told.at(110).wants(high, bucket).takes(high, bucket).releases(high, bucket);
        told.at(120).wants(high, m).sleeps(0, low);
        lowHandsOver(200);

        InversionReport report = told.report();
        assertThat(report.waits()).isOne();
        assertThat(Told.portions(Told.longest(report))).containsExactly("HANDED_OVER 20", "OWNER_RAN low 80");
    }

    @Test
    void takesACeilingForNoPriorityOfTheTasksOwn() {
        told.at(10).wakes(low, 0).runs(0, low).setsPolicy(low, 90);
        told.at(20).takes(low, m);
        told.at(30).wakes(high, 0);
        told.at(90).releases(low, m).setsPolicy(low, 10).runs(0, high);

        assertThat(told.report().keptOff())
                .containsExactly(new KeptOff("high", "fifo:80", "low", "fifo:10", "fifo:90", 0, 30, 60));
    }

    @Test
    void findsTheSameRequestInAnotherRun() {
        WaitKey first = new WaitKey("high", "m", 0);
        WaitKey second = new WaitKey("high", "m", 1);
        WaitKey third = new WaitKey("high", "m", 2);
        told.at(5).takes(high, m).releases(high, m);
        highWaitsForLow();
        told.at(100).sleeps(0, low);
        lowHandsOver(160);

        InversionAnalysis analysis = told.analysis(Set.of(), Set.of(first, second, third));
        analysis.finish(200);
        assertThat(analysis.counterpart(first).reached()).isTrue();
        assertThat(analysis.counterpart(first).waitedNs()).isZero();
        assertThat(analysis.counterpart(second).waitedNs()).isEqualTo(60);
        assertThat(analysis.counterpart(third).reached()).isFalse();
    }

    @Test
    void reportsTheLongestOfWaitsThatAreAlike() {
        for (int i = 0; i < 3; i++) {
            long start = 1_000L * i;
            told.at(start + 20).wakes(low, 0).runs(0, low).takes(low, m);
            told.at(start + 100).wakes(high, 0).runs(0, high).wants(high, m).sleeps(0, low);
            lowHandsOver(start + 200 + 10L * i);
            told.releases(high, m).sleeps(0, low).sleeps(0, 0);
        }
        InversionReport report = told.report();
        assertThat(report.inversions()).isEqualTo(3);
        assertThat(report.longest()).hasSize(1);
        WaitGroup group = report.longest().get(0);
        assertThat(group.waits()).isEqualTo(3);
        assertThat(group.waitedNs()).isEqualTo(330);
        assertThat(group.longest().waitedNs()).isEqualTo(120);
        assertThat(group.longest().occurrence()).isEqualTo(2);
    }
}
