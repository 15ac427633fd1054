// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.calibrate;

import java.util.ArrayList;
import java.util.List;
import org.preemptsim.experiment.result.RunResult;
import org.preemptsim.host.micro.MicroMeasurements;

/**
 * What was measured for a calibration. Even runs (the first, the third, ...) are for fitting, odd ones are held back for
 * validation: alternating, so that a slow change of the host is in both halves.
 *
 * @param schema version of the JSON form
 * @param micro single costs
 * @param idle runs without a load, in order
 * @param loaded runs beside the load, in order; empty if there is no load
 */
public record CalibrationData(int schema, MicroMeasurements micro, List<RunResult> idle, List<RunResult> loaded) {
    /** The version of the JSON form. */
    public static final int SCHEMA = 1;

    public CalibrationData {
        idle = List.copyOf(idle);
        loaded = List.copyOf(loaded);
        if (idle.size() < 2 || loaded.size() == 1) {
            throw new IllegalArgumentException("a calibration needs two runs of a kind: one to fit, one to hold back");
        }
    }

    /** The half to fit to. */
    public static List<RunResult> fitting(List<RunResult> runs) {
        return everyOther(runs, 0);
    }

    /** The half that is held back. */
    public static List<RunResult> heldBack(List<RunResult> runs) {
        return everyOther(runs, 1);
    }

    private static List<RunResult> everyOther(List<RunResult> runs, int from) {
        List<RunResult> out = new ArrayList<>();
        for (int i = from; i < runs.size(); i += 2) {
            out.add(runs.get(i));
        }
        return out;
    }
}
