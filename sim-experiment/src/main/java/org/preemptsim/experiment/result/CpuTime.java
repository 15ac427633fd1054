// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.result;

import java.util.List;

/**
 * Where one CPU's time went. The parts sum to the simulated time: time is conserved (rule K11.22).
 *
 * @param parts non-zero parts in the fixed order of the contexts
 */
public record CpuTime(int cpu, List<Part> parts) {
    public CpuTime {
        parts = List.copyOf(parts);
    }

    /** One context, such as {@code user}, {@code kernel}, {@code hardirq}, {@code softirq}, {@code idle}. */
    public record Part(String context, long ns) {}

    /** The sum of the parts. */
    public long totalNs() {
        return parts.stream().mapToLong(Part::ns).sum();
    }
}
