// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.report;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.preemptsim.experiment.result.HostProvenance;
import org.preemptsim.experiment.result.RunResult;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.json.JsonMapper;

/**
 * The form of {@code cyclictest --json}: file version 1 of rt-tests 2.x, down to the colons that belong to two of its
 * keys.
 *
 * <p>A simulated run has no wall clock. Its {@code start_time} is the epoch, its {@code end_time} the epoch plus the
 * simulated time, so that the difference is right, readers find what they expect and equal runs are equal bytes. Its
 * {@code sysinfo} names the simulated kernel and the node {@code preemptsim}; {@code rt_test_version:} names PreemptSim.
 * A measurement carries the host's start time.
 */
public final class CyclictestJson {
    private static final DateTimeFormatter RFC_2822 = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final JsonMapper MAPPER =
            JsonMapper.builder(new JsonFactory()).build();

    private CyclictestJson() {}

    /** The JSON text, with a final newline. */
    public static String render(RunResult r) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = MAPPER.writer().with(likeCyclictest()).createGenerator(out)) {
            write(json, r);
        }
        return out + "\n";
    }

    private static PrettyPrinter likeCyclictest() {
        DefaultIndenter twoSpaces = new DefaultIndenter("  ", "\n");
        Separators separators = Separators.createDefaultInstance()
                .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                // Only the histogram is ever empty, and this is what cyclictest then writes.
                .withObjectEmptySeparator("      ");
        return new DefaultPrettyPrinter(separators).withObjectIndenter(twoSpaces);
    }

    private static void write(JsonGenerator json, RunResult r) {
        Instant start = startOf(r);
        json.writeStartObject();
        json.writeNumberProperty("file_version", 1);
        json.writeStringProperty("cmdline:", r.command());
        json.writeStringProperty("rt_test_version:", toolOf(r));
        json.writeStringProperty("start_time", RFC_2822.format(start));
        json.writeStringProperty("end_time", RFC_2822.format(start.plusNanos(r.simulatedNs())));
        json.writeNumberProperty("return_code", 0);
        sysinfo(json, r);
        json.writeNumberProperty("num_threads", r.latencies().size());
        json.writeNumberProperty("resolution_in_ns", 0);
        json.writeObjectPropertyStart("thread");
        for (int i = 0; i < r.latencies().size(); i++) {
            json.writeName(Integer.toString(i));
            thread(json, new CyclictestThread(r.latencies().get(i)));
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void sysinfo(JsonGenerator json, RunResult r) {
        List<String> kernel = Arrays.asList(r.kernel().strip().split("\\s+", 2));
        HostProvenance host = r.host();
        Map<String, String> facts = host == null ? Map.of() : host.facts();
        json.writeObjectPropertyStart("sysinfo");
        json.writeStringProperty("sysname", "Linux");
        json.writeStringProperty("nodename", host == null ? "preemptsim" : facts.getOrDefault("uname.node", "host"));
        json.writeStringProperty("release", kernel.get(0));
        json.writeStringProperty("version", kernel.size() > 1 ? kernel.get(1) : "");
        json.writeStringProperty(
                "machine", host == null ? "simulated" : facts.getOrDefault("uname.machine", "unknown"));
        json.writeNumberProperty("realtime", isRealtime(r.kernel()) ? 1 : 0);
        json.writeEndObject();
    }

    private static void thread(JsonGenerator json, CyclictestThread t) {
        json.writeStartObject();
        json.writeObjectPropertyStart("histogram");
        long[] buckets = t.buckets();
        for (int us = 0; us < buckets.length; us++) {
            if (buckets[us] > 0) {
                json.writeNumberProperty(Integer.toString(us), buckets[us]);
            }
        }
        json.writeEndObject();
        json.writeNumberProperty("cycles", t.latency().count());
        json.writeNumberProperty("min", t.minUs());
        json.writeNumberProperty("max", t.maxUs());
        json.writeNumberProperty("avg", new BigDecimal(t.avgUs()).setScale(2, RoundingMode.HALF_EVEN));
        json.writeNumberProperty("cpu", t.latency().cpu());
        json.writeNumberProperty("node", 0);
        json.writeEndObject();
    }

    private static Instant startOf(RunResult r) {
        HostProvenance host = r.host();
        if (host == null) {
            return Instant.EPOCH;
        }
        try {
            return Instant.parse(host.startedAt());
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }

    private static String toolOf(RunResult r) {
        HostProvenance host = r.host();
        if (host == null) {
            return "PreemptSim " + r.modelVersion();
        }
        return host.tool().startsWith("cyclictest ") ? host.tool().substring("cyclictest ".length()) : host.tool();
    }

    private static boolean isRealtime(String kernel) {
        return Arrays.stream(kernel.split("\\s+")).anyMatch(w -> w.equals("rt") || w.equals("PREEMPT_RT"));
    }
}
