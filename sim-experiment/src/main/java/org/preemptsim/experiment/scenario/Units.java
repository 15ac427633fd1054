// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.preemptsim.experiment.text.NearestMatch;
import org.preemptsim.models.spec.KernelSpec.KernelVersion;
import org.preemptsim.models.spec.SchedPolicy;

/** The scalar notations of the language: times, frequencies, CPU lists, policies, kernel versions. */
final class Units {
    /** The longest time that can be written: a leap year. */
    static final long LONGEST_NS = 366L * 24 * 3_600 * 1_000_000_000L;

    private static final long LEAST_DEADLINE_RUNTIME_NS = 1_024;
    private static final long LEAST_DEADLINE_PERIOD_NS = 100_000;
    private static final long MOST_DEADLINE_PERIOD_NS = (1L << 22) * 1_000;

    /** The highest CPU number that can be written. */
    static final int HIGHEST_CPU = 4095;

    static final String TIME_PATTERN = "^[0-9]+(\\.[0-9]+)?(ns|us|ms|s|min|h)$";
    static final String POSITIVE_TIME_PATTERN = "^(?=.*[1-9])[0-9]+(\\.[0-9]+)?(ns|us|ms|s|min|h)$";
    static final String FREQUENCY_PATTERN = "^[0-9]+(\\.[0-9]+)?(Hz|kHz|MHz|GHz)$";
    static final String CPUS_PATTERN = "^[0-9]+(-[0-9]+)?(,[0-9]+(-[0-9]+)?)*$";
    static final String POLICY_PATTERN = "^((fifo|rr):[1-9][0-9]?|(other|batch)(:(-(20|1?[0-9])|1?[0-9]))?|idle"
            + "|deadline:[0-9.]+(ns|us|ms|s)(/[0-9.]+(ns|us|ms|s)){1,2})$";
    static final String VERSION_PATTERN = "^[0-9]+\\.[0-9]+(\\.[0-9]+)?$";

    private static final Map<String, Long> TIMES = units(
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
    private static final Map<String, Long> FREQUENCIES =
            units("Hz", 1L, "kHz", 1_000L, "MHz", 1_000_000L, "GHz", 1_000_000_000L);
    private static final Map<String, String> MEANT = Map.ofEntries(
            Map.entry("m", "min"),
            Map.entry("\u00b5s", "us"),
            Map.entry("\u03bcs", "us"),
            Map.entry("usec", "us"),
            Map.entry("msec", "ms"),
            Map.entry("nsec", "ns"),
            Map.entry("sec", "s"),
            Map.entry("hour", "h"),
            Map.entry("hours", "h"),
            Map.entry("minutes", "min"),
            Map.entry("seconds", "s"));
    private static final Pattern QUANTITY =
            Pattern.compile("([-+]?)([0-9]+(?:\\.[0-9]+)?)([ ]*)([A-Za-z\u00b5\u03bc]*)");
    private static final int LONGEST_TEXT = 40;

    private Units() {}

    private static Map<String, Long> units(Object... pairs) {
        Map<String, Long> m = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            m.put((String) pairs[i], (Long) pairs[i + 1]);
        }
        return m;
    }

    /** A time in nanoseconds, such as {@code 1.5ms}. */
    static Parsed<Long> time(String text) {
        return quantity(text, "time", TIMES, "200us", LONGEST_NS, "366 days");
    }

    /** A frequency in hertz, such as {@code 2.4GHz}. */
    static Parsed<Long> frequency(String text) {
        return quantity(text, "frequency", FREQUENCIES, "2.4GHz", 100_000_000_000L, "100GHz");
    }

    private static Parsed<Long> quantity(
            String text, String what, Map<String, Long> units, String example, long most, String mostText) {
        Matcher m = QUANTITY.matcher(text);
        String all = String.join(", ", units.keySet());
        if (text.length() > LONGEST_TEXT || !m.matches()) {
            return Parsed.bad(
                    DiagnosticCode.WRONG_TYPE,
                    "\"" + cut(text) + "\" is not a " + what,
                    "a " + what + " is a number with a unit",
                    "write it like " + example + " (units: " + all + ")");
        }
        String number = m.group(2);
        String unit = m.group(4);
        if (m.group(1).equals("-")) {
            return Parsed.bad(
                    DiagnosticCode.NEGATIVE,
                    "a " + what + " must not be negative: " + text,
                    "",
                    "remove the minus sign");
        }
        Long factor = units.get(unit);
        if (factor == null || !m.group(3).isEmpty() || !m.group(1).isEmpty()) {
            return badUnit(text, what, number, unit, units, example);
        }
        BigDecimal exact = new BigDecimal(number).multiply(BigDecimal.valueOf(factor));
        if (exact.compareTo(BigDecimal.valueOf(most)) > 0) {
            return Parsed.bad(
                    DiagnosticCode.OUT_OF_RANGE,
                    text + " is more than the most a " + what + " can be, " + mostText,
                    "",
                    "");
        }
        if (exact.stripTrailingZeros().scale() > 0) {
            String least = what.equals("time") ? "a nanosecond" : "a hertz";
            return Parsed.bad(
                    DiagnosticCode.OUT_OF_RANGE,
                    text + " is not a whole number of " + (what.equals("time") ? "nanoseconds" : "hertz"),
                    "nothing is simulated finer than " + least,
                    "round it");
        }
        return Parsed.of(exact.longValueExact());
    }

