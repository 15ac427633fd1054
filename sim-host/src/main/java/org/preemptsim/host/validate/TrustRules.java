// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.validate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.preemptsim.experiment.result.HostProvenance;
import org.preemptsim.experiment.result.RunResult;
import org.preemptsim.host.calibrate.CalibrationData;

/** What speaks against a profile. Each limit is named here and told in the finding. */
final class TrustRules {
    static final long LEAST_SAMPLES = 1_000;
    static final double KS_CARE = 0.10;
    static final double KS_NEVER = 0.20;
    static final double HALVES_CARE = 0.05;
    static final double HALVES_NEVER = 0.15;
    static final double MEDIAN_CARE = 0.10;
    static final double MEDIAN_NEVER = 0.25;
    static final double TAIL_CARE = 1.5;
    static final double TAIL_NEVER = 3;
    static final double STEAL_NEVER = 0.01;
    static final double BUSY_CARE = 0.5;

    private static final double TICK_SECONDS = 0.01;
    private static final Set<String> STEADY_CLOCKS =
            Set.of("tsc", "kvm-clock", "hyperv_clocksource_tsc_page", "xen", "arch_sys_counter");
    private static final List<String> MUST_NOT_CHANGE =
            List.of("kernel.release", "kernel.version", "kernel.preemption", "clock.source", "cpu.online", "cpu.model");

    private final List<Finding> findings = new ArrayList<>();

    private TrustRules() {}

    static List<Finding> judge(CalibrationData data, List<Condition> conditions) {
        TrustRules r = new TrustRules();
        conditions.forEach(r::fit);
        r.host(data);
        r.idleness(data.idle());
        if (data.loaded().isEmpty()) {
            r.care("nothing was measured under load: how long the kernel masks preemption on this host is not known");
        }
        r.findings.sort(Comparator.comparing(Finding::leaves).reversed());
        return r.findings;
    }

    private void fit(Condition c) {
        if (c.measured() < LEAST_SAMPLES) {
            never("%s: only %d samples were held back; at least %d are needed", c.name(), c.measured(), LEAST_SAMPLES);
        }
        limits(
                c.ksBetweenHalves(),
                HALVES_CARE,
                HALVES_NEVER,
                c.name() + ": the measured runs disagree among themselves, KS %.3f between the halves (limit %.2f)");
        limits(c.ks(), KS_CARE, KS_NEVER, c.name() + ": KS distance to the held-back runs is %.3f (limit %.2f)");
        limits(
                Math.abs(c.error("p50").relative()),
                MEDIAN_CARE,
                MEDIAN_NEVER,
                c.name() + ": the median is off by a part of %.2f (limit %.2f)");
        for (QuantileError e : c.errors()) {
            if (e.share() > 0.5 && e.supported()) {
                limits(
                        e.factor(),
                        TAIL_CARE,
                        TAIL_NEVER,
                        c.name() + ": " + e.name() + " is off by a factor of %.2f (limit %.1f)");
            } else if (e.share() < 1 && !e.supported()) {
                care("%s: %s rests on %d measured samples; do not read it", c.name(), e.name(), e.beyond());
            }
        }
        if (c.error("max").factor() > TAIL_NEVER) {
            care(
                    "%s: the greatest sample is off by a factor of %.1f; it is one sample of each",
                    c.name(), c.error("max").factor());
        }
    }

    private void host(CalibrationData data) {
        List<RunResult> all = new ArrayList<>(data.idle());
        all.addAll(data.loaded());
        if (all.stream().anyMatch(r -> !r.complete())) {
            care("a run was interrupted");
        }
        Map<String, String> first = facts(all.get(0));
        if (first.isEmpty()) {
            never("the runs tell nothing of their host");
            return;
        }
        for (String key : MUST_NOT_CHANGE) {
            if (all.stream().anyMatch(r -> !facts(r).getOrDefault(key, "").equals(first.getOrDefault(key, "")))) {
                never("%s changed between the runs: they are of two hosts", key);
            }
        }
        clock(first.getOrDefault("clock.source", "absent"));
        boolean virtual = first.getOrDefault("virt.hypervisor_flag", "").equals("true")
                || !first.getOrDefault("virt.clues", "none").equals("none");
        steal(all, virtual);
    }

    private void clock(String source) {
        if (source.startsWith("absent")) {
            care("the clock source is not known");
        } else if (source.equals("jiffies")) {
            never("the clock source is jiffies: it cannot measure microseconds");
        } else if (!STEADY_CLOCKS.contains(source)) {
            care("the clock source is %s: the kernel holds the TSC for unstable, or does not have one", source);
        }
    }

    private void steal(List<RunResult> runs, boolean virtual) {
        double stolen = 0;
        double seconds = 0;
        for (RunResult r : runs) {
            Map<String, String> f = facts(r);
            long cpus = f.keySet().stream()
                    .filter(k -> k.startsWith("run.steal_ticks."))
                    .count();
            for (Map.Entry<String, String> e : f.entrySet()) {
                if (e.getKey().startsWith("run.steal_ticks.") && e.getValue().matches("\\d{1,18}")) {
                    stolen += Long.parseLong(e.getValue()) * TICK_SECONDS;
                }
            }
            seconds += cpus * (r.simulatedNs() / 1e9);
        }
        double share = seconds == 0 ? 0 : stolen / seconds;
        if (share > STEAL_NEVER) {
            never(
                    "the hypervisor took %.2f %% of the CPUs' time away while measuring (limit %.0f %%): the tail is its"
                            + " doing and changes with its other guests",
                    share * 100, STEAL_NEVER * 100);
        } else if (share > 0) {
            care("the hypervisor took %.3f %% of the CPUs' time away while measuring", share * 100);
        }
        if (virtual) {
            care("this is a virtual machine: its stalls come from the host underneath and hold for this hour only");
        }
    }

    private void idleness(List<RunResult> idle) {
        double most = 0;
        for (RunResult r : idle) {
            String load = facts(r).getOrDefault("sched.load_average", "").split(" ", -1)[0];
            if (load.matches("\\d{1,6}\\.\\d+")) {
                most = Math.max(most, Double.parseDouble(load));
            }
        }
        long cpus = Math.max(
                1,
                facts(idle.get(0)).keySet().stream()
                        .filter(k -> k.matches("cpu\\.\\d+\\.place"))
                        .count());
        if (most > BUSY_CARE * cpus) {
            care("the host was not idle in the idle runs: load average %.2f on %d CPUs", most, cpus);
        }
    }

    private static Map<String, String> facts(RunResult r) {
        HostProvenance h = r.host();
        return h == null ? Map.of() : h.facts();
    }

    private void limits(double value, double care, double never, String form) {
        if (value > never) {
            never(form, value, never);
        } else if (value > care) {
            care(form, value, care);
        }
    }

    private void care(String form, Object... values) {
        findings.add(new Finding(Verdict.USABLE_WITH_CARE, values.length == 0 ? form : text(form, values)));
    }

    private void never(String form, Object... values) {
        findings.add(new Finding(Verdict.NOT_TRUSTED, values.length == 0 ? form : text(form, values)));
    }

    private static String text(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }
}
