// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.validate;

/**
 * How far one quantile is off.
 *
 * @param name such as {@code p99.9} or {@code max}
 * @param share such as 0.999; 1 for the greatest
 * @param measuredNs in the held-back half
 * @param simulatedNs with the profile
 * @param beyond measured samples beyond it
 * @param supported whether enough samples lie beyond it to mean anything
 */
public record QuantileError(
        String name, double share, double measuredNs, double simulatedNs, long beyond, boolean supported) {

    /** Simulated less measured, in nanoseconds. */
    public double absoluteNs() {
        return simulatedNs - measuredNs;
    }

    /** Simulated less measured, as a part of the measured; 0.1 = 10 % too much. */
    public double relative() {
        return measuredNs == 0 ? 0 : absoluteNs() / measuredNs;
    }

    /** The greater of simulated/measured and measured/simulated: 1 = equal. */
    public double factor() {
        double a = Math.max(1, simulatedNs);
        double b = Math.max(1, measuredNs);
        return Math.max(a / b, b / a);
    }
}
