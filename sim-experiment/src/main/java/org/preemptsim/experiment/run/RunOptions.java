// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.run;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a user may change about a run without editing the scenario.
 *
 * @param variants names of the variants to run; empty = all
 * @param seed instead of the scenario's
 * @param durationNs simulated time instead of the scenario's
 * @param worst worst samples kept instead of the scenario's
 * @param tracePath where the trace goes, or null; with several variants, its name before the extension gets the variant's
 * @param check whether whole-state checks run at every slice's end
 */
public record RunOptions(
        List<String> variants,
        OptionalLong seed,
        OptionalLong durationNs,
        OptionalInt worst,
        @Nullable Path tracePath,
        boolean check) {

    public RunOptions {
        variants = List.copyOf(variants);
    }

    /** The scenario as it is. */
    public static RunOptions defaults() {
        return new RunOptions(List.of(), OptionalLong.empty(), OptionalLong.empty(), OptionalInt.empty(), null, false);
    }
}
