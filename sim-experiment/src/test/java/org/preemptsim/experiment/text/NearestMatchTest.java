// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestMatchTest {
    private static final List<String> WORDS = List.of("preemption", "hz", "nohz", "threadirqs", "version");

    @Test
    void findsTheWordWithAMissingLetterASwapOrAnotherCase() {
        assertThat(NearestMatch.of("premption", WORDS)).contains("preemption");
        assertThat(NearestMatch.of("vresion", WORDS)).contains("version");
        assertThat(NearestMatch.of("HZ", WORDS)).contains("hz");
        assertThat(NearestMatch.of("no-hz", List.of("no_hz"))).contains("no_hz");
    }

    @Test
    void findsTheWordOfWhichTheOtherIsTheBeginning() {
        assertThat(NearestMatch.of("thread", WORDS)).contains("threadirqs");
        assertThat(NearestMatch.of("versions", WORDS)).contains("version");
    }

    @Test
    void saysNothingWhereNothingIsNear() {
        assertThat(NearestMatch.of("colour", WORDS)).isEmpty();
        assertThat(NearestMatch.of("", WORDS)).isEmpty();
        assertThat(NearestMatch.of("x".repeat(100_000), WORDS)).isEmpty();
    }

    @Test
    void countsASwapOfNeighboursOnce() {
        assertThat(NearestMatch.distance("abcd", "abdc")).isEqualTo(1);
        assertThat(NearestMatch.distance("abcd", "acbd")).isEqualTo(1);
        assertThat(NearestMatch.distance("abcd", "bcda")).isEqualTo(2);
        assertThat(NearestMatch.distance("", "abc")).isEqualTo(3);
    }
}
