// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.report;

import java.util.List;
import java.util.stream.Collectors;
import org.preemptsim.experiment.lockgraph.Acquisition;
import org.preemptsim.experiment.lockgraph.LockGraph;
import org.preemptsim.experiment.lockgraph.LockNode;
import org.preemptsim.experiment.lockgraph.LockReport;
import org.preemptsim.experiment.lockgraph.LockReport.InversionRisk;
import org.preemptsim.models.spec.TaskSpec;

/** The lock graph of a variant in words. */
public final class LockReportText {
    private LockReportText() {}

    /** The report as lines of text, each ended by a newline. */
    public static String render(LockGraph graph) {
        LockReport report = graph.report();
        StringBuilder out = new StringBuilder();
        out.append("locks: ").append(graph.locks().size()).append('\n');
        for (LockNode lock : graph.locks()) {
            out.append("  ").append(lock.name()).append("  ").append(lock.kind());
            out.append("; ").append(progress(lock)).append('\n');
        }
        cycles(report, out);
        risks(report, out);
        for (Acquisition a : report.atomicSleeps()) {
            out.append("sleeping lock ").append(a.lock()).append(" is taken with preemption off by ");
            out.append(a.task().name()).append(" at step ").append(a.step());
            out.append(", under ").append(String.join(", ", a.held())).append(" (rule K2.05)\n");
        }
        chain(report.longestChain(), out);
        return out.toString();
    }

    private static String progress(LockNode lock) {
        return switch (lock.progress()) {
            case MASKED -> "its owner cannot be preempted";
            case INHERITED -> "its owner inherits the priority of the best waiter";
            case CEILING -> "its owner runs at a ceiling";
            case WRITERS_ONLY -> "a writer inherits, readers do not (rule K4.02)";
            case NOTHING -> "nothing makes its owner run";
        };
    }

    private static void cycles(LockReport report, StringBuilder out) {
        if (report.cycles().isEmpty()) {
            out.append("order: one order everywhere, no deadlock by lock order (rule K11.31)\n");
            return;
        }
        out.append("order: ").append(report.moreCycles() ? "more than " : "");
        out.append(many(report.cycles().size(), "circle")).append(", each a possible deadlock (rule K11.31)\n");
        for (List<String> cycle : report.cycles()) {
            out.append("  ")
                    .append(String.join(" -> ", cycle))
                    .append(" -> ")
                    .append(cycle.get(0))
                    .append('\n');
        }
    }

    private static void risks(LockReport report, StringBuilder out) {
        if (report.risks().isEmpty()) {
            out.append("inversion: none without a bound\n");
            return;
        }
        out.append("inversion: without a bound under ")
                .append(many(report.risks().size(), "lock"))
                .append('\n');
        for (InversionRisk r : report.risks()) {
            String between = r.between().stream().map(LockReportText::task).collect(Collectors.joining(", "));
            out.append("  ").append(r.lock().name()).append(": ").append(task(r.waiter()));
            out.append(" can wait for ").append(task(r.owner())).append(" while these run: ");
            out.append(between).append('\n');
        }
    }

    private static String many(int n, String what) {
        return n + " " + what + (n == 1 ? "" : "s");
    }

    private static String task(TaskSpec t) {
        return t.name() + " (" + t.policy() + ")";
    }

    private static void chain(List<String> chain, StringBuilder out) {
        if (chain.size() > 1) {
            out.append("longest chain: ").append(many(chain.size(), "lock")).append(", up to ");
            out.append(chain.size() + 1)
                    .append(" tasks: ")
                    .append(String.join(" -> ", chain))
                    .append('\n');
        }
    }
}
