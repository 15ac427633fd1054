// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.preemptsim.experiment.scenario.Shape.Dict;
import org.preemptsim.experiment.scenario.Shape.KeyShape;
import org.preemptsim.experiment.scenario.Shape.Obj;

/**
 * Lays one tree over another: mappings of keys are merged, all else is replaced.
 *
 * <p>A mapping that must have exactly one key (a distribution, a step) is a value: it replaces, or two families would
 * end up in one.
 */
final class Merge {
    private Merge() {}

    /** {@code upper} over {@code lower}: where both say something, {@code upper} holds. */
    static MapNode over(MapNode upper, MapNode lower, Shape shape) {
        List<MapNode.Entry> entries = new ArrayList<>();
        for (MapNode.Entry low : lower.entries()) {
            MapNode.Entry high = upper.entry(low.name());
            entries.add(high == null ? low : merged(high, low, shape));
        }
        for (MapNode.Entry high : upper.entries()) {
            if (lower.entry(high.name()) == null) {
                entries.add(high);
            }
        }
        return new MapNode(upper.at(), entries);
    }

    private static MapNode.Entry merged(MapNode.Entry high, MapNode.Entry low, Shape shape) {
        Shape inner = valueShape(shape, high.name());
        Shape mapping = inner == null ? null : inner.mapping();
        if (high.value() instanceof MapNode h
                && low.value() instanceof MapNode l
                && mapping != null
                && merges(mapping)) {
            return new MapNode.Entry(high.key(), over(h, l, mapping));
        }
        return high;
    }

    /** Whether mappings of this shape are merged key by key. */
    static boolean merges(Shape mapping) {
        return mapping instanceof Obj
                || mapping instanceof Shape.OverridesOf
                || (mapping instanceof Dict d && d.keyRule() == Shape.KeyRule.NAME);
    }

    /** The shape of what stands under {@code key} in a mapping of {@code shape}, or null. */
    static @Nullable Shape valueShape(Shape shape, String key) {
        if (shape instanceof Obj obj) {
            KeyShape k = ShapeCheck.find(obj.keys(), key);
            return k == null ? null : k.shape();
        }
        return shape instanceof Dict d ? d.value() : null;
    }
}
