// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.facts;

import java.util.LinkedHashMap;
import java.util.Map;

/** Facts by dotted key, in the order they are written down. */
public final class FactSheet {
    private final Map<String, String> facts = new LinkedHashMap<>();

    /** Writes a fact down; an absent one with its reason. */
    public void put(String key, Object value) {
        facts.put(key, value.toString());
    }

    /** What was written, in order. */
    public Map<String, String> facts() {
        return new LinkedHashMap<>(facts);
    }
}
