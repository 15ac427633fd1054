// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host;

import org.jspecify.annotations.Nullable;
import org.preemptsim.experiment.result.RunResult;
import org.preemptsim.host.calibrate.CalibrationData;
import org.preemptsim.host.validate.Conditions;
import org.preemptsim.host.validate.ValidationReport;

/** Compares a profile's simulation with the measurements that were held back. */
public final class Validation {
    private Validation() {}

    /**
     * Validates.
     *
     * @param data what was measured for the calibration; only the odd runs are compared with
     * @param simulatedIdle the scenario simulated with the profile and no load
     * @param simulatedLoaded the same beside the load; null if there was none
     * @throws HostException if a result has no sample to compare
     */
    public static ValidationReport validate(
            CalibrationData data, RunResult simulatedIdle, @Nullable RunResult simulatedLoaded) throws HostException {
        return Conditions.validate(data, simulatedIdle, simulatedLoaded);
    }
}
