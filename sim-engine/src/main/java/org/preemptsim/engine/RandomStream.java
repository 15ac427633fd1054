// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.engine;

/**
 * A stream of pseudo-random numbers: SplitMix64 (Steele, Lea and Flood, OOPSLA 2014), 8 bytes of state.
 *
 * <p>The algorithm is fixed, so a seed gives the same numbers on every JVM.
 */
public final class RandomStream {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    /** The stream of {@code seed}; streams of components come from {@link RandomStreams}. */
    public RandomStream(long seed) {
        this.state = seed;
    }

    /** 64 uniform bits. */
    public long nextLong() {
        return mix(state += GOLDEN_GAMMA);
    }

    /** Uniform on {@code 0..bound-1}, by multiplication; its bias is below {@code bound / 2^32}. */
    public int nextInt(int bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound must be positive");
        }
        return (int) (((nextLong() >>> 32) * bound) >>> 32);
    }

    /** True with probability {@code threshold / 2^32}. */
    public boolean nextBelow(long threshold) {
        return nextLong() >>> 32 < threshold;
    }

    /** The finalizer of SplitMix64, a bijection of 64 bits. */
    static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }
}
