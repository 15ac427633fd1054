// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.result;

import java.util.ArrayList;
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

    /** The contexts any run spent CPU time in, in one order that keeps to that of each run. */
    public List<String> cpuContexts() {
        List<String> contexts = new ArrayList<>();
        for (RunResult run : runs) {
            int next = 0;
            for (String context : run.cpuTimeByContext().keySet()) {
                int known = contexts.indexOf(context);
                if (known < 0) {
                    contexts.add(next, context);
                }
                next = known < 0 ? next + 1 : known + 1;
            }
        }
        return contexts;
    }
}
