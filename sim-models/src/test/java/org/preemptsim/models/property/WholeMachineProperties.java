// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.property;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.SegmentKind;
import org.preemptsim.models.machine.MachineOptions;
import org.preemptsim.models.property.Run.Event;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.spec.Step;
import org.preemptsim.models.spec.TaskSpec;
import org.preemptsim.models.trace.TracePoint;

/** What holds of every machine as a whole. */
class WholeMachineProperties {
    @Provide
    Arbitrary<Scenario> anything() {
        return Scenarios.all().arbitrary();
    }

    @Property
    void theKernelsMonitorsFindNothing(@ForAll("anything") Scenario s) {
        // K11.01 to K11.12
        Run run = Run.of(s);
        assertThat(run.machine().monitors().orElseThrow().violations())
                .as("violations %s", s)
                .isEmpty();
    }

    @Property
    void timeIsConserved(@ForAll("anything") Scenario s) {
        // K11.22
        Run run = Run.of(s);
        run.machine().settle();
        for (Cpu cpu : run.machine().cpus()) {
            long sum = 0;
            for (SegmentKind k : SegmentKind.values()) {
                sum += cpu.kindNs(k, false) + cpu.kindNs(k, true);
            }
            assertThat(sum).as("cpu %d %s", cpu.id(), s).isEqualTo(s.horizonNs());
        }
    }

    @Property
    void aRunHaltedAtEachInstantWithoutRunningAheadIsTheSame(@ForAll("anything") Scenario s) {
        // K11.30
        Run run = Run.of(s, MachineOptions.ofSeed(1));
        assertThat(run.again(m -> m.verify()).hash()).as("trace hash %s", s).isEqualTo(run.hash());
    }

    @Property
    void theSameSeedGivesTheSameTrace(@ForAll("anything") Scenario s, @ForAll @LongRange(min = 1) long seed) {
        // K11.30
        long first = Run.of(s, MachineOptions.ofSeed(seed)).hash();
        assertThat(Run.of(s, MachineOptions.ofSeed(seed).withMonitors()).hash())
                .as("trace hash %s", s)
                .isEqualTo(first);
    }

    @Property
    void aTaskOnACpuOfItsOwnChangesNothingElsewhere(@ForAll("anything") Scenario s) {
        // K11.30: the last CPU is nobody's but the stranger's
        Scenario alone = s.withIsolatedCpu();
        List<TaskSpec> more = new ArrayList<>(s.tasks());
        more.add(new TaskSpec(
                "stranger",
                SchedPolicy.fifo(50),
                CpuSet.of(s.cpus()),
                7_000,
                "",
                true,
                List.of(
                        new Step.Kernel("work", Scenarios.us(30)),
                        new Step.Sleep(Scenarios.us(11)),
                        new Step.Kernel("work", Scenarios.us(40)))));
        Scenario together = alone.withTasks(more);
        List<Event> expected = onOthers(alone);
        List<Event> actual = onOthers(together);
        for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
            if (i >= expected.size() || i >= actual.size() || !expected.get(i).equals(actual.get(i))) {
                throw new AssertionError("expected " + expected.subList(i, Math.min(i + 3, expected.size()))
                        + " and got " + actual.subList(i, Math.min(i + 3, actual.size())) + together);
            }
        }
    }

    private static List<Event> onOthers(Scenario s) {
        int last = s.cpus() - 1;
        return Run.of(s).events().stream()
                .filter(e -> e.cpu() != last && e.point() != TracePoint.HRTIMER_EXPIRE)
                .takeWhile(e -> e.timeNs() < 1_000_000)
                .toList();
    }
}
