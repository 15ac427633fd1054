// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host;

import org.preemptsim.experiment.result.RunResult;
import org.preemptsim.host.measure.MeasureSession;

/** Measures this host with the real cyclictest. */
public final class HostMeasurement {
    private HostMeasurement() {}

    /**
     * Runs cyclictest, beside a load if one is asked for, and returns what it measured. Blocks for the load's settling
     * time and the duration. Every child process has ended and every temporary file is gone when this returns or throws;
     * no setting of the host is changed.
     *
     * <p>If {@code monitor} cancels or the calling thread is interrupted (its flag stays set), what was measured by then
     * is returned with {@code complete = false}.
     *
     * @return a result with source HOST; its provenance tells the version, the start time, what was adapted, the host's
     *     facts before the run, and under {@code run.} what changed while it ran
     * @throws HostException if a tool is missing, there is no such CPU, no right to SCHED_FIFO, too little disk space
     *     for the load, the tool or the load fails, or its output is not understood
     */
    public static RunResult run(MeasureRequest request, ProcessMonitor monitor) throws HostException {
        return MeasureSession.run(request, monitor);
    }
}
