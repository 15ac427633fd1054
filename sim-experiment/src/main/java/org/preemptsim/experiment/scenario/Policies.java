// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import org.jspecify.annotations.Nullable;
import org.preemptsim.models.spec.SchedPolicy;

/** Reads scheduling policies, in their short form and in the long form of deadline policies. */
final class Policies {
    private Policies() {}

    /** The policy that {@code n} says; other if it says none or a wrong one. */
    static SchedPolicy read(@Nullable Node n, Diagnostics diagnostics) {
        if (n instanceof ScalarNode s) {
            return Units.policy(s.value()).or(SchedPolicy.other(0));
        }
        Fields f = n instanceof MapNode m ? new Fields(m).fields("deadline") : null;
        if (f == null || f.node("runtime") == null || f.node("period") == null) {
            return SchedPolicy.other(0);
        }
        long periodNs = f.timeNs("period", 0);
        Parsed<SchedPolicy> policy = Units.deadline(f.timeNs("runtime", 0), f.timeNs("deadline", periodNs), periodNs);
        Problem p = policy.problem();
        if (p != null) {
            diagnostics.error(f.map().at(), p.code(), p.message(), p.why(), p.fix());
        }
        return policy.or(SchedPolicy.other(0));
    }
}
