// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.calibrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.preemptsim.experiment.result.RunResult;
import org.preemptsim.host.micro.MicroMeasurements;
import org.preemptsim.host.micro.MicroResult;
import org.preemptsim.models.spec.ClockSourceKind;
import org.preemptsim.models.spec.ClockSpec;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.DurationDistribution;
import org.preemptsim.models.spec.MachineSpec.StallKind;
import org.preemptsim.models.spec.MachineSpec.StallSource;

/** A made-up host whose every cost is known. */
final class Truth {
    static final double SECTION_SCALE = 2.5;
    static final Map<String, String> FACTS = Map.of(
            "kernel.release", "6.1.0-test",
            "clock.source", "tsc",
            "clock.event_device", "lapic-deadline",
            "virt.hypervisor_flag", "false",
            "virt.clues", "none",
            "sched.load_average", "0.05 0.10 0.10",
            "cpu.0.place", "socket 0",
            "cpu.1.place", "socket 0",
            "run.steal_ticks.cpu0", "0");

    private Truth() {}

    static MicroMeasurements micro() {
        return new MicroMeasurements(
                constant("clock", 40), constant("syscall", 200), constant("pipe", 6_000), constant("park", 60_000));
    }

    static MicroResult constant(String name, double ns) {
        return MicroResult.of(name, "made up", new double[] {ns});
    }

    /** Path of 8 us in all and a log-normal spread above it. */
    static FitParameters machine() {
        PathSplit split = PathSplit.of(micro(), 8_000);
        return FitParameters.of(2, split, ClockSourceKind.TSC, ClockSpec.ClockEventKind.TSC_DEADLINE)
                .withTimerError(new DurationDistribution.LogNormal(
                        split.timerErrorNs(), split.timerErrorNs() + 4_000, 0.5, 60_000));
    }

    static FitParameters withEverything() {
        return machine()
                .withCost(CostKey.CACHE_REFILL, new DurationDistribution.LogNormal(500, 2_000, 0.4, 20_000))
                .withStalls(List.of(new StallSource(
                        StallKind.SMI,
                        -1,
                        new DurationDistribution.Exponential(20_000_000, 400_000_000),
                        new DurationDistribution.Exponential(150_000, 3_000_000))))
                .withSectionScale(SECTION_SCALE);
    }

    static CalibrationData data(int runs, int cycles) {
        SyntheticHost host = new SyntheticHost(cycles);
        List<RunResult> idle = new ArrayList<>();
        List<RunResult> loaded = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            idle.add(host.run(withEverything(), false, 100 + i, FACTS));
            loaded.add(host.run(withEverything(), true, 200 + i, FACTS));
        }
        return new CalibrationData(CalibrationData.SCHEMA, micro(), idle, loaded);
    }
}
