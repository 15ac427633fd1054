// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.preemptsim.experiment.scenario.Shape.Dict;
import org.preemptsim.experiment.scenario.Shape.Either;
import org.preemptsim.experiment.scenario.Shape.KeyShape;
import org.preemptsim.experiment.scenario.Shape.Lazy;
import org.preemptsim.experiment.scenario.Shape.ListOf;
import org.preemptsim.experiment.scenario.Shape.Obj;
import org.preemptsim.experiment.scenario.Shape.OneKey;
import org.preemptsim.experiment.scenario.Shape.OverridesOf;
import org.preemptsim.experiment.scenario.Shape.Scalar;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes JSON Schema out of {@link Language}.
 *
 * <p>A mapping whose keys may come together from several places (the file, what it includes, a profile, a variant) can
 * lack any of them in one file, so its required keys are required by the reader alone; elements of lists and values are
 * written in one place, and the schema requires their keys too.
 */
final class SchemaWriter {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Map<String, ObjectNode> definitions = new TreeMap<>();

    ObjectNode scenario() {
        ObjectNode root = root(Language.SCENARIO, "PreemptSim scenario");
        require(root, "preemptsim", "name");
        // Without include and variants everything must be in this file.
        ObjectNode elsewhere = JSON.objectNode();
        ArrayNode any = elsewhere.putArray("anyOf");
        any.addObject().putArray("required").add("include");
        any.addObject().putArray("required").add("variants");
        root.putObject("if").set("not", elsewhere);
        ObjectNode then = root.putObject("then");
        require(then, "kernel", "workload");
        require(then.putObject("properties").putObject("kernel"), "preemption");
        return finished(root);
    }

    ObjectNode fragment() {
        ObjectNode root = root(Language.SCENARIO, "Part of a PreemptSim scenario, to be included");
        require(root, "preemptsim");
        return finished(root);
    }

    ObjectNode profile() {
        ObjectNode root = root(Language.PROFILE, "PreemptSim profile");
        require(root, "preemptsim", "profile");
        return finished(root);
    }

    private ObjectNode root(Obj shape, String title) {
        ObjectNode root = JSON.objectNode();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.put("title", title);
        root.setAll(mapping(shape, true));
        return root;
    }

    private ObjectNode finished(ObjectNode root) {
        ObjectNode defs = root.putObject("$defs");
        definitions.forEach(defs::set);
        return root;
    }

    private static void require(ObjectNode schema, String... keys) {
        ArrayNode required = schema.putArray("required");
        for (String key : keys) {
            required.add(key);
        }
    }

    /**
     * The schema of a shape.
     *
     * @param assembled whether its keys may come from several places
     */
    private ObjectNode schema(Shape shape, boolean assembled) {
        if (shape instanceof Lazy lazy) {
            return defined(lazy.id(), lazy.target().get(), assembled);
        } else if (shape instanceof Obj obj) {
            return defined(obj.id(), obj, assembled);
        } else if (shape instanceof Scalar scalar) {
            return parametrised(scalar) ? scalar(scalar) : defined(scalar.id(), scalar, assembled);
        } else if (shape instanceof Dict dict) {
            return defined(dict.id(), dict, assembled);
        } else if (shape instanceof OneKey one) {
            return defined(one.id() + "-value", one, assembled);
        }
        return written(shape, assembled);
    }

    /** A rule that differs from place to place is written where it holds. */
    private static boolean parametrised(Scalar s) {
        return s.rule() instanceof ScalarRule.Int || s.rule() instanceof ScalarRule.Decimal;
    }

    private ObjectNode defined(String id, Shape shape, boolean assembled) {
        if (!definitions.containsKey(id)) {
            definitions.put(id, JSON.objectNode());
            definitions.put(id, written(shape, assembled));
        }
        return JSON.objectNode().put("$ref", "#/$defs/" + id);
    }

