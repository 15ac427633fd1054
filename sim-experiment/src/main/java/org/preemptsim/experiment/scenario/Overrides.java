// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.preemptsim.experiment.scenario.Shape.Dict;
import org.preemptsim.experiment.scenario.Shape.KeyShape;
import org.preemptsim.experiment.scenario.Shape.ListOf;
import org.preemptsim.experiment.scenario.Shape.Obj;
import org.preemptsim.experiment.scenario.Shape.OneKey;
import org.preemptsim.experiment.text.NearestMatch;

/**
 * Applies a variant's overrides: a dotted path each, with elements of lists by name or number.
 *
 * <p>A value replaces what stands at its path, except that a mapping is laid over a mapping, and null removes.
 */
final class Overrides {
    private final String where;
    private final @Nullable Diagnostics diagnostics;

    /**
     * @param where the variant, for messages
     * @param diagnostics null to pass over paths that lead nowhere
     */
    Overrides(String where, @Nullable Diagnostics diagnostics) {
        this.where = where;
        this.diagnostics = diagnostics;
    }

    /** {@code base} with all of {@code overrides} applied in their order. */
    MapNode apply(MapNode base, MapNode overrides) {
        MapNode result = base;
        for (MapNode.Entry e : overrides.entries()) {
            if (Walk.of(result, this, e) instanceof MapNode changed) {
                result = changed;
            }
        }
        return result;
    }

    /** One override on its way along its path. */
    private static final class Walk {
        private final Overrides owner;
        private final MapNode.Entry override;
        private final String[] path;

        private Walk(Overrides owner, MapNode.Entry override) {
            this.owner = owner;
            this.override = override;
            this.path = override.name().split("\\.", -1);
        }

        static @Nullable Node of(MapNode base, Overrides owner, MapNode.Entry override) {
            return new Walk(owner, override).into(base, Language.OVERRIDABLE, 0);
        }

        /** The node with the rest of the path from {@code i} applied, or null if it leads nowhere. */
        private @Nullable Node into(@Nullable Node node, Shape shape, int i) {
            if (i == path.length) {
                return arrived(node, shape);
            }
            if (node instanceof SeqNode list && shape.fitting(list) instanceof ListOf of) {
                return intoList(list, of, i);
            }
            Shape mapping = shape.mapping();
            if (mapping == null) {
                String what = node == null ? "is not there" : "has nothing inside";
                return nowhere(i, "\"" + upTo(i) + "\" " + what, List.of());
            }
            MapNode map =
                    node instanceof MapNode m ? m : new MapNode(override.key().at(), List.of());
            return intoMap(map, mapping, i);
        }

        private @Nullable Node intoMap(MapNode map, Shape shape, int i) {
            String name = path[i];
            Shape inner;
            if (shape instanceof Dict dict) {
                inner = dict.value();
            } else {
                List<KeyShape> keys =
                        shape instanceof Obj obj ? obj.keys() : shape instanceof OneKey one ? one.keys() : List.of();
                KeyShape key = ShapeCheck.find(keys, name);
                if (key == null) {
                    return nowhere(
                            i,
                            "there is no \"" + Units.cut(name) + "\"" + (i == 0 ? "" : " in " + upTo(i)),
                            keys.stream().map(KeyShape::name).toList());
                }
                inner = key.shape();
            }
            Node value = into(map.get(name), inner, i + 1);
            if (value == null) {
                return null;
            }
            boolean replaces = shape instanceof OneKey && map.get(name) == null;
            return with(replaces ? new MapNode(map.at(), List.of()) : map, name, value);
        }

        private MapNode with(MapNode map, String name, Node value) {
            boolean removes = value instanceof ScalarNode s && s.isNull();
            List<MapNode.Entry> entries = new ArrayList<>();
            boolean found = false;
            for (MapNode.Entry e : map.entries()) {
                boolean here = e.name().equals(name);
                found |= here;
                if (!here) {
                    entries.add(e);
                } else if (!removes) {
                    entries.add(new MapNode.Entry(e.key(), value));
                }
            }
            if (!found && !removes) {
                ScalarNode key = new ScalarNode(override.key().at(), name, ScalarNode.Style.PLAIN);
                entries.add(new MapNode.Entry(key, value));
            }
            return new MapNode(map.at(), entries);
        }

        private @Nullable Node intoList(SeqNode list, ListOf shape, int i) {
            int index = indexOf(list, path[i]);
            if (index < 0) {
                List<String> names = new ArrayList<>();
                for (int k = 0; k < list.items().size(); k++) {
                    names.add(ShapeCheck.nameOf(list.items().get(k), k));
                }
                return nowhere(i, "there is no \"" + Units.cut(path[i]) + "\" in " + upTo(i), names);
            }
            Node value = into(list.items().get(index), shape.element(), i + 1);
            if (value == null) {
                return null;
            }
            List<Node> items = new ArrayList<>(list.items());
            if (value instanceof ScalarNode s && s.isNull()) {
                items.remove(index);
            } else {
                items.set(index, value);
            }
            return new SeqNode(list.at(), items);
        }

        private static int indexOf(SeqNode list, String segment) {
            for (int k = 0; k < list.items().size(); k++) {
                if (list.items().get(k) instanceof MapNode m
                        && m.get("name") instanceof ScalarNode s
                        && s.value().equals(segment)) {
                    return k;
                }
            }
            boolean number = segment.matches("[0-9]{1,6}");
            int index = number ? Integer.parseInt(segment) : -1;
            return index < list.items().size() ? index : -1;
        }

        private Node arrived(@Nullable Node node, Shape shape) {
            Shape mapping = shape.mapping();
            if (mapping != null
                    && Merge.merges(mapping)
                    && override.value() instanceof MapNode upper
                    && node instanceof MapNode lower) {
                return Merge.over(upper, lower, mapping);
            }
            return override.value();
        }

        private String upTo(int i) {
            return String.join(".", List.of(path).subList(0, i));
        }

        private @Nullable Node nowhere(int i, String message, List<String> known) {
            Diagnostics d = owner.diagnostics;
            if (d != null) {
                int offset = i == 0 ? 0 : upTo(i).length() + 1;
                String fix = NearestMatch.of(path[i], known)
                        .map(n -> "did you mean " + n + "?")
                        .orElse("write a path from the top of the file, such as kernel.preemption");
                d.error(
                        Mark.inside(override.key(), offset),
                        DiagnosticCode.UNKNOWN_PATH,
                        owner.where + ": " + message,
                        known.isEmpty() ? "" : "there is " + Units.cut(String.join(", ", known)),
                        fix);
            }
            return null;
        }
    }
}
