// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Everything the language's table holds, found by walking it. */
final class LanguageWalk {
    private final Map<String, Set<Shape>> byId = new HashMap<>();
    private final Set<String> keys = new HashSet<>();
    private final Set<Shape> seen = new HashSet<>();

    LanguageWalk() {
        walk(Language.SCENARIO);
        walk(Language.PROFILE);
    }

    /** Shapes by the id under which the schema defines them. */
    Map<String, Set<Shape>> byId() {
        return byId;
    }

    /** Each key as {@code id of its mapping/name}. */
    Set<String> keys() {
        return keys;
    }

    private void walk(Shape shape) {
        if (!seen.add(shape)) {
            return;
        }
        if (shape instanceof Shape.Obj obj) {
            byId(obj.id(), obj);
            keys(obj.id(), obj.keys());
        } else if (shape instanceof Shape.OneKey one) {
            byId(one.id() + "-value", one);
            keys(one.id(), one.keys());
        } else if (shape instanceof Shape.Dict dict) {
            byId(dict.id(), dict);
            walk(dict.value());
        } else if (shape instanceof Shape.ListOf list) {
            walk(list.element());
        } else if (shape instanceof Shape.Either either) {
            either.options().forEach(this::walk);
        } else if (shape instanceof Shape.Lazy lazy) {
            byId(lazy.id(), lazy.target().get());
            walk(lazy.target().get());
        } else if (shape instanceof Shape.Scalar s
                && !(s.rule() instanceof ScalarRule.Int)
                && !(s.rule() instanceof ScalarRule.Decimal)) {
            byId(s.id(), s);
        }
    }

    private void keys(String id, List<Shape.KeyShape> of) {
        for (Shape.KeyShape k : of) {
            keys.add(id + "/" + k.name());
            walk(k.shape());
        }
    }

    private void byId(String id, Shape shape) {
        byId.computeIfAbsent(id, k -> new HashSet<>()).add(shape);
    }

    /** The keys that occur in a tree, as {@link #keys()} has them. */
    static Set<String> used(Node tree, Shape shape) {
        Set<String> used = new HashSet<>();
        collect(tree, shape, used);
        return used;
    }

    private static void collect(Node node, Shape shape, Set<String> used) {
        Shape fit = shape.fitting(node);
        if (node instanceof MapNode map && fit != null) {
            for (MapNode.Entry e : map.entries()) {
                String id = fit instanceof Shape.Obj o ? o.id() : fit instanceof Shape.OneKey o ? o.id() : "";
                used.add(id + "/" + e.name());
                Shape inner = Merge.valueShape(fit instanceof Shape.OneKey o ? asObj(o) : fit, e.name());
                if (inner != null) {
                    collect(e.value(), inner, used);
                }
            }
        } else if (node instanceof SeqNode list && fit instanceof Shape.ListOf of) {
            list.items().forEach(n -> collect(n, of.element(), used));
        }
    }

    private static Shape.Obj asObj(Shape.OneKey one) {
        return new Shape.Obj(one.id(), one.about(), one.keys());
    }

    /** Dotted paths to all mapping entries and list elements of a tree. */
    static List<String> paths(Node tree, String prefix) {
        List<String> out = new ArrayList<>();
        if (tree instanceof MapNode map) {
            for (MapNode.Entry e : map.entries()) {
                out.add(prefix + e.name());
                out.addAll(paths(e.value(), prefix + e.name() + "."));
            }
        } else if (tree instanceof SeqNode list) {
            for (int i = 0; i < list.items().size(); i++) {
                out.add(prefix + i);
                out.addAll(paths(list.items().get(i), prefix + i + "."));
            }
        }
        return out;
    }
}
