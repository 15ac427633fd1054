// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTest {
    @Test
    void writesDurationsAsPeopleSayThem() {
        assertThat(Text.duration(43_200_000_000_000L)).isEqualTo("12 h");
        assertThat(Text.duration(90_000_000_000L)).isEqualTo("1 min 30 s");
        assertThat(Text.duration(12_345_000_000L)).isEqualTo("12.345 s");
        assertThat(Text.duration(60_050_000_000L)).isEqualTo("1 min 0.05 s");
        assertThat(Text.duration(40_000_000L)).isEqualTo("40 ms");
        assertThat(Text.duration(1_500)).isEqualTo("1.500 µs");
        assertThat(Text.duration(0)).isEqualTo("0 ns");
    }

    @Test
    void roundsFromTheExactValue() {
        assertThat(Text.fixed(2.675, 2)).isEqualTo("2.67");
        assertThat(Text.fixed(1_234_567.5, 0)).isEqualTo("1,234,568");
        assertThat(Text.us(2_279_412)).isEqualTo("2,279.412");
        assertThat(Text.times(2.34)).isEqualTo("2.3");
        assertThat(Text.times(230.9)).isEqualTo("231");
    }

    @Test
    void cutsBetweenCharactersNotWithinThem() {
        assertThat(Text.cut("ab😀cd", 4)).isEqualTo("ab😀…");
        assertThat(Text.cut("abcd", 4)).isEqualTo("abcd");
    }
}
