// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.property;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.machine.Machine;
import org.preemptsim.models.property.Scenarios.What;
import org.preemptsim.models.sched.Prio;
import org.preemptsim.models.spec.LockSpec;
import org.preemptsim.models.spec.PreemptionModel;
import org.preemptsim.models.spec.UserObjectSpec.Protocol;

/** Priority inheritance: who runs at which priority, at every instant. */
class InheritanceProperties {
    @Provide
    Arbitrary<Scenario> oneCpu() {
        return Scenarios.simple()
                .kinds(LockSpec.Kind.MUTEX, LockSpec.Kind.SPINLOCK)
                .with(2, What.SET_POLICY)
                .arbitrary();
    }

    @Provide
    Arbitrary<Scenario> chains() {
        return Scenarios.chains();
    }

    @Provide
    Arbitrary<Scenario> anything() {
        return Scenarios.all().arbitrary();
    }

    @Provide
    Arbitrary<Scenario> futexes() {
        return Scenarios.simple()
                .cpus(1, 2)
                .models(PreemptionModel.RT, PreemptionModel.FULL)
                .kinds()
                .protocols(Protocol.INHERIT)
                .with(3, What.TIMED_LOCK)
                .with(2, What.SET_POLICY)
                .with(1, What.SIGNAL)
                .arbitrary();
    }

    @Property
    void anOwnerRunsAtTheBestPriorityOfAllThatWaitForIt(@ForAll("oneCpu") Scenario s) {
        // K3.04, K11.20: on one CPU, kernel locks
        inherits(s);
    }

    @Property
    void aChainOfOwnersInheritsToItsEnd(@ForAll("chains") Scenario s) {
        // K3.14
        inherits(s);
    }

    @Property
    void anOwnerOfAnythingRunsAtTheBestPriorityOfAllThatWaitForIt(@ForAll("anything") Scenario s) {
        // K3.04, K11.20: any lock, any kernel, up to four CPUs
        inherits(s);
    }

    @Property
    void anOwnerOfAFutexRunsAtTheBestPriorityOfThoseThatStillWait(@ForAll("futexes") Scenario s) {
        // K3.28, K3.29, K3.38: with time-outs, signals and changed priorities
        inherits(s);
    }

    private static void inherits(Scenario s) {
        Run run = Run.of(s);
        run.again(m -> inherits(s, run, m));
    }

    private static void inherits(Scenario s, Run run, Machine m) {
        // A change and the walk that it starts are two steps of a section with interrupts off, which an IPI to send may
        // come between.
        if (m.locks().walksUnderWay() > 0 || m.cpus().stream().anyMatch(Cpu::irqsOff)) {
            return;
        }
        WaitForGraph graph = WaitForGraph.ofInheriting(s, m);
        for (var worker : m.workers()) {
            int task = worker.task().id();
            int expected = graph.bestPrio(task);
            int actual = m.scheduler().effectivePrio(task);
            if (actual != expected && (Prio.realTime(actual) || Prio.realTime(expected))) {
                throw run.violation(
                        m.nowNs(),
                        worker.task().name() + " runs at " + Prio.text(actual) + " and should at "
                                + Prio.text(expected));
            }
        }
    }

    @Property
    void aTaskThatHoldsNothingHasItsOwnPriority(@ForAll("anything") Scenario s) {
        // K11.21
        Run run = Run.of(s);
        for (var worker : run.machine().workers()) {
            int task = worker.task().id();
            assertThat(run.machine().scheduler().effectivePrio(task))
                    .as("%s at the end %s", worker.task().name(), s)
                    .isEqualTo(run.machine().scheduler().normalPrio(task));
        }
    }
}
