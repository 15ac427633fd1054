// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.preemptsim.experiment.scenario.Shape.Dict;
import org.preemptsim.experiment.scenario.Shape.KeyShape;
import org.preemptsim.experiment.scenario.Shape.ListOf;
import org.preemptsim.experiment.scenario.Shape.Obj;
import org.preemptsim.experiment.scenario.Shape.OneKey;
import org.preemptsim.experiment.scenario.Shape.OverridesOf;
import org.preemptsim.experiment.scenario.Shape.Scalar;
import org.preemptsim.experiment.text.NearestMatch;

/** Holds a tree against the {@link Language}: kinds, keys, units, ranges. What refers to what is checked later. */
final class ShapeCheck {
    private final Diagnostics diagnostics;
    private final boolean whole;

    /** @param whole whether required keys must be there: not so in a file that only adds to another */
    ShapeCheck(Diagnostics diagnostics, boolean whole) {
        this.diagnostics = diagnostics;
        this.whole = whole;
    }

    /**
     * Reports everything in {@code node} that {@code shape} does not allow.
     *
     * @param where the node's path, for messages; empty for a whole file
     */
    void check(Node node, Shape shape, String where) {
        Shape fit = shape.fitting(node);
        if (fit == null) {
            wrongKind(node, shape, where);
            return;
        }
        if (fit instanceof Obj obj) {
            keys((MapNode) node, obj.keys(), where);
        } else if (fit instanceof OneKey one) {
            oneKey((MapNode) node, one, where);
        } else if (fit instanceof Dict dict) {
            dict((MapNode) node, dict, where);
        } else if (fit instanceof ListOf list) {
            list((SeqNode) node, list, where);
        } else if (fit instanceof Scalar scalar) {
            scalar((ScalarNode) node, scalar, where);
        } else if (fit instanceof OverridesOf) {
            overrides((MapNode) node, where);
        }
    }

    private void wrongKind(Node node, Shape shape, String where) {
        boolean nothing = node instanceof ScalarNode s && s.isNull();
        String subject = where.isEmpty() ? "the file" : where;
        diagnostics.error(
                node.at(),
                DiagnosticCode.WRONG_TYPE,
                nothing
                        ? subject + " has no value"
                        : subject + ": " + shape.wanted() + " is wanted, not " + node.described(),
                "",
                nothing ? "write " + shape.wanted() + ", or remove the key" : "");
    }

    private void keys(MapNode map, List<KeyShape> keys, String where) {
        Set<String> misspelt = new HashSet<>();
        for (MapNode.Entry e : map.entries()) {
            KeyShape key = find(keys, e.name());
            if (key == null) {
                misspelt.add(unknownKey(e, keys, where));
            } else {
                check(e.value(), key.shape(), join(where, key.name()));
            }
        }
        if (whole) {
            keys.stream()
                    .filter(k -> k.required() && map.get(k.name()) == null && !misspelt.contains(k.name()))
                    .forEach(k -> missing(map, k, where));
        }
    }

    /** Reports the key if it is missing, also in a file that is not whole. */
    void require(MapNode map, Obj shape, String key) {
        KeyShape k = find(shape.keys(), key);
        if (k != null && map.get(key) == null) {
            missing(map, k, "");
        }
    }

    private void missing(MapNode map, KeyShape k, String where) {
        diagnostics.error(
                map.at(),
                DiagnosticCode.MISSING_KEY,
                "key \"" + k.name() + "\" is missing" + (where.isEmpty() ? "" : " in " + where),
                k.name() + " is " + k.about(),
                "add \"" + k.name() + ": ...\" here");
    }

    /** Returns the key that was probably meant, or the empty text. */
    private String unknownKey(MapNode.Entry entry, List<KeyShape> keys, String where) {
        ScalarNode key = entry.key();
        // What is left of "cpus: 0,2-3" in braces, where a comma ends the value.
        boolean torn = entry.value() instanceof ScalarNode s && s.isNull() && Character.isDigit(firstOf(key));
        List<String> names = keys.stream().map(KeyShape::name).toList();
        String meant = NearestMatch.of(key.value(), names).orElse("");
        String other = torn ? "inside { } a comma ends a value: put a value with commas in quotes" : "remove it";
        diagnostics.error(
                key.at(),
                DiagnosticCode.UNKNOWN_KEY,
                "unknown key \"" + Units.cut(key.value()) + "\"" + (where.isEmpty() ? "" : " in " + where),
                "the keys here are " + String.join(", ", names),
                meant.isEmpty() ? other : "did you mean " + meant + "?");
        return meant;
    }

