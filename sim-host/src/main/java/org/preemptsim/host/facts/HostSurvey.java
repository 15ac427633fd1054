// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.facts;

import java.util.Map;

/** All subjects read at one moment. */
public record HostSurvey(
        KernelFacts kernel,
        CpuFacts cpu,
        ClockFacts clock,
        SchedFacts sched,
        IdleFacts idle,
        VirtFacts virt,
        StatFacts stat,
        InterruptFacts interrupts) {

    /** Reads everything; never fails, since what cannot be read is absent. */
    public static HostSurvey read(HostTree tree) {
        ClockFacts clock = ClockFacts.read(tree);
        return new HostSurvey(
                KernelFacts.read(tree),
                CpuFacts.read(tree),
                clock,
                SchedFacts.read(tree),
                IdleFacts.read(tree),
                VirtFacts.read(tree, clock),
                StatFacts.read(tree),
                InterruptFacts.read(tree));
    }

    /** Every fact by dotted key. */
    public Map<String, String> flat() {
        FactSheet sheet = new FactSheet();
        kernel.writeTo(sheet);
        cpu.writeTo(sheet);
        clock.writeTo(sheet);
        sched.writeTo(sheet);
        idle.writeTo(sheet);
        virt.writeTo(sheet);
        stat.writeTo(sheet);
        interrupts.writeTo(sheet);
        return sheet.facts();
    }
}
