// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.bench;

import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** The event set of a textbook: an object per event in {@link PriorityQueue}, ordered by time, then by age. */
final class TextbookEventSet {

    /** One pending event, or one that has been moved and is to be skipped. */
    static final class Event implements Comparable<Event> {
        final long timeNs;
        final int slot;
        private final long sequence;

        Event(long timeNs, long sequence, int slot) {
            this.timeNs = timeNs;
            this.sequence = sequence;
            this.slot = slot;
        }

        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(timeNs, other.timeNs);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    private final PriorityQueue<Event> queue = new PriorityQueue<>();
    private final @Nullable Event[] pending;
    private long sequence;

    TextbookEventSet(int slots) {
        pending = new Event[slots];
    }

    void schedule(int slot, long timeNs) {
        Event event = new Event(timeNs, sequence++, slot);
        pending[slot] = event;
        queue.add(event);
    }

    /** Moves the pending event by taking it out and putting a new one in: linear in the number of events. */
    void moveByRemoval(int slot, long timeNs) {
        queue.remove(pending[slot]);
        schedule(slot, timeNs);
    }

    /** Moves the pending event by leaving the old one in, to be skipped when its time comes. */
    void moveLazily(int slot, long timeNs) {
        schedule(slot, timeNs);
    }

    /** Takes the next event that has not been moved. */
    Event take() {
        Event event = queue.remove();
        while (event != pending[event.slot]) {
            event = queue.remove();
        }
        return event;
    }
}
