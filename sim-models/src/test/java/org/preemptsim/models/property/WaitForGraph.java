// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.property;

import java.util.HashSet;
import java.util.Set;
import org.jgrapht.alg.cycle.CycleDetector;
import org.jgrapht.graph.DefaultDirectedGraph;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.EdgeReversedGraph;
import org.jgrapht.traverse.BreadthFirstIterator;
import org.preemptsim.models.locking.LockView;
import org.preemptsim.models.machine.Machine;
import org.preemptsim.models.sched.Prio;
import org.preemptsim.models.spec.LockSpec;
import org.preemptsim.models.spec.PreemptionModel;
import org.preemptsim.models.spec.UserObjectSpec;

/** Who waits for whom at this instant: an edge from each waiter to each holder of the lock it waits for. */
final class WaitForGraph {
    private final DefaultDirectedGraph<Integer, DefaultEdge> graph = new DefaultDirectedGraph<>(DefaultEdge.class);
    private final Machine machine;

    private WaitForGraph(Machine machine) {
        this.machine = machine;
    }

    /** Over all locks. */
    static WaitForGraph ofAll(Scenario scenario, Machine machine) {
        WaitForGraph g = new WaitForGraph(machine);
        machine.locks().views().forEach(g::add);
        for (UserObjectSpec m : scenario.mutexes()) {
            int owner = machine.pthreads().owner(m.name());
            if (owner >= 0) {
                machine.pthreads().waiters(m.name()).forEach(w -> g.addEdge(w, owner));
            }
        }
        return g;
    }

    /** Over the locks whose owners inherit from their waiters (rule K2.04). */
    static WaitForGraph ofInheriting(Scenario scenario, Machine machine) {
        WaitForGraph g = new WaitForGraph(machine);
        for (LockView v : machine.locks().views()) {
            // Readers of a lock have no owner and inherit nothing (rule K4.04).
            if (v.owner() >= 0 && inherits(scenario, machine.labels().nameOf(v.label()))) {
                v.waiters().forEach(w -> g.addEdge(w, v.owner()));
            }
        }
        return g;
    }

    static boolean inherits(Scenario scenario, String lock) {
        LockSpec.Kind kind = scenario.kinds().get(lock);
        boolean rt = scenario.model() == PreemptionModel.RT;
        if (kind == null) {
            // What the kernel knows of a mutex of user space is the rtmutex of its PI futex; its own hash buckets have
            // a spinlock_t.
            return rt || scenario.mutexes().stream().anyMatch(m -> m.name().equals(lock));
        }
        return switch (kind) {
            case RT_MUTEX -> true;
            case MUTEX, SPINLOCK, SPINLOCK_IRQ, SPINLOCK_BH, RWLOCK, RW_SEMAPHORE, LOCAL_LOCK, SEQLOCK -> rt;
            case RAW_SPINLOCK, RAW_SPINLOCK_IRQ, SEMAPHORE, COMPLETION, WAIT_QUEUE -> false;
        };
    }

    private void add(LockView lock) {
        for (int waiter : lock.waiters()) {
            for (int owner : lock.owners()) {
                addEdge(waiter, owner);
            }
        }
    }

    void addEdge(int waiter, int owner) {
        graph.addVertex(waiter);
        graph.addVertex(owner);
        if (waiter != owner) {
            graph.addEdge(waiter, owner);
        }
    }

    /** The best of the task's own priority and of those of all that wait for it, directly or not. */
    int bestPrio(int task) {
        int best = machine.scheduler().normalPrio(task);
        for (int waiter : waitersOf(task)) {
            best = Prio.best(best, machine.scheduler().normalPrio(waiter));
        }
        return best;
    }

    /** All that wait for a task, directly or not, and itself. */
    Set<Integer> waitersOf(int task) {
        Set<Integer> out = new HashSet<>();
        if (graph.containsVertex(task)) {
            new BreadthFirstIterator<>(new EdgeReversedGraph<>(graph), task).forEachRemaining(out::add);
        }
        return out;
    }

    /** All that a task waits for, directly or not, and itself. */
    Set<Integer> awaitedBy(int task) {
        Set<Integer> out = new HashSet<>();
        if (graph.containsVertex(task)) {
            new BreadthFirstIterator<>(graph, task).forEachRemaining(out::add);
        }
        return out;
    }

    /** The tasks on cycles. */
    Set<Integer> deadlocked() {
        return new CycleDetector<>(graph).findCycles();
    }
}
