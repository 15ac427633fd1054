// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.run;

import java.util.List;

/** A variant was asked for that the scenario does not have. */
public final class UnknownVariantException extends RuntimeException {
    private final String name;
    private final List<String> known;

    UnknownVariantException(String name, List<String> known) {
        super("there is no variant \"" + name + "\"; the scenario has " + String.join(", ", known));
        this.name = name;
        this.known = List.copyOf(known);
    }

    public String name() {
        return name;
    }

    public List<String> known() {
        return known;
    }
}
