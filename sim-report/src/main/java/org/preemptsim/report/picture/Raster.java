// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.report.picture;

import java.util.Arrays;

/**
 * Pixels, and smooth painting into them. All is plain IEEE arithmetic with square roots, which Java defines to the bit,
 * so every machine paints the same.
 *
 * <p>A shape is first gathered in a mask of coverages and then painted at once, so that where its parts meet or overlap
 * no pixel is inked twice.
 */
final class Raster {
    private final int width;
    private final int height;
    private final int[] rgb;
    private final double[] mask;
    private int left;
    private int top;
    private int right;
    private int bottom;

    Raster(int width, int height, int paper) {
        this.width = width;
        this.height = height;
        this.rgb = new int[width * height];
        this.mask = new double[width * height];
        Arrays.fill(rgb, paper);
        forgetExtent();
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    int rgb(int x, int y) {
        return rgb[y * width + x];
    }

    /** Adds a rectangle to the mask; rectangles that touch fill their common pixels together. */
    void addBox(double x1, double y1, double x2, double y2) {
        int fromX = clamp((int) Math.floor(x1), width);
        int toX = clamp((int) Math.ceil(x2), width);
        int fromY = clamp((int) Math.floor(y1), height);
        int toY = clamp((int) Math.ceil(y2), height);
        for (int y = fromY; y < toY; y++) {
            double down = Math.min(y2, y + 1) - Math.max(y1, y);
            for (int x = fromX; x < toX; x++) {
                double across = Math.min(x2, x + 1) - Math.max(x1, x);
                mask[y * width + x] = Math.min(1, mask[y * width + x] + down * across);
            }
        }
        extend(fromX, fromY, toX, toY);
    }

    /** Adds a straight stroke with round ends to the mask. */
    void addStroke(double x1, double y1, double x2, double y2, double penWidth) {
        double radius = penWidth / 2;
        int fromX = clamp((int) Math.floor(Math.min(x1, x2) - radius - 1), width);
        int toX = clamp((int) Math.ceil(Math.max(x1, x2) + radius + 1), width);
        int fromY = clamp((int) Math.floor(Math.min(y1, y2) - radius - 1), height);
        int toY = clamp((int) Math.ceil(Math.max(y1, y2) + radius + 1), height);
        // A pen thinner than a pixel inks a pixel only in part, wherever it passes through it.
        double most = Math.min(1, penWidth);
        for (int y = fromY; y < toY; y++) {
            for (int x = fromX; x < toX; x++) {
                double coverage = radius + 0.5 - distance(x + 0.5, y + 0.5, x1, y1, x2, y2);
                if (coverage > mask[y * width + x]) {
                    mask[y * width + x] = Math.min(most, coverage);
                }
            }
        }
        extend(fromX, fromY, toX, toY);
    }

    /** Paints the mask in a colour and clears it. */
    void paint(int colour, double opacity) {
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                int i = y * width + x;
                if (mask[i] > 0) {
                    rgb[i] = blend(rgb[i], colour, (int) Math.round(256 * opacity * mask[i]));
                    mask[i] = 0;
                }
            }
        }
        forgetExtent();
    }

    private static int blend(int below, int above, int alpha) {
        int mixed = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int a = (below >> shift) & 0xff;
            int b = (above >> shift) & 0xff;
            mixed |= (a + (((b - a) * alpha + 128) >> 8)) << shift;
        }
        return mixed;
    }

    private static double distance(double px, double py, double x1, double y1, double x2, double y2) {
        double dx = x2 - x1;
        double dy = y2 - y1;
        double length2 = dx * dx + dy * dy;
        double t = length2 == 0 ? 0 : ((px - x1) * dx + (py - y1) * dy) / length2;
        double clamped = Math.max(0, Math.min(1, t));
        double ex = px - x1 - clamped * dx;
        double ey = py - y1 - clamped * dy;
        return Math.sqrt(ex * ex + ey * ey);
    }

    private void extend(int fromX, int fromY, int toX, int toY) {
        left = Math.min(left, fromX);
        top = Math.min(top, fromY);
        right = Math.max(right, toX);
        bottom = Math.max(bottom, toY);
    }

    private void forgetExtent() {
        left = width;
        top = height;
        right = 0;
        bottom = 0;
    }

    private static int clamp(int value, int limit) {
        return Math.max(0, Math.min(limit, value));
    }
}
