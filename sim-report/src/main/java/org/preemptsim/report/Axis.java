// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.report;

import java.util.ArrayList;
import java.util.List;

/** Maps values between two ends to positions, linearly or by their logarithm, and knows where ticks belong. */
final class Axis {
    private final boolean log;
    private final double from;
    private final double to;
    private final double start;
    private final double end;

    private Axis(boolean log, double from, double to, double start, double end) {
        this.log = log;
        this.from = from;
        this.to = to;
        this.start = start;
        this.end = end;
    }

    static Axis linear(double from, double to, double start, double end) {
        return new Axis(false, from, to, start, end);
    }

    /** {@code from} must be above 0. */
    static Axis log(double from, double to, double start, double end) {
        return new Axis(true, from, to, start, end);
    }

    double from() {
        return from;
    }

    double to() {
        return to;
    }

    /** The position of a value; values beyond the ends are at the ends. */
    double at(double value) {
        double clamped = Math.max(from, Math.min(to, value));
        double share = log ? log10(clamped / from) / log10(to / from) : (clamped - from) / (to - from);
        return start + share * (end - start);
    }

    // StrictMath: the same to the bit on every machine, so that pictures are too.
    private static double log10(double x) {
        return StrictMath.log10(x);
    }

    /** A place on an axis; minor ones have a grid line at most. */
    record Tick(double value, String label, boolean major) {}

    List<Tick> ticks(double roomPerLabel) {
        return log ? logTicks(roomPerLabel) : linearTicks(roomPerLabel);
    }

    private List<Tick> linearTicks(double roomPerLabel) {
        int most = Math.max(2, (int) (Math.abs(end - start) / roomPerLabel));
        double step = niceAtLeast((to - from) / most);
        List<Tick> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(from / step - 1e-9); i * step <= to * (1 + 1e-9); i++) {
            ticks.add(new Tick(i * step, label(i * step), true));
        }
        return ticks;
    }

    private List<Tick> logTicks(double roomPerLabel) {
        double decade = Math.abs(end - start) / log10(to / from);
        boolean betweenToo = decade * log10(2) >= roomPerLabel * 0.75;
        List<Tick> ticks = new ArrayList<>();
        for (int exponent = (int) Math.floor(log10(from)); exponent <= log10(to); exponent++) {
            for (int digit = 1; digit <= 9; digit++) {
                double value = digit * StrictMath.pow(10, exponent);
                if (value >= from * (1 - 1e-9) && value <= to * (1 + 1e-9)) {
                    boolean labelled = digit == 1 || (betweenToo && (digit == 2 || digit == 5));
                    ticks.add(new Tick(value, labelled ? label(value) : "", digit == 1));
                }
            }
        }
        return ticks;
    }

    /** The least of 1, 2, 5, 10, 20, ... that is not below {@code x}; smaller ones likewise. */
    static double niceAtLeast(double x) {
        double decade = StrictMath.pow(10, Math.floor(log10(x)));
        for (double digit : new double[] {1, 2, 5, 10}) {
            if (digit * decade >= x * (1 - 1e-9)) {
                return digit * decade;
            }
        }
        return 10 * decade;
    }

    /** The greatest of 1, 2, 5, 10, 20, ... that is not above {@code x}; smaller ones likewise. */
    static double niceAtMost(double x) {
        double decade = StrictMath.pow(10, Math.floor(log10(x)));
        double best = decade;
        for (double digit : new double[] {2, 5, 10}) {
            best = digit * decade <= x * (1 + 1e-9) ? digit * decade : best;
        }
        return best;
    }

    private static String label(double value) {
        return value >= 1 || value == 0
                ? Text.count(Math.round(value))
                : Text.fixed(value, 3).replaceAll("0+$", "");
    }
}
