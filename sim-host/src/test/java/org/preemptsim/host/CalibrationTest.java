// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.preemptsim.experiment.result.RunResult;
import org.preemptsim.host.calibrate.CalibrationData;
import org.preemptsim.host.measure.ToolPath;

class CalibrationTest {
    private static final MeasureRequest REQUEST = MeasureRequest.of(
            "cyclictest -m -q -p95 -i 500 -h60",
            "calibration",
            "stress --cpu 1",
            OptionalInt.of(0),
            Duration.ofSeconds(1));

    private static void needsTheTools() {
        for (String tool : List.of("cyclictest", "stress", "taskset")) {
            assumeTrue(ToolPath.ofEnvironment().lookFor(tool).isPresent(), tool + " is not installed here");
        }
    }

    @Test
    void collectsAlternatingHalvesOfBothKinds() throws HostException {
        needsTheTools();
        List<String> phases = new ArrayList<>();
        CalibrationData data;
        try {
            data = Calibration.collect(REQUEST, 2, new ProcessMonitor() {
                @Override
                public void progress(String phase, Duration elapsed, Duration expected) {
                    phases.add(phase);
                }
            });
        } catch (HostException e) {
            assumeTrue(!e.what().startsWith("no right"), "no right to SCHED_FIFO here: " + e.why());
            throw e;
        }
        assertThat(data.idle()).hasSize(2).allMatch(RunResult::complete);
        assertThat(data.loaded()).hasSize(2);
        assertThat(data.idle()).extracting(RunResult::variant).containsOnly("idle");
        assertThat(data.loaded()).extracting(RunResult::variant).containsOnly("loaded");
        assertThat(CalibrationData.fitting(data.idle()))
                .containsExactly(data.idle().get(0));
        assertThat(CalibrationData.heldBack(data.idle()))
                .containsExactly(data.idle().get(1));
        assertThat(phases).contains("idle run 1 of 2, measuring", "loaded run 2 of 2, measuring");
    }

    @Test
    void halfACalibrationIsNone() {
        needsTheTools();
        assertThatExceptionOfType(HostException.class)
                .isThrownBy(() -> Calibration.collect(REQUEST, 2, new ProcessMonitor() {
                    @Override
                    public boolean cancelled() {
                        return true;
                    }
                }))
                .withMessageContaining("stopped");
    }

    @Test
    void refusesASingleRun() {
        assertThatIllegalArgumentException().isThrownBy(() -> Calibration.collect(REQUEST, 1, ProcessMonitor.SILENT));
    }
}
