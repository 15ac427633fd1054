// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.calibrate;

import java.util.List;
import org.preemptsim.experiment.result.LatencyResult;
import org.preemptsim.experiment.result.RunResult;
import org.preemptsim.experiment.run.ExperimentRunner;
import org.preemptsim.experiment.run.RunMonitor;
import org.preemptsim.experiment.run.RunOptions;
import org.preemptsim.experiment.scenario.Scenario;
import org.preemptsim.experiment.scenario.Variant;
import org.preemptsim.host.HostException;
import org.preemptsim.models.spec.KernelSpec;
import org.preemptsim.models.spec.MachineSpec;
import org.preemptsim.models.spec.TaskSpec;
import org.preemptsim.models.spec.WorkloadSpec;

/**
 * Simulates a scenario's measurement on the machine that is being fitted, under the measured host's kernel. Idle means
 * without the scenario's tasks. The number of CPUs stays the scenario's, since its tasks are pinned to them.
 */
public final class ScenarioSimulator implements Simulator {
    private final Variant base;
    private final KernelSpec kernel;
    private final long durationNs;

    /**
     * A simulator.
     *
     * @param base the workload and the number of CPUs
     * @param kernel the host's, see {@link HostKernel}
     * @param durationNs simulated time of each simulation
     */
    public ScenarioSimulator(Variant base, KernelSpec kernel, long durationNs) {
        this.base = base;
        this.kernel = kernel;
        this.durationNs = durationNs;
    }

    @Override
    public LatencyResult simulate(FitParameters parameters, boolean loaded, long seed) throws HostException {
        RunResult r = run(parameters, loaded, seed);
        if (r.latencies().isEmpty()) {
            throw new HostException(
                    "the scenario has nothing to compare with a measurement",
                    "its workload has no cyclictest",
                    "name a scenario with workload.cyclictest");
        }
        return r.latencies().get(0);
    }

    /** The whole result of one simulation, for validation and reports. */
    public RunResult run(FitParameters parameters, boolean loaded, long seed) {
        MachineSpec m = parameters.machine();
        Variant v = new Variant(
                loaded ? "simulated loaded" : "simulated idle",
                new MachineSpec(base.machine().cpus(), m.costs(), m.clock(), m.idleStates(), m.stalls()),
                kernel,
                workload(parameters.sectionScale(), loaded),
                durationNs,
                base.hash());
        Scenario s = new Scenario("host", "host", "", seed, 0, List.of(v));
        return ExperimentRunner.run(s, RunOptions.defaults(), RunMonitor.NONE)
                .runs()
                .get(0);
    }

    private WorkloadSpec workload(double sectionScale, boolean loaded) {
        WorkloadSpec w = base.workload();
        List<TaskSpec> tasks =
                loaded ? w.tasks().stream().map(t -> scaled(t, sectionScale)).toList() : List.of();
        return new WorkloadSpec(w.locks(), w.lines(), w.blockDevices(), tasks, w.cyclictests());
    }

    private static TaskSpec scaled(TaskSpec t, double factor) {
        return new TaskSpec(
                t.name(),
                t.policy(),
                t.cpus(),
                t.startNs(),
                t.endNs(),
                t.workUnit(),
                t.kernelThread(),
                SectionScaling.scale(t.program(), factor));
    }
}
