// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.preemptsim.engine.StopReason;
import org.preemptsim.engine.Trace;
import org.preemptsim.engine.TraceSink;
import org.preemptsim.experiment.result.Comparison;
import org.preemptsim.experiment.result.RunResult;
import org.preemptsim.experiment.scenario.Scenario;
import org.preemptsim.experiment.scenario.Variant;
import org.preemptsim.models.machine.Machine;
import org.preemptsim.models.machine.MachineBuilder;
import org.preemptsim.models.machine.MachineOptions;
import org.preemptsim.models.spec.CyclictestSpec;
import org.preemptsim.models.spec.KernelSpec;

/** Runs a scenario's variants. */
public final class ExperimentRunner {
    private static final long FIRST_SLICE_NS = 10_000_000L;
    private static final long SLICE_WALL_NS = 100_000_000L;
    private static final long LONGEST_SLICE_NS = 60_000_000_000L;

    private ExperimentRunner() {}

    /**
     * Runs the asked variants, side by side where processors allow, and gives their results in the scenario's order.
     *
     * @throws UnknownVariantException if a variant is asked for that the scenario does not have
     * @throws UncheckedIOException if the trace cannot be written
     * @throws RunFailedException if a run broke down
     */
    public static Comparison run(Scenario scenario, RunOptions options, RunMonitor monitor) {
        return run(scenario, options, monitor, variant -> RunObserver.NONE);
    }

    /**
     * The same, each variant with an observer of its own.
     *
     * @throws UnknownVariantException if a variant is asked for that the scenario does not have
     * @throws UncheckedIOException if the trace cannot be written
     * @throws RunFailedException if a run broke down
     */
    public static Comparison run(
            Scenario scenario,
            RunOptions options,
            RunMonitor monitor,
            Function<Variant, ? extends RunObserver> observers) {
        List<Variant> chosen = choose(scenario, options.variants());
        RunMonitor shared = oneAtATime(monitor);
        int threads = Math.min(chosen.size(), Runtime.getRuntime().availableProcessors());
        ExecutorService pool = Executors.newFixedThreadPool(threads, r -> {
            Thread t = new Thread(r, "preemptsim-run");
            t.setDaemon(true);
            return t;
        });
        try {
            List<Future<RunResult>> running = new ArrayList<>();
            for (Variant v : chosen) {
                RunObserver observer = observers.apply(v);
                running.add(pool.submit(() -> attempt(scenario, v, options, shared, observer, chosen.size() > 1)));
            }
            List<RunResult> results = new ArrayList<>();
            for (Future<RunResult> f : running) {
                results.add(f.get());
            }
            String title = scenario.title().isEmpty() ? scenario.name() : scenario.title();
            return new Comparison(RunResult.SCHEMA, title, results);
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running", e);
        } finally {
            pool.shutdownNow();
        }
    }

    private static RunResult attempt(
            Scenario scenario,
            Variant variant,
            RunOptions options,
            RunMonitor monitor,
            RunObserver observer,
            boolean several) {
        try {
            return runOne(scenario, variant, options, monitor, observer, several);
        } catch (UncheckedIOException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            throw new RunFailedException(variant.name(), e);
        }
    }

    private static RuntimeException rethrown(@Nullable Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException r ? r : new IllegalStateException(cause);
    }

