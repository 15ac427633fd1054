// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.report;

/**
 * How a plot is to look.
 *
 * @param width in SVG user units, 480 to 4000
 * @param height in SVG user units, 320 to 4000
 * @param xAxis the scale of the latency axis
 * @param limitUs where the latency axis ends, in microseconds; 0 = beyond the greatest latency
 * @param title above the plot; empty for the comparison's own
 * @param pngScale PNG pixels per SVG user unit, above 0, at most 4
 */
public record PlotOptions(int width, int height, XAxis xAxis, int limitUs, String title, double pngScale) {
    /** 960 x 540, twice as many PNG pixels, the scale as the range asks for it. */
    public static final PlotOptions DEFAULT = new PlotOptions(960, 540, XAxis.AUTO, 0, "", 2);

    public PlotOptions {
        require(width >= 480 && width <= 4_000, "a plot is 480 to 4000 wide, not " + width);
        require(height >= 320 && height <= 4_000, "a plot is 320 to 4000 high, not " + height);
        require(limitUs >= 0 && limitUs <= 1_000_000_000, "a plot's limit is 0 to 1,000 s, not " + limitUs + " us");
        require(pngScale > 0 && pngScale <= 4, "a plot's PNG scale is within 0..4, not " + pngScale);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** The same with another latency axis. */
    public PlotOptions with(XAxis axis, int newLimitUs) {
        return new PlotOptions(width, height, axis, newLimitUs, title, pngScale);
    }

    /** The scale of the latency axis. */
    public enum XAxis {
        /** Linear up to a range of 200 microseconds, logarithmic above. */
        AUTO,
        /** As in cyclictest's customary figure. */
        LINEAR,
        /** Every decade as wide as the next. */
        LOG
    }
}
