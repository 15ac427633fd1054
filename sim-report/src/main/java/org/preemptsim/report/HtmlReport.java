// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.preemptsim.experiment.result.BlameCause;
import org.preemptsim.experiment.result.BlameSlice;
import org.preemptsim.experiment.result.BlamedSample;
import org.preemptsim.experiment.result.Comparison;
import org.preemptsim.experiment.result.CpuTime;
import org.preemptsim.experiment.result.HostProvenance;
import org.preemptsim.experiment.result.LatencyResult;
import org.preemptsim.experiment.result.RunResult;
import org.preemptsim.experiment.result.WorkResult;
import org.preemptsim.report.picture.Ink;
import org.preemptsim.report.picture.Markup;
import org.preemptsim.report.picture.Svg;

/**
 * A comparison as one HTML page that needs nothing else: no network, no script, no other file. Its content security
 * policy forbids all of those and allows the one style sheet inside by its hash. It follows the reader's light or dark
 * setting and prints; pictures have titles, descriptions and a table that says the same. All foreign text is escaped.
 */
public final class HtmlReport {
    private static final double PICTURE_WIDTH = 1_000;
    /** More than this of a variant would bury the others; the result file has them all. */
    private static final int MOST_SAMPLES = 20;

    private static final PlotOptions PLOT =
            new PlotOptions((int) PICTURE_WIDTH, 520, PlotOptions.XAxis.AUTO, 0, "Wakeup latency", 2);

    private final Comparison comparison;
    private final List<String> labels;
    private final StringBuilder out = new StringBuilder();

    private HtmlReport(Comparison comparison) {
        this.comparison = comparison;
        this.labels = Labels.of(comparison.runs());
    }

    /** The page. */
    public static String render(Comparison c) {
        return new HtmlReport(c).render();
    }

    private String render() {
        head();
        summary();
        latency();
        distribution();
        cpuTime();
        work();
        blame();
        provenance();
        out.append(
                "</main>\n<footer><p>Made by PreemptSim. This page is complete in itself: it loads nothing.</p></footer>\n");
        return out.append("</body>\n</html>\n").toString();
    }

    // --- head and summary --------------------------------------------------------------------------------------------

    private void head() {
        String style = "\n" + styleSheet() + Ink.darkRules();
        String title = text(comparison.title());
        out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        out.append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-");
        out.append(sha256(style)).append("'; base-uri 'none'; form-action 'none'\">\n");
        out.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        out.append("<meta name=\"color-scheme\" content=\"light dark\">\n<title>")
                .append(title)
                .append("</title>\n");
        out.append("<style>")
                .append(style)
                .append("</style>\n</head>\n<body>\n<header>\n<h1>")
                .append(title);
        out.append("</h1>\n");
        paragraph("lead", Conclusion.worstCase(comparison));
        Conclusion.price(comparison).forEach(s -> paragraph("", s));
        Conclusion.incomplete(comparison).forEach(s -> paragraph("incomplete", s));
        out.append("<nav aria-label=\"Sections\"><ul>");
        sections().forEach((id, name) -> out.append("<li><a href=\"#" + id + "\">" + name + "</a></li>"));
        out.append("</ul></nav>\n</header>\n<main>\n");
    }

    private Map<String, String> sections() {
        Map<String, String> sections = new LinkedHashMap<>();
        sections.put("latency", "Latency");
        sections.put("distribution", "Distribution");
        if (any(r -> !r.cpuTimes().isEmpty())) {
            sections.put("cpu", "CPU time");
        }
        if (any(r -> !r.work().isEmpty())) {
            sections.put("work", "Useful work");
        }
        if (any(r -> !r.worst().isEmpty())) {
            sections.put("blame", "Why the worst were late");
        }
        sections.put("provenance", "Provenance");
        return sections;
    }

    private boolean any(Predicate<RunResult> test) {
        return comparison.runs().stream().anyMatch(test);
    }

