// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What may be written at one place of a scenario. {@link Language} is made of these. */
sealed interface Shape {

    /** A mapping of known keys. {@code id} names its definition in the schema. */
    record Obj(String id, String about, List<KeyShape> keys) implements Shape {
        public Obj {
            keys = List.copyOf(keys);
        }
    }

    /** A mapping with exactly one of the known keys. */
    record OneKey(String id, String about, List<KeyShape> keys) implements Shape {
        public OneKey {
            keys = List.copyOf(keys);
        }
    }

    /** A mapping whose keys are the writer's names. */
    record Dict(String id, String about, KeyRule keyRule, Shape value, int most) implements Shape {}

    /** A list. */
    record ListOf(Shape element, int least, int most) implements Shape {}

    /** One of several shapes that differ in kind: at most one scalar, one mapping, one list. */
    record Either(List<Shape> options) implements Shape {
        public Either {
            options = List.copyOf(options);
        }
    }

    /** A scalar; {@code id} names its definition in the schema, {@code about} says how it is written. */
    record Scalar(String id, String about, ScalarRule rule) implements Shape {}

    /** A shape that contains itself. */
    record Lazy(String id, Supplier<Shape> target) implements Shape {}

    /** The overrides of one variant: paths to anything but what the whole file has in common. */
    record OverridesOf(Obj root) implements Shape {}

    /** What the keys of a {@link Dict} may be. */
    enum KeyRule {
        /** A name as {@link ScalarRule.Name} has it. */
        NAME,
        /** A number within 0..1. */
        PROBABILITY
    }

    /**
     * A key of a mapping.
     *
     * @param fallback what holds if the key is absent, as text for people; null if it is required or simply absent
     */
    record KeyShape(
            String name,
            Shape shape,
            boolean required,
            @Nullable String fallback,
            String about) {}

    /** This shape without indirection. */
    default Shape resolved() {
        Shape s = this;
        while (s instanceof Lazy lazy) {
            s = lazy.target().get();
        }
        return s;
    }

    /** The part of this shape that fits the kind of {@code node}, or null. */
    default @Nullable Shape fitting(Node node) {
        Shape s = resolved();
        if (s instanceof Either either) {
            for (Shape option : either.options()) {
                Shape fit = option.fitting(node);
                if (fit != null) {
                    return fit;
                }
            }
            return null;
        }
        boolean fits = node instanceof ScalarNode
                ? s instanceof Scalar
                : node instanceof SeqNode
                        ? s instanceof ListOf
                        : s instanceof Obj || s instanceof OneKey || s instanceof Dict || s instanceof OverridesOf;
        return fits ? s : null;
    }

    /** The mapping shape among the alternatives of this one, or null. */
    default @Nullable Shape mapping() {
        Shape s = resolved();
        if (s instanceof Either either) {
            for (Shape option : either.options()) {
                Shape m = option.mapping();
                if (m != null) {
                    return m;
                }
            }
            return null;
        }
        return s instanceof Scalar || s instanceof ListOf ? null : s;
    }

    /** What is wanted here, for messages: {@code a mapping}, {@code a text or a list}. */
    default String wanted() {
        Shape s = resolved();
        if (s instanceof Either either) {
            return String.join(
                    " or ", either.options().stream().map(Shape::wanted).toList());
        }
        if (s instanceof ListOf) {
            return "a list";
        }
        return s instanceof Scalar scalar ? scalar.about() : "a mapping";
    }
}
