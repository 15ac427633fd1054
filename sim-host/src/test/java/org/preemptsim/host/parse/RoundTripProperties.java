// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Writes histograms as the tool does and reads them back. */
class RoundTripProperties {
    /** One thread's true samples, by microsecond. */
    record Truth(NavigableMap<Long, Long> samples) {
        long count() {
            return samples.values().stream().mapToLong(Long::longValue).sum();
        }

        long sum() {
            return samples.entrySet().stream()
                    .mapToLong(e -> e.getKey() * e.getValue())
                    .sum();
        }

        NavigableMap<Long, Long> below(int buckets) {
            return samples.headMap((long) buckets, false);
        }

        long over(int buckets) {
            return samples.tailMap((long) buckets, true).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    @Provide
    Arbitrary<List<Truth>> truths() {
        Arbitrary<Truth> one = Arbitraries.maps(
                        Arbitraries.longs().between(0, 120), Arbitraries.longs().between(1, 2_000_000))
                .ofMinSize(1)
                .ofMaxSize(40)
                .map(m -> new Truth(new TreeMap<>(m)));
        return one.list().ofMinSize(1).ofMaxSize(4);
    }

    @Property(tries = 200)
    void histogramTextReadsBack(@ForAll("truths") List<Truth> truths) throws Exception {
        check(truths, CyclictestText.parse("t", text(truths, 60, false)), 60, true);
    }

    @Property(tries = 200)
    void histogramOfAllReadsBack(@ForAll("truths") List<Truth> truths) throws Exception {
        check(truths, CyclictestText.parse("t", text(truths, 60, true)), 60, true);
    }

    @Property(tries = 200)
    void jsonReadsBack(@ForAll("truths") List<Truth> truths) throws Exception {
        check(truths, CyclictestJson.parse("t", json(truths, 60)), 60, false);
    }

    private static void check(List<Truth> truths, CyclictestOutput out, int buckets, boolean cutAvg) {
        assertThat(out.threads()).hasSameSizeAs(truths);
        for (int i = 0; i < truths.size(); i++) {
            Truth want = truths.get(i);
            ThreadStats got = out.threads().get(i);
            assertThat(got.bins()).isEqualTo(want.below(buckets));
            assertThat(got.cycles()).isEqualTo(want.count());
            assertThat(got.overflows()).hasValue(want.over(buckets));
            assertThat(got.min()).isEqualTo(want.samples.firstKey());
            assertThat(got.max()).isEqualTo(want.samples.lastKey());
            double avg = (double) want.sum() / want.count();
            assertThat(got.avg()).isBetween(avg - (cutAvg ? 1 : 0.01), avg + 0.01);
        }
    }

    private static String text(List<Truth> truths, int buckets, boolean ofAll) {
        boolean sum = ofAll && truths.size() > 1;
        StringBuilder out = new StringBuilder("# /dev/cpu_dma_latency set to 0us\n# Histogram\n");
        for (long bin = 0; bin < buckets; bin++) {
            out.append(String.format(Locale.ROOT, "%06d ", bin));
            long all = 0;
            List<String> cells = new ArrayList<>();
            for (Truth t : truths) {
                long n = t.samples.getOrDefault(bin, 0L);
                cells.add(String.format(Locale.ROOT, "%06d", n));
                all += n;
            }
            if (sum) {
                cells.add(String.format(Locale.ROOT, "%06d", all));
            }
            out.append(String.join("\t", cells)).append('\n');
        }
        List<Long> totals = new ArrayList<>(
                truths.stream().map(t -> t.count() - t.over(buckets)).toList());
        List<Long> overs =
                new ArrayList<>(truths.stream().map(t -> t.over(buckets)).toList());
        List<Long> maxima =
                new ArrayList<>(truths.stream().map(t -> t.samples.lastKey()).toList());
        if (sum) {
            totals.add(totals.stream().mapToLong(Long::longValue).sum());
            overs.add(overs.stream().mapToLong(Long::longValue).sum());
            maxima.add(maxima.stream().mapToLong(Long::longValue).max().orElseThrow());
        }
        footer(out, "# Total:", "%09d", totals);
        footer(
                out,
                "# Min Latencies:",
                "%05d",
                truths.stream().map(t -> t.samples.firstKey()).toList());
        footer(
                out,
                "# Avg Latencies:",
                "%05d",
                truths.stream().map(t -> t.sum() / t.count()).toList());
        footer(out, "# Max Latencies:", "%05d", maxima);
        footer(out, "# Histogram Overflows:", "%05d", overs);
        out.append("# Histogram Overflow at cycle number:\n");
        for (int i = 0; i < truths.size(); i++) {
            out.append("# Thread ").append(i).append(":\n");
        }
        return out.append('\n').toString();
    }

    private static void footer(StringBuilder out, String name, String form, List<Long> values) {
        out.append(name);
        values.forEach(v -> out.append(' ').append(String.format(Locale.ROOT, form, v)));
        out.append('\n');
    }

    private static String json(List<Truth> truths, int buckets) {
        StringBuilder out = new StringBuilder("{\n  \"file_version\": 1,\n  \"rt_test_version:\": \"2.40\",\n");
        out.append("  \"num_threads\": ")
                .append(truths.size())
                .append(",\n  \"resolution_in_ns\": 0,\n  \"thread\": {\n");
        for (int i = 0; i < truths.size(); i++) {
            Truth t = truths.get(i);
            out.append("    \"").append(i).append("\": {\n      \"histogram\": {");
            String comma = "";
            for (Map.Entry<Long, Long> e : t.below(buckets).entrySet()) {
                out.append(comma)
                        .append("\n        \"")
                        .append(e.getKey())
                        .append("\": ")
                        .append(e.getValue());
                comma = ",";
            }
            out.append("\n      },\n      \"cycles\": ").append(t.count());
            out.append(",\n      \"min\": ").append(t.samples.firstKey());
            out.append(",\n      \"max\": ").append(t.samples.lastKey());
            out.append(String.format(Locale.ROOT, ",%n      \"avg\": %.2f", (double) t.sum() / t.count()));
            out.append(",\n      \"cpu\": ").append(i).append(",\n      \"node\": 0\n    }");
            out.append(i + 1 < truths.size() ? ",\n" : "\n");
        }
        return out.append("  }\n}\n").toString();
    }
}
