// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import java.util.List;
import java.util.Optional;

/**
 * A scenario, resolved: units, defaults, includes, profiles and variants are gone, times are nanoseconds.
 *
 * @param name its name in results
 * @param title its title in reports; the name if it has none
 * @param about what it shows, free text; may be empty
 * @param seed seed of all random streams, shared by the variants
 * @param worstSamples worst samples to keep with their blame
 * @param variants in the file's order; one with an empty name if the file has no variants
 */
public record Scenario(String name, String title, String about, long seed, int worstSamples, List<Variant> variants) {
    public Scenario {
        variants = List.copyOf(variants);
        if (variants.isEmpty()) {
            throw new IllegalArgumentException("a scenario has at least one variant");
        }
    }

    /** The variant of that name. */
    public Optional<Variant> variant(String variantName) {
        return variants.stream().filter(v -> v.name().equals(variantName)).findFirst();
    }
}
