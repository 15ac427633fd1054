// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.calibrate;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.preemptsim.models.spec.ClockSourceKind;
import org.preemptsim.models.spec.ClockSpec;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.DurationDistribution;
import org.preemptsim.models.spec.MachineSpec;

/**
 * What is fitted.
 *
 * @param machine the machine
 * @param sectionScale factor on the lengths of the load's kernel sections, see {@link SectionScaling}
 */
public record FitParameters(MachineSpec machine, double sectionScale) {

    FitParameters withTimerError(DurationDistribution d) {
        ClockSpec c = machine.clock();
        return with(new MachineSpec(
                machine.cpus(),
                machine.costs(),
                new ClockSpec(
                        c.current(),
                        c.available(),
                        c.readCost(),
                        c.frequencyHz(),
                        c.device(),
                        d,
                        c.programCost(),
                        c.minDeltaNs()),
                machine.idleStates(),
                machine.stalls()));
    }

    FitParameters withCost(CostKey key, DurationDistribution d) {
        Map<CostKey, DurationDistribution> costs = new EnumMap<>(CostKey.class);
        costs.putAll(machine.costs());
        if (d.equals(DurationDistribution.ZERO)) {
            costs.remove(key);
        } else {
            costs.put(key, d);
        }
        return with(new MachineSpec(machine.cpus(), costs, machine.clock(), machine.idleStates(), machine.stalls()));
    }

    FitParameters withStalls(List<MachineSpec.StallSource> stalls) {
        return with(new MachineSpec(machine.cpus(), machine.costs(), machine.clock(), machine.idleStates(), stalls));
    }

    FitParameters withSectionScale(double scale) {
        return new FitParameters(machine, scale);
    }

    private FitParameters with(MachineSpec m) {
        return new FitParameters(m, sectionScale);
    }

    /** A machine with constant costs, before the distributions are fitted. */
    static FitParameters of(int cpus, PathSplit split, ClockSourceKind source, ClockSpec.ClockEventKind device) {
        ClockSpec clock = new ClockSpec(
                source,
                List.of(source),
                Map.of(source, DurationDistribution.ofNs(split.clockReadNs())),
                Map.of(),
                device,
                DurationDistribution.ofNs(split.timerErrorNs()),
                DurationDistribution.ZERO,
                0);
        return new FitParameters(new MachineSpec(cpus, split.distributions(), clock, List.of(), List.of()), 1);
    }
}
