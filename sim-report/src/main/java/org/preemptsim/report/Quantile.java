// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.report;

import java.util.List;
import org.preemptsim.experiment.result.LatencyResult;

/** A quantile every table shows, and how far a thread's samples carry it. */
record Quantile(double q, String label) {
    static final List<Quantile> SHOWN = List.of(
            new Quantile(0.5, "p50"),
            new Quantile(0.99, "p99"),
            new Quantile(0.999, "p99.9"),
            new Quantile(0.9999, "p99.99"),
            new Quantile(0.99999, "p99.999"));

    /** What {@link #text} puts before a value that fewer samples support than {@link LatencyResult} asks for. */
    static final String WEAK_MARK = "~";

    /** What {@link #text} gives where not one sample lies beyond the quantile: the maximum would only be repeated. */
    static final String NONE = "-";

    static final String WEAK_MEANING =
            "fewer than " + LatencyResult.SAMPLES_BEYOND_A_QUANTILE + " samples lie beyond this quantile";

    static final String NONE_MEANING = "no sample lies beyond this quantile: see the maximum";

    boolean isNone(LatencyResult l) {
        return l.count() - Math.round(q * l.count()) < 1;
    }

    boolean isWeak(LatencyResult l) {
        return !isNone(l) && !l.supportsQuantile(q);
    }

    /** Microseconds; {@code ≥60} if the tool kept no bins up there. */
    String text(LatencyResult l) {
        if (isNone(l)) {
            return NONE;
        }
        String mark = isWeak(l) ? WEAK_MARK : "";
        return l.resolvesQuantile(q) ? mark + value(l, l.quantileNs(q)) : mark + "≥" + Text.count(l.histogramBuckets());
    }

    /** A time of this thread: to the nanosecond, or whole microseconds where the tool measured no finer. */
    static String value(LatencyResult l, long ns) {
        return l.fine().isEmpty() && l.count() > 0 ? Text.count(ns / 1_000) : Text.us(ns);
    }
}
