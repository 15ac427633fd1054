// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** The event set against a sorted reference: few distinct times, so that equal ones are the rule. */
class EventSetProperties {

    private record Op(int slot, int kind, long timeNs) {}

    private record Event(long timeNs, long rank, int slot) {}

    @Provide
    Arbitrary<List<Op>> ops() {
        Arbitrary<Integer> slot = Arbitraries.integers().between(0, 299);
        Arbitrary<Integer> kind = Arbitraries.integers().between(0, 5);
        Arbitrary<Long> time = Arbitraries.longs().between(0, 12);
        return Combinators.combine(slot, kind, time)
                .as(Op::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(400);
    }

    @Property(tries = 500)
    void equalsASortedReference(
            @ForAll("ops") List<Op> ops, @ForAll @IntRange(min = 1, max = 300) int slots, @ForAll long tieSeed) {
        EventSet set = new EventSet(slots);
        if (tieSeed % 2 == 0) {
            set.shuffleTies(tieSeed);
        }
        long[] rank = new long[slots];
        Arrays.setAll(rank, slot -> set.key(slot, 0));
        assertThat(Arrays.stream(rank).distinct().count()).isEqualTo(slots);

        Event[] pending = new Event[slots];
        TreeSet<Event> sorted =
                new TreeSet<>(Comparator.comparingLong(Event::timeNs).thenComparingLong(Event::rank));
        for (Op op : ops) {
            int slot = op.slot % slots;
            Event event = null;
            switch (op.kind) {
                case 0 -> set.cancel(slot);
                case 1 -> {
                    slot = sorted.isEmpty() ? slot : set.nextSlot();
                    set.cancel(slot);
                }
                default -> {
                    set.schedule(slot, op.timeNs);
                    event = new Event(op.timeNs, rank[slot], slot);
                }
            }
            Event old = pending[slot];
            if (old != null) {
                sorted.remove(old);
            }
            if (event != null) {
                sorted.add(event);
            }
            pending[slot] = event;
            assertSame(set, sorted, pending, slot);
        }
        while (!sorted.isEmpty()) {
            Event first = sorted.first();
            sorted.remove(first);
            pending[first.slot] = null;
            set.cancel(set.nextSlot());
            assertSame(set, sorted, pending, first.slot);
        }
    }

    private static void assertSame(EventSet set, SortedSet<Event> sorted, Event[] pending, int slot) {
        assertThat(set.isEmpty()).isEqualTo(sorted.isEmpty());
        assertThat(set.timeOf(slot)).isEqualTo(pending[slot] == null ? EventSet.NEVER : pending[slot].timeNs);
        if (sorted.isEmpty()) {
            assertThat(set.nextTimeNs()).isEqualTo(EventSet.NEVER);
        } else {
            assertThat(set.nextSlot()).isEqualTo(sorted.first().slot);
            assertThat(set.nextTimeNs()).isEqualTo(sorted.first().timeNs);
        }
        Event other = sorted.stream().filter(e -> e.slot != slot).findFirst().orElse(null);
        assertThat(set.minKeyExcept(slot))
                .isEqualTo(other == null ? EventSet.NEVER : set.key(other.slot, other.timeNs));
    }
}
