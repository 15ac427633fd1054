// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventSetTest {

    @Test
    void firesEqualTimesInSlotOrder() {
        EventSet set = new EventSet(5);
        for (int slot : new int[] {3, 0, 4, 2, 1}) {
            set.schedule(slot, 7);
        }
        assertThat(drain(set)).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void shufflesTheOrderOfEqualTimesBySeed() {
        List<List<Integer>> orders = new ArrayList<>();
        for (long seed : new long[] {1, 1, 2}) {
            EventSet set = new EventSet(20);
            set.shuffleTies(seed);
            for (int slot = 0; slot < 20; slot++) {
                set.schedule(slot, 7);
            }
            orders.add(drain(set));
        }
        assertThat(orders.get(0)).isEqualTo(orders.get(1)).isNotEqualTo(orders.get(2));
        assertThat(orders.get(0))
                .doesNotHaveDuplicates()
                .hasSize(20)
                .isNotEqualTo(orders.get(0).stream().sorted().toList());
    }

    @Test
    void keepsOneShuffledOrderAtEveryInstant() {
        EventSet set = new EventSet(20);
        set.shuffleTies(3);
        List<List<Integer>> orders = new ArrayList<>();
        for (long time : new long[] {0, 12, 1_000_000_007L}) {
            for (int slot = 19; slot >= 0; slot--) {
                set.schedule(slot, time);
            }
            orders.add(drain(set));
        }
        assertThat(orders.get(1)).isEqualTo(orders.get(0));
        assertThat(orders.get(2)).isEqualTo(orders.get(0));
    }

    @Test
    void refusesToShuffleTiesWhileAnEventIsPending() {
        EventSet set = new EventSet(2);
        set.schedule(1, 5);
        assertThatIllegalStateException().isThrownBy(() -> set.shuffleTies(1));
        set.cancel(1);
        set.shuffleTies(1);
    }

    @Test
    void isEmptyAfterTheLastCancel() {
        EventSet set = new EventSet(3);
        assertThat(set.isEmpty()).isTrue();
        set.schedule(2, 0);
        assertThat(set.isEmpty()).isFalse();
        set.cancel(0);
        assertThat(set.isEmpty()).isFalse();
        set.cancel(2);
        assertThat(set.isEmpty()).isTrue();
        assertThat(set.nextTimeNs()).isEqualTo(EventSet.NEVER);
        assertThat(set.timeOf(2)).isEqualTo(EventSet.NEVER);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 1_000, 65_536, 131_072})
    void ordersTheGreatestTimeBeforeNever(int slots) {
        EventSet set = new EventSet(slots);
        int last = slots - 1;
        set.schedule(last, set.maxTimeNs());
        assertThat(set.isEmpty()).isFalse();
        assertThat(set.nextSlot()).isEqualTo(last);
        assertThat(set.nextTimeNs()).isEqualTo(set.maxTimeNs());
        assertThat(set.timeOf(last)).isEqualTo(set.maxTimeNs());
    }

    @Test
    void holdsADayOfNanosecondsInTheLargestSet() {
        assertThat(new EventSet(1 << 17).maxTimeNs()).isGreaterThanOrEqualTo((1L << 46) - 2);
        assertThat(new EventSet(1_024).maxTimeNs()).isGreaterThan(100L * 24 * 3_600 * 1_000_000_000L);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE})
    void refusesATimeThatDoesNotFitIntoAKey(long timeNs) {
        EventSet set = new EventSet(16);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> set.schedule(3, timeNs))
                .withMessageContaining("slot 3")
                .withMessageContaining(Long.toString(timeNs));
        assertThatIllegalArgumentException().isThrownBy(() -> set.schedule(3, set.maxTimeNs() + 1));
        assertThat(set.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, (1 << 17) + 1})
    void refusesTooFewOrTooManySlots(int slots) {
        assertThatIllegalArgumentException().isThrownBy(() -> new EventSet(slots));
    }

    private static List<Integer> drain(EventSet set) {
        List<Integer> slots = new ArrayList<>();
        while (!set.isEmpty()) {
            slots.add(set.nextSlot());
            set.cancel(set.nextSlot());
        }
        return slots;
    }
}
