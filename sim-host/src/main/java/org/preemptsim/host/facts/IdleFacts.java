// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.facts;

import java.util.ArrayList;
import java.util.List;

/**
 * How the first CPU idles.
 *
 * @param driver such as {@code intel_idle}
 * @param governor such as {@code menu}
 * @param states from shallow to deep; empty if there is no cpuidle
 */
public record IdleFacts(Reading<String> driver, Reading<String> governor, List<State> states) {
    private static final String IDLE = "/sys/devices/system/cpu/cpuidle/";
    private static final String STATES = "/sys/devices/system/cpu/cpu0/cpuidle";

    /** One idle state, as the driver claims it. */
    public record State(
            int index,
            Reading<String> name,
            Reading<Long> exitLatencyUs,
            Reading<Long> residencyUs,
            boolean disabled) {}

    static IdleFacts read(HostTree tree) {
        List<State> states = new ArrayList<>();
        for (int i = 0; tree.names(STATES).contains("state" + i); i++) {
            String dir = STATES + "/state" + i + "/";
            states.add(new State(
                    i,
                    tree.text(dir + "name"),
                    tree.number(dir + "latency"),
                    tree.number(dir + "residency"),
                    tree.text(dir + "disable").value().filter("1"::equals).isPresent()));
        }
        return new IdleFacts(
                tree.text(IDLE + "current_driver"),
                tree.text(IDLE + "current_governor").or(tree.text(IDLE + "current_governor_ro")),
                List.copyOf(states));
    }

    void writeTo(FactSheet sheet) {
        sheet.put("idle.driver", driver);
        sheet.put("idle.governor", governor);
        if (states.isEmpty()) {
            sheet.put("idle.states", "absent (no " + STATES + "/state0)");
        }
        for (State s : states) {
            sheet.put(
                    "idle.state" + s.index,
                    s.name + ", exit " + s.exitLatencyUs + " us, residency " + s.residencyUs + " us"
                            + (s.disabled ? ", disabled" : ""));
        }
    }
}
