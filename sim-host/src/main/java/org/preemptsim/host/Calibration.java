// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.preemptsim.experiment.result.RunResult;
import org.preemptsim.host.calibrate.CalibrationData;
import org.preemptsim.host.calibrate.FittedProfile;
import org.preemptsim.host.calibrate.Fitting;
import org.preemptsim.host.calibrate.Simulator;
import org.preemptsim.host.micro.MicroMeasurements;

/** Measures what a machine profile needs, and fits one. */
public final class Calibration {
    private Calibration() {}

    /**
     * Measures single costs, then {@code runs} idle runs, then {@code runs} runs beside the request's load if it has one.
     *
     * @param request one run: its load is the loaded runs', its duration that of each run
     * @param runs of each kind; at least 2, half of them are held back for validation
     * @throws HostException as {@link HostMeasurement#run}, and if {@code monitor} cancels: half a calibration is none
     */
    public static CalibrationData collect(MeasureRequest request, int runs, ProcessMonitor monitor)
            throws HostException {
        if (runs < 2) {
            throw new IllegalArgumentException("a calibration needs at least two runs of a kind");
        }
        MicroMeasurements micro = MicroMeasurements.run(request.cpu(), request.tools(), monitor);
        List<RunResult> idle = measure(request.beside(null, "idle"), runs, monitor);
        List<RunResult> loaded = request.stressCommand() == null
                ? List.of()
                : measure(request.beside(request.stressCommand(), "loaded"), runs, monitor);
        return new CalibrationData(CalibrationData.SCHEMA, micro, idle, loaded);
    }

    private static List<RunResult> measure(MeasureRequest request, int runs, ProcessMonitor monitor)
            throws HostException {
        List<RunResult> out = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            RunResult r = HostMeasurement.run(request, numbered(monitor, request.variant(), i, runs));
            if (!r.complete()) {
                throw new HostException(
                        "the calibration was stopped",
                        "run " + (i + 1) + " of " + runs + " (" + request.variant() + ") ended early",
                        "start it again, or ask for fewer or shorter runs");
            }
            out.add(r);
        }
        return out;
    }

    private static ProcessMonitor numbered(ProcessMonitor monitor, String kind, int index, int runs) {
        return new ProcessMonitor() {
            @Override
            public void progress(String phase, Duration elapsed, Duration expected) {
                monitor.progress(kind + " run " + (index + 1) + " of " + runs + ", " + phase, elapsed, expected);
            }

            @Override
            public boolean cancelled() {
                return monitor.cancelled();
            }
        };
    }

    /**
     * Fits a machine to the even runs. Deterministic: the same data, simulator and seed give the same profile.
     *
     * @param simulator simulates the measured scenario
     * @param seed for the simulations
     * @throws HostException if a run has no sample or the simulator fails
     */
    public static FittedProfile fit(CalibrationData data, Simulator simulator, long seed) throws HostException {
        return Fitting.fit(data, simulator, seed);
    }
}
