// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A mapping whose keys are distinct texts. */
final class MapNode implements Node {
    private final Mark at;
    private final List<Entry> entries;
    private final Map<String, Entry> byName;
    private final int weight;

    MapNode(Mark at, List<Entry> entries) {
        this.at = at;
        this.entries = List.copyOf(entries);
        this.byName = new HashMap<>(2 * entries.size());
        int sum = 1;
        for (Entry e : entries) {
            byName.put(e.name(), e);
            sum = YamlTree.addWeights(sum, e.value().weight() + 1);
        }
        this.weight = sum;
    }

    @Override
    public Mark at() {
        return at;
    }

    /** In the order of the text. */
    List<Entry> entries() {
        return entries;
    }

    @Override
    public int weight() {
        return weight;
    }

    @Nullable
    Entry entry(String key) {
        return byName.get(key);
    }

    @Nullable
    Node get(String key) {
        Entry e = byName.get(key);
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
