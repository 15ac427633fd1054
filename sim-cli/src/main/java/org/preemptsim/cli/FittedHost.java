// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.preemptsim.experiment.result.AtomicFile;
import org.preemptsim.experiment.result.ResultJson;
import org.preemptsim.experiment.scenario.TimeText;
import org.preemptsim.host.calibrate.CalibrationData;
import org.preemptsim.models.spec.KernelSpec;
import tools.jackson.core.JacksonException;

/**
 * The directory that {@code host calibrate} fills and {@code host validate} reads: what was measured, the profile that was
 * fitted, and this host as scenarios that use it.
 *
 * @param directory where
 */
record FittedHost(Path directory) {
    static final Path DEFAULT = Path.of("out", "host");

    /** What was measured. */
    Path measurements() {
        return directory.resolve("measurements.json");
    }

    /** The fitted machine, and the load's scaled kernel sections. */
    Path profile() {
        return directory.resolve("profile.yaml");
    }

    /** This host without load, as a scenario. */
    Path idle() {
        return directory.resolve("idle.yaml");
    }

    /** This host beside the load, as a scenario. */
    Path loaded() {
        return directory.resolve("loaded.yaml");
    }

    /**
     * The measurements.
     *
     * @throws UserError if they are not there or are of another form
     */
    static CalibrationData readMeasurements(Path file) {
        try {
            return ResultJson.read(Files.readString(file), CalibrationData.class);
        } catch (IOException e) {
            throw new UserError(
                    UserError.cannotRead(file, e).getMessage() + "\n   fix: make it with 'preemptsim host calibrate'",
                    e);
        } catch (JacksonException | IllegalArgumentException e) {
            throw new UserError(
                    file + " holds no measurements for a calibration: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
                            + "\n   fix: make it with 'preemptsim host calibrate'",
                    e);
        }
    }

    /**
     * Writes a file of the directory.
     *
     * @throws UserError if it cannot be written
     */
    void write(Path file, String text) {
        try {
            AtomicFile.write(file, text);
        } catch (IOException e) {
            throw UserError.cannotWrite(file, e);
        }
    }

    /**
     * This host as a scenario that uses the fitted profile.
     *
     * @param of what was measured
     * @param kernel the host's
     * @param load the load's command line; null = idle
     * @param durationNs simulated time
     */
    static String scenario(MeasuredScenario of, KernelSpec kernel, @Nullable String load, long durationNs) {
        StringBuilder text = new StringBuilder();
        text.append(
                "# This host as a scenario, written by \"preemptsim host calibrate\" beside the profile it uses.\n");
        text.append("preemptsim: 1\n");
        text.append("name: host-").append(load == null ? "idle" : "loaded").append('\n');
        text.append("duration: ").append(TimeText.of(durationNs)).append('\n');
        text.append("machine: {profile: profile.yaml, cpus: ")
                .append(of.variant().machine().cpus())
                .append("}\n");
        text.append("kernel: {version: \"").append(kernel.version()).append("\", preemption: ");
        text.append(kernel.preemption().name().toLowerCase(Locale.ROOT))
                .append(", hz: ")
                .append(kernel.hz());
        text.append(", nohz: ").append(kernel.nohzIdle() ? "idle" : "off");
        text.append(", threadirqs: ").append(kernel.threadIrqs()).append("}\n");
        text.append("workload:\n");
        text.append("  cyclictest: {command: ").append(quoted(of.test().command()));
        text.append(", cpus: \"").append(of.test().threads().get(0).cpus()).append("\"}\n");
        if (load != null) {
            text.append("  stress: {command: ")
                    .append(quoted(load))
                    .append(", cpus: ")
                    .append(of.cpu());
            text.append(", profile: profile.yaml}\n");
        }
        return text.toString();
    }

    /** A JSON string is a YAML string. */
    private static String quoted(String text) {
        return ResultJson.write(text).strip();
    }
}
