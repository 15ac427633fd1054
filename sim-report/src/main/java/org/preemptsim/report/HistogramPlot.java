// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.preemptsim.experiment.result.Bin;
import org.preemptsim.experiment.result.Comparison;
import org.preemptsim.experiment.result.LatencyResult;
import org.preemptsim.experiment.result.RunResult;
import org.preemptsim.report.picture.Ink;
import org.preemptsim.report.picture.Png;
import org.preemptsim.report.picture.Scene;
import org.preemptsim.report.picture.Shape;
import org.preemptsim.report.picture.StrokeText;
import org.preemptsim.report.picture.Svg;

/**
 * The latency distributions of a comparison laid over each other: the customary figure of cyclictest, with a
 * logarithmic count per microsecond, and the share of wakeups later than a given time.
 *
 * <p>The threads of a run are taken together. Where several microseconds fall on one column of the picture the greatest
 * of their counts is drawn. A sample beyond the axis is told in the legend.
 */
public final class HistogramPlot {
    private static final double LOG_ABOVE_US = 200;
    private static final double LEFT = 92;
    private static final double RIGHT = 22;
    private static final double TOP = 62;
    private static final double BOTTOM = 56;
    /** Columns per unit of width: more than an eye sees, few enough to keep a file small. */
    private static final int COLUMNS_PER_UNIT = 2;
    /** A count of one must still be seen to stand on the axis. */
    private static final double FLOOR_COUNT = 0.5;

    private final PlotOptions options;
    private final String title;
    private final List<Series> series = new ArrayList<>();
    private final List<Shape> shapes = new ArrayList<>();
    private final double right;
    private final double bottom;

    private HistogramPlot(Comparison c, PlotOptions options) {
        this.options = options;
        this.title = Text.plain(options.title().isBlank() ? c.title() : options.title());
        this.right = options.width() - RIGHT;
        this.bottom = options.height() - BOTTOM;
        List<String> labels = Labels.of(c.runs());
        for (int i = 0; i < c.runs().size(); i++) {
            Optional<LatencyResult> all = c.runs().get(i).allLatencies().filter(l -> l.count() > 0);
            if (all.isPresent()) {
                series.add(new Series(
                        labels.get(i), all.get(), Ink.series(i), c.runs().get(i)));
            }
        }
    }

    /** The histogram overlay as an SVG file. */
    public static String svg(Comparison c, PlotOptions options) {
        return Svg.document(scene(c, options));
    }

    /** The histogram overlay as a PNG file. */
    public static byte[] png(Comparison c, PlotOptions options) {
        return Png.document(scene(c, options), options.pngScale());
    }

    /** The complementary distribution, both axes logarithmic, as an SVG file. */
    public static String ccdfSvg(Comparison c, PlotOptions options) {
        return Svg.document(ccdfScene(c, options));
    }

    static Scene scene(Comparison c, PlotOptions options) {
        return new HistogramPlot(c, options).histogram();
    }

    static Scene ccdfScene(Comparison c, PlotOptions options) {
        return new HistogramPlot(c, options).ccdf();
    }

    private record Series(String label, LatencyResult latency, Ink ink, RunResult run) {
        double maxUs() {
            return latency.maxNs() / 1e3;
        }
    }

    // --- histogram ---------------------------------------------------------------------------------------------------

    private Scene histogram() {
        Axis x = latencyAxis(0);
        long most = series.stream()
                .flatMap(s -> s.latency().micro().stream())
                .mapToLong(Bin::count)
                .max()
                .orElse(1);
        double top = StrictMath.pow(10, Math.ceil(StrictMath.log10(most * 1.3)));
        Axis y = Axis.log(FLOOR_COUNT, Math.max(10, top), bottom, TOP);
        grid(x, y, "wakeup latency, µs", "samples per µs", countTicks(y));
        for (Series s : series) {
            steps(s, x, y);
        }
        maxima(x);
        legend(x);
        frame(subtitle());
        return scene("histogram", "Histogram of wakeup latencies: " + title, description(x));
    }

    private static List<Axis.Tick> countTicks(Axis y) {
        return y.ticks(40).stream()
                .map(t -> new Axis.Tick(t.value(), t.major() ? shortCount(t.value()) : "", t.major()))
                .toList();
    }

