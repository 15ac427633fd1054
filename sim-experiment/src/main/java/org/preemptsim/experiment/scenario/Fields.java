// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of a mapping whose shape has been checked. A value that is absent or was found wrong gives the fallback:
 * the error is reported already, and reading on finds the other errors.
 */
final class Fields {
    private final MapNode map;

    Fields(MapNode map) {
        this.map = map;
    }

    MapNode map() {
        return map;
    }

    @Nullable
    Node node(String key) {
        Node n = map.get(key);
        return n instanceof ScalarNode s && s.isNull() ? null : n;
    }

    @Nullable
    ScalarNode scalar(String key) {
        return node(key) instanceof ScalarNode s ? s : null;
    }

    /** Where {@code key}'s value stands, or the mapping if it is absent. */
    Mark at(String key) {
        Node n = map.get(key);
        return n == null ? map.at() : n.at();
    }

    String text(String key, String fallback) {
        ScalarNode s = scalar(key);
        return s == null ? fallback : s.value();
    }

    long timeNs(String key, long fallback) {
        ScalarNode s = scalar(key);
        return s == null ? fallback : Units.time(s.value()).or(fallback);
    }

    long number(String key, long least, long most, long fallback) {
        ScalarNode s = scalar(key);
        Long v = s == null ? null : new ScalarRule.Int(least, most).value(s);
        return v == null ? fallback : v;
    }

    int integer(String key, int least, int most, int fallback) {
        return (int) number(key, least, most, fallback);
    }

    double decimal(String key, double least, double most, double fallback) {
        ScalarNode s = scalar(key);
        Double v = s == null ? null : new ScalarRule.Decimal(least, false, most).value(s);
        return v == null ? fallback : v;
    }

    boolean bool(String key, boolean fallback) {
        ScalarNode s = scalar(key);
        return s == null
                ? fallback
                : s.value().equals("true") || (fallback && !s.value().equals("false"));
    }

    /** The enum value whose word stands under {@code key}. */
    <E extends Enum<E>> E word(String key, E[] values, E fallback) {
        ScalarNode s = scalar(key);
        for (E v : values) {
            if (s != null && Language.wordOf(v).equals(s.value())) {
                return v;
            }
        }
        return fallback;
    }

    /** The mapping under {@code key}, or null. */
    @Nullable
    Fields fields(String key) {
        return node(key) instanceof MapNode m ? new Fields(m) : null;
    }

    /** The mapping under {@code key}, empty if there is none. */
    Fields fieldsOrEmpty(String key) {
        return node(key) instanceof MapNode m ? new Fields(m) : new Fields(new MapNode(map.at(), List.of()));
    }

    /** The mappings of the list under {@code key}; a mapping alone is a list of one. */
    List<Fields> all(String key) {
        Node n = node(key);
        List<Node> items = n instanceof SeqNode s ? s.items() : n == null ? List.of() : List.of(n);
        List<Fields> out = new ArrayList<>();
        for (Node item : items) {
            if (item instanceof MapNode m) {
                out.add(new Fields(m));
            }
        }
        return out;
    }
}
