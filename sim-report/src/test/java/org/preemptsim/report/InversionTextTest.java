// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.preemptsim.experiment.inversion.InversionReport;
import org.preemptsim.experiment.inversion.KeptOff;
import org.preemptsim.experiment.inversion.LockWait;
import org.preemptsim.experiment.inversion.LockWait.Counterpart;
import org.preemptsim.experiment.inversion.LockWait.Outcome;
import org.preemptsim.experiment.inversion.LockWait.Portion;
import org.preemptsim.experiment.inversion.LockWait.Stretch;
import org.preemptsim.experiment.inversion.Share;
import org.preemptsim.experiment.inversion.WaitGroup;

/** What is told of waits; whole texts stand beside the lessons in scenarios/pi. */
class InversionTextTest {
    private static LockWait wait(Outcome outcome, int errno, @Nullable Counterpart without, Portion... portions) {
        List<Stretch> stretches = new ArrayList<>();
        long at = 1_000_000;
        for (Portion p : portions) {
            stretches.add(new Stretch(at, p.durationNs(), p.share(), p.task(), "low", 0));
            at += p.durationNs();
        }
        return new LockWait(
                "high",
                "fifo:80",
                "m",
                0,
                1_000_000,
                at,
                outcome,
                errno,
                true,
                List.of(new LockWait.Link("high", "m", "low", "other", 400_000)),
                List.of(new LockWait.Holder("low", "other", 400_000)),
                List.of(portions),
                stretches,
                0,
                List.of(),
                without);
    }

    private static InversionReport report(LockWait... waits) {
        List<WaitGroup> groups =
                Stream.of(waits).map(w -> new WaitGroup(w, 1, w.waitedNs())).toList();
        return new InversionReport(9_000_000, waits.length, waits.length, 1, groups, List.of(), List.of());
    }

    private static Portion low(Share share, long ns) {
        return new Portion(share, "low", "other", ns);
    }

    @ParameterizedTest
    @EnumSource(Share.class)
    void hasWordsAndAPartOfTheSumForEveryShare(Share share) {
        String text = InversionText.render(report(wait(Outcome.ACQUIRED, 0, null, low(share, 2_500_000))), 3);
        assertThat(text)
                .contains("high (fifo:80) waited 2.5 ms for m, from 1.000 ms on")
                .contains("low (other) had held it", "2.5 ms", "Sum: 2,500.000 " + share.label())
                .contains("Verdict: ")
                .doesNotContain("null", " .", " ,", "()");
    }

    @Test
    void saysThatNobodyWaited() {
        assertThat(InversionText.render(report(), 3)).isEqualTo("No task waited for a lock.\n");
    }

    @Test
    void tellsWhatInheritanceSaved() {
        Portion ran = low(Share.OWNER_RAN, 1_000_000);
        Portion third = new Portion(Share.INVERTED, "mid", "fifo:50", 8_000_000);
        assertThat(told(ran, new Counterpart(true, 9_000_000, Outcome.ACQUIRED, List.of(ran, third))))
                .contains("took 9 ms, in which mid (fifo:50) ran for 8 ms;", "inheritance saved 8 ms.");
        assertThat(told(ran, new Counterpart(true, 7_000_000, Outcome.UNFINISHED, List.of(third))))
                .contains("had not ended at the run's end, after 7 ms");
        assertThat(told(ran, new Counterpart(true, 1_000_000, Outcome.ACQUIRED, List.of())))
                .contains("inheritance saved nothing here");
        assertThat(told(ran, new Counterpart(false, 0, Outcome.UNFINISHED, List.of())))
                .contains("high did not come so far");
    }

    private static String told(Portion ran, Counterpart without) {
        return InversionText.render(report(wait(Outcome.ACQUIRED, 0, without, ran)), 3)
                .replaceAll("\n +", " ");
    }

    @Test
    void drawsWhoRanInTurn() {
        LockWait w = wait(
                Outcome.ACQUIRED,
                0,
                null,
                low(Share.OWNER_RAN, 1_000_000),
                new Portion(Share.INVERTED, "mid", "fifo:50", 4_000_000),
                new Portion(Share.OUTRANKED, "top", "fifo:90", 1_000_000));
        assertThat(WaitPicture.of(w))
                .containsExactly(
                        "low |" + "=".repeat(10) + " ".repeat(50) + "|",
                        "mid |" + " ".repeat(10) + "=".repeat(40) + " ".repeat(10) + "|",
                        "top |" + " ".repeat(50) + "=".repeat(10) + "|",
                        "     +0" + " ".repeat(53) + "+6 ms");
    }

    @Test
    void tellsAsManyAsAreAskedFor() {
        LockWait w = wait(Outcome.GAVE_UP, 110, null, low(Share.OWNER_SLEPT, 3_000));
        String text = InversionText.render(report(w, w, w), 2);
        assertThat(text)
                .startsWith("3 waits for a lock, all of them inversions; the longest 2:\n")
                .contains("1. high", "2. high", "gave up (ETIMEDOUT)", "no priority helps against")
                .doesNotContain("3. high");
    }

    @Test
    void putsCostsThatAreAlikeTogether() {
        KeptOff a = new KeptOff("mid", "fifo:50", "low", "other", "fifo:80", 1, 2_000_000, 30_000);
        KeptOff b = new KeptOff("mid", "fifo:50", "low", "other", "fifo:80", 1, 3_000_000, 20_000);
        InversionReport report = new InversionReport(9_000_000, 0, 0, 0, List.of(), List.of(), List.of(a, b));
        assertThat(InversionText.render(report, 3).replaceAll("\n +", " "))
                .contains("No task waited for a lock that another one held.")
                .contains(
                        "mid (fifo:50), ready, was kept off CPU 1 2 times, at most for 30 µs, while low (other) ran at fifo:80.");
    }
}
