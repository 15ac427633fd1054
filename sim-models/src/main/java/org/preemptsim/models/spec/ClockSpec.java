// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.spec;

import java.util.List;
import java.util.Map;

/**
 * Clock sources and clock event devices (rules K8.09, K8.11, K8.12).
 *
 * @param current the clock source in use; one of {@code available}
 * @param available what the machine offers, best rating first
 * @param readCost cost of one clock read, per source; absent = the kind's default
 * @param frequencyHz frequency per source; absent = the kind's default
 * @param device the per-CPU (LAPIC) or broadcast (HPET) clock event device
 * @param timerError from the programmed instant to the interrupt request
 * @param programCost programming the next event
 * @param minDeltaNs the least distance of a programmed event (rule K8.09)
 */
public record ClockSpec(
        ClockSourceKind current,
        List<ClockSourceKind> available,
        Map<ClockSourceKind, DurationDistribution> readCost,
        Map<ClockSourceKind, Long> frequencyHz,
        ClockEventKind device,
        DurationDistribution timerError,
        DurationDistribution programCost,
        long minDeltaNs) {

    public ClockSpec {
        available = List.copyOf(available);
        readCost = Map.copyOf(readCost);
        frequencyHz = Map.copyOf(frequencyHz);
        if (!available.contains(current)) {
            throw new IllegalArgumentException("clocksource " + current.key() + " is not among the available ones");
        }
        if (minDeltaNs < 0) {
            throw new IllegalArgumentException("min_delta must not be negative");
        }
    }

    /** The read cost of {@code kind} on this machine. */
    public DurationDistribution readCostOf(ClockSourceKind kind) {
        DurationDistribution d = readCost.get(kind);
        return d != null ? d : new DurationDistribution.Constant(kind.readCostNs());
    }

    /** The frequency of {@code kind} on this machine. */
    public long frequencyHzOf(ClockSourceKind kind) {
        Long f = frequencyHz.get(kind);
        return f != null ? f : kind.frequencyHz();
    }

    /** Clock event devices. */
    public enum ClockEventKind {
        /** LAPIC timer in TSC-deadline mode: one TSC cycle of resolution. */
        TSC_DEADLINE("tsc-deadline", 0),
        /** LAPIC timer in one-shot mode: bus clock / divider, here 16 ns class. */
        LAPIC("lapic", 16),
        /** HPET comparator: 70 ns. */
        HPET("hpet", 70);

        private final String key;
        private final long resolutionNs;

        ClockEventKind(String key, long resolutionNs) {
            this.key = key;
            this.resolutionNs = resolutionNs;
        }

        public String key() {
            return key;
        }

        /** Programmed instants are rounded up to a multiple of this; 0 = exact. */
        public long resolutionNs() {
            return resolutionNs;
        }
    }
}
