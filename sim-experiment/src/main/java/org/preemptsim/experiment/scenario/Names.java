// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names of one kind of thing, each used once. */
final class Names {
    private final String kind;
    private final Diagnostics diagnostics;
    private final Map<String, Mark> claimed = new HashMap<>();

    Names(String kind, Diagnostics diagnostics) {
        this.kind = kind;
        this.diagnostics = diagnostics;
    }

    /** Claims the name that {@code node} gives. */
    void claim(@Nullable ScalarNode node) {
        if (node != null) {
            claim(node.value(), node.at());
        }
    }

    void claim(String name, Mark at) {
        Mark first = claimed.putIfAbsent(name, at);
        if (first != null) {
            diagnostics.error(
                    at,
                    DiagnosticCode.DUPLICATE_NAME,
                    "a second " + kind + " \"" + Units.cut(name) + "\"",
                    "the first is on " + first.seenFrom(at) + "; results and overrides go by name",
                    "give it another name");
        }
    }
}