    private void summary() {
        out.append("<div class=\"cards\">\n");
        for (int i = 0; i < labels.size(); i++) {
            RunResult r = comparison.runs().get(i);
            out.append("<section class=\"card v")
                    .append(i % 7)
                    .append("\">\n<h2>")
                    .append(text(labels.get(i)));
            out.append("</h2>\n<p class=\"big\">");
            out.append(latencyCell(r, l -> Quantile.value(l, l.maxNs())))
                    .append(" <small>µs at worst</small></p>\n<p>");
            out.append(latencyCell(r, l -> Text.us(Math.round(l.avgNs())))).append(" µs on average, ");
            out.append(latencyCell(r, l -> Text.count(l.count()))).append(" samples<br>");
            out.append(text(r.kernel())).append("</p>\n</section>\n");
        }
        out.append("</div>\n");
    }

    private static String latencyCell(RunResult r, Function<LatencyResult, String> value) {
        return text(r.allLatencies().filter(l -> l.count() > 0).map(value).orElse("–"));
    }

    // --- latency -----------------------------------------------------------------------------------------------------

    private void latency() {
        section("latency");
        boolean several = any(r -> r.latencies().size() > 1);
        table(
                "Wakeup latency in microseconds" + (several ? ", all threads of a run taken together" : ""),
                "",
                numbers(labels));
        figureRow("min", l -> Quantile.value(l, l.minNs()));
        figureRow("avg", l -> Text.us(Math.round(l.avgNs())));
        for (Quantile q : Quantile.SHOWN) {
            quantileRow(q);
        }
        out.append("<tr class=\"top\"><th scope=\"row\">max</th>");
        comparison.runs().forEach(r -> number(latencyCell(r, l -> Quantile.value(l, l.maxNs()))));
        out.append("</tr>\n");
        figureRow("samples", l -> Text.count(l.count()));
        figureRow("overflows", HtmlReport::overflows);
        endTable();
        marks();
        if (several) {
            threads();
        }
    }

    private static String overflows(LatencyResult l) {
        return l.histogramBuckets() == 0
                ? "–"
                : Text.count(l.overflows()) + " (≥" + Text.count(l.histogramBuckets()) + " µs)";
    }

    private void figureRow(String name, Function<LatencyResult, String> value) {
        out.append("<tr><th scope=\"row\">").append(name).append("</th>");
        comparison.runs().forEach(r -> number(latencyCell(r, value)));
        out.append("</tr>\n");
    }

    private void quantileRow(Quantile q) {
        out.append("<tr><th scope=\"row\">").append(q.label()).append("</th>");
        for (RunResult r : comparison.runs()) {
            boolean weak =
                    r.allLatencies().filter(l -> q.isWeak(l) || q.isNone(l)).isPresent();
            out.append(weak ? "<td class=\"n weak\">" : "<td class=\"n\">");
            out.append(latencyCell(r, q::text)).append("</td>");
        }
        out.append("</tr>\n");
    }

    private void marks() {
        List<LatencyResult> all = new ArrayList<>();
        for (RunResult r : comparison.runs()) {
            all.addAll(r.latencies());
            r.allLatencies().ifPresent(all::add);
        }
        all.removeIf(l -> l.count() == 0);
        if (all.stream().anyMatch(l -> Quantile.SHOWN.stream().anyMatch(q -> q.isWeak(l)))) {
            paragraph("note", Quantile.WEAK_MARK + " " + Quantile.WEAK_MEANING + ".");
        }
        if (all.stream().anyMatch(l -> Quantile.SHOWN.stream().anyMatch(q -> q.isNone(l)))) {
            paragraph("note", Quantile.NONE + " " + Quantile.NONE_MEANING + ".");
        }
    }

