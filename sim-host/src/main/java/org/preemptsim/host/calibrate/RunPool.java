// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.calibrate;

import java.util.List;
import org.preemptsim.experiment.result.LatencyResult;
import org.preemptsim.experiment.result.RunResult;

/** Several measured runs of one kind as one. */
public final class RunPool {
    private RunPool() {}

    /**
     * The first measuring thread's latencies over all runs.
     *
     * @throws IllegalArgumentException if there is no run or a run without a thread
     */
    public static LatencyResult latencies(List<RunResult> runs) {
        return LatencyCurve.pool(runs.stream()
                .map(r -> r.latencies().stream()
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("a run without a measuring thread")))
                .toList());
    }

    /** The runs as one; provenance and names are the first's. */
    public static RunResult pool(List<RunResult> runs, String variant) {
        LatencyResult all = latencies(runs);
        RunResult first = runs.get(0);
        boolean complete = runs.stream().allMatch(RunResult::complete);
        return new RunResult(
                first.schema(),
                first.source(),
                first.scenario(),
                variant,
                first.scenarioHash(),
                first.seed(),
                first.modelVersion(),
                first.kernel(),
                first.command(),
                runs.stream().mapToLong(RunResult::requestedNs).sum(),
                runs.stream().mapToLong(RunResult::simulatedNs).sum(),
                complete,
                complete ? first.stopReason() : "interrupted",
                List.of(all),
                List.of(),
                List.of(),
                List.of(),
                first.host());
    }
}
