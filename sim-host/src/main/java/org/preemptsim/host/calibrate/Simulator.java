// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.calibrate;

import org.preemptsim.experiment.result.LatencyResult;
import org.preemptsim.host.HostException;

/** What calibration needs of a simulation: the measurement's scenario on a machine with given parameters. */
public interface Simulator {
    /**
     * The measuring thread's latencies.
     *
     * @param parameters the machine, and how much longer than the load's profile says its kernel sections are
     * @param loaded whether the load runs beside the measurement
     * @param seed equal seeds give equal results
     * @throws HostException if the scenario cannot be simulated with them
     */
    LatencyResult simulate(FitParameters parameters, boolean loaded, long seed) throws HostException;
}