    private static Parsed<Long> badUnit(
            String text, String what, String number, String unit, Map<String, Long> units, String example) {
        String all = String.join(", ", units.keySet());
        if (unit.isEmpty()) {
            return Parsed.bad(
                    DiagnosticCode.WRONG_UNIT,
                    "\"" + text + "\" has no unit",
                    "a " + what + " without a unit could be anything from " + first(units) + " to " + last(units),
                    "write " + number + (what.equals("time") ? "us" : "MHz") + ", or another unit of: " + all);
        }
        String meant =
                MEANT.getOrDefault(unit, NearestMatch.of(unit, units.keySet()).orElse(""));
        String fixed = units.containsKey(unit) ? unit : units.containsKey(meant) ? meant : "";
        return Parsed.bad(
                DiagnosticCode.WRONG_UNIT,
                units.containsKey(unit)
                        ? "\"" + text + "\" is not written as a " + what
                        : "\"" + unit + "\" is not a unit of " + what,
                "the units are " + all,
                fixed.isEmpty() ? "write it like " + example : "write " + number + fixed);
    }

    private static String first(Map<String, Long> units) {
        return units.keySet().iterator().next();
    }

    private static String last(Map<String, Long> units) {
        return new ArrayList<>(units.keySet()).get(units.size() - 1);
    }

    /** A time as its writer would write it: the largest unit that divides it. */
    static String timeText(long ns) {
        String best = ns + "ns";
        for (Map.Entry<String, Long> unit : TIMES.entrySet()) {
            if (ns != 0 && ns % unit.getValue() == 0) {
                best = ns / unit.getValue() + unit.getKey();
            }
        }
        return best;
    }

    /** CPUs from one number to another, and where in the text they stand. */
    record CpuRange(int offset, int from, int to) {}

    /** A CPU list in the kernel's notation, such as {@code 0-3,8}. */
    static Parsed<List<CpuRange>> cpus(String text) {
        List<CpuRange> ranges = new ArrayList<>();
        int offset = 0;
        for (String part : text.split(",", -1)) {
            int[] ends = range(part);
            if (ends.length == 0) {
                return Parsed.bad(
                        offset,
                        DiagnosticCode.WRONG_TYPE,
                        "\"" + cut(part) + "\" is not a CPU or a range of CPUs",
                        "",
                        "write a CPU list like 0-3,8");
            }
            if (ends[1] > HIGHEST_CPU || ends[1] < ends[0]) {
                return Parsed.bad(
                        offset,
                        DiagnosticCode.OUT_OF_RANGE,
                        "CPUs " + part
                                + (ends[1] < ends[0] ? ": the range runs backwards" : ": the highest CPU is 4095"),
                        "",
                        "");
            }
            ranges.add(new CpuRange(offset, ends[0], ends[1]));
            offset += part.length() + 1;
        }
        return Parsed.of(List.copyOf(ranges));
    }

    private static int[] range(String part) {
        Matcher m = Pattern.compile("([0-9]{1,6})(?:-([0-9]{1,6}))?").matcher(part);
        if (!m.matches()) {
            return new int[0];
        }
        int from = Integer.parseInt(m.group(1));
        return new int[] {from, m.group(2) == null ? from : Integer.parseInt(m.group(2))};
    }

    /** A policy, such as {@code fifo:95} or {@code other:5}. */
    static Parsed<SchedPolicy> policy(String text) {
        int colon = text.indexOf(':');
        String word = colon < 0 ? text : text.substring(0, colon);
        String number = colon < 0 ? "" : text.substring(colon + 1);
        boolean valid = number.matches("-?[0-9]{1,6}");
        return switch (word) {
            case "fifo", "rr" -> realTime(text, word, valid ? Integer.parseInt(number) : -1, colon + 1);
            case "other", "batch" ->
                colon < 0 || valid ? fair(text, word, colon < 0 ? 0 : Integer.parseInt(number)) : badPolicy(text);
            case "deadline" -> colon < 0 ? badPolicy(text) : deadline(number, colon + 1);
            case "idle" -> colon < 0 ? Parsed.of(new SchedPolicy(SchedPolicy.Kind.IDLE, 0, 0)) : badPolicy(text);
            default -> badPolicy(text);
        };
    }

