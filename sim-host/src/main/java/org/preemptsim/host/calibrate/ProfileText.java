// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.calibrate;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.preemptsim.models.spec.ClockSourceKind;
import org.preemptsim.models.spec.ClockSpec;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.DurationDistribution;
import org.preemptsim.models.spec.MachineSpec;

/** A machine as a profile file of the scenario language, version 1. */
public final class ProfileText {
    private static final String INDENT = "  ";

    private final StringBuilder out = new StringBuilder();

    private ProfileText() {}

    /**
     * The file's text.
     *
     * @param name the profile's name
     * @param about one line
     * @param provenance where the numbers come from, one line each
     * @param stress a scaled {@code stress:} part to add, or null
     */
    public static String write(
            String name, String about, List<String> provenance, MachineSpec machine, @Nullable String stress) {
        ProfileText t = new ProfileText();
        t.line(0, "# A machine profile fitted to measurements of one host; see provenance.");
        t.line(0, "preemptsim: 1");
        t.line(0, "profile: " + name);
        t.line(0, "about: " + quoted(about));
        t.line(0, "provenance: |");
        provenance.forEach(p -> t.line(1, p.replaceAll("\\s+", " ").strip()));
        t.machine(machine);
        if (stress != null) {
            t.out.append(stress);
        }
        return t.out.toString();
    }

    private void machine(MachineSpec m) {
        line(0, "machine:");
        line(1, "cpus: " + m.cpus());
        clock(m.clock());
        line(1, "costs:");
        for (CostKey k : CostKey.values()) {
            DurationDistribution d = m.costs().get(k);
            if (d != null) {
                line(2, k.key() + ": " + show(d));
            }
        }
        if (!m.idleStates().isEmpty()) {
            line(1, "idle_states:");
            for (MachineSpec.IdleState s : m.idleStates()) {
                line(2, "- name: " + s.name());
                line(3, "exit_latency: " + show(s.exitLatency()));
                line(3, "target_residency: " + time(s.targetResidencyNs()));
            }
        }
        if (!m.stalls().isEmpty()) {
            line(1, "stalls:");
            for (MachineSpec.StallSource s : m.stalls()) {
                line(2, "- kind: " + s.kind().name().toLowerCase(Locale.ROOT));
                if (s.cpu() >= 0) {
                    line(3, "cpu: " + s.cpu());
                }
                line(3, "every: " + show(s.interval()));
                line(3, "for: " + show(s.length()));
            }
        }
    }

    private void clock(ClockSpec c) {
        line(1, "clock:");
        line(2, "source: " + c.current().key());
        line(
                2,
                "available: ["
                        + c.available().stream().map(ClockSourceKind::key).collect(Collectors.joining(", ")) + "]");
        if (!c.readCost().isEmpty()) {
            line(2, "read_cost:");
            for (ClockSourceKind k : ClockSourceKind.values()) {
                DurationDistribution d = c.readCost().get(k);
                if (d != null) {
                    line(3, k.key() + ": " + show(d));
                }
            }
        }
        if (!c.frequencyHz().isEmpty()) {
            line(2, "frequency:");
            for (ClockSourceKind k : ClockSourceKind.values()) {
                Long hz = c.frequencyHz().get(k);
                if (hz != null) {
                    line(3, k.key() + ": " + hz + "Hz");
                }
            }
        }
        line(2, "event: " + c.device().key());
        line(2, "timer_error: " + show(c.timerError()));
        line(2, "program_cost: " + show(c.programCost()));
        line(2, "min_delta: " + time(c.minDeltaNs()));
    }

    /** A distribution in the language's flow form. */
    static String show(DurationDistribution d) {
        if (d instanceof DurationDistribution.Constant c) {
            return time(c.ns());
        } else if (d instanceof DurationDistribution.Uniform u) {
            return "{uniform: [" + time(u.minNs()) + ", " + time(u.maxNs()) + "]}";
        } else if (d instanceof DurationDistribution.Exponential e) {
            return "{exponential: {mean: " + time(e.meanNs()) + ", max: " + time(e.maxNs()) + "}}";
        } else if (d instanceof DurationDistribution.LogNormal l) {
            return "{lognormal: {min: " + time(l.minNs()) + ", median: " + time(l.medianNs()) + ", sigma: "
                    + plain(l.sigma()) + ", max: " + time(l.maxNs()) + "}}";
        } else if (d instanceof DurationDistribution.Pareto p) {
            return "{pareto: {min: " + time(p.minNs()) + ", alpha: " + plain(p.alpha()) + ", max: " + time(p.maxNs())
                    + "}}";
        } else if (d instanceof DurationDistribution.Empirical e) {
            return "{quantiles: {"
                    + e.quantiles().stream()
                            .map(q -> plain(q.p()) + ": " + time(q.ns()))
                            .collect(Collectors.joining(", "))
                    + "}}";
        }
        DurationDistribution.Mixture m = (DurationDistribution.Mixture) d;
        return "{mixture: ["
                + m.parts().stream()
                        .map(p -> "{weight: " + plain(p.weight()) + ", of: " + show(p.distribution()) + "}")
                        .collect(Collectors.joining(", "))
                + "]}";
    }

    /** A time in the greatest unit that shows it exactly with at most six decimals. */
    static String time(long ns) {
        if (ns == 0) {
            return "0ns";
        }
        String[] units = {"s", "ms", "us"};
        long[] factors = {1_000_000_000L, 1_000_000L, 1_000L};
        for (int i = 0; i < units.length; i++) {
            if (ns >= factors[i]) {
                BigDecimal v = BigDecimal.valueOf(ns)
                        .divide(BigDecimal.valueOf(factors[i]))
                        .stripTrailingZeros();
                if (v.scale() <= 6) {
                    return v.toPlainString() + units[i];
                }
            }
        }
        return ns + "ns";
    }

    private static String plain(double v) {
        return BigDecimal.valueOf(v).stripTrailingZeros().toPlainString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\s+", " ") + '"';
    }

    private void line(int depth, String text) {
        out.append(INDENT.repeat(depth)).append(text).append('\n');
    }
}
