// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.parse;

import java.util.List;
import java.util.Optional;

/**
 * One run of cyclictest as it reported it.
 *
 * @param version such as {@code 2.40}, where the form says so
 * @param threads its measuring threads by number
 */
public record CyclictestOutput(Optional<String> version, List<ThreadStats> threads) {
    public CyclictestOutput {
        threads = List.copyOf(threads);
    }
}