    private ObjectNode written(Shape shape, boolean assembled) {
        if (shape instanceof Obj obj) {
            return mapping(obj, assembled);
        } else if (shape instanceof OneKey one) {
            ObjectNode s = closed(one.about());
            one.keys().forEach(k -> property(s, k, false));
            return s.put("minProperties", 1).put("maxProperties", 1);
        } else if (shape instanceof Dict dict) {
            return dict(dict, assembled);
        } else if (shape instanceof ListOf list) {
            ObjectNode s = JSON.objectNode().put("type", "array");
            s.set("items", schema(list.element(), false));
            return s.put("minItems", list.least()).put("maxItems", list.most());
        } else if (shape instanceof Either either) {
            ObjectNode s = JSON.objectNode();
            ArrayNode any = s.putArray("anyOf");
            either.options().forEach(o -> any.add(schema(o, assembled)));
            return s;
        } else if (shape instanceof OverridesOf of) {
            return overrides(of);
        } else if (shape instanceof Scalar scalar) {
            return scalar(scalar);
        }
        return schema(shape.resolved(), assembled);
    }

    private static ObjectNode closed(String about) {
        ObjectNode s = JSON.objectNode().put("type", "object").put("description", about);
        s.putObject("properties");
        return s.put("additionalProperties", false);
    }

    private ObjectNode mapping(Obj obj, boolean assembled) {
        ObjectNode s = closed(obj.about());
        obj.keys().forEach(k -> property(s, k, assembled));
        if (!assembled) {
            String[] required = obj.keys().stream()
                    .filter(KeyShape::required)
                    .map(KeyShape::name)
                    .toArray(String[]::new);
            if (required.length > 0) {
                require(s, required);
            }
        }
        return s;
    }

    private void property(ObjectNode s, KeyShape k, boolean assembled) {
        ObjectNode value = schema(k.shape(), assembled);
        String fallback = k.fallback();
        String text = fallback == null || fallback.isEmpty() ? k.about() : k.about() + " (default: " + fallback + ")";
        value.put("description", text);
        s.withObject("/properties").set(k.name(), value);
    }

    private ObjectNode dict(Dict dict, boolean assembled) {
        ObjectNode s = JSON.objectNode().put("type", "object").put("description", dict.about());
        String names =
                switch (dict.keyRule()) {
                    case NAME -> ScalarRule.Name.PATTERN;
                    case PROBABILITY -> "^(0|1|0?\\.[0-9]+|0\\.|1\\.0*)$";
                };
        s.putObject("propertyNames").put("pattern", names);
        s.set("additionalProperties", schema(dict.value(), assembled));
        return s.put("maxProperties", dict.most());
    }

    // Overrides -----------------------------------------------------------------------------------------------------

    private ObjectNode overrides(OverridesOf of) {
        ObjectNode s = JSON.objectNode()
                .put("type", "object")
                .put(
                        "description",
                        "Paths such as kernel.preemption or tasks' names, and what holds there in this variant.");
        ObjectNode patterns = s.putObject("patternProperties");
        paths("", of.root(), patterns);
        return s.put("additionalProperties", false);
    }

    private void paths(String prefix, Shape shape, ObjectNode patterns) {
        Shape mapping = shape.mapping();
        if (mapping instanceof Obj obj) {
            for (KeyShape k : obj.keys()) {
                path(prefix + k.name(), k.shape(), patterns);
            }
        } else if (mapping instanceof Dict dict && dict.keyRule() == Shape.KeyRule.NAME) {
            path(prefix + "[^.]+", dict.value(), patterns);
        }
        ListOf list = list(shape);
        if (list != null && list.element().mapping() instanceof Obj) {
            path(prefix + "[^.]+", list.element(), patterns);
        }
    }

