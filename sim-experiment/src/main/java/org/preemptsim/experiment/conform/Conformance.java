// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.conform;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.preemptsim.experiment.conform.ConformanceReport.Mismatch;
import org.preemptsim.experiment.conform.ConformanceReport.Outcome;
import org.preemptsim.experiment.conform.ConformanceReport.TimeWarning;
import org.preemptsim.experiment.conform.ConformanceReport.Verdict;

/** Simulates records and holds what came of it against what the real kernel did. */
public final class Conformance {
    /** How far a finishing time may lie outside the recorded window without a warning: this and 3 %. */
    private static final long SLACK_US = 60;

    private static final double SLACK_SHARE = 0.03;

    private Conformance() {}

    /**
     * Simulates and compares records; the order of the report is theirs, whatever the number of threads.
     *
     * @param threads how many records are simulated at a time
     */
    public static ConformanceReport compare(List<KernelRecord> records, int threads) {
        ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, threads));
        try {
            List<Future<Outcome>> pending = new ArrayList<>();
            for (KernelRecord r : records) {
                pending.add(pool.submit(() -> compare(r)));
            }
            List<Outcome> outcomes = new ArrayList<>();
            for (Future<Outcome> f : pending) {
                outcomes.add(f.get());
            }
            return new ConformanceReport(outcomes);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while simulating", e);
        } finally {
            pool.shutdownNow();
        }
    }

    private static Outcome compare(KernelRecord record) {
        RecordSimulation simulation;
        try {
            simulation = RecordSimulation.of(record);
        } catch (RuntimeException e) {
            return new Outcome(record, Verdict.BROKEN, null, List.of(), List.of(), e);
        }
        Map<String, List<Object>> stable = record.stable();
        List<TimeWarning> times = times(record, simulation);
        if (stable == null) {
            return new Outcome(record, Verdict.NOTHING_TO_COMPARE, simulation, List.of(), times, null);
        }
        List<Mismatch> mismatches = new ArrayList<>();
        stable.forEach((fact, real) -> {
            List<Object> simulated = simulation.facts().get(fact);
            if (!real.equals(simulated)) {
                mismatches.add(new Mismatch(fact, real, simulated));
            }
        });
        Verdict verdict = mismatches.isEmpty() ? Verdict.PASS : Verdict.FAIL;
        return new Outcome(record, verdict, simulation, mismatches, times, null);
    }

    private static List<TimeWarning> times(KernelRecord record, RecordSimulation simulation) {
        List<TimeWarning> out = new ArrayList<>();
        record.doneUs().forEach((thread, window) -> {
            Long at = simulation.doneUs().get(thread);
            long least = window.get(0);
            long greatest = window.get(1);
            if (at == null
                    || at < least * (1 - SLACK_SHARE) - SLACK_US
                    || at > greatest * (1 + SLACK_SHARE) + SLACK_US) {
                out.add(new TimeWarning(thread, at, least, greatest));
            }
        });
        return out;
    }
}
