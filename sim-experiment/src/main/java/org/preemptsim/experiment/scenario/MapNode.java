// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A mapping whose keys are distinct texts. */
record MapNode(Mark at, List<Entry> entries, int weight) implements Node {
    MapNode(Mark at, List<Entry> entries) {
        this(at, List.copyOf(entries), weigh(entries));
    }

    private static int weigh(List<Entry> entries) {
        int sum = 1;
        for (Entry e : entries) {
            sum = YamlTree.addWeights(sum, e.value().weight() + 1);
        }
        return sum;
    }

    @Nullable
    Entry entry(String key) {
        for (Entry e : entries) {
            if (e.name().equals(key)) {
                return e;
            }
        }
        return null;
    }

    @Nullable
    Node get(String key) {
        Entry e = entry(key);
        return e == null ? null : e.value();
    }

    @Override
    public String described() {
        return "a mapping";
    }

    /** A key and its value. */
    record Entry(ScalarNode key, Node value) {
        String name() {
            return key.value();
        }
    }
}
