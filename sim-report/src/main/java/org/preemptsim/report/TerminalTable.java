// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Stream;
import org.preemptsim.experiment.result.Comparison;
import org.preemptsim.experiment.result.LatencyResult;
import org.preemptsim.experiment.result.RunResult;
import org.preemptsim.experiment.result.WorkResult;

/**
 * A comparison on a terminal: a column per variant, with the latencies, where the CPU time went, what useful work was
 * done, and what it comes to. Variants that do not fit side by side follow below.
 */
public final class TerminalTable {
    private static final int MIN_WIDTH = 40;
    private static final int MAX_LABEL = 34;
    private static final String GAP = "  ";

    private final Comparison comparison;
    private final List<String> labels;
    private final int width;
    private final boolean colour;
    private final StringBuilder out = new StringBuilder();

    private TerminalTable(Comparison comparison, int width, boolean colour) {
        this.comparison = comparison;
        this.labels = Labels.of(comparison.runs());
        this.width = Math.max(MIN_WIDTH, width);
        this.colour = colour;
    }

    /**
     * The table, each line ended by a newline.
     *
     * @param width columns of the terminal; less than 40 is taken as 40
     * @param colour whether to use the terminal's escape sequences for bold, dim and colours
     */
    public static String render(Comparison c, int width, boolean colour) {
        return new TerminalTable(c, width, colour).render();
    }

    private String render() {
        line(Style.BOLD, Text.cut(Text.plain(comparison.title()), width));
        List<Section> sections = new ArrayList<>();
        sections.add(latencySection());
        sections.add(cpuSection());
        sections.addAll(workSections());
        sections.removeIf(s -> s.rows().isEmpty());
        columns(sections);
        threads();
        marks();
        line(Style.PLAIN, "");
        Conclusion.incomplete(comparison).forEach(s -> wrapped(Style.RED, s));
        wrapped(Style.GREEN, Conclusion.worstCase(comparison));
        Conclusion.price(comparison).forEach(s -> wrapped(Style.PLAIN, s));
        return out.toString();
    }

    // --- what is shown -----------------------------------------------------------------------------------------------

    private Section latencySection() {
        List<Row> rows = new ArrayList<>();
        rows.add(latencyRow("min", l -> Quantile.value(l, l.minNs())));
        rows.add(latencyRow("avg", l -> Text.us(Math.round(l.avgNs()))));
        for (Quantile q : Quantile.SHOWN) {
            rows.add(latencyRow(q.label(), q::text));
        }
        rows.add(latencyRow("max", l -> Quantile.value(l, l.maxNs())).in(Style.BOLD));
        rows.add(latencyRow("samples", l -> Text.count(l.count())));
        if (comparison.runs().stream().anyMatch(r -> limitUs(r) > 0)) {
            rows.add(latencyRow(
                    "overflows" + commonLimit(), l -> l.histogramBuckets() == 0 ? "" : Text.count(l.overflows())));
        }
        int most = comparison.runs().stream()
                .mapToInt(r -> r.latencies().size())
                .max()
                .orElse(0);
        return new Section("Wakeup latency, µs" + (most > 1 ? ", all threads" : ""), most == 0 ? List.of() : rows);
    }

    private Row latencyRow(String label, Function<LatencyResult, String> cell) {
        return row(
                label,
                r -> r.allLatencies().filter(l -> l.count() > 0).map(cell).orElse(label.equals("samples") ? "0" : ""));
    }

    private String commonLimit() {
        Set<Integer> limits = new LinkedHashSet<>();
        comparison.runs().forEach(r -> limits.add(limitUs(r)));
        return limits.size() == 1 ? " (≥" + limits.iterator().next() + " µs)" : "";
    }

    private static int limitUs(RunResult r) {
        return r.allLatencies().map(LatencyResult::histogramBuckets).orElse(0);
    }

    private Section cpuSection() {
        List<Row> rows = comparison.cpuContexts().stream()
                .map(c -> row(Text.plain(c), r -> cpuShare(r, c)))
                .toList();
        int cpus = comparison.runs().stream()
                .mapToInt(r -> r.cpuTimes().size())
                .max()
                .orElse(0);
        return new Section("CPU time, %" + (cpus > 1 ? " of " + cpus + " CPUs" : ""), rows);
    }

    private static String cpuShare(RunResult r, String context) {
        Long ns = r.cpuTimeByContext().get(context);
        long total = r.cpuTimes().stream().mapToLong(t -> t.totalNs()).sum();
        return ns == null || total == 0 ? "" : Text.percent((double) ns / total);
    }

