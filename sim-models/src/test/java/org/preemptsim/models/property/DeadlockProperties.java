// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.property;

import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.preemptsim.models.machine.Machine;
import org.preemptsim.models.property.LockReplay.Promise;
import org.preemptsim.models.property.Run.Event;
import org.preemptsim.models.property.Scenarios.What;
import org.preemptsim.models.spec.LockSpec;
import org.preemptsim.models.spec.UserObjectSpec.Protocol;
import org.preemptsim.models.task.Task;
import org.preemptsim.models.task.TaskState;
import org.preemptsim.models.trace.TracePoint;

/** Programs that take locks in any order, against cycles of the wait-for graph. */
class DeadlockProperties {
    @Provide
    Arbitrary<Scenario> futexes() {
        return Scenarios.simple()
                .cpus(1, 3)
                .kinds()
                .protocols(Protocol.INHERIT)
                .withDeadlocks()
                .with(1, What.SET_POLICY)
                .tasks(2, 5)
                .arbitrary();
    }

    @Provide
    Arbitrary<Scenario> kernelMutexes() {
        return Scenarios.simple()
                .cpus(1, 3)
                .kinds(LockSpec.Kind.MUTEX, LockSpec.Kind.RT_MUTEX, LockSpec.Kind.SPINLOCK)
                .withDeadlocks()
                .with(1, What.SET_POLICY)
                .tasks(2, 5)
                .arbitrary();
    }

    @Property
    void noCycleOfPiFutexesOutlivesItsDetection(@ForAll("futexes") Scenario s) {
        // K3.17, K3.19: who closes a cycle gets EDEADLK, so none is left when the walk has ended
        Run run = Run.of(s);
        run.again(m -> {
            if (m.locks().walksUnderWay() == 0 && settled(m)) {
                Set<Integer> cycle = WaitForGraph.ofInheriting(s, m).deadlocked();
                if (!cycle.isEmpty()) {
                    throw run.violation(m.nowNs(), "tasks " + cycle + " wait for each other and nobody is told");
                }
            }
        });
        if (!run.unfinished().isEmpty()) {
            throw run.violation(run.machine().nowNs(), run.unfinished() + " never end");
        }
    }

    /** Nobody is between the discovery of a cycle and the end of its wait. */
    private static boolean settled(Machine m) {
        return m.cpus().stream()
                        .allMatch(c -> c.preemptCount() == 0
                                || c.currentTask() < m.cpus().size())
                && m.workers().stream()
                        .noneMatch(w -> m.locks().waitsFor(w.task().id()) != null
                                && w.task().state() == TaskState.RUNNING);
    }

    @Property
    void onlyRealDeadlocksOfFutexesAreReported(@ForAll("futexes") Scenario s) {
        // K3.17
        LockReplay.check(Run.of(s), Promise.SOUND_REPORTS);
    }

    @Property
    void onlyRealDeadlocksOfKernelLocksAreReported(@ForAll("kernelMutexes") Scenario s) {
        // K3.17, K3.20
        LockReplay.check(Run.of(s), Promise.SOUND_REPORTS);
    }

    @Property
    void onlyTheDeadlockedAndThoseWhoWaitForThemNeverEnd(@ForAll("kernelMutexes") Scenario s) {
        // K3.20, K11.29
        Run run = Run.of(s);
        Machine m = run.machine();
        WaitForGraph graph = WaitForGraph.ofAll(s, m);
        Set<Integer> stuck = new HashSet<>(graph.deadlocked());
        for (Event e : run.events()) {
            if (e.point() == TracePoint.LOCK_DEADLOCK) {
                stuck.add((int) e.value());
            }
        }
        for (var worker : m.workers()) {
            Task task = worker.task();
            // Two owners that spin for each other, each on its CPU, never sleep (rule K3.11) and keep their CPUs from
            // equals.
            boolean starved = task.state() == TaskState.RUNNING
                    && waitsForOneOf(
                            stuck,
                            graph,
                            m.cpus().get(m.scheduler().cpuOf(task.id())).currentTask());
            if (task.state() != TaskState.DEAD && !starved && !waitsForOneOf(stuck, graph, task.id())) {
                throw run.violation(m.nowNs(), task + " waits for nobody that is stuck and never ends");
            }
        }
    }

    private static boolean waitsForOneOf(Set<Integer> stuck, WaitForGraph graph, int task) {
        return stuck.contains(task) || graph.awaitedBy(task).stream().anyMatch(stuck::contains);
    }
}
