// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Reads the file of {@code cyclictest --json=FILE} (rt-tests from 1.9 on). The histogram is sparse and there is no count
 * of overflows: it is the cycles less the sum of the histogram. Some keys end in a colon, and that is part of the key.
 */
public final class CyclictestJson {
    private CyclictestJson() {}

    /**
     * Reads a file's text.
     *
     * @param source its name for errors
     * @throws MalformedOutputException if it is not of that form, or contradicts itself
     */
    public static CyclictestOutput parse(String source, String text) throws MalformedOutputException {
        LocatedJson root = LocatedJson.parse(source, text);
        long unitNs = root.fields().containsKey("resolution_in_ns")
                        && root.field("resolution_in_ns").count() == 1
                ? 1
                : 1_000;
        LocatedJson threads = root.field("thread");
        List<ThreadStats> out = new ArrayList<>();
        for (Map.Entry<String, LocatedJson> e : threads.fields().entrySet()) {
            out.add(thread(index(e.getKey(), e.getValue()), e.getValue(), unitNs));
        }
        if (out.isEmpty()) {
            throw threads.error("no thread in it");
        }
        if (root.fields().containsKey("num_threads")) {
            LocatedJson n = root.field("num_threads");
            if (n.count() != out.size()) {
                throw n.error("num_threads is " + n.count() + " but " + out.size() + " threads follow");
            }
        }
        return new CyclictestOutput(version(root), out);
    }

    private static Optional<String> version(LocatedJson root) {
        for (String key : List.of("rt_test_version:", "rt_test_version")) {
            LocatedJson v = root.fields().get(key);
            if (v != null && v.scalar() != null) {
                return Optional.of(v.scalar());
            }
        }
        return Optional.empty();
    }

    private static ThreadStats thread(int index, LocatedJson t, long unitNs) throws MalformedOutputException {
        NavigableMap<Long, Long> bins = new TreeMap<>();
        boolean histogram = t.fields().containsKey("histogram");
        if (histogram) {
            for (Map.Entry<String, LocatedJson> bin :
                    t.field("histogram").fields().entrySet()) {
                long count = bin.getValue().count();
                if (count > 0) {
                    bins.put((long) index(bin.getKey(), bin.getValue()), count);
                }
            }
        }
        long cycles = t.field("cycles").count();
        long binned = bins.values().stream().mapToLong(Long::longValue).sum();
        if (binned > cycles) {
            throw t.error("the histogram holds " + binned + " samples but there were only " + cycles + " cycles");
        }
        OptionalInt cpu = t.fields().containsKey("cpu")
                ? OptionalInt.of((int) t.field("cpu").count())
                : OptionalInt.empty();
        return new ThreadStats(
                index,
                cpu,
                OptionalInt.empty(),
                OptionalLong.empty(),
                unitNs,
                cycles,
                cycles == 0 ? 0 : t.field("min").count(),
                cycles == 0 ? 0 : t.field("avg").number(),
                cycles == 0 ? 0 : t.field("max").count(),
                bins,
                histogram ? OptionalLong.of(cycles - binned) : OptionalLong.empty(),
                List.of());
    }

    private static int index(String key, LocatedJson at) throws MalformedOutputException {
        try {
            int i = Integer.parseInt(key);
            if (i >= 0) {
                return i;
            }
        } catch (NumberFormatException e) {
            throw at.error("the key \"" + key + "\" is not a whole number");
        }
        throw at.error("the key \"" + key + "\" is negative");
    }
}
