// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.result;

/**
 * Useful work one worker got done.
 *
 * @param task such as {@code stress/cpu#1}
 * @param unit what was counted, such as {@code sqrt blocks} or {@code MiB written}
 * @param units how many
 * @param cpuNs CPU time the task used
 */
public record WorkResult(String task, String unit, long units, long cpuNs) {
    /** Units done per second of a run of this length; 0 for an empty run. */
    public double perSecond(long runNs) {
        return runNs == 0 ? 0 : units * 1e9 / runNs;
    }
}