    private static String shortCount(double count) {
        return count >= 1e9
                ? Math.round(count / 1e9) + "G"
                : count >= 1e6
                        ? Math.round(count / 1e6) + "M"
                        : count >= 1e3 ? Math.round(count / 1e3) + "k" : Text.count(Math.round(count));
    }

    private Axis latencyAxis(double leastUs) {
        double max = series.stream().mapToDouble(Series::maxUs).max().orElse(10);
        double min = series.stream()
                .mapToDouble(s -> s.latency().minNs() / 1e3)
                .min()
                .orElse(0);
        boolean log =
                switch (options.xAxis()) {
                    case AUTO -> (options.limitUs() > 0 ? options.limitUs() : max) > LOG_ABOVE_US;
                    case LINEAR -> false;
                    case LOG -> true;
                };
        if (!log && leastUs == 0) {
            double end = options.limitUs() > 0 ? options.limitUs() : roundLimit(max * 1.04 + 1);
            return Axis.linear(0, end, LEFT, right);
        }
        double from = Axis.niceAtMost(Math.max(leastUs, Math.max(0.1, Math.floor(min) * 0.9)));
        double end = options.limitUs() > 0 ? Math.max(options.limitUs(), from * 10) : Math.max(max * 1.35, from * 10);
        return Axis.log(from, end, LEFT, right);
    }

    /** The next multiple of a twentieth of the decade: 10.8 becomes 11, 131 becomes 135. */
    private static double roundLimit(double us) {
        double step = StrictMath.pow(10, Math.floor(StrictMath.log10(Math.max(1, us)))) / 20;
        return Math.ceil(us / Math.max(1, step)) * Math.max(1, step);
    }

    private void steps(Series s, Axis x, Axis y) {
        long[] columns = new long[(int) ((right - LEFT) * COLUMNS_PER_UNIT)];
        for (Bin b : s.latency().micro()) {
            double lower = b.lowerNs() / 1e3;
            double upper = (b.lowerNs() + b.widthNs()) / 1e3;
            if (lower < x.to() && upper > x.from()) {
                int first = column(x.at(lower));
                int last = Math.max(first + 1, column(x.at(upper)));
                for (int i = first; i < Math.min(last, columns.length); i++) {
                    columns[i] = Math.max(columns[i], b.count());
                }
            }
        }
        outline(s, columns, y);
    }

    private static int column(double position) {
        return (int) Math.floor((position - LEFT) * COLUMNS_PER_UNIT + 1e-6);
    }

    /** Draws equal neighbours as one step, and nothing where there is nothing. */
    private void outline(Series s, long[] columns, Axis y) {
        int i = 0;
        while (i < columns.length) {
            if (columns[i] == 0) {
                i++;
                continue;
            }
            double from = position(i);
            List<Shape.Step> run = new ArrayList<>();
            while (i < columns.length && columns[i] > 0) {
                long level = columns[i];
                while (i < columns.length && columns[i] == level) {
                    i++;
                }
                run.add(new Shape.Step(position(i), y.at((double) level)));
            }
            shapes.add(new Shape.Steps(from, run, bottom, s.ink(), 1.2, 0.16));
        }
    }

    private static double position(int column) {
        return LEFT + (double) column / COLUMNS_PER_UNIT;
    }

    /** A dashed line at each greatest sample, its label at a height of its own so that near ones do not collide. */
    private void maxima(Axis x) {
        for (int i = 0; i < series.size(); i++) {
            Series s = series.get(i);
            if (s.maxUs() > x.to()) {
                continue;
            }
            double at = x.at(s.maxUs());
            double height = bottom - 46 - 20 * ((series.size() - 1 - i) % 5);
            shapes.add(Shape.Line.straight(at, bottom, at, height, s.ink(), 1.2, 4));
            String text = "max " + maxText(s) + " µs";
            boolean flip = at + 10 + 1.15 * StrokeText.width(text, 12) > right;
            shapes.add(new Shape.Label(
                    at + (flip ? -5 : 5),
                    height + 9,
                    text,
                    12,
                    flip ? Shape.Anchor.END : Shape.Anchor.START,
                    true,
                    false,
                    true,
                    s.ink()));
        }
    }