    private static Parsed<SchedPolicy> realTime(String text, String word, int priority, int offset) {
        if (priority < 1 || priority > 99) {
            return Parsed.bad(
                    Math.max(0, offset),
                    DiagnosticCode.OUT_OF_RANGE,
                    "\"" + cut(text) + "\": a real-time priority is 1 to 99",
                    "99 is the strongest",
                    "write " + word + ":50, say");
        }
        return Parsed.of(word.equals("fifo") ? SchedPolicy.fifo(priority) : SchedPolicy.rr(priority));
    }

    private static Parsed<SchedPolicy> fair(String text, String word, int nice) {
        if (nice < -20 || nice > 19) {
            return Parsed.bad(
                    word.length() + 1,
                    DiagnosticCode.OUT_OF_RANGE,
                    "\"" + cut(text) + "\": a nice value is -20 to 19",
                    "19 is the weakest",
                    "");
        }
        SchedPolicy.Kind kind = word.equals("other") ? SchedPolicy.Kind.OTHER : SchedPolicy.Kind.BATCH;
        return Parsed.of(new SchedPolicy(kind, 0, nice));
    }

    /** {@code RUNTIME/DEADLINE/PERIOD} or {@code RUNTIME/PERIOD}. */
    private static Parsed<SchedPolicy> deadline(String text, int offset) {
        String[] parts = text.split("/", -1);
        if (parts.length < 2 || parts.length > 3) {
            return badPolicy("deadline:" + text);
        }
        long[] ns = new long[parts.length];
        int at = offset;
        for (int i = 0; i < parts.length; i++) {
            Parsed<Long> time = time(parts[i]);
            Problem p = time.problem();
            if (p != null) {
                return Parsed.bad(at + p.offset(), p.code(), p.message(), p.why(), p.fix());
            }
            ns[i] = time.or(0L);
            at += parts[i].length() + 1;
        }
        return deadline(ns[0], ns[1], ns[ns.length - 1]);
    }

    /** A deadline policy, held against what the kernel accepts (rule K5.28). */
    static Parsed<SchedPolicy> deadline(long runtimeNs, long deadlineNs, long periodNs) {
        String wrong = runtimeNs < LEAST_DEADLINE_RUNTIME_NS
                ? "a runtime of " + timeText(runtimeNs) + " is less than " + LEAST_DEADLINE_RUNTIME_NS + "ns"
                : runtimeNs > deadlineNs
                        ? "the runtime " + timeText(runtimeNs) + " is more than the deadline " + timeText(deadlineNs)
                        : deadlineNs > periodNs
                                ? "the deadline " + timeText(deadlineNs) + " is more than the period "
                                        + timeText(periodNs)
                                : periodNs < LEAST_DEADLINE_PERIOD_NS || periodNs > MOST_DEADLINE_PERIOD_NS
                                        ? "a period of " + timeText(periodNs) + " is outside 100us to 4194304us"
                                        : "";
        return wrong.isEmpty()
                ? Parsed.of(SchedPolicy.deadline(runtimeNs, deadlineNs, periodNs))
                : Parsed.bad(
                        DiagnosticCode.DEADLINE_PARAMETERS,
                        wrong,
                        "the kernel wants 1024ns <= runtime <= deadline <= period, else EINVAL (rule K5.28)",
                        "write deadline:RUNTIME/DEADLINE/PERIOD, such as deadline:2ms/10ms/10ms");
    }

    private static Parsed<SchedPolicy> badPolicy(String text) {
        return Parsed.bad(
                DiagnosticCode.UNKNOWN_WORD,
                "\"" + cut(text) + "\" is not a scheduling policy",
                "",
                "write fifo:1..99, rr:1..99, other, other:NICE, batch, batch:NICE, idle,"
                        + " or deadline:RUNTIME/DEADLINE/PERIOD");
    }

    /** A kernel version, such as {@code 6.6} or {@code 2.6.33}. */
    static Parsed<KernelVersion> version(String text) {
        Matcher m = Pattern.compile("([0-9]{1,4})\\.([0-9]{1,4})(?:\\.([0-9]{1,4}))?")
                .matcher(text);
        if (!m.matches() || Integer.parseInt(m.group(1)) < 2) {
            return Parsed.bad(
                    DiagnosticCode.OUT_OF_RANGE,
                    "\"" + cut(text) + "\" is not a kernel version",
                    "a version is MAJOR.MINOR or MAJOR.MINOR.PATCH from 2.6 on",
                    "write \"6.6\"");
        }
        int major = Integer.parseInt(m.group(1));
        int minor = Integer.parseInt(m.group(2));
        return Parsed.of(
                m.group(3) == null
                        ? new KernelVersion(major, minor)
                        : new KernelVersion(major, minor, Integer.parseInt(m.group(3))));
    }

    /** What a machine of {@code cpus} CPUs has, for messages. */
    static String cpusOf(int cpus) {
        return cpus == 1 ? "cpu 0 only" : "cpus 0-" + (cpus - 1);
    }

    static String cut(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "...";
    }
}
