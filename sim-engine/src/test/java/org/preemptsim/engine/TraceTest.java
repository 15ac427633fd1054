// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16_383, 16_384, 16_385, 50_000})
    void handsAllRecordsToTheSinkInOrder(int records) {
        List<long[]> seen = new ArrayList<>();
        Trace trace = new Trace((words, n) -> {
            for (int i = 0; i < n; i++) {
                seen.add(new long[] {words[i * Trace.WORDS], words[i * Trace.WORDS + 1], words[i * Trace.WORDS + 2]});
            }
        });
        for (int i = 0; i < records; i++) {
            trace.record(i, i % 256, i % 65_536, i * 3L, -i);
        }
        trace.flush();
        trace.flush();
        assertThat(trace.records()).isEqualTo(records);
        assertThat(seen).hasSize(records);
        for (int i = 0; i < records; i++) {
            long[] words = seen.get(i);
            assertThat(words[0]).isEqualTo(i);
            assertThat(Trace.typeOf(words[1])).isEqualTo(i % 256);
            assertThat(Trace.cpuOf(words[1])).isEqualTo(i % 65_536);
            assertThat(Trace.subjectOf(words[1])).isEqualTo(i * 3L);
            assertThat(words[2]).isEqualTo(-i);
        }
    }

    @Test
    void unpacksTheGreatestHead() {
        List<Long> heads = new ArrayList<>();
        Trace trace = new Trace((words, n) -> heads.add(words[1]));
        trace.record(0, 255, 65_535, (1L << 40) - 1, 0);
        trace.flush();
        assertThat(Trace.typeOf(heads.get(0))).isEqualTo(255);
        assertThat(Trace.cpuOf(heads.get(0))).isEqualTo(65_535);
        assertThat(Trace.subjectOf(heads.get(0))).isEqualTo((1L << 40) - 1);
    }

    @ParameterizedTest
    @CsvSource({"256,0,0", "-1,0,0", "0,65536,0", "0,-1,0", "0,0,-1", "0,0,1099511627776"})
    void refusesWhatDoesNotFitIntoARecord(int type, int cpu, long subject) {
        Trace trace = new Trace(null);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> trace.record(0, type, cpu, subject, 0))
                .withMessageContaining("type " + type);
        assertThat(trace.records()).isZero();
    }

    /** A change of this number changes the hash of every trace: say so in the changelog. */
    @Test
    void hashOfAGivenTraceNeverChanges() {
        Trace trace = new Trace(null);
        for (int i = 0; i < 10; i++) {
            trace.record(200L * i, i, i & 1, 7, -i);
        }
        assertThat(trace.hash()).isEqualTo(0xE77E667B525CAA19L);
    }

    @Test
    void everySingleBitOfEveryWordChangesTheHash() {
        Set<Long> hashes = new HashSet<>();
        hashes.add(hash(0, 0, 0, 0, 0));
        for (int bit = 0; bit < 64; bit++) {
            long one = 1L << bit;
            hashes.add(hash(one, 0, 0, 0, 0));
            hashes.add(hash(0, bit < 8 ? 1 << bit : 0, 0, 0, 0));
            hashes.add(hash(0, 0, bit < 16 ? 1 << bit : 0, 0, 0));
            hashes.add(hash(0, 0, 0, bit < 40 ? one : 0, 0));
            hashes.add(hash(0, 0, 0, 0, one));
        }
        assertThat(hashes).hasSize(1 + 64 + 8 + 16 + 40 + 64);
    }

    private static long hash(long timeNs, int type, int cpu, long subject, long value) {
        Trace trace = new Trace(null);
        trace.record(timeNs, type, cpu, subject, value);
        trace.record(7, 7, 7, 7, 7);
        return trace.hash();
    }
}
