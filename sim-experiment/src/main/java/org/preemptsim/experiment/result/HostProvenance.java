// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.result;

import java.util.List;
import java.util.Map;

/**
 * How a host measurement was made.
 *
 * @param tool such as {@code cyclictest 2.40}
 * @param startedAt ISO-8601 instant
 * @param adapted what the harness changed or dropped of the asked command line, one sentence each
 * @param facts the host's facts, flat, by dotted key, in order
 */
public record HostProvenance(String tool, String startedAt, List<String> adapted, Map<String, String> facts) {
    public HostProvenance {
        adapted = List.copyOf(adapted);
        facts = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(facts));
    }
}
