// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.engine;

/**
 * The named streams of one run: a stream depends on the run's seed and its own name and on nothing else, so adding or
 * removing a component changes no draw of any other (common random numbers between variants).
 */
public final class RandomStreams {
    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;

    private final long seed;

    public RandomStreams(long seed) {
        this.seed = seed;
    }

    /** A new stream at the start of the sequence of {@code name}. */
    public RandomStream stream(String name) {
        return new RandomStream(RandomStream.mix(RandomStream.mix(seed) ^ hash(name)));
    }

    private static long hash(String name) {
        long h = FNV_OFFSET;
        for (int i = 0; i < name.length(); i++) {
            h = (h ^ name.charAt(i)) * FNV_PRIME;
        }
        return RandomStream.mix(h);
    }
}
