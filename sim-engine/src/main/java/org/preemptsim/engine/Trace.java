// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.engine;

import org.jspecify.annotations.Nullable;

/**
 * Records what happens as fixed-size binary records, in blocks, with a running 64-bit hash.
 *
 * <p>A component holds a nullable reference and records behind a null check: a trace that is off costs that check. Text
 * is made from the records afterwards, never in the run.
 */
public final class Trace {
    /** Longs per record: time, packed head, value. */
    public static final int WORDS = 3;

    private static final int BLOCK_RECORDS = 1 << 14;
    private static final long HASH_STEP = 0x9E3779B97F4A7C15L;
    private static final long HASH_TIME = 0xBF58476D1CE4E5B9L;
    private static final long HASH_HEAD = 0x94D049BB133111EBL;
    private static final long HASH_VALUE = 0xD6E8FEB86659FD93L;

    private final long[] block;
    private final @Nullable TraceSink sink;
    private int used;
    private long records;
    private long hash;

    /** A trace that hands its blocks to {@code sink}; with null it only counts and hashes. */
    public Trace(@Nullable TraceSink sink) {
        this.sink = sink;
        this.block = new long[sink == null ? 0 : BLOCK_RECORDS * WORDS];
    }

    /**
     * Records one point.
     *
     * @param type the kind of point, 0..255
     * @param cpu 0..65535
     * @param subject whom it is about, 0..2^40-1
     * @param value anything else
     * @throws IllegalArgumentException if type, cpu or subject does not fit
     */
    public void record(long timeNs, int type, int cpu, long subject, long value) {
        if (((type & ~0xFF) | (cpu & ~0xFFFF)) != 0 || subject >>> 40 != 0) {
            throw new IllegalArgumentException(
                    "type " + type + ", cpu " + cpu + ", subject " + subject + " do not fit into a trace record");
        }
        long head = ((long) type << 56) | ((long) cpu << 40) | subject;
        // Each step is a bijection of every word and of the hash so far: one changed word always shows.
        long point = fold(timeNs * HASH_TIME);
        point = fold((point ^ head) * HASH_HEAD);
        point = (point ^ value) * HASH_VALUE;
        hash = Long.rotateLeft(hash ^ point, 27) * 5 + HASH_STEP;
        records++;
        if (sink != null) {
            store(timeNs, head, value);
        }
    }

    private void store(long timeNs, long head, long value) {
        int i = used;
        block[i] = timeNs;
        block[i + 1] = head;
        block[i + 2] = value;
        used = i + WORDS;
        if (used == block.length) {
            flush();
        }
    }

    /** Brings the upper bits down, where the next multiplication spreads them. */
    private static long fold(long product) {
        return product ^ (product >>> 29);
    }

    /** Hands out what has not been handed out yet. */
    public void flush() {
        if (sink != null && used > 0) {
            sink.accept(block, used / WORDS);
        }
        used = 0;
    }

    /** Records so far. */
    public long records() {
        return records;
    }

    /** The hash over all records so far, in order. */
    public long hash() {
        return RandomStream.mix(hash);
    }

    /** The type in a record's head word. */
    public static int typeOf(long head) {
        return (int) (head >>> 56);
    }

    /** The CPU in a record's head word. */
    public static int cpuOf(long head) {
        return (int) (head >>> 40) & 0xFFFF;
    }

    /** The subject in a record's head word. */
    public static long subjectOf(long head) {
        return head & 0xFF_FFFF_FFFFL;
    }
}
