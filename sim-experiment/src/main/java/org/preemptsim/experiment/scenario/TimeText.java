// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

/** Lengths of time in the language's notation, for users of the language outside scenario files. */
public final class TimeText {
    private TimeText() {}

    /**
     * The nanoseconds of a text such as {@code 1.5ms} or {@code 12h}.
     *
     * @throws IllegalArgumentException with what is wrong and how to write it, for people
     */
    public static long parseNs(String text) {
        Parsed<Long> parsed = Units.time(text);
        Problem problem = parsed.problem();
        if (problem != null) {
            throw new IllegalArgumentException(
                    problem.fix().isEmpty() ? problem.message() : problem.message() + ": " + problem.fix());
        }
        return parsed.or(0L);
    }

    /** The text that {@link #parseNs} reads back: a whole number of the largest unit that divides the time. */
    public static String of(long ns) {
        return Units.timeText(ns);
    }
}
