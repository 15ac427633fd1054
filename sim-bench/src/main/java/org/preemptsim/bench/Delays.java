// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.bench;

import org.preemptsim.engine.RandomStream;

/** Exponential delays drawn beforehand, so that no benchmark of an event set pays for random numbers. */
final class Delays {
    private static final int SIZE = 1 << 16;
    private static final long MEAN_NS = 1_000_000;

    private final int[] delaysNs = new int[SIZE];
    private int next;

    Delays() {
        RandomStream random = new RandomStream(1);
        for (int i = 0; i < SIZE; i++) {
            double u = ((random.nextLong() >>> 11) + 1) * 0x1p-53;
            delaysNs[i] = (int) Math.min(Integer.MAX_VALUE, 1 - MEAN_NS * Math.log(u));
        }
    }

    long nextNs() {
        return delaysNs[next++ & (SIZE - 1)];
    }
}
