// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.result;

import java.util.List;

/**
 * Several runs side by side.
 *
 * @param title what is compared
 * @param runs in the scenario's order of variants
 */
public record Comparison(int schema, String title, List<RunResult> runs) {
    public Comparison {
        runs = List.copyOf(runs);
    }
}