    private List<Section> workSections() {
        Set<Worker> workers = new LinkedHashSet<>();
        comparison.runs().forEach(r -> r.work().forEach(w -> workers.add(new Worker(w.task(), w.unit()))));
        List<Section> sections = new ArrayList<>();
        for (Worker worker : workers) {
            List<Row> rows = new ArrayList<>();
            rows.add(workRow(worker, "done", (w, r) -> Text.count(w.units())));
            rows.add(workRow(worker, "per second", (w, r) -> Text.decimal(w.perSecond(r.simulatedNs()))));
            if (comparison.runs().size() > 1) {
                rows.add(workRatioRow(worker));
            }
            sections.add(new Section(Text.plain(worker.task() + ": " + worker.unit()), rows));
        }
        return sections;
    }

    private Row workRow(Worker worker, String label, WorkCell cell) {
        return row(label, r -> worker.in(r).map(w -> cell.text(w, r)).orElse(""));
    }

    private Row workRatioRow(Worker worker) {
        RunResult first = comparison.runs().get(0);
        List<String> cells = new ArrayList<>(List.of(""));
        for (RunResult r : comparison.runs().subList(1, comparison.runs().size())) {
            OptionalDouble ratio =
                    worker.in(r).map(w -> Conclusion.workRatio(w, r, first)).orElse(OptionalDouble.empty());
            cells.add(ratio.isPresent() ? "×" + Text.decimal(ratio.getAsDouble()) : "");
        }
        return new Row("against " + labels.get(0), cells, Style.PLAIN);
    }

    private Row row(String label, Function<RunResult, String> cell) {
        return new Row(label, comparison.runs().stream().map(cell).toList(), Style.PLAIN);
    }

    // --- a column per variant ----------------------------------------------------------------------------------------

    private void columns(List<Section> sections) {
        int label = Math.min(
                Math.min(MAX_LABEL, width / 2),
                sections.stream()
                        .flatMap(s -> s.rows().stream())
                        .mapToInt(r -> GAP.length() + length(r.label()))
                        .max()
                        .orElse(0));
        int first = 0;
        while (first < labels.size()) {
            List<Integer> widths = new ArrayList<>();
            int room = width - label;
            while (first + widths.size() < labels.size()) {
                int next = columnWidth(sections, first + widths.size(), label);
                if (!widths.isEmpty() && room < next + GAP.length()) {
                    break;
                }
                widths.add(next);
                room -= next + GAP.length();
            }
            block(sections, first, widths, label);
            first += widths.size();
        }
    }

    private int columnWidth(List<Section> sections, int variant, int label) {
        int cells = sections.stream()
                .flatMap(s -> s.rows().stream())
                .mapToInt(r -> length(aligned(r.cells().get(variant))))
                .max()
                .orElse(0);
        int roomForOne = width - label - GAP.length();
        return Math.max(cells, Math.min(length(labels.get(variant)), roomForOne));
    }

    private void block(List<Section> sections, int first, List<Integer> widths, int label) {
        StringBuilder head = new StringBuilder(" ".repeat(label));
        for (int i = 0; i < widths.size(); i++) {
            head.append(GAP).append(right(Text.cut(labels.get(first + i), widths.get(i)), widths.get(i)));
        }
        line(Style.PLAIN, "");
        line(Style.BOLD, head.toString());
        for (Section section : sections) {
            line(Style.BOLD, Text.cut(section.title(), width));
            for (Row row : section.rows()) {
                StringBuilder text = new StringBuilder(left(GAP + Text.cut(row.label(), label - GAP.length()), label));
                for (int i = 0; i < widths.size(); i++) {
                    text.append(GAP).append(right(aligned(row.cells().get(first + i)), widths.get(i)));
                }
                line(row.style(), text.toString());
            }
        }
    }

    /** Whole numbers give way to the decimals of the others, so that the points stand below each other. */
    private static String aligned(String cell) {
        int point = cell.lastIndexOf('.');
        int decimals = point < 0 ? -1 : cell.length() - point - 1;
        return cell.isEmpty() ? cell : cell + " ".repeat(Math.max(0, 3 - Math.max(decimals, -1)));
    }

    // --- a row per thread --------------------------------------------------------------------------------------------

    private void threads() {
        if (comparison.runs().stream().noneMatch(r -> r.latencies().size() > 1)) {
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("By thread, µs", "min", "avg"));
        Quantile.SHOWN.forEach(q -> head.add(q.label()));
        head.addAll(List.of("max", "samples", "overflows"));
        rows.add(head);
        for (int i = 0; i < labels.size(); i++) {
            for (LatencyResult l : comparison.runs().get(i).latencies()) {
                rows.add(threadRow(labels.get(i), l));
            }
        }
        // What gives way first on a narrow terminal; the least, the mean, the greatest and the count stay.
        for (String column : List.of("p50", "p99.999", "overflows", "p99", "p99.99", "p99.9")) {
            if (rowWidth(rows) > width) {
                int drop = rows.get(0).indexOf(column);
                rows.forEach(r -> r.remove(drop));
            }
        }
        line(Style.PLAIN, "");
        for (List<String> row : rows) {
            line(row == head ? Style.BOLD : Style.PLAIN, threadLine(row, rows));
        }
    }

