// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import org.preemptsim.host.facts.ClockFacts;
import org.preemptsim.host.facts.CpuFacts;
import org.preemptsim.host.facts.HostSurvey;
import org.preemptsim.host.facts.HostTree;
import org.preemptsim.host.facts.IdleFacts;
import org.preemptsim.host.facts.InterruptFacts;
import org.preemptsim.host.facts.KernelFacts;
import org.preemptsim.host.facts.SchedFacts;
import org.preemptsim.host.facts.StatFacts;
import org.preemptsim.host.facts.VirtFacts;

/**
 * What the host is, read at one moment from /proc, /sys and /boot: kernel and preemption model, CPUs, clocks, real-time
 * limits, idle states, hypervisor, steal, interrupt lines and threads.
 *
 * <p>Reading never fails. What the host does not say is {@code absent} with the reason; nothing is guessed.
 */
public final class HostFacts {
    private final HostSurvey survey;

    private HostFacts(HostSurvey survey) {
        this.survey = survey;
    }

    /** Reads this host. */
    public static HostFacts read() {
        return read(Path.of("/"));
    }

    /** Reads a tree that holds {@code proc/}, {@code sys/} and maybe {@code boot/}. */
    public static HostFacts read(Path root) {
        return new HostFacts(HostSurvey.read(new HostTree(root)));
    }

    /** Every fact by dotted key, in a fixed order. */
    public Map<String, String> flat() {
        return Collections.unmodifiableMap(survey.flat());
    }

    public KernelFacts kernel() {
        return survey.kernel();
    }

    public CpuFacts cpu() {
        return survey.cpu();
    }

    public ClockFacts clock() {
        return survey.clock();
    }

    public SchedFacts sched() {
        return survey.sched();
    }

    public IdleFacts idle() {
        return survey.idle();
    }

    public VirtFacts virt() {
        return survey.virt();
    }

    public StatFacts stat() {
        return survey.stat();
    }

    public InterruptFacts interrupts() {
        return survey.interrupts();
    }
}
