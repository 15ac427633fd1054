// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.KernelSpec;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.spec.SchedSettings;

/**
 * The kernel's admission of deadline tasks, in the order of the file (rule K5.28): the shares of all tasks together must
 * not exceed what real-time tasks may have of the machine's CPUs.
 */
final class Admission {
    /** Fixed point of a share of a CPU: BW_SHIFT. */
    private static final int SHIFT = 20;

    private final Cpus cpus;
    private final KernelSpec kernel;
    private final Diagnostics diagnostics;
    private long asked;

    Admission(Cpus cpus, KernelSpec kernel, Diagnostics diagnostics) {
        this.cpus = cpus;
        this.kernel = kernel;
        this.diagnostics = diagnostics;
    }

    /** Reports it if the task would not be let in. */
    void ask(Fields task, String name, SchedPolicy policy, CpuSet where) {
        String subject = "task \"" + Units.cut(name) + "\"";
        if (!kernel.version().atLeast(3, 14)) {
            diagnostics.error(
                    task.at("policy"),
                    DiagnosticCode.KERNEL_CONFLICT,
                    "kernel " + kernel.version() + " has no deadline policy",
                    "it exists from 3.14 on",
                    "use fifo, or a later kernel.version");
            return;
        }
        if (!covers(where)) {
            diagnostics.error(
                    task.at("cpus"),
                    DiagnosticCode.DEADLINE_AFFINITY,
                    subject + " has a deadline and may run on " + where + " only",
                    "admission counts on every cpu: sched_setattr gives EPERM (rule K5.28)",
                    "remove cpus, or use fifo");
            return;
        }
        long share = share(policy.runtimeNs(), policy.periodNs());
        SchedSettings sched = kernel.sched();
        if (sched.rtRuntimeNs() == SchedSettings.UNLIMITED) {
            return;
        }
        long most = share(sched.rtRuntimeNs(), sched.rtPeriodNs()) * cpus.count();
        if (asked + share > most) {
            diagnostics.error(
                    task.at("policy"),
                    DiagnosticCode.DEADLINE_OVERLOAD,
                    subject + " asks for " + percent(share) + " of a cpu, and " + percent(Math.max(0, most - asked))
                            + " of " + percent(most) + " are left",
                    "sched_setattr gives EBUSY (rule K5.28)",
                    "ask for less runtime, give the machine more cpus, or set kernel.sched.rt_runtime");
            return;
        }
        asked += share;
    }

    private boolean covers(CpuSet where) {
        CpuSet usual = cpus.usual();
        for (int cpu = usual.lowest(); cpu >= 0; cpu = usual.next(cpu + 1)) {
            if (!where.contains(cpu)) {
                return false;
            }
        }
        return true;
    }

    /** @kernel to_ratio(), kernel/sched/core.c, v6.12 */
    private static long share(long runtimeNs, long periodNs) {
        return BigDecimal.valueOf(runtimeNs)
                .multiply(BigDecimal.valueOf(1L << SHIFT))
                .divide(BigDecimal.valueOf(periodNs), 0, RoundingMode.DOWN)
                .longValueExact();
    }

    private static String percent(long share) {
        return BigDecimal.valueOf(share)
                        .multiply(BigDecimal.valueOf(100))
                        .divide(BigDecimal.valueOf(1L << SHIFT), new MathContext(4, RoundingMode.HALF_UP))
                        .stripTrailingZeros()
                        .toPlainString()
                + " %";
    }
}
