// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.engine;

import java.util.Arrays;

/**
 * The pending events: at most one per slot, in a winner tree.
 *
 * <p>A leaf holds {@code time << rankBits | rank}; an inner node holds the lesser of its two children, so the root is
 * the next event and equal times are ordered by rank. An idle slot holds {@link Long#MAX_VALUE}.
 *
 * <p>Cost: {@link #schedule} and {@link #cancel} walk one path, O(log slots), without a data-dependent branch.
 *
 * <p>During a run a set is changed through its {@link Simulation} alone, which must know of every change; until a firing
 * source is scheduled again the set still shows the event that is being fired.
 */
public final class EventSet {
    /** The time of a slot that has no pending event. */
    public static final long NEVER = Long.MAX_VALUE;

    private final int slots;
    private final int leaves;
    private final int rankBits;
    private final long rankMask;
    private final long maxTimeNs;
    private final long[] tree;
    private final int[] rankOfSlot;
    private final int[] slotOfRank;

    /**
     * An empty set for slots {@code 0..slots-1}.
     *
     * @throws IllegalArgumentException if {@code slots} is not within 1..2^17
     */
    public EventSet(int slots) {
        if (slots < 1 || slots > 1 << 17) {
            throw new IllegalArgumentException("slots must be 1..131072, not " + slots);
        }
        this.slots = slots;
        int bits = Math.max(1, 32 - Integer.numberOfLeadingZeros(slots - 1));
        this.leaves = 1 << bits;
        this.rankBits = bits;
        this.rankMask = leaves - 1L;
        this.maxTimeNs = (NEVER >> bits) - 1;
        this.tree = new long[2 * leaves];
        this.rankOfSlot = new int[slots];
        this.slotOfRank = new int[leaves];
        Arrays.fill(tree, NEVER);
        for (int i = 0; i < slots; i++) {
            rankOfSlot[i] = i;
            slotOfRank[i] = i;
        }
    }

    /**
     * Permutes the order of equal times by {@code seed}; only on an empty set.
     *
     * @throws IllegalStateException if an event is pending
     */
    public void shuffleTies(long seed) {
        if (tree[1] != NEVER) {
            throw new IllegalStateException("ties can be shuffled on an empty event set only");
        }
        RandomStream random = new RandomStream(seed);
        for (int i = slots - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int t = slotOfRank[i];
            slotOfRank[i] = slotOfRank[j];
            slotOfRank[j] = t;
        }
        for (int rank = 0; rank < slots; rank++) {
            rankOfSlot[slotOfRank[rank]] = rank;
        }
    }

    /** The greatest time that fits into a key of this set. */
    public long maxTimeNs() {
        return maxTimeNs;
    }

    /** The key of {@code slot} at {@code timeNs}: keys compare as (time, rank). */
    long key(int slot, long timeNs) {
        return (timeNs << rankBits) | rankOfSlot[slot];
    }

    /**
     * Sets the pending event of {@code slot}, replacing one that was there.
     *
     * @throws IllegalArgumentException if {@code timeNs} is not within 0..{@link #maxTimeNs}
     */
    public void schedule(int slot, long timeNs) {
        if (timeNs < 0 || timeNs > maxTimeNs) {
            throw beyondKey(slot, timeNs);
        }
        int rank = rankOfSlot[slot];
        update(rank, (timeNs << rankBits) | rank);
    }

    /** Removes the pending event of {@code slot}, if any. */
    public void cancel(int slot) {
        update(rankOfSlot[slot], NEVER);
    }

    private void update(int rank, long key) {
        long[] t = tree;
        int i = leaves + rank;
        t[i] = key;
        long k = key;
        while (i > 1) {
            long sibling = t[i ^ 1];
            k = Math.min(k, sibling);
            i >>>= 1;
            t[i] = k;
        }
    }

    /** Whether nothing is pending. */
    public boolean isEmpty() {
        return tree[1] == NEVER;
    }

    /** The key of the next event; {@link #NEVER} if there is none. */
    long minKey() {
        return tree[1];
    }

    /** The time of the next event; {@link #NEVER} if there is none. */
    public long nextTimeNs() {
        long k = tree[1];
        return k == NEVER ? NEVER : k >> rankBits;
    }

    /** The slot of the next event; meaningless on an empty set. */
    public int nextSlot() {
        return slotOfRank[(int) (tree[1] & rankMask)];
    }

    /** The pending time of {@code slot}; {@link #NEVER} if it has none. */
    public long timeOf(int slot) {
        long k = tree[leaves + rankOfSlot[slot]];
        return k == NEVER ? NEVER : k >> rankBits;
    }

    /** The least key of all slots but {@code slot}. */
    long minKeyExcept(int slot) {
        long[] t = tree;
        int i = leaves + rankOfSlot[slot];
        long k = NEVER;
        while (i > 1) {
            k = Math.min(k, t[i ^ 1]);
            i >>>= 1;
        }
        return k;
    }

    private IllegalArgumentException beyondKey(int slot, long timeNs) {
        return new IllegalArgumentException("slot " + slot + " cannot be scheduled at " + timeNs
                + " ns: with this many slots times are 0.." + maxTimeNs + " ns");
    }
}
