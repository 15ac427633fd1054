// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.rttester;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.preemptsim.experiment.result.ResultJson;
import org.preemptsim.experiment.rttester.ScriptRun.Failure;
import org.preemptsim.experiment.rttester.ScriptRun.Outcome;
import org.preemptsim.models.check.RtTester.Status;
import org.preemptsim.models.spec.KernelEras;
import org.preemptsim.models.spec.KernelSpec.KernelVersion;

/** What came out of scripts on one kernel. */
public record RtTesterReport(KernelVersion kernel, List<Outcome> outcomes) {
    public RtTesterReport {
        outcomes = List.copyOf(outcomes);
    }

    /** Executes all of them. */
    public static RtTesterReport of(List<Script> scripts, KernelVersion kernel) {
        return new RtTesterReport(
                kernel, scripts.stream().map(s -> ScriptRun.of(s, kernel)).toList());
    }

    /** Whether every script passed. */
    public boolean passed() {
        return outcomes.stream().allMatch(Outcome::passed);
    }

    /** How the kernel hands over a contended mutex, such as {@code pending_owner}. */
    public String era() {
        return KernelEras.of(kernel).release().name().toLowerCase(Locale.ROOT);
    }

    /** The score, in one line. */
    public String summary() {
        long good = outcomes.stream().filter(Outcome::passed).count();
        return good + "/" + outcomes.size() + " scripts passed on kernel " + kernel + " (" + era() + ")";
    }

    /**
     * The report for people.
     *
     * @param onlyBad whether scripts that pass are left out
     */
    public String text(boolean onlyBad) {
        StringBuilder out = new StringBuilder();
        for (Outcome o : outcomes) {
            Failure failure = o.failure();
            if (failure != null) {
                append(out, o, failure);
            } else if (!onlyBad) {
                out.append("PASS ").append(o.script().file()).append(": ");
                out.append(o.executed()).append(o.executed() == 1 ? " line\n" : " lines\n");
            }
        }
        return out.append(summary()).append('\n').toString();
    }

    private static void append(StringBuilder out, Outcome o, Failure f) {
        out.append("FAIL ")
                .append(o.script().file())
                .append(':')
                .append(f.line().number());
        out.append(": ").append(f.line().text().replaceAll("\\s+", " ")).append('\n');
        out.append("  ").append(f.reason()).append('\n');
        out.append("  thread  opcode  event  prio  normal  waits for  mutexes 0-7  state\n");
        for (int i = 0; i < f.threads().size(); i++) {
            Status s = f.threads().get(i);
            out.append(String.format(
                    Locale.ROOT,
                    "  %6d  %6d  %5d  %4d  %6d  %9s  %11s  %s\n",
                    i,
                    s.opcode(),
                    s.event(),
                    s.prio(),
                    s.normalPrio(),
                    s.blockedOn() < 0 ? "-" : Integer.toString(s.blockedOn()),
                    digits(s),
                    s.state().name().toLowerCase(Locale.ROOT)));
        }
    }

    private static String digits(Status s) {
        StringBuilder out = new StringBuilder();
        s.mutexes().forEach(out::append);
        return out.toString();
    }

    /** The report as one JSON object. */
    public String json() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("schema", "preemptsim-rt-tester/1");
        out.put("summary", summary());
        out.put("passed", passed());
        out.put("kernel", kernel.toString());
        out.put("era", era());
        List<Object> scripts = new ArrayList<>();
        outcomes.forEach(o -> scripts.add(json(o)));
        out.put("scripts", scripts);
        return ResultJson.write(out);
    }

    private static Map<String, Object> json(Outcome o) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("file", o.script().file());
        out.put("verdict", o.passed() ? "pass" : "fail");
        out.put("lines", o.script().lines().size());
        out.put("executed", o.executed());
        Failure f = o.failure();
        if (f != null) {
            out.put("line", f.line().number());
            out.put("text", f.line().text());
            out.put("reason", f.reason());
            out.put("threads", f.threads());
        }
        return out;
    }
}
