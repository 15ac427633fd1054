// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.conform;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.preemptsim.experiment.scenario.Diagnostic;
import org.preemptsim.models.spec.KernelSpec;
import org.preemptsim.models.spec.MachineSpec;
import org.preemptsim.models.spec.WorkloadSpec;

/**
 * A record of a real kernel: what is simulated, and what the kernel did, as far as the record tells.
 *
 * @param name of the scenario
 * @param tag {@code rt}, {@code np} or {@code rt612}: which kernel
 * @param file as its reader was told it
 * @param horizonUs where the recording ends
 * @param objects objects of user space with an order of owners: mutexes, semaphores and rwlocks, in order
 * @param threads the scenario's threads, in order
 * @param stable what the kernel always did, by fact; null if the record does not tell
 * @param doneUs least and greatest time at which each thread finished; empty if the record does not tell
 * @param recorded the recorded events of its first run; empty if the record does not tell
 * @param warnings what was read but has no meaning here
 */
public record KernelRecord(
        String name,
        String tag,
        String title,
        String file,
        MachineSpec machine,
        KernelSpec kernel,
        WorkloadSpec workload,
        long horizonUs,
        List<String> objects,
        List<ThreadSteps> threads,
        @Nullable Map<String, List<Object>> stable,
        Map<String, List<Long>> doneUs,
        List<RecordEvent> recorded,
        List<Diagnostic> warnings) {

    public KernelRecord {
        objects = List.copyOf(objects);
        threads = List.copyOf(threads);
        recorded = List.copyOf(recorded);
        warnings = List.copyOf(warnings);
    }

    /** The stem of its files: {@code NAME.TAG}. */
    public String id() {
        return name + "." + tag;
    }

    /** The facts' frame of this record. */
    Facts.Frame frame() {
        return new Facts.Frame(
                machine.cpus(), threads.stream().map(ThreadSteps::name).collect(Collectors.toList()), objects);
    }

    /**
     * A thread's steps as the record numbers them.
     *
     * @param steps by number; loop and endloop are among them
     */
    public record ThreadSteps(String name, List<StepText> steps) {
        public ThreadSteps {
            steps = List.copyOf(steps);
        }
    }

    /**
     * A step as the record writes it.
     *
     * @param releases the lock whose release begins with the step, or empty
     * @param acquires the lock that the step has acquired when it returns, or empty
     */
    public record StepText(String text, String releases, String acquires) {}
}
