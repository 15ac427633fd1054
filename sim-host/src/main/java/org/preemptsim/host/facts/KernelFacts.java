// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.facts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.preemptsim.models.spec.PreemptionModel;

/**
 * The running kernel.
 *
 * @param release {@code uname -r}
 * @param version {@code uname -v}
 * @param realtime /sys/kernel/realtime, a file that only PREEMPT_RT kernels have
 * @param build the preemption word of the version: {@code PREEMPT_RT}, {@code PREEMPT_DYNAMIC}, {@code PREEMPT} or
 *     {@code none}
 * @param preemption the model in force
 * @param preemptionEvidence what says so
 * @param hz ticks per second
 * @param parameters the boot parameters that bear on latency
 */
public record KernelFacts(
        Reading<String> release,
        Reading<String> version,
        Reading<String> realtime,
        Reading<String> build,
        Reading<PreemptionModel> preemption,
        String preemptionEvidence,
        Reading<Long> hz,
        Map<String, String> parameters) {

    private static final List<String> PARAMETERS = List.of(
            "clocksource",
            "idle",
            "intel_idle.max_cstate",
            "irqaffinity",
            "isolcpus",
            "nohz",
            "nohz_full",
            "preempt",
            "processor.max_cstate",
            "rcu_nocbs",
            "rcutree.use_softirq",
            "skew_tick",
            "threadirqs",
            "tsc");

    private static final String DEBUG_PREEMPT = "/sys/kernel/debug/sched/preempt";

    static KernelFacts read(HostTree tree) {
        Reading<String> release = tree.text("/proc/sys/kernel/osrelease");
        Reading<String> version = tree.text("/proc/sys/kernel/version");
        Reading<String> realtime = tree.text("/sys/kernel/realtime");
        KernelConfig config = KernelConfig.read(tree, release.value().orElse("unknown"));
        Map<String, String> parameters = parameters(tree.text("/proc/cmdline"));
        Reading<String> build = version.map(KernelFacts::preemptionWord);
        Decision decision = decide(build, realtime, tree.text(DEBUG_PREEMPT), parameters, config);
        return new KernelFacts(
                release, version, realtime, build, decision.model, decision.evidence, config.number("HZ"), parameters);
    }

    /** {@code uname -rv}, as far as known. */
    public String uname() {
        return release.value().orElse("unknown release") + " " + version.value().orElse("unknown version");
    }

    void writeTo(FactSheet sheet) {
        sheet.put("kernel.release", release);
        sheet.put("kernel.version", version);
        sheet.put("kernel.realtime", realtime);
        sheet.put("kernel.preemption_build", build);
        sheet.put("kernel.preemption", preemption.map(m -> m.name().toLowerCase(Locale.ROOT)));
        sheet.put("kernel.preemption_evidence", preemptionEvidence);
        sheet.put("kernel.hz", hz);
        sheet.put(
                "kernel.parameters",
                parameters.isEmpty()
                        ? "none that bear on latency"
                        : String.join(
                                " ",
                                parameters.entrySet().stream()
                                        .map(e -> e.getValue().isEmpty() ? e.getKey() : e.getKey() + "=" + e.getValue())
                                        .toList()));
    }

    /** The word of init/Makefile's UTS_VERSION; the RT patches before 5.4 wrote it with a blank. */
    private static String preemptionWord(String version) {
        List<String> words = List.of(version.split("\\s+", -1));
        if (words.contains("PREEMPT_RT") || version.contains("PREEMPT RT")) {
            return "PREEMPT_RT";
        }
        if (words.contains("PREEMPT_DYNAMIC")) {
            return "PREEMPT_DYNAMIC";
        }
        return words.contains("PREEMPT") ? "PREEMPT" : "none";
    }

    private record Decision(Reading<PreemptionModel> model, String evidence) {}

    private static Decision decide(
            Reading<String> build,
            Reading<String> realtime,
            Reading<String> debug,
            Map<String, String> parameters,
            KernelConfig config) {
        if (realtime.value().filter("1"::equals).isPresent()) {
            return new Decision(Reading.of(PreemptionModel.RT), "/sys/kernel/realtime is 1");
        }
        String word = build.value().orElse("");
        return switch (word) {
            case "PREEMPT_RT" -> new Decision(Reading.of(PreemptionModel.RT), "PREEMPT_RT in uname -v");
            case "PREEMPT_DYNAMIC" -> dynamic(debug, parameters, config);
            case "PREEMPT" ->
                config.enabled("PREEMPT_LAZY").value().orElse(false)
                        ? new Decision(Reading.of(PreemptionModel.LAZY), "CONFIG_PREEMPT_LAZY=y")
                        : new Decision(Reading.of(PreemptionModel.FULL), "PREEMPT in uname -v");
            case "none" -> built(config, "no PREEMPT in uname -v, and ");
            default -> new Decision(Reading.absent(build.absence()), "nothing to tell it by");
        };
    }

    private static Decision dynamic(Reading<String> debug, Map<String, String> parameters, KernelConfig config) {
        String text = debug.value().orElse("");
        int open = text.indexOf('(');
        int close = text.indexOf(')');
        if (open >= 0 && close > open) {
            return new Decision(named(text.substring(open + 1, close)), DEBUG_PREEMPT + " says " + text);
        }
        String asked = parameters.get("preempt");
        if (asked != null) {
            return new Decision(named(asked), "boot parameter preempt=" + asked);
        }
        return built(config, debug.absence() + " and no boot parameter preempt=, so the build's default: ");
    }

    private static Decision built(KernelConfig config, String evidence) {
        Reading<String> source = config.source();
        if (!source.present()) {
            return new Decision(Reading.absent(source.absence()), evidence + "no kernel configuration to look at");
        }
        record Option(String name, PreemptionModel model) {}
        for (Option o : List.of(
                new Option("PREEMPT_LAZY", PreemptionModel.LAZY),
                new Option("PREEMPT", PreemptionModel.FULL),
                new Option("PREEMPT_VOLUNTARY", PreemptionModel.VOLUNTARY),
                new Option("PREEMPT_NONE", PreemptionModel.NONE))) {
            if (config.enabled(o.name).value().orElse(false)) {
                return new Decision(
                        Reading.of(o.model),
                        evidence + "CONFIG_" + o.name + "=y in "
                                + source.value().orElse(""));
            }
        }
        return new Decision(Reading.absent("no CONFIG_PREEMPT_* set"), evidence + "no CONFIG_PREEMPT_* set");
    }

    private static Reading<PreemptionModel> named(String word) {
        for (PreemptionModel m : PreemptionModel.values()) {
            if (m != PreemptionModel.RT && m.name().equalsIgnoreCase(word.strip())) {
                return Reading.of(m);
            }
        }
        return Reading.absent("unknown preemption model " + word);
    }

    private static Map<String, String> parameters(Reading<String> commandLine) {
        Map<String, String> all = new LinkedHashMap<>();
        for (String word : commandLine.value().orElse("").split("\\s+", -1)) {
            int eq = word.indexOf('=');
            all.put(eq < 0 ? word : word.substring(0, eq), eq < 0 ? "" : word.substring(eq + 1));
        }
        Map<String, String> kept = new LinkedHashMap<>();
        for (String name : PARAMETERS) {
            String value = all.get(name);
            if (value != null) {
                kept.put(name, value);
            }
        }
        return java.util.Collections.unmodifiableMap(kept);
    }
}