    private static char firstOf(ScalarNode key) {
        return key.value().isEmpty() ? ' ' : key.value().charAt(0);
    }

    private void oneKey(MapNode map, OneKey one, String where) {
        keys(map, one.keys(), where);
        if (map.entries().size() != 1) {
            String names =
                    String.join(", ", one.keys().stream().map(KeyShape::name).toList());
            diagnostics.error(
                    map.entries().isEmpty()
                            ? map.at()
                            : map.entries().get(1).key().at(),
                    DiagnosticCode.ONE_KEY_WANTED,
                    where + " must have exactly one key, not " + map.entries().size(),
                    "it is one of " + names,
                    map.entries().isEmpty() ? "add one" : "in a list, begin each with a dash of its own");
        }
    }

    private void dict(MapNode map, Dict dict, String where) {
        most(map, map.entries().size(), dict.most(), where);
        for (MapNode.Entry e : map.entries()) {
            ScalarRule rule =
                    switch (dict.keyRule()) {
                        case NAME -> new ScalarRule.Name();
                        case PROBABILITY -> new ScalarRule.Decimal(0, false, 1);
                    };
            Problem p = rule.check(e.key());
            if (p != null) {
                diagnostics.error(e.key(), p);
            }
            check(e.value(), dict.value(), join(where, Units.cut(e.name())));
        }
    }

    private void list(SeqNode list, ListOf shape, String where) {
        most(list, list.items().size(), shape.most(), where);
        if (list.items().size() < shape.least()) {
            diagnostics.error(
                    list.at(),
                    DiagnosticCode.OUT_OF_RANGE,
                    where + " needs at least " + shape.least() + (shape.least() == 1 ? " element" : " elements"),
                    "it has " + list.items().size(),
                    "");
        }
        for (int i = 0; i < list.items().size(); i++) {
            Node item = list.items().get(i);
            check(item, shape.element(), join(where, nameOf(item, i)));
        }
    }

    private void most(Node node, int size, int most, String where) {
        if (size > most) {
            diagnostics.error(
                    node.at(),
                    DiagnosticCode.OUT_OF_RANGE,
                    where + " has " + size + " elements, at most " + most + " are allowed",
                    "",
                    "");
        }
    }

    private void scalar(ScalarNode node, Scalar scalar, String where) {
        if (node.isNull()) {
            wrongKind(node, scalar, where);
            return;
        }
        Problem p = scalar.rule().check(node);
        if (p != null) {
            diagnostics.error(node, new Problem(p.code(), where + ": " + p.message(), p.why(), p.fix(), p.offset()));
        }
    }

    /** The values are checked where they land; here only what a path can be at all. */
    private void overrides(MapNode map, String where) {
        for (MapNode.Entry e : map.entries()) {
            if (e.name().isEmpty() || e.name().length() > 500) {
                diagnostics.error(
                        e.key().at(),
                        DiagnosticCode.UNKNOWN_PATH,
                        where + ": an empty or endless path",
                        "",
                        "write a path such as kernel.preemption");
            }
        }
    }

    /** The name by which people know an element of a list: its name, else its number. */
    static String nameOf(Node item, int index) {
        if (item instanceof MapNode m
                && m.get("name") instanceof ScalarNode s
                && !s.value().isEmpty()) {
            return Units.cut(s.value());
        }
        return String.valueOf(index);
    }

    /** What stands under workload is known by its own key, so that a profile's part is called the same in both files. */
    static String join(String where, String key) {
        return where.isEmpty() || where.equals("workload") ? key : where + "." + key;
    }

    static @Nullable KeyShape find(List<KeyShape> keys, String name) {
        for (KeyShape k : keys) {
            if (k.name().equals(name)) {
                return k;
            }
        }
        return null;
    }
}
