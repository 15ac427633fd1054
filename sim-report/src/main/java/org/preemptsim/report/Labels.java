// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.preemptsim.experiment.result.RunResult;

/** What to call the runs of a comparison: short, never empty, all different. */
final class Labels {
    private Labels() {}

    static List<String> of(List<RunResult> runs) {
        List<String> labels = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (RunResult run : runs) {
            String label = of(run);
            for (int i = 2; !taken.add(label); i++) {
                label = of(run) + " (" + i + ")";
            }
            labels.add(label);
        }
        return labels;
    }

    static String of(RunResult run) {
        if (!run.variant().isBlank()) {
            return Text.plain(run.variant());
        }
        if (run.source() == RunResult.Source.HOST) {
            return "measured";
        }
        return run.scenario().isBlank() ? "run" : Text.plain(run.scenario());
    }
}
