// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.validate;

import java.util.List;

/**
 * The outcome of a validation.
 *
 * @param verdict the worst of the findings; TRUSTED without any
 * @param findings the reasons, worst first
 * @param conditions the comparisons
 */
public record ValidationReport(Verdict verdict, List<Finding> findings, List<Condition> conditions) {
    public ValidationReport {
        findings = List.copyOf(findings);
        conditions = List.copyOf(conditions);
    }
}
