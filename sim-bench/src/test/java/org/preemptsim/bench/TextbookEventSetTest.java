// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.preemptsim.engine.EventSet;

/** A comparison is fair only if both sides do the same work: the baselines fire what the engine's event set fires. */
class TextbookEventSetTest {
    private static final int SLOTS = 16;

    private enum Move {
        NONE,
        BY_REMOVAL,
        LAZILY
    }

    @ParameterizedTest
    @EnumSource(Move.class)
    void firesTheSameEventsAsTheEngine(Move move) {
        Delays ours = new Delays();
        Delays theirs = new Delays();
        EventSet engine = new EventSet(SLOTS);
        TextbookEventSet textbook = new TextbookEventSet(SLOTS);
        for (int slot = 0; slot < SLOTS; slot++) {
            engine.schedule(slot, untied(slot, ours.nextNs()));
            textbook.schedule(slot, untied(slot, theirs.nextNs()));
        }
        for (int i = 0; i < 100_000; i++) {
            TextbookEventSet.Event event = textbook.take();
            assertThat(event.slot).isEqualTo(engine.nextSlot());
            assertThat(event.timeNs).isEqualTo(engine.nextTimeNs());
            engine.schedule(event.slot, untied(event.slot, event.timeNs + ours.nextNs()));
            textbook.schedule(event.slot, untied(event.slot, event.timeNs + theirs.nextNs()));
            if (move != Move.NONE) {
                int other = i % SLOTS;
                engine.schedule(other, untied(other, event.timeNs + ours.nextNs()));
                if (move == Move.BY_REMOVAL) {
                    textbook.moveByRemoval(other, untied(other, event.timeNs + theirs.nextNs()));
                } else {
                    textbook.moveLazily(other, untied(other, event.timeNs + theirs.nextNs()));
                }
            }
        }
    }

    /** The two sets break ties by different rules; the comparison is about all the rest. */
    private static long untied(int slot, long timeNs) {
        return timeNs / SLOTS * SLOTS + slot;
    }
}
