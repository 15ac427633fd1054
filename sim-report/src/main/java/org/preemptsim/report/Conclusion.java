// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.report;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.preemptsim.experiment.result.Comparison;
import org.preemptsim.experiment.result.LatencyResult;
import org.preemptsim.experiment.result.RunResult;
import org.preemptsim.experiment.result.WorkResult;

/** What a comparison comes to, in plain sentences: the ratio of the maxima, and what the work of the others paid. */
final class Conclusion {
    /** Maxima closer than this are not told apart in a sentence. */
    private static final double SAME = 1.05;

    private Conclusion() {}

    /** One sentence on the worst case. */
    static String worstCase(Comparison c) {
        List<String> labels = Labels.of(c.runs());
        int least = -1;
        int greatest = -1;
        for (int i = 0; i < c.runs().size(); i++) {
            if (maxNs(c, i) > 0) {
                least = least < 0 || maxNs(c, i) < maxNs(c, least) ? i : least;
                greatest = greatest < 0 || maxNs(c, i) > maxNs(c, greatest) ? i : greatest;
            }
        }
        if (least < 0) {
            return "No latency was measured.";
        }
        String most = "Worst case: " + labels.get(greatest) + " " + us(c, greatest);
        if (least == greatest) {
            return most + " of " + Text.count(samples(c, least)) + " samples.";
        }
        double ratio = (double) maxNs(c, greatest) / maxNs(c, least);
        if (ratio < SAME) {
            return most + ", about the same as " + labels.get(least) + " " + us(c, least) + ".";
        }
        return most + ", " + Text.times(ratio) + " times that of " + labels.get(least) + " (" + us(c, least) + ").";
    }

    /** A sentence per further variant on the work done against the first; none if no work was counted. */
    static List<String> price(Comparison c) {
        List<String> labels = Labels.of(c.runs());
        List<String> sentences = new ArrayList<>();
        for (int i = 1; i < c.runs().size(); i++) {
            DoubleSummaryStatistics ratios = new DoubleSummaryStatistics();
            for (WorkResult w : c.runs().get(i).work()) {
                workRatio(w, c.runs().get(i), c.runs().get(0)).ifPresent(ratios);
            }
            if (ratios.getCount() > 0) {
                sentences.add("Useful work: " + labels.get(i) + " gets " + range(ratios) + " of what " + labels.get(0)
                        + " gets done.");
            }
        }
        return sentences;
    }

    /** One sentence per run that did not run to its end. */
    static List<String> incomplete(Comparison c) {
        List<String> labels = Labels.of(c.runs());
        List<String> sentences = new ArrayList<>();
        for (int i = 0; i < c.runs().size(); i++) {
            RunResult r = c.runs().get(i);
            if (!r.complete()) {
                String verb = r.source() == RunResult.Source.HOST ? "measured" : "simulated";
                String asked = r.requestedNs() > 0 ? " of " + Text.duration(r.requestedNs()) : "";
                sentences.add("INCOMPLETE: " + labels.get(i) + " stopped after " + Text.duration(r.simulatedNs())
                        + asked + " " + verb + " time (" + Text.plain(r.stopReason()) + ").");
            }
        }
        return sentences;
    }

    /** Work per second against the same worker's in {@code first}; empty if that has none of it. */
    static OptionalDouble workRatio(WorkResult w, RunResult r, RunResult first) {
        Optional<WorkResult> there = first.work().stream()
                .filter(x -> x.task().equals(w.task()) && x.unit().equals(w.unit()))
                .findFirst();
        double base = there.map(x -> x.perSecond(first.simulatedNs())).orElse(0.0);
        return base > 0 ? OptionalDouble.of(w.perSecond(r.simulatedNs()) / base) : OptionalDouble.empty();
    }

    private static String range(DoubleSummaryStatistics ratios) {
        String low = percent(ratios.getMin());
        String high = percent(ratios.getMax());
        return low.equals(high) ? low + " %" : low + " to " + high + " %";
    }

    private static String percent(double ratio) {
        return Text.fixed(ratio * 100, 0);
    }

    private static long maxNs(Comparison c, int run) {
        return c.runs().get(run).allLatencies().map(LatencyResult::maxNs).orElse(0L);
    }

    private static long samples(Comparison c, int run) {
        return c.runs().get(run).allLatencies().map(LatencyResult::count).orElse(0L);
    }

    private static String us(Comparison c, int run) {
        return c.runs()
                        .get(run)
                        .allLatencies()
                        .map(l -> Quantile.value(l, l.maxNs()))
                        .orElse("") + " µs";
    }
}
