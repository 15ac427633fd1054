// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.conform;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.preemptsim.experiment.conform.Problems.Code;
import org.preemptsim.experiment.text.NearestMatch;

/** A value of a record together with where problems with it go. A wrong value is reported and replaced by a usable one. */
record Node(LocatedJson json, Problems problems) {

    /** The member {@code name}, or null if it is not there. */
    @Nullable
    Node optional(String name) {
        LocatedJson v = json.fields().get(name);
        return v == null ? null : new Node(v, problems);
    }

    /** The member {@code name}; reported as missing, it is this value itself. */
    Node required(String name) {
        Node v = optional(name);
        if (v == null) {
            problems.error(json, Code.MISSING, "\"" + name + "\" is missing here", "", "add \"" + name + "\"");
            return this;
        }
        return v;
    }

    boolean has(String name) {
        return json.fields().containsKey(name);
    }

    /** The items of a list. */
    List<Node> items() {
        if (!json.isArray()) {
            wrongType("a list");
        }
        return json.items().stream().map(i -> new Node(i, problems)).toList();
    }

    String string() {
        if (!json.isString()) {
            wrongType("a text");
        }
        return json.text();
    }

    /** A whole number within the bounds; {@code least} if it is not. */
    long number(long least, long most) {
        if (!json.isInteger()) {
            wrongType("a whole number");
            return least;
        }
        try {
            long v = Long.parseLong(json.text());
            if (v >= least && v <= most) {
                return v;
            }
        } catch (NumberFormatException e) {
            // Longer than a long: out of range like any other.
            return outOfRange(least, most);
        }
        return outOfRange(least, most);
    }

    private long outOfRange(long least, long most) {
        range(json.shown() + " is out of range", "", "use " + least + " to " + most);
        return least;
    }

    long numberOr(String name, long absent, long least, long most) {
        Node v = optional(name);
        return v == null ? absent : v.number(least, most);
    }

    String stringOr(String name, String absent) {
        Node v = optional(name);
        return v == null ? absent : v.string();
    }

    /** A word of a vocabulary; the first one if it is not in it. */
    String word(List<String> vocabulary, String what) {
        String w = string();
        if (vocabulary.contains(w)) {
            return w;
        }
        if (json.isString()) {
            unknown(Code.WORD, "no " + what + " is called " + json.shown(), vocabulary);
        }
        return vocabulary.get(0);
    }

    /** A name that must be one of {@code names}. */
    String reference(Collection<String> names, String what) {
        String n = string();
        if (json.isString() && !names.contains(n)) {
            unknown(Code.REFERENCE, "there is no " + what + " " + json.shown(), names);
        }
        return n;
    }

    private void unknown(Code code, String message, Collection<String> known) {
        String fix = NearestMatch.of(json.text(), known)
                .map(n -> "did you mean \"" + n + "\"?")
                .orElse(known.isEmpty() ? "declare it first" : "use one of " + String.join(", ", known));
        problems.error(json, code, message, "", fix);
    }

    void range(String message, String why, String fix) {
        problems.error(json, Code.RANGE, message, why, fix);
    }

    void wrongType(String wanted) {
        problems.error(json, Code.TYPE, wanted + " is expected, not " + json.shown(), "", "write " + wanted);
    }

    /** Warns of members that are not {@code known}. */
    void onlyKnows(List<String> known) {
        if (!json.isObject()) {
            wrongType("an object");
            return;
        }
        json.fields().forEach((name, value) -> {
            if (!known.contains(name)) {
                problems.warn(
                        value,
                        Code.UNUSED,
                        "\"" + name + "\" is not used",
                        "the record format does not describe it",
                        NearestMatch.of(name, known)
                                .map(n -> "did you mean \"" + n + "\"?")
                                .orElse("take it out"));
            }
        });
    }
}
