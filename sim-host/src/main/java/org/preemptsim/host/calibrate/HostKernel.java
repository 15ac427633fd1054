// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.calibrate;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.preemptsim.host.HostException;
import org.preemptsim.models.spec.KernelSpec;
import org.preemptsim.models.spec.KernelSpec.IrqThreadPriorities;
import org.preemptsim.models.spec.KernelSpec.KernelVersion;
import org.preemptsim.models.spec.PreemptionModel;

/** The measured host's kernel as the model's. */
public final class HostKernel {
    private static final Pattern RELEASE = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})\\b.*");
    /** Since 2.6.39 every interrupt thread has it (rule K6.12). */
    private static final int IRQ_THREAD_PRIORITY = 50;

    private HostKernel() {}

    /**
     * The kernel of a host's facts.
     *
     * @param facts flat, as in a measurement's provenance
     * @throws HostException if they do not tell version, preemption model or tick
     */
    public static KernelSpec of(Map<String, String> facts) throws HostException {
        String release = facts.getOrDefault("kernel.release", "");
        Matcher m = RELEASE.matcher(release);
        if (!m.matches()) {
            throw unknown("version", "kernel.release is \"" + release + "\"");
        }
        String hz = facts.getOrDefault("kernel.hz", "absent");
        if (!hz.matches("100|250|300|1000")) {
            throw unknown("tick", "kernel.hz is " + hz);
        }
        KernelVersion version = new KernelVersion(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2)));
        String parameters = " " + facts.getOrDefault("kernel.parameters", "") + " ";
        return new KernelSpec(
                version,
                model(facts.getOrDefault("kernel.preemption", "absent")),
                Integer.parseInt(hz),
                !parameters.contains(" nohz=off "),
                parameters.contains(" threadirqs "),
                new IrqThreadPriorities.Flat(IRQ_THREAD_PRIORITY));
    }

    private static PreemptionModel model(String name) throws HostException {
        for (PreemptionModel m : PreemptionModel.values()) {
            if (m.name().toLowerCase(Locale.ROOT).equals(name)) {
                return m;
            }
        }
        throw unknown("preemption model", "kernel.preemption is " + name);
    }

    private static HostException unknown(String what, String why) {
        return new HostException(
                "the host's facts do not tell the kernel's " + what,
                why,
                "simulate with a kernel that you state yourself, in a scenario");
    }
}
