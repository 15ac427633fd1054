// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.parse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads cyclictest's standard output: the histogram of {@code -h} and {@code -H} with its footer, the sample lines of
 * {@code -v}, and the {@code T:} lines of the quiet summary and of the live display (the last one of a thread counts).
 *
 * <p>The forms differ by version. The oldest print no {@code # Histogram} header, no overflow lines and put {@code T:}
 * lines before the rows; then the extremes are taken from those. {@code # Total:} never counts overflows. {@code -H}
 * adds a last column with the sum over the threads, which is checked and dropped.
 */
public final class CyclictestText {
    private static final Pattern ESCAPE = Pattern.compile("\u001b\\[[0-9;]*[A-Za-z]");
    private static final Pattern ROW = Pattern.compile("\\d{1,9}(\\s+\\d{1,18})+");
    private static final Pattern SAMPLE = Pattern.compile("(\\d{1,9}):\\s*(\\d{1,18}):\\s*(-?\\d{1,18})");
    private static final Pattern STATUS =
            Pattern.compile("T:\\s*(\\d+) \\(\\s*(\\d+)\\) P:\\s*(\\d+) I:\\s*(\\d+) C:\\s*(\\d+) Min:\\s*(-?\\d+)"
                    + " Act:\\s*(-?\\d+) Avg:\\s*(-?\\d+) Max:\\s*(-?\\d+).*");
    private static final Pattern FOOTER =
            Pattern.compile("# (Total|Min Latencies|Avg Latencies|Max Latencies|Histogram Overflows):(.*)");
    private static final Pattern OUTLIERS =
            Pattern.compile("# Thread (\\d+):\\s*((?:\\d+\\s*)*)(?:# \\d+ others)?\\s*");
    /** The first versions print the load averages without a word before them. */
    private static final Pattern LOADAVG = Pattern.compile("(\\d+\\.\\d+ ){3}\\d+/\\d+ \\d+");

    private static final Pattern VERSION = Pattern.compile("cyclictest V\\s*(\\S+)");

    private final String source;
    private final List<NavigableMap<Long, Long>> columns = new ArrayList<>();
    private final Map<String, Footer> footers = new HashMap<>();
    private final Map<Integer, List<Long>> outliers = new HashMap<>();
    private final TreeMap<Integer, Status> status = new TreeMap<>();
    private final TreeMap<Integer, Samples> samples = new TreeMap<>();
    private Optional<String> version = Optional.empty();
    private long lastBin = -1;
    private int lineNumber;

    private record Footer(int line, List<Long> values) {}

    private record Status(int priority, long intervalUs, long cycles, long min, long avg, long max) {}

    private static final class Samples {
        final NavigableMap<Long, Long> bins = new TreeMap<>();
    }

    private CyclictestText(String source) {
        this.source = source;
    }

    /**
     * Reads the tool's output.
     *
     * @param source its name for errors
     * @throws MalformedOutputException if it holds no measurement, is cut off, or contradicts itself
     */
    public static CyclictestOutput parse(String source, String text) throws MalformedOutputException {
        CyclictestText reader = new CyclictestText(source);
        for (String line : text.split("\n", -1)) {
            reader.lineNumber++;
            reader.read(ESCAPE.matcher(line).replaceAll("").strip());
        }
        return reader.finish();
    }

    private void read(String line) throws MalformedOutputException {
        Matcher statusLine = STATUS.matcher(line);
        Matcher footer = FOOTER.matcher(line);
        Matcher outlierLine = OUTLIERS.matcher(line);
        Matcher sampleLine = SAMPLE.matcher(line);
        Matcher versionLine = VERSION.matcher(line);
        if (ROW.matcher(line).matches()) {
            row(line);
        } else if (statusLine.matches()) {
            status.put((int) number(statusLine.group(1)), status(statusLine));
        } else if (footer.matches()) {
            footers.put(footer.group(1), new Footer(lineNumber, numbers(footer.group(2))));
        } else if (outlierLine.matches()) {
            outliers.put((int) number(outlierLine.group(1)), numbers(outlierLine.group(2)));
        } else if (sampleLine.matches()) {
            sample(sampleLine);
        } else if (versionLine.matches()) {
            version = Optional.of(versionLine.group(1));
        } else if (damaged(line)) {
            throw error(lineNumber, "cannot be read: " + line);
        }
    }

    /** Unknown remarks are harmless; a line that starts like data or a footer is not. */
    private static boolean damaged(String line) {
        return (!line.isEmpty()
                        && Character.isDigit(line.charAt(0))
                        && !LOADAVG.matcher(line).matches())
                || line.startsWith("T:")
                || line.startsWith("# Total")
                || line.startsWith("# Thread ")
                || line.matches("# (Min|Avg|Max) .*");
    }

    private void row(String line) throws MalformedOutputException {
        List<Long> f = numbers(line);
        long bin = f.get(0);
        if (bin <= lastBin) {
            throw error(lineNumber, "bin " + bin + " after bin " + lastBin);
        }
        if (!columns.isEmpty() && f.size() - 1 != columns.size()) {
            throw error(lineNumber, (f.size() - 1) + " columns where the rows above have " + columns.size());
        }
        lastBin = bin;
        for (int i = 1; i < f.size(); i++) {
            if (columns.size() < i) {
                columns.add(new TreeMap<>());
            }
            if (f.get(i) > 0) {
                columns.get(i - 1).put(bin, f.get(i));
            }
        }
    }

    private Status status(Matcher m) throws MalformedOutputException {
        return new Status(
                (int) number(m.group(3)),
                number(m.group(4)),
                number(m.group(5)),
                number(m.group(6)),
                number(m.group(8)),
                number(m.group(9)));
    }

    private void sample(Matcher m) throws MalformedOutputException {
        Samples s = samples.computeIfAbsent((int) number(m.group(1)), k -> new Samples());
        s.bins.merge(Math.max(0, number(m.group(3))), 1L, Long::sum);
    }

    private CyclictestOutput finish() throws MalformedOutputException {
        if (!columns.isEmpty()) {
            return new CyclictestOutput(version, fromHistogram());
        }
        if (footers.containsKey("Total")) {
            throw error(footers.get("Total").line, "a footer without a histogram before it");
        }
        if (!samples.isEmpty()) {
            return new CyclictestOutput(version, fromSamples());
        }
        if (!status.isEmpty()) {
            return new CyclictestOutput(version, fromStatus());
        }
        throw error(lineNumber, "no histogram, no sample and no \"T:\" line up to the end");
    }

    private List<ThreadStats> fromHistogram() throws MalformedOutputException {
        Footer total = footers.get("Total");
        if (total == null) {
            throw error(lineNumber, "the histogram ends without \"# Total:\"");
        }
        if (total.values.size() != columns.size()) {
            throw error(total.line, total.values.size() + " totals for " + columns.size() + " columns");
        }
        for (int i = 0; i < columns.size(); i++) {
            long sum =
                    columns.get(i).values().stream().mapToLong(Long::longValue).sum();
            if (sum != total.values.get(i)) {
                throw error(total.line, "total " + total.values.get(i) + " but the rows above sum to " + sum);
            }
        }
        int threads = threads();
        List<ThreadStats> out = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            out.add(thread(i, threads));
        }
        return out;
    }

    /** Min has no column for the sum of -H, and neither have the T: lines. */
    private int threads() throws MalformedOutputException {
        Footer min = footers.get("Min Latencies");
        int threads = min != null ? min.values.size() : status.isEmpty() ? columns.size() : status.size();
        if (threads == 0 || threads > columns.size() || threads < columns.size() - 1) {
            throw error(min == null ? lineNumber : min.line, threads + " threads for " + columns.size() + " columns");
        }
        if (threads < columns.size()) {
            checkSumColumn(threads);
        }
        return threads;
    }

    private void checkSumColumn(int threads) throws MalformedOutputException {
        NavigableMap<Long, Long> sum = new TreeMap<>();
        for (int i = 0; i < threads; i++) {
            columns.get(i).forEach((bin, n) -> sum.merge(bin, n, Long::sum));
        }
        if (!sum.equals(columns.get(threads))) {
            throw error(lineNumber, "the last column is not the sum of the others");
        }
    }

    private ThreadStats thread(int i, int threads) throws MalformedOutputException {
        NavigableMap<Long, Long> bins = columns.get(i);
        long binned = bins.values().stream().mapToLong(Long::longValue).sum();
        Status line = status.get(i);
        OptionalLong overflows = footer("Histogram Overflows", i, threads);
        long cycles =
                overflows.isEmpty() && line != null ? Math.max(binned, line.cycles) : binned + overflows.orElse(0);
        double mean = binned == 0
                ? 0
                : bins.entrySet().stream()
                                .mapToDouble(e -> (double) e.getKey() * e.getValue())
                                .sum()
                        / binned;
        return new ThreadStats(
                i,
                OptionalInt.empty(),
                line == null ? OptionalInt.empty() : OptionalInt.of(line.priority),
                line == null ? OptionalLong.empty() : OptionalLong.of(line.intervalUs),
                1_000,
                cycles,
                cycles == 0
                        ? 0
                        : footer("Min Latencies", i, threads)
                                .orElse(line != null ? line.min : bins.isEmpty() ? 0 : bins.firstKey()),
                footer("Avg Latencies", i, threads).isPresent()
                        ? footer("Avg Latencies", i, threads).getAsLong()
                        : line != null ? line.avg : mean,
                footer("Max Latencies", i, threads)
                        .orElse(line != null ? line.max : bins.isEmpty() ? 0 : bins.lastKey()),
                bins,
                overflows,
                outliers.getOrDefault(i, List.of()));
    }

    private OptionalLong footer(String name, int i, int threads) throws MalformedOutputException {
        Footer f = footers.get(name);
        if (f == null) {
            return OptionalLong.empty();
        }
        if (f.values.size() != threads && f.values.size() != columns.size()) {
            throw error(f.line, f.values.size() + " values for " + threads + " threads");
        }
        return OptionalLong.of(f.values.get(i));
    }

    private List<ThreadStats> fromSamples() {
        List<ThreadStats> out = new ArrayList<>();
        samples.forEach((i, s) -> {
            long n = s.bins.values().stream().mapToLong(Long::longValue).sum();
            double sum = s.bins.entrySet().stream()
                    .mapToDouble(e -> (double) e.getKey() * e.getValue())
                    .sum();
            out.add(new ThreadStats(
                    i,
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    OptionalLong.empty(),
                    1_000,
                    n,
                    s.bins.firstKey(),
                    sum / n,
                    s.bins.lastKey(),
                    s.bins,
                    OptionalLong.of(0),
                    List.of()));
        });
        return out;
    }

    private List<ThreadStats> fromStatus() {
        List<ThreadStats> out = new ArrayList<>();
        status.forEach((i, s) -> out.add(new ThreadStats(
                i,
                OptionalInt.empty(),
                OptionalInt.of(s.priority),
                OptionalLong.of(s.intervalUs),
                1_000,
                s.cycles,
                s.cycles == 0 ? 0 : s.min,
                s.avg,
                s.max,
                new TreeMap<>(),
                OptionalLong.empty(),
                List.of())));
        return out;
    }

    private List<Long> numbers(String text) throws MalformedOutputException {
        List<Long> out = new ArrayList<>();
        for (String word : text.strip().split("\\s+", -1)) {
            if (!word.isEmpty()) {
                out.add(number(word));
            }
        }
        return out;
    }

    private long number(String word) throws MalformedOutputException {
        try {
            return Long.parseLong(word);
        } catch (NumberFormatException e) {
            throw error(lineNumber, "not a whole number: " + word);
        }
    }

    private MalformedOutputException error(int line, String what) {
        return new MalformedOutputException(source, line, what);
    }
}
