// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import java.util.Locale;
import org.preemptsim.host.validate.Condition;
import org.preemptsim.host.validate.Finding;
import org.preemptsim.host.validate.QuantileError;
import org.preemptsim.host.validate.ValidationReport;

/** A validation for people. */
final class ValidationText {
    private ValidationText() {}

    /** The numbers of each condition, then the verdict and its reasons; each line ended by a newline. */
    static String render(ValidationReport report) {
        StringBuilder text = new StringBuilder();
        for (Condition condition : report.conditions()) {
            render(condition, text);
        }
        text.append("Verdict: ").append(report.verdict().label()).append('\n');
        for (Finding finding : report.findings()) {
            text.append("  ")
                    .append(finding.leaves().label())
                    .append(": ")
                    .append(finding.reason())
                    .append('\n');
        }
        return text.toString();
    }

    private static void render(Condition c, StringBuilder text) {
        text.append(format(
                "%s: %,d samples measured and held back, %,d simulated%n", c.name(), c.measured(), c.simulated()));
        text.append(
                format("  KS distance %.4f (between the two measured halves: %.4f)%n", c.ks(), c.ksBetweenHalves()));
        text.append(format("  %-8s%14s%14s%10s%n", "", "measured, us", "simulated, us", "error"));
        for (QuantileError e : c.errors()) {
            text.append(format(
                    "  %-8s%14.3f%14.3f%+9.1f%%%s%n",
                    e.name(),
                    e.measuredNs() / 1_000,
                    e.simulatedNs() / 1_000,
                    e.relative() * 100,
                    e.supported() ? "" : "  (rests on few samples)"));
        }
        text.append('\n');
    }

    private static String format(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }
}
