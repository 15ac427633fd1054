// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.property;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.preemptsim.models.property.Run.Event;
import org.preemptsim.models.property.Scenarios.What;
import org.preemptsim.models.property.SchedulerReplay.Promise;
import org.preemptsim.models.spec.LockSpec;
import org.preemptsim.models.spec.PreemptionModel;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.trace.TracePoint;

/** Who runs, against plain run queues rebuilt from the trace. */
class SchedulingProperties {
    @Provide
    Arbitrary<Scenario> anything() {
        return Scenarios.all().arbitrary();
    }

    @Provide
    Arbitrary<Scenario> oneCpu() {
        return Scenarios.simple()
                .models(PreemptionModel.values())
                .kinds(LockSpec.Kind.MUTEX, LockSpec.Kind.RT_MUTEX, LockSpec.Kind.SPINLOCK)
                .policies(SchedPolicy.Kind.FIFO, SchedPolicy.Kind.RR, SchedPolicy.Kind.OTHER)
                .with(1, What.SET_POLICY)
                .with(1, What.PREEMPT_OFF)
                .arbitrary();
    }

    @Property
    void theFirstTaskOfTheHighestListIsPicked(@ForAll("oneCpu") Scenario s) {
        // K5.01, K5.02, K3.31: the very task, so first come first served among equals
        SchedulerReplay.check(Run.of(s), Promise.FIRST_IS_PICKED);
    }

    @Property
    void theBestPriorityIsPickedOnEachCpu(@ForAll("anything") Scenario s) {
        // K5.01, K11.19
        SchedulerReplay.check(Run.of(s), Promise.FIRST_IS_PICKED);
    }

    @Property
    void noBetterTaskWaitsWhereASwitchIsAllowed(@ForAll("anything") Scenario s) {
        // K1.02, K11.19
        SchedulerReplay.check(Run.of(s), Promise.BEST_RUNS);
    }

    @Property
    void noCpuIdlesWhileATaskIsQueuedOnIt(@ForAll("anything") Scenario s) {
        // K11.29
        SchedulerReplay.check(Run.of(s), Promise.WORK_CONSERVATION);
    }

    @Property
    void noTaskRunsWhereItMayNot(@ForAll("anything") Scenario s) {
        // K5.13
        Run run = Run.of(s);
        for (Event e : run.events()) {
            if (e.point() == TracePoint.SCHED_SWITCH) {
                String name = run.task(e.subject());
                boolean forbidden = s.tasks().stream()
                        .anyMatch(t -> t.name().equals(name) && !t.cpus().contains(e.cpu()));
                if (forbidden) {
                    throw run.violation(e.timeNs(), name + " is switched in on cpu " + e.cpu());
                }
            }
        }
    }
}
