// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.validate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.preemptsim.experiment.result.RunResult;
import org.preemptsim.host.HostException;
import org.preemptsim.host.calibrate.CalibrationData;

/** The comparisons of a validation and the verdict on them. */
public final class Conditions {
    private Conditions() {}

    /** See {@link org.preemptsim.host.Validation#validate}. */
    public static ValidationReport validate(
            CalibrationData data, RunResult simulatedIdle, @Nullable RunResult simulatedLoaded) throws HostException {
        List<Condition> conditions = new ArrayList<>();
        conditions.add(compare("idle", data.idle(), simulatedIdle));
        if (!data.loaded().isEmpty() && simulatedLoaded != null) {
            conditions.add(compare("loaded", data.loaded(), simulatedLoaded));
        }
        List<Finding> findings = TrustRules.judge(data, conditions);
        Verdict verdict = findings.isEmpty() ? Verdict.TRUSTED : findings.get(0).leaves();
        return new ValidationReport(verdict, findings, conditions);
    }

    private static Condition compare(String name, List<RunResult> runs, RunResult simulated) throws HostException {
        List<RunResult> all = new ArrayList<>(runs);
        all.add(simulated);
        for (RunResult r : all) {
            if (r.latencies().isEmpty() || r.latencies().get(0).count() == 0) {
                throw new HostException(
                        "there is nothing to compare for the " + name + " host",
                        "a " + (r.source() == RunResult.Source.HOST ? "measured" : "simulated") + " run has no sample",
                        "run it for longer");
            }
        }
        return Condition.of(name, runs, simulated);
    }
}
