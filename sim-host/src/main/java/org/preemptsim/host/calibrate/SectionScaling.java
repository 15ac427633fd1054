// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.calibrate;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.preemptsim.host.HostException;
import org.preemptsim.models.spec.DurationDistribution;
import org.preemptsim.models.spec.Step;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/**
 * Makes a load's kernel sections longer or shorter: what a fit under load changes. User code, sleeps, devices and which
 * lock is held stay as they are.
 */
public final class SectionScaling {
    private static final Set<String> SECTIONS = Set.of("kernel", "preempt_off", "irqs_off", "hold");
    private static final Set<String> NAMES = Set.of("what", "lock");
    private static final Pattern TIME = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ns|us|ms|s|min|h)");
    private static final Map<String, Long> UNITS = Map.of(
            "ns",
            1L,
            "us",
            1_000L,
            "ms",
            1_000_000L,
            "s",
            1_000_000_000L,
            "min",
            60_000_000_000L,
            "h",
            3_600_000_000_000L);

    private SectionScaling() {}

    /** The steps with every kernel section {@code factor} times as long. */
    public static List<Step> scale(List<Step> steps, double factor) {
        return steps.stream().map(s -> scale(s, factor)).toList();
    }

    private static Step scale(Step step, double factor) {
        if (step instanceof Step.Kernel k) {
            return new Step.Kernel(k.what(), scale(k.length(), factor));
        } else if (step instanceof Step.PreemptOff p) {
            return new Step.PreemptOff(p.what(), scale(p.length(), factor));
        } else if (step instanceof Step.IrqsOff i) {
            return new Step.IrqsOff(i.what(), scale(i.length(), factor));
        } else if (step instanceof Step.Syscall s) {
            return new Step.Syscall(s.name(), scale(s.steps(), factor));
        } else if (step instanceof Step.Repeat r) {
            return new Step.Repeat(r.times(), scale(r.steps(), factor));
        } else if (step instanceof Step.Chance c) {
            return new Step.Chance(c.probability(), scale(c.steps(), factor));
        }
        return step;
    }

    /** The distribution of {@code factor} times the value. */
    public static DurationDistribution scale(DurationDistribution d, double factor) {
        if (!(factor > 0) || factor > 1e6) {
            throw new IllegalArgumentException("a scale is more than 0 and at most a million");
        }
        if (d instanceof DurationDistribution.Constant c) {
            return new DurationDistribution.Constant(times(c.ns(), factor));
        } else if (d instanceof DurationDistribution.Uniform u) {
            return new DurationDistribution.Uniform(times(u.minNs(), factor), times(u.maxNs(), factor));
        } else if (d instanceof DurationDistribution.Exponential e) {
            return new DurationDistribution.Exponential(
                    Math.max(1, times(e.meanNs(), factor)), Math.max(1, times(e.maxNs(), factor)));
        } else if (d instanceof DurationDistribution.LogNormal l) {
            long min = times(l.minNs(), factor);
            long median = Math.max(min + 1, times(l.medianNs(), factor));
            return new DurationDistribution.LogNormal(
                    min, median, l.sigma(), Math.max(median, times(l.maxNs(), factor)));
        } else if (d instanceof DurationDistribution.Pareto p) {
            long min = Math.max(1, times(p.minNs(), factor));
            return new DurationDistribution.Pareto(min, p.alpha(), Math.max(min, times(p.maxNs(), factor)));
        } else if (d instanceof DurationDistribution.Empirical e) {
            return new DurationDistribution.Empirical(e.quantiles().stream()
                    .map(q -> new DurationDistribution.Quantile(q.p(), times(q.ns(), factor)))
                    .toList());
        }
        DurationDistribution.Mixture m = (DurationDistribution.Mixture) d;
        return new DurationDistribution.Mixture(m.parts().stream()
                .map(p -> new DurationDistribution.Part(p.weight(), scale(p.distribution(), factor)))
                .toList());
    }

    private static long times(long ns, double factor) {
        return Math.round(ns * factor);
    }

    /**
     * The {@code stress:} part of a stress profile with every kernel section {@code factor} times as long, as text that
     * can stand in a profile file.
     *
     * @throws HostException if the text is no YAML or has no {@code stress:}
     */
    public static String scaleStressProfile(String source, String yaml, double factor) throws HostException {
        YAMLMapper mapper = YAMLMapper.builder()
                .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
                .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
                .enable(YAMLWriteFeature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                .build();
        try {
            JsonNode stress = mapper.readTree(yaml).get("stress");
            if (stress == null || !stress.isObject()) {
                throw new HostException(
                        source + " has no load to scale",
                        "a stress profile is a file with a mapping \"stress\"",
                        "name the stress profile that the scenario uses");
            }
            ObjectNode out = JsonNodeFactory.instance.objectNode();
            out.set("stress", walk(stress, factor, false));
            return mapper.writeValueAsString(out);
        } catch (JacksonException e) {
            throw new HostException(
                    source + " cannot be read", e.getOriginalMessage(), "check it with: preemptsim check", e);
        }
    }

    private static JsonNode walk(JsonNode n, double factor, boolean section) {
        if (n.isObject()) {
            ObjectNode out = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> e : n.properties()) {
                boolean inside = section || SECTIONS.contains(e.getKey());
                out.set(e.getKey(), NAMES.contains(e.getKey()) ? e.getValue() : walk(e.getValue(), factor, inside));
            }
            return out;
        }
        if (n.isArray()) {
            ArrayNode out = JsonNodeFactory.instance.arrayNode();
            List<JsonNode> items = new ArrayList<>(n.values());
            items.forEach(i -> out.add(walk(i, factor, section)));
            return out;
        }
        return section && n.isString() ? JsonNodeFactory.instance.stringNode(time(n.stringValue(), factor)) : n;
    }

    private static String time(String text, double factor) {
        Matcher m = TIME.matcher(text);
        if (!m.matches()) {
            return text;
        }
        long ns = new BigDecimal(m.group(1))
                .multiply(BigDecimal.valueOf(UNITS.getOrDefault(m.group(2), 1L)))
                .multiply(BigDecimal.valueOf(factor))
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
        return ProfileText.time(ns);
    }
}