    private void threads() {
        List<String> figures = new ArrayList<>(List.of("CPU", "min", "avg"));
        Quantile.SHOWN.forEach(q -> figures.add(q.label()));
        figures.addAll(List.of("max", "samples", "overflows"));
        table("Each thread, in microseconds", "variant", join(texts("thread", "policy"), numbers(figures)));
        for (int i = 0; i < labels.size(); i++) {
            for (LatencyResult l : comparison.runs().get(i).latencies()) {
                out.append("<tr><th scope=\"row\">").append(text(labels.get(i))).append("</th>");
                cell(l.task());
                cell(l.policy());
                number(l.cpu() < 0 ? "any" : Integer.toString(l.cpu()));
                number(l.count() == 0 ? "–" : Quantile.value(l, l.minNs()));
                number(l.count() == 0 ? "–" : Text.us(Math.round(l.avgNs())));
                Quantile.SHOWN.forEach(q -> number(l.count() == 0 ? "–" : q.text(l)));
                number(l.count() == 0 ? "–" : Quantile.value(l, l.maxNs()));
                number(Text.count(l.count()));
                number(overflows(l));
                out.append("</tr>\n");
            }
        }
        endTable();
    }

    private void distribution() {
        section("distribution");
        figure(
                Svg.element(HistogramPlot.scene(comparison, PLOT)),
                "How many samples fell on each microsecond. The dashed lines mark the greatest.");
        figure(
                Svg.element(HistogramPlot.ccdfScene(comparison, PLOT)),
                "How many wakeups are later than a given time. A steep line ends soon; a flat one has a long tail.");
    }

    // --- CPU time and work -------------------------------------------------------------------------------------------

    private void cpuTime() {
        if (!sections().containsKey("cpu")) {
            return;
        }
        section("cpu");
        List<String> order = comparison.cpuContexts();
        StackedBars bars = new StackedBars(PICTURE_WIDTH);
        for (int i = 0; i < order.size(); i++) {
            bars.announce(Text.plain(order.get(i)), Inks.ofContext(order.get(i), i));
        }
        for (int i = 0; i < labels.size(); i++) {
            RunResult r = comparison.runs().get(i);
            for (CpuTime cpu : r.cpuTimes()) {
                String which = r.cpuTimes().size() > 1 ? " CPU " + cpu.cpu() : "";
                bars.add(new StackedBars.Row(labels.get(i) + which, "", contextParts(cpu, order)));
            }
        }
        String summary = "Share of each CPU's time by context; the table below has the numbers.";
        figure(Svg.element(bars.scene("cpu-time", "CPU time by context", summary, true)), summary);
        table("CPU time in percent" + (any(r -> r.cpuTimes().size() > 1) ? " of all CPUs" : ""), "", numbers(labels));
        for (String context : order) {
            out.append("<tr><th scope=\"row\">").append(text(context)).append("</th>");
            for (RunResult r : comparison.runs()) {
                long total = r.cpuTimes().stream().mapToLong(CpuTime::totalNs).sum();
                Long ns = r.cpuTimeByContext().get(context);
                number(ns == null || total == 0 ? "–" : Text.percent((double) ns / total));
            }
            out.append("</tr>\n");
        }
        endTable();
    }

    private static List<StackedBars.Part> contextParts(CpuTime cpu, List<String> order) {
        List<StackedBars.Part> parts = new ArrayList<>();
        for (CpuTime.Part p : cpu.parts()) {
            String share = Text.percent((double) p.ns() / Math.max(1, cpu.totalNs())) + " %";
            String name = Text.plain(p.context());
            parts.add(new StackedBars.Part(
                    name, Inks.ofContext(p.context(), order.indexOf(p.context())), p.ns(), share, name + " " + share));
        }
        return parts;
    }

