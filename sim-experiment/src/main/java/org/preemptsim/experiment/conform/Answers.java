// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.conform;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the part of a record that tells what the kernel did: never input of a simulation. */
final class Answers {
    private Answers() {}

    static @Nullable Map<String, List<Object>> stable(@Nullable Node at) {
        if (at == null) {
            return null;
        }
        Map<String, List<Object>> out = new LinkedHashMap<>();
        members(at)
                .forEach((name, value) -> out.put(
                        name, value.items().stream().map(Answers::scalar).toList()));
        return out;
    }

    static Map<String, List<Long>> doneUs(@Nullable Node at) {
        Map<String, List<Long>> out = new LinkedHashMap<>();
        if (at != null) {
            members(at).forEach((thread, window) -> {
                List<Long> bounds = window.items().stream()
                        .map(b -> b.number(0, Long.MAX_VALUE))
                        .toList();
                if (bounds.size() == 2) {
                    out.put(thread, bounds);
                } else {
                    window.range("a window has two ends", "", "write [least, greatest]");
                }
            });
        }
        return out;
    }

    static List<RecordEvent> events(@Nullable Node at) {
        List<RecordEvent> out = new ArrayList<>();
        if (at != null) {
            for (Node e : at.items()) {
                List<Node> parts = e.items();
                if (parts.size() < 3) {
                    e.range("an event has a time, a CPU and a type", "", "take it out");
                    continue;
                }
                out.add(new RecordEvent(
                        parts.get(0).number(Long.MIN_VALUE, Long.MAX_VALUE),
                        (int) parts.get(1).number(0, 4095),
                        parts.get(2).string(),
                        parts.subList(3, parts.size()).stream()
                                .map(Answers::scalar)
                                .toList()));
            }
        }
        return out;
    }

    private static Map<String, Node> members(Node at) {
        if (!at.json().isObject()) {
            at.wrongType("an object");
        }
        Map<String, Node> out = new LinkedHashMap<>();
        at.json().fields().forEach((name, v) -> out.put(name, new Node(v, at.problems())));
        return out;
    }

    private static Object scalar(Node v) {
        return v.json().isInteger() ? (Object) (int) v.number(Integer.MIN_VALUE, Integer.MAX_VALUE) : v.string();
    }
}
