// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.spec;

import java.util.List;

/**
 * A task written as a step program.
 *
 * @param cpus the CPUs it may run on
 * @param startNs when it is first woken
 * @param workUnit what one unit of {@link Step.Work} is, such as {@code "MiB written"}; empty if the program counts none
 * @param kernelThread whether it never runs in user mode
 */
public record TaskSpec(
        String name,
        SchedPolicy policy,
        CpuSet cpus,
        long startNs,
        String workUnit,
        boolean kernelThread,
        List<Step> program) {

    public TaskSpec {
        program = List.copyOf(program);
        if (startNs < 0) {
            throw new IllegalArgumentException("start must not be negative");
        }
        if (cpus.isEmpty()) {
            throw new IllegalArgumentException("a task needs a CPU to run on");
        }
    }
}