    private static List<Variant> choose(Scenario scenario, List<String> names) {
        List<String> known = scenario.variants().stream().map(Variant::name).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new UnknownVariantException(name, known);
            }
        }
        return scenario.variants().stream()
                .filter(v -> names.isEmpty() || names.contains(v.name()))
                .toList();
    }

    private static RunMonitor oneAtATime(RunMonitor monitor) {
        return new RunMonitor() {
            @Override
            public synchronized void progress(String variant, long simulatedNs, long horizonNs) {
                monitor.progress(variant, simulatedNs, horizonNs);
            }

            @Override
            public synchronized boolean stopRequested() {
                return monitor.stopRequested();
            }
        };
    }

    private static RunResult runOne(
            Scenario scenario,
            Variant variant,
            RunOptions options,
            RunMonitor monitor,
            RunObserver observer,
            boolean several) {
        long horizonNs = options.durationNs().orElse(variant.durationNs());
        Path tracePath = options.tracePath();
        if (tracePath == null) {
            TraceSink sink = observer.sink();
            Trace trace = sink == null ? null : new Trace(sink);
            return simulate(scenario, variant, options, horizonNs, trace, observer, monitor)
                    .result();
        }
        Path path = several ? named(tracePath, variant.name()) : tracePath;
        try (TraceFile file = new TraceFile(path)) {
            Trace trace = new Trace(both(file, observer.sink()));
            Finished finished = simulate(scenario, variant, options, horizonNs, trace, observer, monitor);
            file.finish(finished.machine(), trace);
            return finished.result();
        } catch (IOException e) {
            throw new UncheckedIOException("the trace cannot be written to " + path + ": " + e.getMessage(), e);
        }
    }

    private static TraceSink both(TraceSink first, @Nullable TraceSink second) {
        if (second == null) {
            return first;
        }
        return (words, records) -> {
            first.accept(words, records);
            second.accept(words, records);
        };
    }

    /** {@code run.csv} becomes {@code run.rt.csv}. */
    private static Path named(Path path, String variant) {
        Path fileName = path.getFileName();
        String file = fileName == null ? "trace" : fileName.toString();
        int dot = file.lastIndexOf('.');
        String name = dot < 0 ? file + "." + variant : file.substring(0, dot) + "." + variant + file.substring(dot);
        return path.resolveSibling(name);
    }

    private record Finished(Machine machine, RunResult result) {}

    private static Finished simulate(
            Scenario scenario,
            Variant variant,
            RunOptions options,
            long horizonNs,
            @Nullable Trace trace,
            RunObserver observer,
            RunMonitor monitor) {
        long seed = options.seed().orElse(scenario.seed());
        int worst = options.worst().orElse(scenario.worstSamples());
        MachineOptions how = MachineOptions.ofSeed(seed).withWorstSamples(worst).withTrace(trace);
        Machine machine = MachineBuilder.build(
                variant.machine(),
                variant.kernel(),
                variant.workload(),
                observer.inheritance() ? how : how.withoutInheritance());
        observer.begins(machine, variant);
        StopReason reason = runInSlices(machine, variant.name(), horizonNs, options.check(), monitor);
        boolean measured = reason == StopReason.REQUESTED;
        boolean complete = measured || machine.nowNs() >= horizonNs;
        if (trace != null) {
            trace.flush();
        }
        observer.ends(machine);
        RunAccumulator sums =
                new RunAccumulator(machine, variant.workload(), variant.kernel().preemption());
        RunResult result = new RunResult(
                RunResult.SCHEMA,
                RunResult.Source.SIMULATED,
                scenario.name(),
                variant.name(),
                variant.hash(),
                seed,
                ModelVersion.get(),
                describe(variant.kernel(), machine),
                variant.workload().cyclictests().stream()
                        .map(CyclictestSpec::command)
                        .findFirst()
                        .orElse(""),
                horizonNs,
                machine.nowNs(),
                complete,
                !complete ? "interrupted" : measured ? "measurement complete" : "horizon",
                sums.latencies(),
                sums.cpuTimes(),
                sums.work(),
                sums.worst(worst),
                null);
        return new Finished(machine, result);
    }

    /** Slices grow or shrink towards a tenth of a second of real time; where they end changes nothing. */
    private static StopReason runInSlices(
            Machine machine, String variant, long horizonNs, boolean check, RunMonitor monitor) {
        long sliceNs = FIRST_SLICE_NS;
        StopReason reason = StopReason.HORIZON;
        while (machine.nowNs() < horizonNs && reason != StopReason.REQUESTED && !monitor.stopRequested()) {
            long started = System.nanoTime();
            reason = machine.run(Math.min(horizonNs, machine.nowNs() + sliceNs));
            if (check) {
                machine.verify();
            }
            monitor.progress(variant, machine.nowNs(), horizonNs);
            boolean quick = System.nanoTime() - started < SLICE_WALL_NS;
            sliceNs = quick ? Math.min(LONGEST_SLICE_NS, 2 * sliceNs) : Math.max(FIRST_SLICE_NS, sliceNs / 2);
        }
        return reason;
    }

    private static String describe(KernelSpec kernel, Machine machine) {
        return kernel.version() + " " + kernel.preemption().name().toLowerCase(Locale.ROOT) + " hz=" + kernel.hz()
                + " clocksource=" + machine.clock().currentView() + " (available: "
                + machine.clock().availableView() + ")";
    }
}
