// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.property;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.preemptsim.models.cpu.Segment;
import org.preemptsim.models.property.Run.Event;
import org.preemptsim.models.property.Scenarios.What;
import org.preemptsim.models.spec.KernelSpec.KernelVersion;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.spec.TaskSpec;
import org.preemptsim.models.trace.TracePoint;

/** What deadline tasks and the real-time class get at most. Budgets are checked at ticks, so each bound has one tick of grain. */
class BandwidthProperties {
    @Provide
    Arbitrary<Scenario> deadlineTasks() {
        return hogs().policies(SchedPolicy.Kind.DEADLINE, SchedPolicy.Kind.OTHER)
                .arbitrary();
    }

    @Provide
    Arbitrary<Scenario> throttled() {
        return hogs().versions(new KernelVersion(6, 1))
                .policies(SchedPolicy.Kind.FIFO, SchedPolicy.Kind.RR, SchedPolicy.Kind.OTHER)
                .rtRuntimeNs(4_000_000)
                .arbitrary();
    }

    private static Scenarios hogs() {
        return Scenarios.simple()
                .costs(1L)
                .without(What.LOCK)
                .without(What.UNLOCK)
                .maxLengthUs(9_000)
                .maxActions(8)
                .tasks(1, 3);
    }

    @Property
    void aDeadlineTaskNeverGetsMoreThanItsShare(@ForAll("deadlineTasks") Scenario s) {
        // K5.23, K5.25: a constant bandwidth server; its first budget and the one of a new deadline come at once
        Run run = Run.of(s);
        Map<String, Long> usedNs = new HashMap<>();
        for (Event e : run.events()) {
            if (!ofTask(e)) {
                continue;
            }
            String name = run.task(Segment.task(e.subject()));
            usedNs.merge(name, e.value(), Long::sum);
            for (TaskSpec t : s.tasks()) {
                SchedPolicy p = t.policy();
                if (!t.name().equals(name) || p.kind() != SchedPolicy.Kind.DEADLINE) {
                    continue;
                }
                long sinceNs = e.timeNs() - t.startNs();
                long boundNs = sinceNs * p.runtimeNs() / p.periodNs() + 2 * p.runtimeNs() + Scenario.TICK_NS;
                check(run, e, name, usedNs.getOrDefault(name, 0L), boundNs);
            }
        }
    }

    @Property
    void theRealTimeClassNeverGetsMoreThanItsRuntimePerPeriod(@ForAll("throttled") Scenario s) {
        // K5.15, K5.16: what is used too much is missing in the next period
        Run run = Run.of(s);
        long usedNs = 0;
        long startNs = s.tasks().stream().mapToLong(TaskSpec::startNs).min().orElse(0);
        LongUnaryOperator periods = ns -> (ns - startNs) / Scenario.RT_PERIOD_NS + 1;
        for (Event e : run.events()) {
            if (ofTask(e) && realTime(s, run.task(Segment.task(e.subject())))) {
                usedNs += e.value();
                long boundNs = periods.applyAsLong(e.timeNs()) * s.rtRuntimeNs() + Scenario.TICK_NS + 1_000;
                check(run, e, "the class", usedNs, boundNs);
            }
        }
    }

    private static boolean ofTask(Event e) {
        return e.point() == TracePoint.SEGMENT && !Segment.hardirq(e.subject());
    }

    private static boolean realTime(Scenario s, String task) {
        return s.tasks().stream()
                .anyMatch(t -> t.name().equals(task) && t.policy().realTime());
    }

    private static void check(Run run, Event e, String who, long usedNs, long boundNs) {
        if (usedNs > boundNs) {
            throw run.violation(e.timeNs(), who + " has had " + usedNs + " ns of at most " + boundNs);
        }
    }
}
