// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** In which order locks are taken, over all programs: the graph that lockdep keeps (rule K11.31). */
final class LockOrder {
    private final Map<String, Map<String, Mark>> takenUnder = new LinkedHashMap<>();
    private final Diagnostics diagnostics;

    LockOrder(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    /** Notes that {@code inner} is taken while {@code outer} is held, and warns if elsewhere it is the other way round. */
    void taken(String outer, String inner, Mark at) {
        Map<String, Mark> inners = takenUnder.computeIfAbsent(outer, k -> new LinkedHashMap<>());
        if (inners.putIfAbsent(inner, at) == null && reaches(inner, outer)) {
            Mark other =
                    takenUnder.getOrDefault(inner, Map.of()).values().iterator().next();
            diagnostics.warning(
                    at,
                    DiagnosticCode.LOCK_ORDER,
                    "lock \"" + inner + "\" is taken under \"" + outer + "\"; elsewhere it is the other way round",
                    "two tasks that each hold one and want the other wait for ever (rule K11.31); see "
                            + other.seenFrom(at),
                    "take locks in one order everywhere, unless the deadlock is what you want to see");
        }
    }

    private boolean reaches(String from, String to) {
        Deque<String> open = new ArrayDeque<>();
        Set<String> seen = new HashSet<>();
        open.add(from);
        while (!open.isEmpty()) {
            String lock = open.remove();
            if (lock.equals(to)) {
                return true;
            }
            if (seen.add(lock)) {
                open.addAll(takenUnder.getOrDefault(lock, Map.of()).keySet());
            }
        }
        return false;
    }
}
