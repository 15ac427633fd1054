// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

/** A text, number, word or nothing: what it is depends on who reads it. */
record ScalarNode(Mark at, String value, Style style) implements Node {
    /** How it is written. */
    enum Style {
        PLAIN,
        QUOTED,
        BLOCK
    }

    @Override
    public int weight() {
        return 1;
    }

    /** Whether it is YAML's null: nothing at all, {@code ~} or {@code null}. */
    boolean isNull() {
        return style == Style.PLAIN && (value.isEmpty() || value.equals("~") || value.equalsIgnoreCase("null"));
    }

    /** Whether it is a number to YAML (JSON's and the core schema's forms). */
    boolean isNumber() {
        return style == Style.PLAIN
                && value.matches("[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?|0x[0-9a-fA-F]+|0o[0-7]+"
                        + "|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
    }

    /** Whether it is true or false to YAML. */
    boolean isBoolean() {
        return style == Style.PLAIN && value.matches("true|True|TRUE|false|False|FALSE");
    }

    @Override
    public String described() {
        if (isNull()) {
            return "nothing";
        }
        String kind = isNumber() ? "the number " : isBoolean() ? "the truth value " : "the text ";
        String shown = value.length() > 40 ? value.substring(0, 40) + "..." : value;
        return kind + (isNumber() || isBoolean() ? shown : "\"" + shown + "\"");
    }
}
