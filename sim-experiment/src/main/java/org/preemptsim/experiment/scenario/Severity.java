// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import java.util.Locale;

/** How bad a diagnostic is. */
public enum Severity {
    /** There is no scenario. */
    ERROR,
    /** There is a scenario, but it may not be what its writer meant. */
    WARNING;

    /** As printed: {@code error}, {@code warning}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
