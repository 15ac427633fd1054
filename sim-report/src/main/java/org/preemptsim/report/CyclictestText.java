// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.report;

import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.preemptsim.experiment.result.LatencyResult;
import org.preemptsim.experiment.result.RunResult;

/**
 * What cyclictest would have printed: the form of rt-tests 2.x, byte for byte, so that tools and scripts made for it read
 * a simulated run.
 *
 * <p>With {@code -h} or {@code -H} the histogram with its footer, whose {@code # Total:} leaves the overflows out and
 * whose {@code -H} column sums the buckets, totals and overflows and takes the greatest maximum, but has no minimum and
 * no average. Without {@code -q}, or without a histogram, a line per thread. A simulated thread has no process number
 * and a result does not keep the last sample: both are shown as 0. The line with the host's load average that
 * cyclictest redraws on a terminal is left out.
 */
public final class CyclictestText {
    private CyclictestText() {}

    /** The text, with cyclictest's own trailing empty line after a histogram. */
    public static String render(RunResult r) {
        CyclictestOptions options = CyclictestOptions.of(r.command());
        List<CyclictestThread> threads =
                r.latencies().stream().map(CyclictestThread::new).toList();
        boolean histogram = r.latencies().stream().anyMatch(l -> l.histogramBuckets() > 0);
        StringBuilder out = new StringBuilder();
        if (!options.latencyTarget().isEmpty()) {
            line(out, "# /dev/cpu_dma_latency set to " + options.latencyTarget() + "us");
        }
        if (!options.quiet() || !histogram) {
            for (int i = 0; i < threads.size(); i++) {
                line(out, summary(i, threads.get(i).latency(), 0, 0));
            }
        }
        if (histogram) {
            histogram(out, threads, options.histogramOfAll() && threads.size() > 1);
        }
        return out.toString();
    }

    /**
     * The line per thread of {@code -q}.
     *
     * @param pid the thread's process number
     * @param lastUs its last sample in microseconds
     */
    static String summary(int index, LatencyResult latency, int pid, long lastUs) {
        CyclictestThread t = new CyclictestThread(latency);
        return String.format(
                Locale.ROOT,
                "T:%2d (%5d) P:%2d I:%d C:%7d Min:%7d Act:%5d Avg:%5d Max:%8d",
                index,
                pid,
                t.priority(),
                latency.intervalNs() / 1_000,
                latency.count(),
                t.minUs(),
                lastUs,
                (long) t.avgUs(),
                t.maxUs());
    }

    private static void histogram(StringBuilder out, List<CyclictestThread> threads, boolean sumColumn) {
        List<long[]> buckets = threads.stream().map(CyclictestThread::buckets).toList();
        int rows = buckets.stream().mapToInt(b -> b.length).max().orElse(0);
        line(out, "# Histogram");
        for (int us = 0; us < rows; us++) {
            line(out, pad(us, 6) + " " + row(buckets, us, sumColumn));
        }
        long[] totals = buckets.stream().mapToLong(b -> LongStream.of(b).sum()).toArray();
        line(
                out,
                "# Total:" + columns(totals, 9)
                        + (sumColumn ? column(LongStream.of(totals).sum(), 9) : ""));
        line(out, "# Min Latencies:" + columns(threads, CyclictestThread::minUs));
        line(out, "# Avg Latencies:" + columns(threads, t -> (long) t.avgUs()));
        long max = threads.stream().mapToLong(CyclictestThread::maxUs).max().orElse(0);
        line(out, "# Max Latencies:" + columns(threads, CyclictestThread::maxUs) + (sumColumn ? column(max, 5) : ""));
        long overflows =
                threads.stream().mapToLong(t -> t.latency().overflows()).sum();
        line(
                out,
                "# Histogram Overflows:"
                        + columns(threads, t -> t.latency().overflows())
                        + (sumColumn ? column(overflows, 5) : ""));
        line(out, "# Histogram Overflow at cycle number:");
        for (int i = 0; i < threads.size(); i++) {
            line(out, "# Thread " + i + ":" + overflowCycles(threads.get(i)));
        }
        line(out, "");
    }

    private static String row(List<long[]> buckets, int us, boolean sumColumn) {
        long[] counts =
                buckets.stream().mapToLong(b -> us < b.length ? b[us] : 0).toArray();
        String threads = LongStream.of(counts).mapToObj(c -> pad(c, 6)).collect(Collectors.joining("\t"));
        return sumColumn ? threads + "\t" + pad(LongStream.of(counts).sum(), 6) : threads;
    }

    private static String overflowCycles(CyclictestThread thread) {
        String kept =
                thread.keptOverflowCycles().stream().map(c -> column(c, 5)).collect(Collectors.joining());
        return thread.otherOverflows().isPresent()
                ? kept + " # " + pad(thread.otherOverflows().getAsLong(), 5) + " others"
                : kept;
    }

    private static String columns(List<CyclictestThread> threads, ToLongFunction<CyclictestThread> value) {
        return columns(threads.stream().mapToLong(value).toArray(), 5);
    }

    private static String columns(long[] values, int digits) {
        return LongStream.of(values).mapToObj(v -> column(v, digits)).collect(Collectors.joining());
    }

    private static String column(long value, int digits) {
        return " " + pad(value, digits);
    }

    private static String pad(long value, int digits) {
        String text = Long.toString(value);
        return IntStream.range(text.length(), digits).mapToObj(i -> "0").collect(Collectors.joining()) + text;
    }

    // Not System.lineSeparator(): the same run gives the same bytes everywhere.
    private static void line(StringBuilder out, String text) {
        out.append(text).append('\n');
    }
}