    private void work() {
        if (!sections().containsKey("work")) {
            return;
        }
        section("work");
        paragraph("note", "What the workers beside the measurement got done, per second of the run.");
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            columns.add(labels.get(i));
            if (i > 0) {
                columns.add("against " + labels.get(0));
            }
        }
        table("Units per second", "worker", join(texts("unit"), numbers(columns)));
        Map<String, WorkResult> workers = new LinkedHashMap<>();
        comparison.runs().forEach(r -> r.work().forEach(w -> workers.putIfAbsent(w.task() + "\n" + w.unit(), w)));
        workers.values().forEach(this::worker);
        endTable();
    }

    private void worker(WorkResult worker) {
        out.append("<tr><th scope=\"row\">").append(text(worker.task())).append("</th>");
        cell(worker.unit());
        for (int i = 0; i < labels.size(); i++) {
            RunResult r = comparison.runs().get(i);
            WorkResult w = r.work().stream()
                    .filter(x -> x.task().equals(worker.task()) && x.unit().equals(worker.unit()))
                    .findFirst()
                    .orElse(null);
            number(w == null ? "–" : Text.decimal(w.perSecond(r.simulatedNs())));
            if (i > 0) {
                OptionalDouble ratio = w == null
                        ? OptionalDouble.empty()
                        : Conclusion.workRatio(w, r, comparison.runs().get(0));
                number(ratio.isPresent() ? "×" + Text.decimal(ratio.getAsDouble()) : "–");
            }
        }
        out.append("</tr>\n");
    }

    // --- blame -------------------------------------------------------------------------------------------------------

    private void blame() {
        if (!sections().containsKey("blame")) {
            return;
        }
        section("blame");
        paragraph(
                "note",
                "Every nanosecond of a worst sample, from the timer's expiry to the task's first own"
                        + " instruction, has exactly one cause. The numbers in the bars are those in the tables below them.");
        aggregate();
        for (int i = 0; i < labels.size(); i++) {
            if (!comparison.runs().get(i).worst().isEmpty()) {
                worst(i);
            }
        }
    }

    private void aggregate() {
        StackedBars bars = new StackedBars(PICTURE_WIDTH);
        Set<BlameCause> seen = new LinkedHashSet<>();
        for (int i = 0; i < labels.size(); i++) {
            List<StackedBars.Part> parts = new ArrayList<>();
            List<BlamedSample> worst = comparison.runs().get(i).worst();
            for (Map.Entry<BlameCause, Long> e : Explanation.byCause(worst)) {
                seen.add(e.getKey());
                String share = share(worst, e.getKey()) + " %";
                parts.add(new StackedBars.Part(
                        e.getKey().label(),
                        Inks.of(e.getKey()),
                        e.getValue(),
                        share,
                        e.getKey().label() + " " + share));
            }
            if (!parts.isEmpty()) {
                bars.add(new StackedBars.Row(labels.get(i), worst.size() + " samples", parts));
            }
        }
        String summary = "Share of each cause in the worst samples of each variant; the table below has the numbers.";
        figure(Svg.element(bars.scene("blame-all", "Causes of the worst samples", summary, true)), summary);
        table("Share of the worst samples' time in percent", "cause", join(texts("what it is"), numbers(labels)));
        for (BlameCause cause : seen) {
            out.append("<tr><th scope=\"row\">").append(text(cause.label())).append("</th>");
            cell(cause.meaning());
            comparison.runs().forEach(r -> number(r.worst().isEmpty() ? "–" : share(r.worst(), cause)));
            out.append("</tr>\n");
        }
        endTable();
    }

    private static String share(List<BlamedSample> samples, BlameCause cause) {
        long all = samples.stream().mapToLong(BlamedSample::latencyNs).sum();
        long part = Explanation.byCause(samples).stream()
                .filter(e -> e.getKey() == cause)
                .mapToLong(Map.Entry::getValue)
                .sum();
        return Text.percent((double) part / Math.max(1, all));
    }

    private void worst(int variant) {
        List<BlamedSample> all = comparison.runs().get(variant).worst();
        List<BlamedSample> worst = all.subList(0, Math.min(MOST_SAMPLES, all.size()));
        out.append("<h3>").append(text(labels.get(variant))).append("</h3>\n");
        if (worst.size() < all.size()) {
            paragraph("note", "The worst " + worst.size() + " of the " + all.size() + " kept.");
        }
        StackedBars bars = new StackedBars(PICTURE_WIDTH);
        for (BlamedSample s : worst) {
            List<StackedBars.Part> parts = new ArrayList<>();
            for (int i = 0; i < s.slices().size(); i++) {
                BlameSlice slice = s.slices().get(i);
                parts.add(new StackedBars.Part(
                        slice.cause().label(),
                        Inks.of(slice.cause()),
                        slice.durationNs(),
                        Integer.toString(i + 1),
                        (i + 1) + ". " + sliceText(slice)));
            }
            bars.add(new StackedBars.Row("sample " + Text.count(s.cycle()), Text.us(s.latencyNs()) + " µs", parts));
        }
        String title = "The worst samples of " + labels.get(variant) + " and their causes, in time order";
        figure(
                Svg.element(bars.scene(
                        "blame-" + variant, title, "Each bar is one sample, cut by cause; tables follow.", false)),
                "Bars run from the timer's expiry to the task's first own instruction.");
        for (int i = 0; i < worst.size(); i++) {
            sample(worst.get(i), i == 0);
        }
    }

    private static String sliceText(BlameSlice s) {
        StringBuilder text = new StringBuilder(s.cause().label());
        text.append(": ").append(Text.us(s.durationNs())).append(" µs");
        if (!s.owner().isBlank()) {
            text.append(", ").append(Text.plain(s.owner()));
        }
        if (!s.detail().isBlank()) {
            text.append(" (").append(Text.plain(s.detail())).append(')');
        }
        return text.toString();
    }

    private void sample(BlamedSample s, boolean open) {
        out.append(open ? "<details open>" : "<details>").append("<summary>");
        out.append(text(Explanation.headline(s))).append("</summary>\n<ul class=\"chain\">\n");
        for (Explanation.Stretch stretch : Explanation.stretches(s)) {
            out.append("<li>").append(text(stretch.sentence())).append("</li>\n");
        }
        out.append("</ul>\n");
        paragraph("", Explanation.largest(s));
        table(
                "Each slice, in microseconds since the expiry",
                "",
                join(
                        numbers(List.of("offset", "duration")),
                        join(texts("cause", "owner", "detail"), numbers(List.of("CPU")))));
        for (int i = 0; i < s.slices().size(); i++) {
            BlameSlice slice = s.slices().get(i);
            out.append("<tr><th scope=\"row\" class=\"n\">").append(i + 1).append("</th>");
            number(Text.us(slice.offsetNs()));
            number(Text.us(slice.durationNs()));
            cell(slice.cause().label());
            cell(slice.owner());
            cell(slice.detail());
            number(Integer.toString(slice.cpu()));
            out.append("</tr>\n");
        }
        out.append("<tr class=\"top\"><th scope=\"row\">sum</th><td></td>");
        number(Text.us(s.latencyNs()));
        out.append("<td></td><td></td><td></td><td></td></tr>\n");
        endTable();
        out.append("</details>\n");
    }

    // --- provenance --------------------------------------------------------------------------------------------------

    private void provenance() {
        section("provenance");
        paragraph("note", "The same scenario, seed and version give the same result, byte for byte.");
        table("Where the numbers come from", "", texts(labels.toArray(String[]::new)));
        provenanceRow("source", r -> r.source() == RunResult.Source.HOST ? "measured on a host" : "simulated");
        provenanceRow("scenario", RunResult::scenario);
        provenanceRow("scenario hash", RunResult::scenarioHash);
        provenanceRow("seed", r -> r.source() == RunResult.Source.HOST ? "" : Long.toString(r.seed()));
        provenanceRow("PreemptSim", RunResult::modelVersion);
        provenanceRow("kernel", RunResult::kernel);
        provenanceRow("command", RunResult::command);
        provenanceRow("asked for", r -> r.requestedNs() > 0 ? Text.duration(r.requestedNs()) : "");
        provenanceRow("ran for", r -> Text.duration(r.simulatedNs()));
        provenanceRow("complete", r -> r.complete() ? "yes" : "no: " + r.stopReason());
        provenanceRow("tool", r -> host(r, HostProvenance::tool));
        provenanceRow("started", r -> host(r, HostProvenance::startedAt));
        provenanceRow("adapted", r -> host(r, h -> String.join(" ", h.adapted())));
        endTable();
        for (int i = 0; i < labels.size(); i++) {
            HostProvenance host = comparison.runs().get(i).host();
            if (host != null && !host.facts().isEmpty()) {
                out.append("<details><summary>Facts of the measured host: ").append(text(labels.get(i)));
                out.append("</summary>\n");
                table("", "fact", texts("value"));
                host.facts().forEach((key, value) -> {
                    out.append("<tr><th scope=\"row\">").append(text(key)).append("</th>");
                    cell(value);
                    out.append("</tr>\n");
                });
                endTable();
                out.append("</details>\n");
            }
        }
    }

    private static String host(RunResult r, Function<HostProvenance, String> value) {
        HostProvenance host = r.host();
        return host == null ? "" : value.apply(host);
    }

    private void provenanceRow(String name, Function<RunResult, String> value) {
        if (any(r -> !value.apply(r).isBlank())) {
            out.append("<tr><th scope=\"row\">").append(name).append("</th>");
            for (RunResult r : comparison.runs()) {
                out.append("<td><code>").append(text(value.apply(r))).append("</code></td>");
            }
            out.append("</tr>\n");
        }
    }

    // --- elements ----------------------------------------------------------------------------------------------------

    private void section(String id) {
        out.append("<h2 id=\"")
                .append(id)
                .append("\">")
                .append(text(Objects.requireNonNull(sections().get(id))));
        out.append("</h2>\n");
    }

    private void paragraph(String style, String text) {
        out.append(style.isEmpty() ? "<p>" : "<p class=\"" + style + "\">")
                .append(text(text))
                .append("</p>\n");
    }

    private void figure(String svg, String caption) {
        out.append("<figure>\n").append(svg).append("<figcaption>").append(text(caption));
        out.append("</figcaption>\n</figure>\n");
    }

    /** A column's head; those of numbers stand to the right, as their cells do. */
    private record Column(String name, boolean number) {}

    private static List<Column> numbers(List<String> names) {
        return names.stream().map(n -> new Column(n, true)).toList();
    }

    private static List<Column> texts(String... names) {
        return Arrays.stream(names).map(n -> new Column(n, false)).toList();
    }

    private static List<Column> join(List<Column> some, List<Column> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private void table(String caption, String first, List<Column> columns) {
        out.append("<div class=\"wide\"><table>\n");
        if (!caption.isEmpty()) {
            out.append("<caption>").append(text(caption)).append("</caption>\n");
        }
        out.append("<thead><tr>").append(first.isEmpty() ? "<td></td>" : "<th scope=\"col\">" + text(first) + "</th>");
        for (Column c : columns) {
            out.append(c.number() ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">")
                    .append(text(c.name()))
                    .append("</th>");
        }
        out.append("</tr></thead>\n<tbody>\n");
    }

    private void endTable() {
        out.append("</tbody>\n</table></div>\n");
    }

    private void cell(String foreign) {
        out.append("<td>").append(text(foreign)).append("</td>");
    }

    private void number(String escaped) {
        out.append("<td class=\"n\">").append(escaped).append("</td>");
    }

    private static String text(String foreign) {
        return Markup.escape(Text.plain(foreign));
    }

    private static String styleSheet() {
        try (InputStream in =
                Objects.requireNonNull(HtmlReport.class.getResourceAsStream("report.css"), "report.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