    private static List<String> threadRow(String label, LatencyResult l) {
        List<String> row = new ArrayList<>();
        row.add(GAP + Text.cut(label, 14) + " " + Text.cut(Text.plain(l.task()), 20));
        if (l.count() == 0) {
            row.addAll(Collections.nCopies(Quantile.SHOWN.size() + 3, ""));
        } else {
            row.add(Quantile.value(l, l.minNs()));
            row.add(Text.us(Math.round(l.avgNs())));
            Quantile.SHOWN.forEach(q -> row.add(q.text(l)));
            row.add(Quantile.value(l, l.maxNs()));
        }
        row.add(Text.count(l.count()));
        row.add(l.histogramBuckets() == 0 ? "" : Text.count(l.overflows()));
        return row;
    }

    private static String threadLine(List<String> row, List<List<String>> rows) {
        StringBuilder text = new StringBuilder(left(row.get(0), widest(rows, 0)));
        for (int i = 1; i < row.size(); i++) {
            text.append(GAP).append(right(row.get(i), widest(rows, i)));
        }
        return text.toString();
    }

    private static int rowWidth(List<List<String>> rows) {
        int sum = 0;
        for (int i = 0; i < rows.get(0).size(); i++) {
            sum += widest(rows, i) + (i > 0 ? GAP.length() : 0);
        }
        return sum;
    }

    private static int widest(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(r -> length(r.get(column))).max().orElse(0);
    }

    // --- words below -------------------------------------------------------------------------------------------------

    private void marks() {
        boolean weak = anyQuantile((q, l) -> q.isWeak(l));
        boolean none = anyQuantile((q, l) -> q.isNone(l));
        if (weak || none) {
            line(Style.PLAIN, "");
        }
        if (weak) {
            wrapped(Style.DIM, Quantile.WEAK_MARK + " " + Quantile.WEAK_MEANING);
        }
        if (none) {
            wrapped(Style.DIM, Quantile.NONE + " " + Quantile.NONE_MEANING);
        }
    }

    private boolean anyQuantile(BiPredicate<Quantile, LatencyResult> test) {
        return comparison.runs().stream()
                .flatMap(r -> r.latencies().size() > 1
                        ? Stream.concat(r.latencies().stream(), r.allLatencies().stream())
                        : r.latencies().stream())
                .filter(l -> l.count() > 0)
                .anyMatch(l -> Quantile.SHOWN.stream().anyMatch(q -> test.test(q, l)));
    }

    private void wrapped(Style style, String sentence) {
        StringBuilder text = new StringBuilder();
        for (String word : sentence.split(" ", -1)) {
            if (text.length() > 0 && length(text.toString()) + 1 + length(word) > width) {
                line(style, text.toString());
                text.setLength(0);
            }
            text.append(text.length() > 0 ? " " : "").append(word);
        }
        line(style, text.toString());
    }

    private void line(Style style, String text) {
        String bare = text.stripTrailing();
        out.append(colour && !bare.isEmpty() ? style.start + bare + style.end : bare)
                .append('\n');
    }

    private static String left(String text, int width) {
        return text + " ".repeat(Math.max(0, width - length(text)));
    }

    private static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - length(text))) + text;
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private record Section(String title, List<Row> rows) {}

    private record Row(String label, List<String> cells, Style style) {
        Row in(Style other) {
            return new Row(label, cells, other);
        }
    }

    private record Worker(String task, String unit) {
        Optional<WorkResult> in(RunResult r) {
            return r.work().stream()
                    .filter(w -> w.task().equals(task) && w.unit().equals(unit))
                    .findFirst();
        }
    }

    @FunctionalInterface
    private interface WorkCell {
        String text(WorkResult w, RunResult r);
    }

    private enum Style {
        PLAIN("", ""),
        BOLD("\u001b[1m", "\u001b[0m"),
        DIM("\u001b[2m", "\u001b[0m"),
        RED("\u001b[1;31m", "\u001b[0m"),
        GREEN("\u001b[32m", "\u001b[0m");

        private final String start;
        private final String end;

        Style(String start, String end) {
            this.start = start;
            this.end = end;
        }
    }
}
