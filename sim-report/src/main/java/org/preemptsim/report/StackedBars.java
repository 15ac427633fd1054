// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.preemptsim.report.picture.Ink;
import org.preemptsim.report.picture.Scene;
import org.preemptsim.report.picture.Shape;
import org.preemptsim.report.picture.StrokeText;

/** Horizontal bars of coloured parts, one below the other, with a legend: where time went. */
final class StackedBars {
    private static final double BAR = 26;
    private static final double PITCH = 38;
    private static final double LEGEND_LINE = 22;
    private static final double SIZE = 12.5;
    /** Labels wider than this are cut. */
    private static final double MOST_LABEL = 190;

    private final double width;
    private final List<Row> rows = new ArrayList<>();
    private final Map<String, Ink> legend = new LinkedHashMap<>();

    StackedBars(double width) {
        this.width = width;
    }

    /**
     * A part of a bar.
     *
     * @param name its entry in the legend
     * @param mark what stands in it if there is room
     */
    record Part(String name, Ink ink, double value, String mark, String tooltip) {}

    /**
     * A bar.
     *
     * @param label before it
     * @param sum after it
     */
    record Row(String label, String sum, List<Part> parts) {
        double total() {
            return parts.stream().mapToDouble(Part::value).sum();
        }
    }

    /** Gives a part its place in the legend before the bars do, in the order they come. */
    void announce(String name, Ink ink) {
        legend.putIfAbsent(name, ink);
    }

    void add(Row row) {
        rows.add(row);
        row.parts().forEach(p -> legend.putIfAbsent(p.name(), p.ink()));
    }

    /**
     * The picture.
     *
     * @param sameLength whether every bar is as long as the others, so that it shows shares; else its length is its total
     */
    Scene scene(String id, String title, String description, boolean sameLength) {
        List<Shape> shapes = new ArrayList<>();
        double left = 12 + widest(rows.stream().map(r -> r.label()).toList());
        double right = width - 12 - widest(rows.stream().map(Row::sum).toList());
        double longest = rows.stream().mapToDouble(Row::total).max().orElse(1);
        double y = 6;
        for (Row row : rows) {
            double whole = sameLength ? row.total() : longest;
            bar(shapes, row, left, y, whole > 0 ? (right - left) / whole : 0);
            y += PITCH;
        }
        double height = legend(shapes, left, y + 8);
        return new Scene(id, width, height, title, description, shapes);
    }

    private static double widest(List<String> texts) {
        double widest =
                texts.stream().mapToDouble(t -> StrokeText.width(t, SIZE)).max().orElse(0);
        return Math.min(MOST_LABEL, widest * 1.06);
    }

    private void bar(List<Shape> shapes, Row row, double left, double y, double unit) {
        double baseline = y + BAR / 2 + 4.5;
        shapes.add(text(left - 10, baseline, fit(row.label()), Shape.Anchor.END, false, Ink.TEXT));
        double x = left;
        for (Part part : row.parts()) {
            double length = part.value() * unit;
            // A hair of paper between neighbours, where they are long enough to spare it.
            double gap = length > 3 ? 0.8 : 0;
            shapes.add(new Shape.Box(x, y, Math.max(0.4, length - gap), BAR, part.ink(), 1, part.tooltip()));
            if (!part.mark().isEmpty() && StrokeText.width(part.mark(), SIZE) + 8 < length) {
                shapes.add(text(x + (length - gap) / 2, baseline, part.mark(), Shape.Anchor.MIDDLE, true, Ink.UPON));
            }
            x += length;
        }
        shapes.add(text(x + 8, baseline, row.sum(), Shape.Anchor.START, false, Ink.TEXT));
    }

    private static String fit(String label) {
        String fitted = label;
        for (int length = label.length(); StrokeText.width(fitted, SIZE) * 1.06 > MOST_LABEL && length > 1; length--) {
            fitted = Text.cut(label, length);
        }
        return fitted;
    }

    /** Returns where it ends. */
    private double legend(List<Shape> shapes, double left, double top) {
        double x = left;
        double y = top;
        for (Map.Entry<String, Ink> entry : legend.entrySet()) {
            double room = 20 + StrokeText.width(entry.getKey(), SIZE) * 1.08 + 18;
            if (x > left && x + room > width - 8) {
                x = left;
                y += LEGEND_LINE;
            }
            shapes.add(new Shape.Box(x, y, 13, 13, entry.getValue(), 1, ""));
            shapes.add(text(x + 19, y + 11, entry.getKey(), Shape.Anchor.START, false, Ink.MUTED));
            x += room;
        }
        return legend.isEmpty() ? top : y + LEGEND_LINE + 2;
    }

    private static Shape.Label text(double x, double y, String text, Shape.Anchor anchor, boolean bold, Ink ink) {
        return new Shape.Label(x, y, text, SIZE, anchor, bold, false, false, ink);
    }
}