    private static String maxText(Series s) {
        return s.latency().fine().isEmpty()
                ? Text.count(s.latency().maxNs() / 1_000)
                : roughly((double) s.latency().maxNs());
    }

    private static String roughly(double ns) {
        return ns >= 1e6 ? Text.fixed(ns / 1e3, 0) : Text.roughUs(ns);
    }

    private void legend(Axis x) {
        double size = 13;
        double line = 20;
        List<List<String>> rows = new ArrayList<>();
        for (Series s : series) {
            String incomplete = s.run().complete() ? "" : " (incomplete)";
            List<String> row = new ArrayList<>(List.of(Text.cut(s.label(), 32) + incomplete));
            row.add("max " + maxText(s) + " µs");
            row.add("avg " + Text.roughUs(s.latency().avgNs()) + " µs");
            row.add(beyond(s, x));
            rows.add(row);
        }
        double[] widths = new double[4];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(
                        widths[i],
                        StrokeText.width(row.get(i), size) + (row.get(i).isEmpty() ? 0 : 18));
            }
        }
        double inner = 26 + widths[0] + widths[1] + widths[2] + widths[3];
        double left = right - 12 - inner;
        double top = TOP + 10;
        shapes.add(new Shape.Box(left - 10, top, inner + 12, rows.size() * line + 10, Ink.PAPER, 0.86, ""));
        for (int i = 0; i < rows.size(); i++) {
            double baseline = top + 19 + i * line;
            Series s = series.get(i);
            shapes.add(new Shape.Box(left, baseline - 9.5, 18, 10, s.ink(), 0.25, ""));
            shapes.add(Shape.Line.straight(left, baseline - 9.5, left + 18, baseline - 9.5, s.ink(), 1.6, 0));
            double end = left + 26;
            shapes.add(label(end, baseline, rows.get(i).get(0), size, Shape.Anchor.START, true, Ink.TEXT));
            end += widths[0];
            for (int column = 1; column < widths.length; column++) {
                end += widths[column];
                shapes.add(label(end - 8, baseline, rows.get(i).get(column), size, Shape.Anchor.END, false, Ink.TEXT));
            }
        }
    }

    private static String beyond(Series s, Axis x) {
        long inside = 0;
        for (Bin b : s.latency().micro()) {
            inside += b.lowerNs() / 1e3 < x.to() ? b.count() : 0;
        }
        long beyond = s.latency().count() - inside;
        return beyond == 0 ? "" : Text.count(beyond) + " not shown";
    }

    private String subtitle() {
        StringBuilder out = new StringBuilder();
        for (Series s : series.subList(0, Math.min(4, series.size()))) {
            out.append(out.length() > 0 ? "   ·   " : "");
            out.append(Text.cut(s.label(), 24))
                    .append(": ")
                    .append(Text.count(s.latency().count()))
                    .append(" samples in ");
            out.append(Text.duration(s.run().simulatedNs()));
        }
        return out.toString();
    }

    private String description(Axis x) {
        StringBuilder out = new StringBuilder("Counts per microsecond on a logarithmic scale, latencies from "
                + Text.decimal(x.from()) + " to " + Text.decimal(x.to()) + " microseconds.");
        for (Series s : series) {
            out.append(' ')
                    .append(s.label())
                    .append(": ")
                    .append(Text.count(s.latency().count()));
            out.append(" samples, least ")
                    .append(Quantile.value(s.latency(), s.latency().minNs()));
            out.append(", mean ").append(Text.roughUs(s.latency().avgNs()));
            out.append(", greatest ")
                    .append(Quantile.value(s.latency(), s.latency().maxNs()))
                    .append(" µs.");
        }
        return out.toString();
    }

    // --- complementary distribution ----------------------------------------------------------------------------------

    private Scene ccdf() {
        Axis x = latencyAxis(0.1);
        double most =
                series.stream().mapToDouble(s -> s.latency().count()).max().orElse(10);
        double least = StrictMath.pow(10, -Math.ceil(StrictMath.log10(Math.max(10, most))));
        Axis y = Axis.log(least, 1, bottom, TOP);
        List<Axis.Tick> ticks = y.ticks(40).stream()
                .map(t -> new Axis.Tick(t.value(), t.major() ? oneIn(t.value()) : "", t.major()))
                .toList();
        grid(x, y, "wakeup latency, µs", "share of wakeups later than this", ticks);
        for (Series s : series) {
            tail(s, x, y);
        }
        maxima(x);
        legend(x);
        frame("How often a wakeup is later than a given time");
        return scene("ccdf", "How often a wakeup is later than a given time: " + title, description(x));
    }

    private static String oneIn(double share) {
        return share > 0.99 ? "all" : "1 in " + shortCount(1 / share);
    }

    private void tail(Series s, Axis x, Axis y) {
        List<Shape.Point> points = new ArrayList<>();
        Shape.Point last = new Shape.Point(x.at(s.latency().minNs() / 1e3), y.at(1));
        points.add(last);
        long later = s.latency().count();
        for (Bin b : s.latency().bins()) {
            later -= b.count();
            double at = x.at(Math.min(s.maxUs(), (b.lowerNs() + b.widthNs()) / 1e3));
            double level = later > 0 ? y.at((double) later / s.latency().count()) : bottom;
            if (later == 0 || Math.abs(at - last.x()) + Math.abs(level - last.y()) >= 0.5) {
                points.add(new Shape.Point(at, last.y()));
                last = new Shape.Point(at, level);
                points.add(last);
            }
        }
        shapes.add(new Shape.Line(points, s.ink(), 2, 0));
    }

    // --- common ------------------------------------------------------------------------------------------------------

    private void grid(Axis x, Axis y, String xName, String yName, List<Axis.Tick> yTicks) {
        shapes.add(new Shape.Box(0, 0, options.width(), options.height(), Ink.PAPER, 1, ""));
        for (Axis.Tick t : x.ticks(56)) {
            double at = x.at(t.value());
            Ink ink = t.label().isEmpty() ? Ink.FAINT_GRID : Ink.GRID;
            shapes.add(Shape.Line.straight(at, TOP, at, bottom, ink, 1, 0));
            if (!t.label().isEmpty()) {
                shapes.add(Shape.Line.straight(at, bottom, at, bottom + 4, Ink.AXIS, 1, 0));
                shapes.add(label(at, bottom + 18, t.label(), 12, Shape.Anchor.MIDDLE, false, Ink.MUTED));
            }
        }
        for (Axis.Tick t : yTicks) {
            double at = y.at(t.value());
            Ink ink = t.major() ? Ink.GRID : Ink.FAINT_GRID;
            shapes.add(Shape.Line.straight(LEFT, at, right, at, ink, 1, 0));
            if (!t.label().isEmpty()) {
                shapes.add(Shape.Line.straight(LEFT - 4, at, LEFT, at, Ink.AXIS, 1, 0));
                shapes.add(label(LEFT - 8, at + 4, t.label(), 12, Shape.Anchor.END, false, Ink.MUTED));
            }
        }
        shapes.add(label((LEFT + right) / 2, bottom + 42, xName, 13, Shape.Anchor.MIDDLE, false, Ink.TEXT));
        shapes.add(
                new Shape.Label(20, (TOP + bottom) / 2, yName, 13, Shape.Anchor.MIDDLE, false, true, false, Ink.TEXT));
    }

    private void frame(String subtitle) {
        shapes.add(Shape.Line.straight(LEFT, bottom, right, bottom, Ink.AXIS, 1.2, 0));
        shapes.add(Shape.Line.straight(LEFT, TOP, LEFT, bottom, Ink.AXIS, 1.2, 0));
        int room = (int) ((right - LEFT) / 9.5);
        shapes.add(label(LEFT, 28, Text.cut(title, room), 18, Shape.Anchor.START, true, Ink.TEXT));
        shapes.add(label(LEFT, 48, Text.cut(subtitle, room * 3 / 2), 12, Shape.Anchor.START, false, Ink.MUTED));
        if (series.isEmpty()) {
            shapes.add(label(
                    (LEFT + right) / 2, (TOP + bottom) / 2, "no samples", 16, Shape.Anchor.MIDDLE, false, Ink.MUTED));
        }
    }

    private static Shape.Label label(
            double x, double y, String text, double size, Shape.Anchor anchor, boolean bold, Ink ink) {
        return new Shape.Label(x, y, text, size, anchor, bold, false, false, ink);
    }

    private Scene scene(String id, String name, String description) {
        return new Scene(id, options.width(), options.height(), name, description, shapes);
    }
}
