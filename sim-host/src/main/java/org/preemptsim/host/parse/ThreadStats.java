// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.parse;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.preemptsim.experiment.result.Bin;
import org.preemptsim.experiment.result.LatencyResult;

/**
 * What cyclictest says of one measuring thread. Values are in the tool's unit: whole microseconds, or nanoseconds if it
 * ran with {@code -N}.
 *
 * @param index its number, from 0
 * @param cpu the CPU it ran on, where the form says so
 * @param priority its SCHED_FIFO priority, where the form says so
 * @param intervalUs its period, where the form says so
 * @param unitNs nanoseconds per unit: 1000, or 1 with {@code -N}
 * @param cycles samples, overflows included
 * @param min least sample; 0 if there is none
 * @param avg mean; cut to a whole unit in the text forms
 * @param max greatest sample; 0 if there is none
 * @param bins samples per unit, without empty bins; empty without {@code -h}
 * @param overflows samples beyond the histogram; absent where an old version does not tell
 * @param overflowCycles cycle numbers of the first overflows
 */
public record ThreadStats(
        int index,
        OptionalInt cpu,
        OptionalInt priority,
        OptionalLong intervalUs,
        long unitNs,
        long cycles,
        long min,
        double avg,
        long max,
        NavigableMap<Long, Long> bins,
        OptionalLong overflows,
        List<Long> overflowCycles) {

    private static final long MICRO = 1_000;

    public ThreadStats {
        bins = Collections.unmodifiableNavigableMap(new TreeMap<>(bins));
        overflowCycles = List.copyOf(overflowCycles);
    }

    /** Samples in the histogram. */
    public long binned() {
        return bins.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * The thread's latencies as a result. The sum is exact if every sample is in the histogram, else mean times count.
     *
     * @param task the measuring task's name
     * @param onCpu the CPU if the output does not say; -1 = not pinned
     * @param policy such as {@code fifo:95}
     * @param intervalNs the period if the output does not say
     * @param askedBuckets the histogram's length that was asked for, which may be less than what was recorded
     */
    public LatencyResult toResult(String task, int onCpu, String policy, long intervalNs, int askedBuckets) {
        return new LatencyResult(
                task,
                cpu.orElse(onCpu),
                policy,
                intervalUs.isPresent() ? intervalUs.getAsLong() * MICRO : intervalNs,
                cycles,
                cycles == 0 ? 0 : min * unitNs,
                cycles == 0 ? 0 : max * unitNs,
                sumNs(),
                unitNs == MICRO ? List.of() : fine(),
                micro(),
                askedBuckets,
                overflowCycles);
    }

    private long sumNs() {
        if (binned() == cycles) {
            return bins.entrySet().stream()
                            .mapToLong(e -> e.getKey() * e.getValue())
                            .sum()
                    * unitNs;
        }
        return Math.round(avg * cycles * unitNs);
    }

    private List<Bin> fine() {
        List<Bin> out = new ArrayList<>();
        bins.forEach((value, count) -> out.add(new Bin(value * unitNs, unitNs, count)));
        return out;
    }

    private List<Bin> micro() {
        TreeMap<Long, Long> byMicro = new TreeMap<>();
        for (Map.Entry<Long, Long> e : bins.entrySet()) {
            byMicro.merge(e.getKey() * unitNs / MICRO, e.getValue(), Long::sum);
        }
        List<Bin> out = new ArrayList<>();
        byMicro.forEach((us, count) -> out.add(new Bin(us * MICRO, MICRO, count)));
        return out;
    }
}
