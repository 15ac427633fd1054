// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.preemptsim.experiment.result.Bin;
import org.preemptsim.experiment.result.HostProvenance;
import org.preemptsim.experiment.result.LatencyResult;
import org.preemptsim.experiment.result.RunResult;

/** Recorded cyclictest outputs, and results put together again from their text. */
final class Recorded {
    private Recorded() {}

    static String text(String name) {
        try (InputStream in = Objects.requireNonNull(Recorded.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a histogram text back into the result it came from; only what the test needs, and without mercy. */
    static RunResult histogram(String text, String command, double... avgUs) {
        List<String> lines = text.lines().toList();
        long[] min = footer(lines, "# Min Latencies:");
        long[] max = footer(lines, "# Max Latencies:");
        long[] total = footer(lines, "# Total:");
        long[] overflows = footer(lines, "# Histogram Overflows:");
        List<LatencyResult> threads = new ArrayList<>();
        for (int i = 0; i < min.length; i++) {
            long count = total[i] + overflows[i];
            threads.add(new LatencyResult(
                    "cyclictest/" + i,
                    i,
                    "fifo:80",
                    1_000_000,
                    count,
                    min[i] * 1_000,
                    max[i] * 1_000,
                    Math.round(avgUs[i] * 1_000 * count),
                    List.of(),
                    column(lines, i + 1),
                    (int) lines.stream().filter(l -> l.matches("\\d{6} .*")).count(),
                    Arrays.stream(footer(lines, "# Thread " + i + ":")).boxed().toList()));
        }
        return measured(command, threads);
    }

    static RunResult measured(String command, List<LatencyResult> threads) {
        return new RunResult(
                RunResult.SCHEMA,
                RunResult.Source.HOST,
                "recorded",
                "",
                "",
                0,
                "0.1.0",
                "6.18.44 #1 SMP PREEMPT_DYNAMIC @0",
                command,
                3_000_000_000L,
                3_000_000_000L,
                true,
                "horizon",
                threads,
                List.of(),
                List.of(),
                List.of(),
                new HostProvenance(
                        "cyclictest 2.40",
                        "2026-11-22T02:15:51Z",
                        List.of(),
                        Map.of("uname.node", "host", "uname.machine", "x86_64")));
    }

    private static List<Bin> column(List<String> lines, int column) {
        List<Bin> bins = new ArrayList<>();
        for (String line : lines) {
            if (line.matches("\\d{6} .*")) {
                String[] fields = line.split("\\s+", -1);
                long count = Long.parseLong(fields[column]);
                if (count > 0) {
                    bins.add(new Bin(Long.parseLong(fields[0]) * 1_000, 1_000, count));
                }
            }
        }
        return bins;
    }

    private static long[] footer(List<String> lines, String head) {
        String line = lines.stream().filter(l -> l.startsWith(head)).findFirst().orElseThrow();
        return Arrays.stream(line.substring(head.length()).strip().split("\\s+"))
                .filter(f -> !f.isEmpty())
                .mapToLong(Long::parseLong)
                .toArray();
    }
}
