// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.spec;

import java.util.List;

/**
 * A task written as a step program.
 *
 * @param cpus the CPUs it may run on
 * @param startNs when it is first woken
 * @param endNs when it is killed, as by {@code alarm()}: it dies at its next return to user mode; {@link #NEVER} = not
 * @param workUnit what one unit of {@link Step.Work} is, such as {@code "MiB written"}; empty if the program counts none
 * @param kernelThread whether it never runs in user mode
 * @param firstCpu the CPU on which it sleeps before it is first woken; one of {@code cpus} unless it is a DEADLINE task
 * @param marks whether each step is marked in the trace when it begins and ends, at the cost of {@link CostKey#STEP_MARK}; such a task
 *     starts as a load generator's threads do, out of a sleep of its own, so that on RT a fair one is woken by the timer thread (rule K8.03)
 * @param timerSlackNs how late its timers may fire while it is not real-time (rule K8.07), as prctl(PR_SET_TIMERSLACK) sets it
 */
public record TaskSpec(
        String name,
        SchedPolicy policy,
        CpuSet cpus,
        long startNs,
        long endNs,
        String workUnit,
        boolean kernelThread,
        int firstCpu,
        boolean marks,
        long timerSlackNs,
        List<Step> program) {

    /** The {@link #timerSlackNs} of a task that has set none. */
    public static final long DEFAULT_SLACK_NS = 50_000;

    /** The {@link #endNs} of a task that is not killed. */
    public static final long NEVER = Long.MAX_VALUE;

    public TaskSpec {
        program = List.copyOf(program);
        if (startNs < 0) {
            throw new IllegalArgumentException("start must not be negative");
        }
        if (endNs < startNs) {
            throw new IllegalArgumentException("end must not precede start");
        }
        if (cpus.isEmpty()) {
            throw new IllegalArgumentException("a task needs a CPU to run on");
        }
        if (firstCpu < 0) {
            throw new IllegalArgumentException("a CPU's number is not negative");
        }
        if (timerSlackNs < 0) {
            throw new IllegalArgumentException("a timer's slack is not negative");
        }
    }

    /** A task with the default timer slack. */
    public TaskSpec(
            String name,
            SchedPolicy policy,
            CpuSet cpus,
            long startNs,
            long endNs,
            String workUnit,
            boolean kernelThread,
            int firstCpu,
            boolean marks,
            List<Step> program) {
        this(name, policy, cpus, startNs, endNs, workUnit, kernelThread, firstCpu, marks, DEFAULT_SLACK_NS, program);
    }

    /** A task without marks that sleeps on the first of its CPUs. */
    public TaskSpec(
            String name,
            SchedPolicy policy,
            CpuSet cpus,
            long startNs,
            long endNs,
            String workUnit,
            boolean kernelThread,
            List<Step> program) {
        this(name, policy, cpus, startNs, endNs, workUnit, kernelThread, Math.max(0, cpus.lowest()), false, program);
    }

    /** A task that is not killed. */
    public TaskSpec(
            String name,
            SchedPolicy policy,
            CpuSet cpus,
            long startNs,
            String workUnit,
            boolean kernelThread,
            List<Step> program) {
        this(name, policy, cpus, startNs, NEVER, workUnit, kernelThread, program);
    }
}
