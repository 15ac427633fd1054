// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.engine;

/**
 * One run's clock and loop.
 *
 * <p>One thread per instance; instances share nothing. {@link #run} allocates nothing.
 */
public final class Simulation {
    private final EventSet events;
    private final EventSink sink;
    private final boolean runAhead;

    private long nowNs;
    private long untilNs;
    /** The slot that is firing, or -1. */
    private int firing = -1;
    /** Whether the firing slot was scheduled or cancelled since it fired. */
    private boolean firingSettled;
    /**
     * A lower bound of the keys of all pending events but the firing slot's: exact when taken, lowered by every later
     * schedule, not raised when another event is cancelled or put off, which costs a run-ahead but never the order.
     */
    private long limitKey;

    private long fired;
    private long ranAhead;
    private boolean stopRequested;

    /** A simulation at time 0 over {@code events}, which from here on only it may change. */
    public Simulation(EventSet events, EventSink sink) {
        this(events, sink, true);
    }

    /**
     * As the other constructor.
     *
     * @param runAhead whether {@link #advance} may succeed; off gives the same outcome more slowly
     */
    public Simulation(EventSet events, EventSink sink, boolean runAhead) {
        this.events = events;
        this.sink = sink;
        this.runAhead = runAhead;
    }

    /** The current simulated time in nanoseconds. */
    public long nowNs() {
        return nowNs;
    }

    /** Events so far, those passed by {@link #advance} included. */
    public long eventCount() {
        return fired + ranAhead;
    }

    /** Events so far that did not touch the event set. */
    public long ranAheadCount() {
        return ranAhead;
    }

    /**
     * Sets the pending event of {@code slot}, replacing one that was there.
     *
     * @throws IllegalArgumentException if {@code atNs} is in the past or beyond {@link EventSet#maxTimeNs}
     */
    public void schedule(int slot, long atNs) {
        if (atNs < nowNs) {
            throw pastEvent(slot, atNs);
        }
        events.schedule(slot, atNs);
        if (slot == firing) {
            firingSettled = true;
        } else {
            limitKey = Math.min(limitKey, events.key(slot, atNs));
        }
    }

    /** Removes the pending event of {@code slot}, if any. */
    public void cancel(int slot) {
        events.cancel(slot);
        if (slot == firing) {
            firingSettled = true;
        }
    }

    /** The pending time of {@code slot}; {@link EventSet#NEVER} if it has none. */
    public long timeOf(int slot) {
        return slot == firing && !firingSettled ? EventSet.NEVER : events.timeOf(slot);
    }

    /**
     * Tries to continue the firing source at {@code atNs} in line, in place of {@link #schedule} and return.
     *
     * @return true if no other event comes before: the time is now {@code atNs} and the caller goes on as if fired, its
     *     slot idle whatever was scheduled for it before; false if not, and the caller must {@link #schedule} itself and
     *     return
     * @throws IllegalArgumentException if {@code atNs} is in the past
     */
    public boolean advance(int slot, long atNs) {
        if (slot != firing || !runAhead || atNs > untilNs || stopRequested || events.key(slot, atNs) >= limitKey) {
            return false;
        }
        if (atNs < nowNs) {
            throw pastEvent(slot, atNs);
        }
        firingSettled = false;
        nowNs = atNs;
        ranAhead++;
        return true;
    }

    /** Makes the run return after the event in progress; without effect between runs. */
    public void requestStop() {
        stopRequested = true;
    }

    /**
     * Fires all events up to and including time {@code untilNs}, then sets the time to it.
     *
     * @return why it returned; on {@link StopReason#REQUESTED} the time stays at the last event
     * @throws IllegalArgumentException if {@code untilNs} is beyond {@link EventSet#maxTimeNs}
     * @throws IllegalStateException if called from within a run, or after one that ended by an exception
     */
    public StopReason run(long untilNs) {
        if (untilNs > events.maxTimeNs()) {
            throw new IllegalArgumentException("the horizon is beyond " + events.maxTimeNs() + " ns");
        }
        if (firing >= 0) {
            throw new IllegalStateException("slot " + firing + " is firing, or failed, at " + nowNs + " ns");
        }
        this.untilNs = untilNs;
        stopRequested = false;
        EventSet set = events;
        while (!stopRequested) {
            long next = set.nextTimeNs();
            if (next > untilNs) {
                nowNs = Math.max(nowNs, untilNs);
                return set.isEmpty() ? StopReason.EXHAUSTED : StopReason.HORIZON;
            }
            int slot = set.nextSlot();
            firing = slot;
            firingSettled = false;
            limitKey = set.minKeyExcept(slot);
            nowNs = next;
            fired++;
            sink.fire(slot, next);
            if (!firingSettled) {
                set.cancel(slot);
            }
            firing = -1;
        }
        return StopReason.REQUESTED;
    }

    private IllegalArgumentException pastEvent(int slot, long atNs) {
        return new IllegalArgumentException(
                "slot " + slot + " cannot be scheduled at " + atNs + " ns: it is already " + nowNs + " ns");
    }
}
