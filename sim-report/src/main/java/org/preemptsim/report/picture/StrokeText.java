// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.report.picture;

/** How much room a text takes: exact in a PNG, near enough for the sans-serif fonts an SVG is shown with. */
public final class StrokeText {
    private StrokeText() {}

    /** The width of a line of text in the unit of {@code size}. */
    public static double width(String text, double size) {
        return StrokeFont.width(text, size);
    }
}
