// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.report.picture;

/** Paints scenes as PNG on light paper: the same bytes for the same scene, everywhere. */
public final class Png {
    private final Raster raster;
    private final double scale;

    private Png(Raster raster, double scale) {
        this.raster = raster;
        this.scale = scale;
    }

    /**
     * The bytes of a PNG file.
     *
     * @param scale pixels per unit of the scene, above 0
     */
    public static byte[] document(Scene scene, double scale) {
        int width = (int) Math.round(scene.width() * scale);
        int height = (int) Math.round(scene.height() * scale);
        Png png = new Png(new Raster(width, height, Ink.PAPER.lightRgb()), scale);
        for (Shape shape : scene.shapes()) {
            png.paint(shape);
        }
        return PngEncoder.encode(png.raster);
    }

    private void paint(Shape shape) {
        if (shape instanceof Shape.Box box) {
            addBox(box.x(), box.y(), box.x() + box.width(), box.y() + box.height());
            raster.paint(box.ink().lightRgb(), box.opacity());
        } else if (shape instanceof Shape.Line line) {
            paint(line);
        } else if (shape instanceof Shape.Steps steps) {
            paint(steps);
        } else if (shape instanceof Shape.Label label) {
            paint(label);
        }
    }

    private void paint(Shape.Line line) {
        double travelled = 0;
        for (int i = 1; i < line.points().size(); i++) {
            travelled = addDashed(line, line.points().get(i - 1), line.points().get(i), travelled);
        }
        raster.paint(line.ink().lightRgb(), 1);
    }

    /** Adds a piece of the line, dashed if asked; returns the length of the line so far. */
    private double addDashed(Shape.Line line, Shape.Point from, Shape.Point to, double travelled) {
        double x1 = from.x();
        double y1 = from.y();
        double dx = to.x() - x1;
        double dy = to.y() - y1;
        double length = Math.sqrt(dx * dx + dy * dy);
        if (line.dash() <= 0 || length == 0) {
            addStroke(x1, y1, x1 + dx, y1 + dy, line.strokeWidth());
            return travelled + length;
        }
        double at = 0;
        while (at < length) {
            long piece = (long) Math.floor((travelled + at) / line.dash() + 1e-9);
            double end = Math.min(length, (piece + 1) * line.dash() - travelled);
            if (piece % 2 == 0) {
                addStroke(
                        x1 + dx * at / length,
                        y1 + dy * at / length,
                        x1 + dx * end / length,
                        y1 + dy * end / length,
                        line.strokeWidth());
            }
            at = end;
        }
        return travelled + length;
    }

    private void paint(Shape.Steps steps) {
        double x = steps.from();
        for (Shape.Step step : steps.steps()) {
            addBox(x, step.level(), step.end(), steps.base());
            x = step.end();
        }
        raster.paint(steps.ink().lightRgb(), steps.fillOpacity());
        x = steps.from();
        double y = steps.base();
        for (Shape.Step step : steps.steps()) {
            addStroke(x, y, x, step.level(), steps.strokeWidth());
            addStroke(x, step.level(), step.end(), step.level(), steps.strokeWidth());
            x = step.end();
            y = step.level();
        }
        addStroke(x, y, x, steps.base(), steps.strokeWidth());
        raster.paint(steps.ink().lightRgb(), 1);
    }

    private void paint(Shape.Label label) {
        double pen = StrokeFont.penWidth(label.size(), label.bold());
        if (label.halo()) {
            addText(label, pen + 3);
            raster.paint(Ink.PAPER.lightRgb(), 1);
        }
        addText(label, pen);
        raster.paint(label.ink().lightRgb(), 1);
    }

    private void addText(Shape.Label label, double pen) {
        double width = StrokeFont.width(label.text(), label.size());
        double back =
                switch (label.anchor()) {
                    case START -> 0;
                    case MIDDLE -> width / 2;
                    case END -> width;
                };
        StrokeFont.draw(label.text(), label.size(), (xs, ys) -> {
            for (int i = 0; i < xs.length; i++) {
                int from = Math.max(0, i - 1);
                if (label.upward()) {
                    addStroke(
                            label.x() + ys[from],
                            label.y() - xs[from] + back,
                            label.x() + ys[i],
                            label.y() - xs[i] + back,
                            pen);
                } else {
                    addStroke(
                            label.x() + xs[from] - back,
                            label.y() + ys[from],
                            label.x() + xs[i] - back,
                            label.y() + ys[i],
                            pen);
                }
            }
        });
    }

    private void addBox(double x1, double y1, double x2, double y2) {
        raster.addBox(x1 * scale, y1 * scale, x2 * scale, y2 * scale);
    }

    private void addStroke(double x1, double y1, double x2, double y2, double pen) {
        raster.addStroke(x1 * scale, y1 * scale, x2 * scale, y2 * scale, pen * scale);
    }
}
