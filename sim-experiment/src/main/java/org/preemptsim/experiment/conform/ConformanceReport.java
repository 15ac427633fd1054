// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.conform;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.preemptsim.experiment.result.ResultJson;

/** How the simulated kernel did against recorded ones. */
public final class ConformanceReport {
    private static final int CONTEXT = 3;

    private final List<Outcome> outcomes;

    ConformanceReport(List<Outcome> outcomes) {
        this.outcomes = List.copyOf(outcomes);
    }

    /** What came of one record. */
    public enum Verdict {
        /** Every stable fact is equal. */
        PASS,
        /** A stable fact differs. */
        FAIL,
        /** The record does not tell what the kernel did. */
        NOTHING_TO_COMPARE,
        /** The simulation broke an invariant: a fault of the simulator. */
        BROKEN
    }

    /**
     * A stable fact that differs.
     *
     * @param simulated null if the simulation has no such fact
     */
    public record Mismatch(
            String fact, List<Object> real, @Nullable List<Object> simulated) {
        /** The kind of the fact: its name up to the first dot. */
        public String kind() {
            return kindOf(fact);
        }

        /** The first place where the two differ. */
        int firstDifference() {
            int i = 0;
            List<Object> s = simulated == null ? List.of() : simulated;
            while (i < real.size() && i < s.size() && real.get(i).equals(s.get(i))) {
                i++;
            }
            return i;
        }
    }

    /** A thread that finished outside the recorded window, widened by 3 % and 60 us; {@code simulatedUs} is null if it did not finish. */
    public record TimeWarning(String thread, @Nullable Long simulatedUs, long leastUs, long greatestUs) {}

    /**
     * One record's outcome.
     *
     * @param simulation null if it broke
     * @param fault what broke, or null
     */
    public record Outcome(
            KernelRecord record,
            Verdict verdict,
            @Nullable RecordSimulation simulation,
            List<Mismatch> mismatches,
            List<TimeWarning> times,
            @Nullable Throwable fault) {
        public Outcome {
            mismatches = List.copyOf(mismatches);
            times = List.copyOf(times);
        }

        int facts() {
            Map<String, List<Object>> stable = record.stable();
            return stable == null ? 0 : stable.size();
        }

        int wrong() {
            return verdict == Verdict.BROKEN ? facts() : mismatches.size();
        }

        /** The simulated facts and finishing times as the comparer of the records reads them; null if the simulation broke. */
        public @Nullable String factsJson() {
            return simulation == null ? null : RecordJson.facts(simulation);
        }

        /** The simulated events in the record's form; null if the simulation broke. */
        public @Nullable String eventsJson() {
            return simulation == null ? null : RecordJson.events(simulation.events());
        }
    }

    public List<Outcome> outcomes() {
        return outcomes;
    }

    /** Whether no stable fact of any record differs. */
    public boolean passed() {
        return outcomes.stream().noneMatch(o -> o.verdict() == Verdict.FAIL) && !broken();
    }

    /** Whether a simulation broke. */
    public boolean broken() {
        return outcomes.stream().anyMatch(o -> o.verdict() == Verdict.BROKEN);
    }

    private static String kindOf(String fact) {
        int dot = fact.indexOf('.');
        return dot < 0 ? fact : fact.substring(0, dot);
    }

    // ---- text ----

    /**
     * The report for people.
     *
     * @param onlyBad whether records that pass are left out
     */
    public String text(boolean onlyBad) {
        StringBuilder out = new StringBuilder();
        for (Outcome o : outcomes) {
            boolean bad = o.verdict() == Verdict.FAIL || o.verdict() == Verdict.BROKEN;
            if (bad || !onlyBad) {
                append(out, o);
            }
        }
        if (outcomes.stream().anyMatch(o -> o.facts() > 0)) {
            kinds().forEach((kind, c) -> {
                out.append(String.format("%-14s %d/%d facts equal%n", kind, c[0] - c[1], c[0]));
            });
        }
        return out.append(summary()).append('\n').toString();
    }

