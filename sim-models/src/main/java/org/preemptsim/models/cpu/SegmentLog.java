// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.cpu;

import java.util.Arrays;

/**
 * The last segments of a CPU, gapless: each entry ends where the next begins. Equal neighbours are one entry.
 *
 * <p>A latency that is to be explained is cut along this log. Entries that an open window still needs are handed to the
 * {@link Evicted} port before they are overwritten, so no window ever loses a nanosecond.
 */
public final class SegmentLog {
    /** Entries kept. */
    public static final int SIZE = 1 << 12;

    private static final int MASK = SIZE - 1;

    private final long[] endNs = new long[SIZE];
    private final long[] segments = new long[SIZE];
    private long appended;
    private long guardNs = Long.MAX_VALUE;
    private Evicted evicted = (cpu, endNs, segment) -> {};
    private final int cpu;

    SegmentLog(int cpu) {
        this.cpu = cpu;
        Arrays.fill(segments, -1);
    }

    /** Told of entries that are overwritten while a window needs them. */
    public interface Evicted {
        /** The oldest entry of {@code cpu}'s log, which ended at {@code endNs}, is about to be forgotten. */
        void evicted(int cpu, long endNs, long segment);
    }

    /** Plugs in who keeps windows. */
    public void connect(Evicted listener) {
        this.evicted = listener;
    }

    /** Entries that end after {@code fromNs} are needed; {@link Long#MAX_VALUE} if no window is open. */
    public void guard(long fromNs) {
        this.guardNs = fromNs;
    }

    /** From when on entries are needed. */
    public long guardNs() {
        return guardNs;
    }

    void append(long end, long segment) {
        int last = (int) (appended - 1) & MASK;
        if (appended != 0 && segments[last] == segment) {
            endNs[last] = end;
            return;
        }
        int i = (int) appended & MASK;
        if (appended >= SIZE && endNs[i] > guardNs) {
            // Its start is forgotten already; the listener knows how far it has been told.
            evicted.evicted(cpu, endNs[i], segments[i]);
        }
        endNs[i] = end;
        segments[i] = segment;
        appended++;
    }

    /** The number of the newest entry, -1 if there is none; older ones have lesser numbers. */
    public long newest() {
        return appended - 1;
    }

    /** The number of the oldest entry still kept. */
    public long oldest() {
        return Math.max(0, appended - SIZE);
    }

    /** When entry {@code i} ended. */
    public long endNs(long i) {
        return endNs[(int) i & MASK];
    }

    /** The packed description of entry {@code i}. */
    public long segment(long i) {
        return segments[(int) i & MASK];
    }
}
