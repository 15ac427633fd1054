// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.report.picture;

import java.util.List;

/** A shape of a scene; x grows to the right, y downwards, in SVG user units. */
public sealed interface Shape {
    /**
     * A filled rectangle.
     *
     * @param tooltip what a pointer over it shows; may be empty
     */
    record Box(double x, double y, double width, double height, Ink ink, double opacity, String tooltip)
            implements Shape {}

    /** A place. */
    record Point(double x, double y) {}

    /**
     * A line through points.
     *
     * @param dash length of a dash and of a gap; 0 for a solid line
     */
    record Line(List<Point> points, Ink ink, double strokeWidth, double dash) implements Shape {
        public Line {
            points = List.copyOf(points);
        }

        /** A solid or dashed straight line. */
        public static Line straight(
                double x1, double y1, double x2, double y2, Ink ink, double strokeWidth, double dash) {
            return new Line(List.of(new Point(x1, y1), new Point(x2, y2)), ink, strokeWidth, dash);
        }
    }

    /** A level held up to an end. */
    record Step(double end, double level) {}

    /**
     * A histogram's outline, filled down to its base.
     *
     * @param from where the first step begins; each further one begins where the one before it ends
     */
    record Steps(double from, List<Step> steps, double base, Ink ink, double strokeWidth, double fillOpacity)
            implements Shape {
        public Steps {
            steps = List.copyOf(steps);
        }
    }

    /**
     * A line of text.
     *
     * @param x where its {@code anchor} is
     * @param y its baseline
     * @param upward whether it runs from bottom to top
     * @param halo whether a rim of paper keeps it readable upon lines
     */
    record Label(
            double x,
            double y,
            String text,
            double size,
            Anchor anchor,
            boolean bold,
            boolean upward,
            boolean halo,
            Ink ink)
            implements Shape {}

    /** Which point of a text its position names. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }
}
