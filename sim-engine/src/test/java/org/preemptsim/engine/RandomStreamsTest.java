// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomStreamsTest {

    /** A change of these numbers changes every result of every seed: say so in the changelog. */
    @Test
    void firstNumbersOfNamedStreamsNeverChange() {
        RandomStreams streams = new RandomStreams(1);
        assertThat(streams.stream("cpu0").nextLong()).isEqualTo(0xBE2DFC64EFB97FA7L);
        assertThat(streams.stream("").nextLong()).isEqualTo(0x73C4363CFF314C24L);
        assertThat(new RandomStreams(0).stream("cpu0").nextLong()).isEqualTo(0x898DE9F182DEB0DCL);
        assertThat(new RandomStreams(-1).stream("irq/µs").nextLong()).isEqualTo(0x070C2002DAACE0C4L);
    }

    @Property(tries = 200)
    void addingAStreamChangesNoOther(
            @ForAll long seed, @ForAll @Size(min = 2, max = 8) @UniqueElements List<String> names) {
        String mine = names.get(0);
        RandomStream alone = new RandomStreams(seed).stream(mine);
        RandomStreams crowded = new RandomStreams(seed);
        List<RandomStream> others = new ArrayList<>();
        names.subList(1, names.size()).forEach(name -> others.add(crowded.stream(name)));
        others.forEach(RandomStream::nextLong);
        RandomStream amongOthers = crowded.stream(mine);
        for (int i = 0; i < 10; i++) {
            others.forEach(RandomStream::nextLong);
            assertThat(amongOthers.nextLong()).isEqualTo(alone.nextLong());
        }
    }

    @Property(tries = 200)
    void namesAndSeedsTellStreamsApart(
            @ForAll long seed, @ForAll @Size(min = 2, max = 8) @UniqueElements List<String> names) {
        Set<Long> first = new HashSet<>();
        for (String name : names) {
            first.add(new RandomStreams(seed).stream(name).nextLong());
            first.add(new RandomStreams(seed + 1).stream(name).nextLong());
        }
        assertThat(first).hasSize(2 * names.size());
    }

    @Test
    void streamsOfOneRunDoNotShareNumbers() {
        RandomStreams streams = new RandomStreams(1);
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            RandomStream stream = streams.stream("cpu" + i);
            for (int k = 0; k < 100; k++) {
                seen.add(stream.nextLong());
            }
        }
        assertThat(seen).hasSize(100_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu0", "cpu1", "irq/24", "stress-io"})
    void drawsAreUniformInEveryByte(String name) {
        RandomStream stream = new RandomStreams(7).stream(name);
        long[][] counts = new long[8][256];
        for (int i = 0; i < 1 << 17; i++) {
            long draw = stream.nextLong();
            for (int b = 0; b < 8; b++) {
                counts[b][(int) (draw >>> (8 * b)) & 0xFF]++;
            }
        }
        for (long[] ofByte : counts) {
            assertThat(Statistics.chiSquare(ofByte))
                    .isBetween(Statistics.chiSquareFloor(255), Statistics.chiSquareLimit(255));
        }
    }

    /** Over the streams, not along one: the first draws of thousands of names. */
    @Test
    void firstDrawsOfNamesAreUniform() {
        RandomStreams streams = new RandomStreams(7);
        long[] counts = new long[256];
        for (int i = 0; i < 1 << 17; i++) {
            counts[(int) (streams.stream("task" + i).nextLong() >>> 56)]++;
        }
        assertThat(Statistics.chiSquare(counts))
                .isBetween(Statistics.chiSquareFloor(255), Statistics.chiSquareLimit(255));
    }

    @Test
    void streamsAreUncorrelatedAtEveryNearLag() {
        List<double[]> draws = new ArrayList<>();
        for (RandomStreams run : List.of(new RandomStreams(1), new RandomStreams(2))) {
            for (String name : List.of("cpu0", "cpu1", "cpu2", "0upc")) {
                RandomStream stream = run.stream(name);
                double[] d = new double[1 << 14];
                Arrays.setAll(d, i -> stream.nextLong() * 0x1p-63);
                draws.add(d);
            }
        }
        for (int a = 0; a < draws.size(); a++) {
            for (int b = 0; b < draws.size(); b++) {
                for (int lag = 0; lag <= 8; lag++) {
                    if (a != b || lag != 0) {
                        assertThat(Math.abs(Statistics.correlation(draws.get(a), draws.get(b), lag)))
                                .as("streams %d and %d at lag %d", a, b, lag)
                                .isLessThan(4.5);
                    }
                }
            }
        }
    }
}
