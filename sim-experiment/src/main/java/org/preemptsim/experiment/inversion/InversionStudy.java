// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.inversion;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.preemptsim.engine.TraceSink;
import org.preemptsim.experiment.result.Comparison;
import org.preemptsim.experiment.result.RunResult;
import org.preemptsim.experiment.run.ExperimentRunner;
import org.preemptsim.experiment.run.RunMonitor;
import org.preemptsim.experiment.run.RunObserver;
import org.preemptsim.experiment.run.RunOptions;
import org.preemptsim.experiment.scenario.Scenario;
import org.preemptsim.experiment.scenario.Variant;
import org.preemptsim.models.machine.Machine;

/**
 * Runs a scenario and reports its inversions. Variants with boosts run once more without inheritance, on the same seed, and each
 * reported wait is looked up there.
 */
public final class InversionStudy {
    private final Comparison results;
    private final Map<String, InversionReport> reports;

    private InversionStudy(Comparison results, Map<String, InversionReport> reports) {
        this.results = results;
        this.reports = reports;
    }

    /**
     * Runs the asked variants.
     *
     * @param limit how many waits to report at most
     * @throws org.preemptsim.experiment.run.UnknownVariantException if a variant is asked for that the scenario does not have
     * @throws java.io.UncheckedIOException if the trace cannot be written
     * @throws org.preemptsim.experiment.run.RunFailedException if a run broke down
     */
    public static InversionStudy run(Scenario scenario, RunOptions options, RunMonitor monitor, int limit) {
        Map<String, Observer> with = new LinkedHashMap<>();
        scenario.variants().forEach(v -> with.put(v.name(), new Observer(true, limit, Set.of())));
        Comparison results = ExperimentRunner.run(scenario, options, monitor, v -> of(with, v));
        Map<String, Observer> without = new LinkedHashMap<>();
        for (RunResult r : results.runs()) {
            InversionReport report = of(with, r.variant()).report();
            if (report.boosts() > 0 && !report.longest().isEmpty() && r.complete()) {
                Set<WaitKey> wanted =
                        report.longest().stream().map(g -> g.longest().key()).collect(Collectors.toSet());
                without.put(r.variant(), new Observer(false, 0, wanted));
            }
        }
        if (!without.isEmpty()) {
            ExperimentRunner.run(scenario, again(options, without), monitor, v -> of(without, v));
        }
        Map<String, InversionReport> reports = new LinkedHashMap<>();
        for (RunResult r : results.runs()) {
            InversionReport report = of(with, r.variant()).report();
            Observer other = without.get(r.variant());
            reports.put(r.variant(), other == null ? report : other.compare(report));
        }
        return new InversionStudy(results, reports);
    }

    private static RunOptions again(RunOptions options, Map<String, Observer> variants) {
        return new RunOptions(
                List.copyOf(variants.keySet()), options.seed(), options.durationNs(), options.worst(), null, false);
    }

    private static Observer of(Map<String, Observer> observers, Variant variant) {
        return of(observers, variant.name());
    }

    private static Observer of(Map<String, Observer> observers, String variant) {
        Observer observer = observers.get(variant);
        if (observer == null) {
            throw new IllegalArgumentException("no variant " + variant);
        }
        return observer;
    }

    /** The results of the runs with inheritance. */
    public Comparison results() {
        return results;
    }

    /**
     * What the run of a variant showed.
     *
     * @throws IllegalArgumentException if it was not run
     */
    public InversionReport report(RunResult run) {
        InversionReport report = reports.get(run.variant());
        if (report == null) {
            throw new IllegalArgumentException("no variant " + run.variant());
        }
        return report;
    }

    /** All reports in the form in which they are written as JSON. */
    public Document document() {
        List<Document.Run> runs = new ArrayList<>();
        for (RunResult r : results.runs()) {
            runs.add(new Document.Run(r.variant(), r.scenarioHash(), r.seed(), r.complete(), report(r)));
        }
        return new Document(Document.SCHEMA, results.title(), runs);
    }

    /** The JSON document of a study. */
    public record Document(String schema, String title, List<Run> runs) {
        /** Says what the fields mean, which are those of the records of this package; a change of meaning changes the number. */
        public static final String SCHEMA = "preemptsim-inversions-1";

        public Document {
            runs = List.copyOf(runs);
        }

        /** One variant. */
        public record Run(
                String variant, String scenarioHash, long seed, boolean complete, InversionReport inversions) {}
    }

    /** Looks at the run of one variant. */
    private static final class Observer implements RunObserver {
        private final boolean inheritance;
        private final int limit;
        private final Set<WaitKey> wanted;
        private @Nullable InversionAnalysis analysis;
        private @Nullable InversionReport report;

        Observer(boolean inheritance, int limit, Set<WaitKey> wanted) {
            this.inheritance = inheritance;
            this.limit = limit;
            this.wanted = wanted;
        }

        @Override
        public boolean inheritance() {
            return inheritance;
        }

        @Override
        public TraceSink sink() {
            return (words, records) -> analysis().accept(words, records);
        }

        @Override
        public void begins(Machine machine, Variant variant) {
            analysis = new InversionAnalysis(Cast.of(machine, variant.workload()), limit, wanted);
        }

        @Override
        public void ends(Machine machine) {
            report = analysis().finish(machine.nowNs());
        }

        private InversionAnalysis analysis() {
            InversionAnalysis a = analysis;
            if (a == null) {
                throw new IllegalStateException("the run has not begun");
            }
            return a;
        }

        InversionReport report() {
            InversionReport r = report;
            if (r == null) {
                throw new IllegalStateException("the run has not ended");
            }
            return r;
        }

        InversionReport compare(InversionReport other) {
            return other.withLongest(other.longest().stream()
                    .map(g -> g.with(analysis().counterpart(g.longest().key())))
                    .toList());
        }
    }
}
