// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.trace;

/** The value of a record about a priority: old and new, in the kernel's numbers (-1 = deadline). */
public final class PrioValue {
    private static final int BIAS = 1;

    private PrioValue() {}

    public static long pack(int oldPrio, int newPrio) {
        return ((long) (oldPrio + BIAS) << 16) | (newPrio + BIAS);
    }

    public static int oldPrio(long value) {
        return (int) (value >>> 16 & 0xFFFF) - BIAS;
    }

    public static int newPrio(long value) {
        return (int) (value & 0xFFFF) - BIAS;
    }
}
