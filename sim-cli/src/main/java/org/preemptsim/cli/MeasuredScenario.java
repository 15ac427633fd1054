// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.preemptsim.experiment.scenario.Scenario;
import org.preemptsim.experiment.scenario.Variant;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.CyclictestSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * What of a scenario can be measured on a host: its first variant's cyclictest, and its load as it is written.
 *
 * @param scenario resolved
 * @param variant the first
 * @param test its cyclictest
 * @param loadCommand the command line of {@code workload.stress}
 * @param loadProfile the file of {@code workload.stress.profile}, which says what that load's workers do
 */
record MeasuredScenario(
        Scenario scenario,
        Variant variant,
        CyclictestSpec test,
        Optional<String> loadCommand,
        Optional<Path> loadProfile) {

    /**
     * Reads it.
     *
     * @throws UserError if the scenario cannot be run or measures nothing
     */
    static MeasuredScenario read(Path file, Console console, boolean quiet) {
        Scenario scenario = Simulations.read(file, console, quiet);
        Variant variant = scenario.variants().get(0);
        CyclictestSpec test = variant.workload().cyclictests().stream()
                .findFirst()
                .orElseThrow(() ->
                        new UserError(file + " measures nothing\n   fix: name a scenario with workload.cyclictest"));
        JsonNode stress = stress(file);
        Optional<Path> profile = stress.path("profile").asStringOpt().map(file::resolveSibling);
        return new MeasuredScenario(
                scenario, variant, test, stress.path("command").asStringOpt(), profile);
    }

    /** The CPU its measuring thread is pinned to; 0 if it is not pinned to one. */
    int cpu() {
        CpuSet cpus = test.threads().get(0).cpus();
        return cpus.size() == 1 ? cpus.lowest() : 0;
    }

    /** The reader keeps what the load does, not how it was written; the file is known to be sound by now. */
    private static JsonNode stress(Path file) {
        try {
            JsonNode stress = new YAMLMapper()
                    .readTree(Files.readString(file))
                    .path("workload")
                    .path("stress");
            return stress.isArray() ? stress.path(0) : stress;
        } catch (IOException e) {
            throw UserError.cannotRead(file, e);
        }
    }
}
