// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.preemptsim.host.HostFacts;
import org.preemptsim.host.facts.InterruptFacts;
import org.preemptsim.host.facts.StatFacts;

/** What the host's counters did during a run: steal per CPU, and each interrupt line that fired. */
final class RunDelta {
    private RunDelta() {}

    /** Facts under {@code run.}, in order. */
    static Map<String, String> between(HostFacts before, HostFacts after) {
        Map<String, String> out = new LinkedHashMap<>();
        for (StatFacts.CpuTicks cpu : after.stat().cpus()) {
            var was = before.stat().stealOf(cpu.cpu());
            String key = "run.steal_ticks.cpu" + cpu.cpu();
            if (was.value().isPresent() && cpu.steal().value().isPresent()) {
                out.put(
                        key,
                        String.valueOf(cpu.steal().value().get() - was.value().get()));
            } else {
                out.put(
                        key,
                        "absent ("
                                + (cpu.steal().present()
                                        ? was.absence()
                                        : cpu.steal().absence()) + ")");
            }
        }
        for (InterruptFacts.Line line : after.interrupts().lines()) {
            before.interrupts().lines().stream()
                    .filter(b -> b.irq() == line.irq())
                    .findFirst()
                    .ifPresent(b -> counts(b.counts(), line.counts())
                            .ifPresent(c -> out.put(
                                    "run.irq." + line.irq(), String.join(", ", line.actions()) + "; counts " + c)));
        }
        for (InterruptFacts.Vector v : after.interrupts().vectors()) {
            before.interrupts().vectors().stream()
                    .filter(b -> b.name().equals(v.name()))
                    .findFirst()
                    .ifPresent(b -> counts(b.counts(), v.counts())
                            .ifPresent(c -> out.put("run.irq." + v.name(), "counts " + c)));
        }
        return out;
    }

    private static java.util.Optional<String> counts(List<Long> before, List<Long> after) {
        List<String> out = new ArrayList<>();
        boolean any = false;
        for (int i = 0; i < after.size(); i++) {
            long delta = after.get(i) - (i < before.size() ? before.get(i) : 0);
            any |= delta != 0;
            out.add(String.valueOf(delta));
        }
        return any ? java.util.Optional.of(String.join(" ", out)) : java.util.Optional.empty();
    }
}
