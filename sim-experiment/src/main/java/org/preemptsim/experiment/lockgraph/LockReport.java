// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.lockgraph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jgrapht.Graph;
import org.jgrapht.alg.connectivity.KosarajuStrongConnectivityInspector;
import org.jgrapht.alg.cycle.JohnsonSimpleCycles;
import org.jgrapht.graph.AsSubgraph;
import org.jgrapht.traverse.TopologicalOrderIterator;
import org.jspecify.annotations.Nullable;
import org.preemptsim.experiment.lockgraph.LockGraph.Order;
import org.preemptsim.experiment.lockgraph.LockNode.Progress;
import org.preemptsim.models.sched.Prio;
import org.preemptsim.models.spec.TaskSpec;

/**
 * What can be read from a {@link LockGraph}.
 *
 * @param cycles locks that are taken in a circle, each with the least name first; at most {@link #MOST_CYCLES}
 * @param moreCycles whether there are more
 * @param risks locks under which an inversion has no bound, strongest waiter first
 * @param longestChain locks of the longest chain of tasks that can wait for one another; a circle counts once
 * @param atomicSleeps acquisitions of sleeping locks with preemption off (rule K2.05)
 */
public record LockReport(
        List<List<String>> cycles,
        boolean moreCycles,
        List<InversionRisk> risks,
        List<String> longestChain,
        List<Acquisition> atomicSleeps) {
    /** Cycles listed; a dense graph can have more of them than anybody reads. */
    public static final int MOST_CYCLES = 100;
    /** Graphs with a knot of more locks than this are not searched for every single circle. */
    private static final int LARGEST_KNOT = 24;

    /**
     * An inversion without bound.
     *
     * @param lock the lock without inheritance
     * @param owner the weak task that may hold it
     * @param waiter the strong task that may wait for it
     * @param between tasks that may run meanwhile, on a CPU of the owner's: worse than the waiter, and
     *     better than the owner or, like it, of the fair class
     */
    public record InversionRisk(LockNode lock, TaskSpec owner, TaskSpec waiter, List<TaskSpec> between) {
        public InversionRisk {
            between = List.copyOf(between);
        }
    }

    public LockReport {
        cycles = List.copyOf(cycles);
        risks = List.copyOf(risks);
        longestChain = List.copyOf(longestChain);
        atomicSleeps = List.copyOf(atomicSleeps);
    }

    /** Whether nothing was found that can go wrong. */
    public boolean clean() {
        return cycles.isEmpty() && risks.isEmpty() && atomicSleeps.isEmpty();
    }

    static LockReport of(LockGraph locks) {
        List<List<String>> cycles = cycles(locks.graph());
        boolean more = cycles.size() > MOST_CYCLES;
        return new LockReport(
                more ? cycles.subList(0, MOST_CYCLES) : cycles,
                more,
                risks(locks),
                longestChain(locks.graph()),
                locks.acquisitions().stream()
                        .filter(a -> a.atomic() && locks.node(a.lock()).sleeps())
                        .toList());
    }

    // ---- cycles ----

    private static List<List<String>> cycles(Graph<String, Order> graph) {
        List<List<String>> out = new ArrayList<>();
        for (Set<String> knot : new KosarajuStrongConnectivityInspector<>(graph).stronglyConnectedSets()) {
            if (knot.size() > LARGEST_KNOT) {
                out.add(List.copyOf(new TreeSet<>(knot)));
            } else if (knot.size() > 1) {
                new JohnsonSimpleCycles<>(new AsSubgraph<>(graph, knot)).findSimpleCycles(c -> out.add(fromLeast(c)));
            }
        }
        out.sort(Comparator.<List<String>>comparingInt(List::size).thenComparing(List::toString));
        return out;
    }

    /** The same circle, begun at its least name and in the direction of the edges. */
    private static List<String> fromLeast(List<String> cycle) {
        List<String> turned = new ArrayList<>(cycle);
        Collections.rotate(turned, -turned.indexOf(Collections.min(turned)));
        return List.copyOf(turned);
    }

    // ---- chains ----

    /** The longest path over the knots of the graph, each of which counts as one lock. */
    private static List<String> longestChain(Graph<String, Order> graph) {
        if (graph.vertexSet().isEmpty()) {
            return List.of();
        }
        var condensed = new KosarajuStrongConnectivityInspector<>(graph).getCondensation();
        Map<Object, List<String>> longestTo = new HashMap<>();
        List<String> best = List.of();
        TopologicalOrderIterator<Graph<String, Order>, ?> order = new TopologicalOrderIterator<>(condensed);
        while (order.hasNext()) {
            Graph<String, Order> knot = order.next();
            List<String> before = List.of();
            for (var edge : condensed.incomingEdgesOf(knot)) {
                List<String> candidate = longestTo.getOrDefault(condensed.getEdgeSource(edge), List.of());
                if (candidate.size() > before.size()
                        || (candidate.size() == before.size()
                                && candidate.toString().compareTo(before.toString()) < 0)) {
                    before = candidate;
                }
            }
            List<String> here = new ArrayList<>(before);
            here.add(Collections.min(knot.vertexSet()));
            longestTo.put(knot, here);
            if (here.size() > best.size()
                    || (here.size() == best.size() && here.toString().compareTo(best.toString()) < 0)) {
                best = here;
            }
        }
        return best;
    }

    // ---- inversions ----

    private static List<InversionRisk> risks(LockGraph locks) {
        List<InversionRisk> out = new ArrayList<>();
        for (LockNode lock : locks.locks()) {
            if (lock.progress() == Progress.NOTHING || lock.progress() == Progress.WRITERS_ONLY) {
                InversionRisk risk = worst(lock, locks);
                if (risk != null) {
                    out.add(risk);
                }
            }
        }
        out.sort(Comparator.<InversionRisk>comparingInt(r -> prio(r.waiter()))
                .thenComparing(r -> r.lock().name()));
        return out;
    }

    /** The strongest waiter over the weakest owner that others can get between. */
    private static @Nullable InversionRisk worst(LockNode lock, LockGraph locks) {
        List<TaskSpec> users = locks.acquisitions().stream()
                .filter(a -> a.lock().equals(lock.name()))
                .map(Acquisition::task)
                .distinct()
                .sorted(Comparator.<TaskSpec>comparingInt(LockReport::prio).thenComparing(TaskSpec::name))
                .toList();
        for (TaskSpec waiter : users) {
            for (int i = users.size() - 1; i >= 0; i--) {
                TaskSpec owner = users.get(i);
                List<TaskSpec> between = between(owner, waiter, locks.tasks());
                if (!between.isEmpty()) {
                    return new InversionRisk(lock, owner, waiter, between);
                }
            }
        }
        return null;
    }

    private static List<TaskSpec> between(TaskSpec owner, TaskSpec waiter, List<TaskSpec> tasks) {
        if (!Prio.better(prio(waiter), prio(owner)) || !waiter.policy().realTime()) {
            return List.of();
        }
        return tasks.stream()
                .filter(t -> !t.equals(owner) && !t.equals(waiter))
                .filter(t -> Prio.better(prio(waiter), prio(t)) && delays(t, owner))
                .filter(t -> meet(t, owner))
                .toList();
    }

    /** Whether {@code task} can take the CPU from {@code owner}: better, or both in the fair class, which shares. */
    private static boolean delays(TaskSpec task, TaskSpec owner) {
        boolean bothFair = task.policy().fair() && owner.policy().fair();
        return bothFair || Prio.better(prio(task), prio(owner));
    }

    private static boolean meet(TaskSpec a, TaskSpec b) {
        for (int c = a.cpus().next(0); c >= 0; c = a.cpus().next(c + 1)) {
            if (b.cpus().contains(c)) {
                return true;
            }
        }
        return false;
    }

    private static int prio(TaskSpec t) {
        return Prio.of(t.policy());
    }
}
