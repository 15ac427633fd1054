// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.preemptsim.experiment.result.BlameCause;
import org.preemptsim.experiment.result.BlameSlice;
import org.preemptsim.experiment.result.BlamedSample;
import org.preemptsim.experiment.result.RunResult;

class ExplanationGoldenTest {
    @Test
    void tellsTheWorstSamplesAsRecorded() {
        assertThat(Explanation.render(Made.ordinary("gpos"), 2)).isEqualTo(Recorded.text("explain.txt"));
    }

    @Test
    void hasASentenceAndARemedyOfItsOwnForEveryCause() {
        Set<String> sentences = new HashSet<>();
        for (BlameCause cause : BlameCause.values()) {
            BlamedSample sample = Made.sample(1, 700, List.of(Made.slice(cause, 700, "stress/hdd#1", "inode lock")));
            String sentence = Explanation.stretches(sample).get(0).sentence();
            assertThat(sentence).startsWith("for 0.700 µs ").endsWith(".").contains("inode lock");
            assertThat(Explanation.largest(sample)).startsWith("Largest: " + cause.label() + ", 100.00 % - ");
            assertThat(sentences.add(sentence)).as(sentence).isTrue();
        }
        assertThat(sentences).hasSize(BlameCause.values().length);
    }

    @Test
    void needsNoOwnerAndNoDetailForAWholeSentence() {
        assertThat(Arrays.stream(BlameCause.values())
                        .map(c -> Made.sample(1, 5, List.of(Made.slice(c, 5, "", ""))))
                        .map(s -> Explanation.stretches(s).get(0).sentence()))
                .noneMatch(s -> s.contains("  ") || s.contains("()") || s.contains(" 's") || s.contains(" ,"));
    }

    @Test
    void mergesEqualNeighbours() {
        BlamedSample sample = Made.sample(
                1,
                60,
                List.of(
                        Made.slice(BlameCause.PREEMPT_OFF, 10, "a", "l"),
                        Made.slice(BlameCause.PREEMPT_OFF, 20, "a", "l"),
                        Made.slice(BlameCause.PREEMPT_OFF, 30, "b", "l")));
        assertThat(Explanation.stretches(sample).stream().map(s -> s.offsetNs() + "+" + s.durationNs()))
                .containsExactly("0+30", "30+30");
    }

    @Test
    void tellsManyShortStretchesTogetherWithoutLosingANanosecond() {
        List<BlameSlice> slices = new ArrayList<>();
        long sum = 0;
        for (int i = 0; i < 50; i++) {
            long ns = i % 5 == 0 ? 10_000 + i : 100 + i;
            slices.add(Made.slice(i % 2 == 0 ? BlameCause.OTHER_IRQ : BlameCause.SOFTIRQ, ns, "line " + i, ""));
            sum += ns;
        }
        List<Explanation.Stretch> told = Explanation.stretches(Made.sample(1, sum, slices));
        assertThat(told.size()).isLessThan(25);
        assertThat(told.stream().mapToLong(Explanation.Stretch::durationNs).sum())
                .isEqualTo(sum);
        long end = 0;
        for (Explanation.Stretch s : told) {
            assertThat(s.offsetNs()).isEqualTo(end);
            end += s.durationNs();
        }
        assertThat(told.get(1).sentence()).contains("4 short things in turn (softirq, other interrupt)");
    }

    @Test
    void saysWhyAMeasurementCannotBeExplained() {
        RunResult measured = Recorded.histogram(Recorded.text("cyclictest_hist.txt"), "cyclictest -q", 14.29, 23.04);
        assertThat(Explanation.render(measured, 3)).contains("only a simulation");
    }

    @Test
    void keepsControlCharactersOffTheTerminal() {
        BlamedSample evil = Made.sample(1, 5, List.of(Made.slice(BlameCause.NO_CHECK_POINT, 5, "\u001b[2J", "\u202e")));
        RunResult r = Made.run("s", "\u001b[31m", "k", List.of(), List.of(), List.of(), List.of(evil));
        assertThat(Explanation.render(r, 1)).doesNotContain("\u001b", "\u202e");
    }

    @Test
    void staysWithinAHundredColumns() {
        assertThat(Explanation.render(Made.ordinary("gpos"), 3).lines())
                .allSatisfy(l -> assertThat(l.length()).isLessThanOrEqualTo(100));
    }
}
