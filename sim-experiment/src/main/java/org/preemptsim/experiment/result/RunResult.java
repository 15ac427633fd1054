// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.result;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one run of one variant, simulated or measured.
 *
 * @param schema version of this record's JSON form, {@link #SCHEMA}
 * @param source where it comes from
 * @param scenario the scenario's name
 * @param variant the variant's name; empty if the scenario has none
 * @param scenarioHash 16 hex digits over the resolved scenario of this variant; empty for a host measurement
 * @param seed the seed; 0 for a host measurement
 * @param modelVersion PreemptSim's version
 * @param kernel one line, such as {@code 6.6 rt hz=250} or the host's {@code uname -rv}
 * @param command the measuring tool's command line; empty if there is none
 * @param requestedNs how long it was to run
 * @param simulatedNs how long it ran
 * @param complete whether it ran as long as asked
 * @param stopReason why it ended, such as {@code horizon}, {@code interrupted}
 * @param latencies one per measuring thread
 * @param cpuTimes one per CPU; empty for a host measurement
 * @param work one per worker that counts its work
 * @param worst the worst samples with their blame, worst first
 * @param host facts of the measured host, or null
 */
public record RunResult(
        int schema,
        Source source,
        String scenario,
        String variant,
        String scenarioHash,
        long seed,
        String modelVersion,
        String kernel,
        String command,
        long requestedNs,
        long simulatedNs,
        boolean complete,
        String stopReason,
        List<LatencyResult> latencies,
        List<CpuTime> cpuTimes,
        List<WorkResult> work,
        List<BlamedSample> worst,
        @Nullable HostProvenance host) {

    /** The version of the JSON form. */
    public static final int SCHEMA = 1;

    public RunResult {
        latencies = List.copyOf(latencies);
        cpuTimes = List.copyOf(cpuTimes);
        work = List.copyOf(work);
        worst = List.copyOf(worst);
    }

    /** All measuring threads' samples taken together; with one thread, that one. */
    public Optional<LatencyResult> allLatencies() {
        return switch (latencies.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(latencies.get(0));
            default -> Optional.of(LatencyResult.merged("all " + latencies.size() + " threads", latencies));
        };
    }

    /** CPU time by context, summed over the CPUs, in the order the contexts first appear. */
    public Map<String, Long> cpuTimeByContext() {
        Map<String, Long> sums = new LinkedHashMap<>();
        for (CpuTime cpu : cpuTimes) {
            for (CpuTime.Part part : cpu.parts()) {
                sums.merge(part.context(), part.ns(), Long::sum);
            }
        }
        return sums;
    }

    /** Where a result comes from. */
    public enum Source {
        SIMULATED,
        HOST
    }
}
