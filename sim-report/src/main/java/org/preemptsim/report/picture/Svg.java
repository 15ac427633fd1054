// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.report.picture;

import java.util.Locale;

/**
 * Writes scenes as SVG 1.1: light colours as attributes, which every reader understands, and style rules for dark paper
 * over them. Text is text, foreign text is escaped, and title and description are there for screen readers.
 */
public final class Svg {
    private static final String FONT =
            "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

    private final StringBuilder out = new StringBuilder();

    private Svg() {}

    /** A file of its own, with its style rules and a final newline. */
    public static String document(Scene scene) {
        return new Svg()
                .write(scene, " xmlns=\"http://www.w3.org/2000/svg\"", "<style>\n" + Ink.darkRules() + "</style>\n");
    }

    /** An element to stand inside an HTML page that has {@link Ink#darkRules()} in its own style sheet. */
    public static String element(Scene scene) {
        return new Svg().write(scene, "", "");
    }

    private String write(Scene scene, String namespace, String style) {
        out.append("<svg").append(namespace).append(" role=\"img\" width=\"").append(number(scene.width()));
        out.append("\" height=\"").append(number(scene.height())).append("\" viewBox=\"0 0 ");
        out.append(number(scene.width())).append(' ').append(number(scene.height()));
        out.append("\" aria-labelledby=\"")
                .append(scene.id())
                .append("-title ")
                .append(scene.id())
                .append("-desc\"");
        out.append(" font-family=\"").append(FONT).append("\">\n");
        text("title", scene.id() + "-title", scene.title());
        text("desc", scene.id() + "-desc", scene.description());
        out.append(style);
        for (Shape shape : scene.shapes()) {
            write(shape);
        }
        return out.append("</svg>\n").toString();
    }

    private void text(String element, String id, String text) {
        out.append('<')
                .append(element)
                .append(" id=\"")
                .append(id)
                .append("\">")
                .append(Markup.escape(text));
        out.append("</").append(element).append(">\n");
    }

    private void write(Shape shape) {
        if (shape instanceof Shape.Box box) {
            write(box);
        } else if (shape instanceof Shape.Line line) {
            write(line);
        } else if (shape instanceof Shape.Steps steps) {
            write(steps);
        } else if (shape instanceof Shape.Label label) {
            write(label);
        }
    }

    private void write(Shape.Box box) {
        out.append("<rect").append(attribute("x", box.x())).append(attribute("y", box.y()));
        out.append(attribute("width", box.width())).append(attribute("height", box.height()));
        out.append(fill(box.ink(), box.opacity()));
        if (box.tooltip().isEmpty()) {
            out.append("/>\n");
        } else {
            out.append("><title>").append(Markup.escape(box.tooltip())).append("</title></rect>\n");
        }
    }

    private void write(Shape.Line line) {
        out.append("<path d=\"");
        char command = 'M';
        for (Shape.Point p : line.points()) {
            out.append(command).append(number(p.x())).append(' ').append(number(p.y()));
            command = 'L';
        }
        out.append('"').append(stroke(line.ink(), line.strokeWidth()));
        if (line.dash() > 0) {
            out.append(" stroke-dasharray=\"").append(number(line.dash())).append('"');
        }
        out.append("/>\n");
    }

    private void write(Shape.Steps steps) {
        String path = path(steps);
        out.append("<path d=\"")
                .append(path)
                .append('"')
                .append(fill(steps.ink(), steps.fillOpacity()))
                .append("/>\n");
        out.append("<path d=\"").append(path).append('"').append(stroke(steps.ink(), steps.strokeWidth()));
        out.append("/>\n");
    }

    private static String path(Shape.Steps steps) {
        StringBuilder path = new StringBuilder();
        path.append('M').append(number(steps.from())).append(' ').append(number(steps.base()));
        for (Shape.Step step : steps.steps()) {
            path.append('V').append(number(step.level())).append('H').append(number(step.end()));
        }
        return path.append('V').append(number(steps.base())).toString();
    }

    private void write(Shape.Label label) {
        out.append("<text").append(attribute("x", label.x())).append(attribute("y", label.y()));
        out.append(attribute("font-size", label.size()));
        if (label.anchor() != Shape.Anchor.START) {
            out.append(" text-anchor=\"")
                    .append(label.anchor().name().toLowerCase(Locale.ROOT))
                    .append('"');
        }
        if (label.bold()) {
            out.append(" font-weight=\"600\"");
        }
        if (label.upward()) {
            out.append(" transform=\"rotate(-90 ").append(number(label.x())).append(' ');
            out.append(number(label.y())).append(")\"");
        }
        if (label.halo()) {
            out.append(" stroke=\"").append(Ink.PAPER.lightHex()).append("\" stroke-width=\"3\"");
            out.append(" stroke-linejoin=\"round\" paint-order=\"stroke\"");
        }
        out.append(" fill=\"")
                .append(label.ink().lightHex())
                .append("\" class=\"f-")
                .append(label.ink().cssName());
        out.append(label.halo() ? " s-" + Ink.PAPER.cssName() : "").append("\">");
        out.append(Markup.escape(label.text())).append("</text>\n");
    }

    private static String fill(Ink ink, double opacity) {
        String part = opacity < 1 ? attribute("fill-opacity", opacity) : "";
        return " fill=\"" + ink.lightHex() + "\" class=\"f-" + ink.cssName() + "\"" + part;
    }

    private static String stroke(Ink ink, double width) {
        return " fill=\"none\" stroke=\"" + ink.lightHex() + "\" class=\"s-" + ink.cssName() + "\""
                + attribute("stroke-width", width) + " stroke-linejoin=\"round\"";
    }

    private static String attribute(String name, double value) {
        return " " + name + "=\"" + number(value) + "\"";
    }

    /** Two decimals at most, by whole numbers: no rounding of a formatter, no exponent, no {@code -0}. */
    static String number(double value) {
        long hundredths = Math.round(value * 100);
        String sign = hundredths < 0 ? "-" : "";
        long magnitude = Math.abs(hundredths);
        long fraction = magnitude % 100;
        String decimals = fraction == 0
                ? ""
                : fraction % 10 == 0 ? "." + fraction / 10 : fraction < 10 ? ".0" + fraction : "." + fraction;
        return sign + magnitude / 100 + decimals;
    }
}
