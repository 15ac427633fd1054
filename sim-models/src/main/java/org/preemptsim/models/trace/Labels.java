// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Names as dense numbers: sections, locks, interrupt lines, timers and softirqs, for segment descriptions and trace
 * records. Filled while a machine is built; read only afterwards. Label 0 is the empty name.
 */
public final class Labels {
    /** The most labels a machine can have: a label must fit into 16 bits. */
    public static final int LIMIT = 1 << 16;

    private final List<String> names = new ArrayList<>();
    private final Map<String, Integer> ids = new HashMap<>();

    public Labels() {
        idOf("");
    }

    /** The label of {@code name}, made on first use. */
    public int idOf(String name) {
        Integer known = ids.get(name);
        if (known != null) {
            return known;
        }
        if (names.size() == LIMIT) {
            throw new IllegalArgumentException("a machine can have at most " + LIMIT + " names");
        }
        names.add(name);
        ids.put(name, names.size() - 1);
        return names.size() - 1;
    }

    /** The name of a label. */
    public String nameOf(int label) {
        return names.get(label);
    }
}
