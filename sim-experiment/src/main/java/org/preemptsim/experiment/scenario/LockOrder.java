// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import org.jgrapht.Graph;
import org.jgrapht.GraphPath;
import org.jgrapht.alg.shortestpath.BFSShortestPath;
import org.jgrapht.graph.DefaultDirectedGraph;

/** In which order locks are taken, over all programs: the graph that lockdep keeps (rule K11.31). */
final class LockOrder {
    private final Graph<String, Taken> order = new DefaultDirectedGraph<>(Taken.class);
    private final Diagnostics diagnostics;

    LockOrder(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    /** An edge from an outer lock to an inner one: where that was first seen. Two edges are never equal. */
    private static final class Taken {
        final Mark at;

        Taken(Mark at) {
            this.at = at;
        }
    }

    /** Notes that {@code inner} is taken while {@code outer} is held, and warns if elsewhere it is the other way round. */
    void taken(String outer, String inner, Mark at) {
        order.addVertex(outer);
        order.addVertex(inner);
        if (outer.equals(inner) || !order.addEdge(outer, inner, new Taken(at))) {
            return;
        }
        GraphPath<String, Taken> back = BFSShortestPath.findPathBetween(order, inner, outer);
        if (back != null) {
            diagnostics.warning(
                    at,
                    DiagnosticCode.LOCK_ORDER,
                    "lock \"" + inner + "\" is taken under \"" + outer + "\"; elsewhere it is the other way round",
                    "two tasks that each hold one and want the other wait for ever (rule K11.31); see "
                            + back.getEdgeList().get(0).at.seenFrom(at),
                    "take locks in one order everywhere, unless the deadlock is what you want to see");
        }
    }
}
