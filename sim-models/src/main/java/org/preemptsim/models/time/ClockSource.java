// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.time;

import java.util.stream.Collectors;
import org.preemptsim.engine.QuantileTable;
import org.preemptsim.models.random.Distributions;
import org.preemptsim.models.spec.ClockSourceKind;
import org.preemptsim.models.spec.ClockSpec;

/** The clock source in use: resolution and read cost (rules K8.11, K8.12). */
public final class ClockSource {
    private static final long SECOND_NS = 1_000_000_000L;

    private final ClockSpec spec;
    private final long frequencyHz;
    private final boolean finerThanNs;
    private final QuantileTable readCost;

    public ClockSource(ClockSpec spec) {
        this.spec = spec;
        this.frequencyHz = spec.frequencyHzOf(spec.current());
        this.finerThanNs = frequencyHz >= SECOND_NS;
        this.readCost = Distributions.compile(spec.readCostOf(spec.current()));
    }

    /** What a read at {@code nowNs} returns: the last count of the source, in whole nanoseconds. */
    public long read(long nowNs) {
        if (finerThanNs) {
            return nowNs;
        }
        long seconds = nowNs / SECOND_NS;
        long counts = nowNs % SECOND_NS * frequencyHz / SECOND_NS;
        return seconds * SECOND_NS + counts * SECOND_NS / frequencyHz;
    }

    /** Cost of one clock_gettime beside the system call it may need. */
    public QuantileTable readCost() {
        return readCost;
    }

    /** Whether user space reads it without a system call. */
    public boolean vdso() {
        return spec.current().vdso();
    }

    /** The text of {@code /sys/devices/system/clocksource/clocksource0/current_clocksource}. */
    public String currentView() {
        return spec.current().key();
    }

    /** The text of {@code available_clocksource}: best rating first. */
    public String availableView() {
        return spec.available().stream()
                .sorted((a, b) -> Integer.compare(b.rating(), a.rating()))
                .map(ClockSourceKind::key)
                .collect(Collectors.joining(" "));
    }
}
