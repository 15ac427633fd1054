// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.lockgraph;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jgrapht.Graph;
import org.jgrapht.graph.DefaultDirectedGraph;
import org.jgrapht.nio.Attribute;
import org.jgrapht.nio.DefaultAttribute;
import org.jgrapht.nio.dot.DOTExporter;
import org.preemptsim.models.spec.KernelSpec;
import org.preemptsim.models.spec.TaskSpec;
import org.preemptsim.models.spec.WorkloadSpec;

/** The locks of a workload on a kernel, with an edge from each held lock to each lock that is taken under it. */
public final class LockGraph {
    private final Map<String, LockNode> locks;
    private final List<TaskSpec> tasks;
    private final List<Acquisition> acquisitions;
    private final Graph<String, Order> graph = new DefaultDirectedGraph<>(Order.class);

    /** An edge: where {@code inner} is taken under {@code outer}. Two edges are never equal. */
    static final class Order {
        final String outer;
        final String inner;
        final List<Acquisition> places = new ArrayList<>();

        Order(String outer, String inner) {
            this.outer = outer;
            this.inner = inner;
        }
    }

    private LockGraph(Map<String, LockNode> locks, List<TaskSpec> tasks) {
        this.locks = locks;
        this.tasks = tasks;
        this.acquisitions = Acquisitions.of(tasks, locks);
        locks.keySet().forEach(graph::addVertex);
        for (Acquisition a : acquisitions) {
            if (a.waits()) {
                a.held().forEach(outer -> edge(outer, a));
            }
        }
    }

    /** The graph of a variant: kernel locks and objects of user space alike. */
    public static LockGraph of(KernelSpec kernel, WorkloadSpec workload) {
        return new LockGraph(LockNodes.of(workload, kernel.preemption()), workload.tasks());
    }

    private void edge(String outer, Acquisition a) {
        if (outer.equals(a.lock())) {
            return;
        }
        Order order = graph.getEdge(outer, a.lock());
        if (order == null) {
            order = new Order(outer, a.lock());
            graph.addEdge(outer, a.lock(), order);
        }
        order.places.add(a);
    }

    Graph<String, Order> graph() {
        return graph;
    }

    List<Acquisition> acquisitions() {
        return acquisitions;
    }

    List<TaskSpec> tasks() {
        return tasks;
    }

    LockNode node(String lock) {
        LockNode n = locks.get(lock);
        if (n == null) {
            throw new IllegalArgumentException("no lock named " + lock);
        }
        return n;
    }

    /** The locks, in the order of the scenario. */
    public List<LockNode> locks() {
        return List.copyOf(locks.values());
    }

    /** What can be read from the graph. */
    public LockReport report() {
        return LockReport.of(this);
    }

    /** The graph in the DOT language: locks of a cycle red, locks without inheritance dashed, an edge's label says who and where. */
    public String toDot() {
        List<String> inCycles =
                report().cycles().stream().flatMap(List::stream).distinct().toList();
        DOTExporter<String, Order> exporter = new DOTExporter<>(LockGraph::quoted);
        exporter.setGraphIdProvider(() -> "locks");
        exporter.setVertexAttributeProvider(v -> {
            Map<String, Attribute> out = new LinkedHashMap<>();
            out.put("label", DefaultAttribute.createAttribute(v + "\n" + node(v).kind()));
            out.put("shape", DefaultAttribute.createAttribute("box"));
            if (node(v).progress() == LockNode.Progress.NOTHING) {
                out.put("style", DefaultAttribute.createAttribute("dashed"));
            }
            if (inCycles.contains(v)) {
                out.put("color", DefaultAttribute.createAttribute("red"));
            }
            return out;
        });
        exporter.setEdgeAttributeProvider(e -> Map.of("label", DefaultAttribute.createAttribute(labelOf(e))));
        StringWriter out = new StringWriter();
        exporter.exportGraph(graph, out);
        return out.toString().replace(System.lineSeparator(), "\n");
    }

    private static String quoted(String name) {
        return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String labelOf(Order e) {
        Acquisition first = e.places.get(0);
        String more = e.places.size() > 1 ? " and " + (e.places.size() - 1) + " more" : "";
        return first.task().name() + " step " + first.step() + more;
    }
}