    /** A path that ends here, and those that lead on. Into a distribution or a step any path may lead. */
    private void path(String path, Shape shape, ObjectNode patterns) {
        String end = shape.mapping() instanceof OneKey ? "(\\..+)?" : "";
        ObjectNode value = patterns.putObject("^" + path + "$");
        ArrayNode any = value.putArray("anyOf");
        any.add(schema(shape, true));
        any.addObject().put("type", "null");
        if (!end.isEmpty() || isSteps(shape)) {
            patterns.putObject("^" + path + "\\..+$");
        }
        if (!isSteps(shape)) {
            paths(path + "\\.", shape, patterns);
        }
    }

    private static boolean isSteps(Shape shape) {
        ListOf list = list(shape);
        return list != null && list.element().mapping() instanceof OneKey;
    }

    private static @Nullable ListOf list(Shape shape) {
        Shape s = shape.resolved();
        if (s instanceof Either either) {
            for (Shape option : either.options()) {
                ListOf found = list(option);
                if (found != null) {
                    return found;
                }
            }
        }
        return s instanceof ListOf l ? l : null;
    }

    // Scalars -------------------------------------------------------------------------------------------------------

    private static ObjectNode scalar(Scalar scalar) {
        ScalarRule rule = scalar.rule();
        ObjectNode s = JSON.objectNode();
        if (rule instanceof ScalarRule.Text t) {
            s.put("type", "string").put("minLength", t.shortest()).put("maxLength", t.longest());
        } else if (rule instanceof ScalarRule.Name) {
            s = pattern(ScalarRule.Name.PATTERN);
        } else if (rule instanceof ScalarRule.Time t) {
            s = pattern(t.leastNs() > 0 ? Units.POSITIVE_TIME_PATTERN : Units.TIME_PATTERN);
        } else if (rule instanceof ScalarRule.TimeOr t) {
            ArrayNode any = s.putArray("anyOf");
            any.add(pattern(Units.TIME_PATTERN));
            any.addObject().put("const", t.word());
        } else if (rule instanceof ScalarRule.Frequency) {
            s = pattern(Units.FREQUENCY_PATTERN);
        } else if (rule instanceof ScalarRule.Int i) {
            s.put("type", "integer").put("minimum", i.min()).put("maximum", i.max());
        } else if (rule instanceof ScalarRule.Decimal d) {
            s.put("type", "number").put(d.minExcluded() ? "exclusiveMinimum" : "minimum", d.min());
            s.put("maximum", d.max());
        } else if (rule instanceof ScalarRule.Bool) {
            s.put("type", "boolean");
        } else if (rule instanceof ScalarRule.Word w) {
            ArrayNode words = s.putArray("enum");
            w.words().forEach(words::add);
        } else if (rule instanceof ScalarRule.IntChoice c) {
            ArrayNode values = s.putArray("enum");
            c.values().forEach(values::add);
        } else if (rule instanceof ScalarRule.LanguageVersion) {
            s.put("const", Language.VERSION);
        } else if (rule instanceof ScalarRule.Cpus) {
            ArrayNode any = s.putArray("anyOf");
            any.add(pattern(Units.CPUS_PATTERN));
            any.addObject().put("type", "integer").put("minimum", 0).put("maximum", Units.HIGHEST_CPU);
        } else if (rule instanceof ScalarRule.Policy) {
            s = pattern(Units.POLICY_PATTERN);
        } else if (rule instanceof ScalarRule.Version) {
            ArrayNode any = s.putArray("anyOf");
            any.add(pattern(Units.VERSION_PATTERN));
            any.addObject().put("type", "number").put("minimum", 2);
        } else if (rule instanceof ScalarRule.Times) {
            ArrayNode any = s.putArray("anyOf");
            any.addObject()
                    .put("type", "integer")
                    .put("minimum", ScalarRule.Times.NUMBER.min())
                    .put("maximum", ScalarRule.Times.NUMBER.max());
            any.addObject().putArray("enum").add("forever").add("mib");
        } else {
            throw new IllegalStateException("no schema for " + rule);
        }
        return s;
    }

    private static ObjectNode pattern(String pattern) {
        return JSON.objectNode().put("type", "string").put("pattern", pattern);
    }
}
