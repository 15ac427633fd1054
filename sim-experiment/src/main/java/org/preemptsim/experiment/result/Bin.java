// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.result;

/** {@code count} samples whose value lies in {@code [lowerNs, lowerNs + widthNs)}. */
public record Bin(long lowerNs, long widthNs, long count) {
    /** The greatest whole value in the bin. */
    public long highestNs() {
        return lowerNs + widthNs - 1;
    }
}