    private static void append(StringBuilder out, Outcome o) {
        switch (o.verdict()) {
            case PASS ->
                out.append("PASS ")
                        .append(o.record().id())
                        .append(": ")
                        .append(o.facts())
                        .append(" facts\n");
            case NOTHING_TO_COMPARE ->
                out.append("---- ").append(o.record().id()).append(": nothing to compare\n");
            case BROKEN ->
                out.append("FAIL ")
                        .append(o.record().id())
                        .append(": the simulation broke: ")
                        .append(o.fault())
                        .append('\n');
            case FAIL ->
                out.append("FAIL ")
                        .append(o.record().id())
                        .append(": ")
                        .append(o.wrong())
                        .append(" of ")
                        .append(o.facts())
                        .append(" facts differ\n");
        }
        o.mismatches().forEach(m -> append(out, m));
        for (TimeWarning w : o.times()) {
            out.append("  warning: ").append(w.thread());
            out.append(w.simulatedUs() == null ? " is not done" : " is done at " + w.simulatedUs() + " us");
            out.append(", real ")
                    .append(w.leastUs())
                    .append(" to ")
                    .append(w.greatestUs())
                    .append(" us\n");
        }
    }

    private static void append(StringBuilder out, Mismatch m) {
        int at = m.firstDifference();
        List<Object> simulated = m.simulated() == null ? List.of() : m.simulated();
        out.append("  ").append(m.fact()).append('\n');
        out.append("    real      ").append(RecordJson.list(m.real())).append('\n');
        out.append("    simulated ")
                .append(m.simulated() == null ? "(missing)" : RecordJson.list(m.simulated()))
                .append('\n');
        out.append("    differs at ")
                .append(at)
                .append(", after ")
                .append(RecordJson.list(m.real().subList(Math.max(0, at - CONTEXT), at)))
                .append(": real ")
                .append(itemAt(m.real(), at))
                .append(", simulated ")
                .append(itemAt(simulated, at))
                .append('\n');
    }

    private static String itemAt(List<Object> list, int i) {
        return i < list.size() ? list.get(i).toString() : "(end)";
    }

    /** Facts and wrong ones, by kind. */
    private Map<String, int[]> kinds() {
        Map<String, int[]> out = new TreeMap<>();
        for (Outcome o : outcomes) {
            Map<String, List<Object>> stable = o.record().stable();
            if (stable == null) {
                continue;
            }
            boolean broken = o.verdict() == Verdict.BROKEN;
            stable.keySet().forEach(f -> {
                int[] c = out.computeIfAbsent(kindOf(f), k -> new int[2]);
                c[0]++;
                c[1] += broken ? 1 : 0;
            });
            for (Mismatch m : o.mismatches()) {
                int[] c = out.get(m.kind());
                if (c != null) {
                    c[1]++;
                }
            }
        }
        return out;
    }

    /** The score, in one line. */
    public String summary() {
        List<Outcome> compared = outcomes.stream()
                .filter(o -> o.verdict() != Verdict.NOTHING_TO_COMPARE)
                .toList();
        long good = compared.stream().filter(o -> o.verdict() == Verdict.PASS).count();
        int facts = compared.stream().mapToInt(Outcome::facts).sum();
        int wrong = compared.stream().mapToInt(Outcome::wrong).sum();
        int times = compared.stream().mapToInt(o -> o.times().size()).sum();
        int silent = outcomes.size() - compared.size();
        return good + "/" + compared.size() + " records, " + (facts - wrong) + "/" + facts + " facts equal, " + times
                + " time warnings" + (silent == 0 ? "" : ", " + silent + " with nothing to compare");
    }

    // ---- JSON ----

    /** The report as one JSON object. */
    public String json() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("schema", "preemptsim-conformance/1");
        out.put("summary", summary());
        out.put("passed", passed());
        Map<String, Object> kinds = new LinkedHashMap<>();
        kinds().forEach((kind, c) -> {
            Map<String, Object> counts = new LinkedHashMap<>();
            counts.put("facts", c[0]);
            counts.put("equal", c[0] - c[1]);
            kinds.put(kind, counts);
        });
        out.put("kinds", kinds);
        List<Object> records = new ArrayList<>();
        outcomes.forEach(o -> records.add(json(o)));
        out.put("records", records);
        return ResultJson.write(out);
    }

    private static Map<String, Object> json(Outcome o) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("record", o.record().id());
        out.put("file", o.record().file());
        out.put("verdict", o.verdict().name().toLowerCase(java.util.Locale.ROOT));
        out.put("facts", o.facts());
        out.put("equal", o.facts() - o.wrong());
        List<Object> mismatches = new ArrayList<>();
        for (Mismatch m : o.mismatches()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("fact", m.fact());
            one.put("kind", m.kind());
            one.put("differsAt", m.firstDifference());
            one.put("real", m.real());
            one.put("simulated", m.simulated());
            mismatches.add(one);
        }
        out.put("mismatches", mismatches);
        out.put("timeWarnings", o.times());
        if (o.fault() != null) {
            out.put("fault", String.valueOf(o.fault()));
        }
        return out;
    }
}
