// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomStreamTest {

    /** The first outputs for seed 1234567 as published with the public-domain reference code in C. */
    @Test
    void givesTheReferenceNumbersOfSplitMix64() {
        RandomStream random = new RandomStream(1_234_567);
        assertThat(LongStream.generate(random::nextLong).limit(5).mapToObj(Long::toUnsignedString))
                .containsExactly(
                        "6457827717110365317",
                        "3203168211198807973",
                        "9817491932198370423",
                        "4593380528125082431",
                        "16408922859458223821");
        assertThat(new RandomStream(0).nextLong()).isEqualTo(0xE220A8397B1DCDAFL);
    }

    @Property(tries = 200)
    void equalsTheJdksSplitMix64(@ForAll long seed) {
        RandomStream random = new RandomStream(seed);
        SplittableRandom jdk = new SplittableRandom(seed);
        for (int i = 0; i < 20; i++) {
            assertThat(random.nextLong()).isEqualTo(jdk.nextLong());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100, 1_000})
    void spreadsIntegersEvenlyBelowTheBound(int bound) {
        RandomStream random = new RandomStream(bound);
        long[] counts = new long[bound];
        for (int i = 0; i < 1_000 * bound; i++) {
            counts[random.nextInt(bound)]++;
        }
        assertThat(Statistics.chiSquare(counts)).isLessThan(Statistics.chiSquareLimit(bound - 1));
    }

    @Test
    void reachesBothEndsOfTheLargestBound() {
        RandomStream random = new RandomStream(5);
        int[] draws = new int[100_000];
        Arrays.setAll(draws, i -> random.nextInt(Integer.MAX_VALUE));
        int least = Arrays.stream(draws).min().orElseThrow();
        int greatest = Arrays.stream(draws).max().orElseThrow();
        assertThat(least).isBetween(0, Integer.MAX_VALUE / 10_000);
        assertThat(greatest).isGreaterThan(Integer.MAX_VALUE - Integer.MAX_VALUE / 10_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void refusesABoundThatIsNotPositive(int bound) {
        assertThatIllegalArgumentException().isThrownBy(() -> new RandomStream(1).nextInt(bound));
    }

    @Test
    void isBelowAThresholdWithItsProbability() {
        RandomStream random = new RandomStream(9);
        long quarter = 1L << 30;
        int below = 0;
        for (int i = 0; i < 100_000; i++) {
            below += random.nextBelow(quarter) ? 1 : 0;
            assertThat(random.nextBelow(0)).isFalse();
            assertThat(random.nextBelow(1L << 32)).isTrue();
        }
        assertThat(below).isBetween(24_400, 25_600);
    }

    @Test
    void isNotBelowItsOwnDraw() {
        for (long seed = 0; seed < 100; seed++) {
            long draw = new RandomStream(seed).nextLong() >>> 32;
            assertThat(new RandomStream(seed).nextBelow(draw)).isFalse();
            assertThat(new RandomStream(seed).nextBelow(draw + 1)).isTrue();
        }
    }
}
