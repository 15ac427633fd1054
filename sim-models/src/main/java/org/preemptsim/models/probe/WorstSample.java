// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.probe;

import org.preemptsim.models.cpu.Segment;

/** One kept sample: its instants and the stretches from expiry to clock read, in order, gapless. */
public final class WorstSample {
    /** Stretches kept apart; more are added to one of the same kind. */
    static final int CAPACITY = 1024;

    private final long[] lengthNs = new long[CAPACITY];
    private final long[] segments = new long[CAPACITY];
    private final int[] cpus = new int[CAPACITY];
    private int stretches;
    private long cycle;
    private long expiryNs;
    private long latencyNs;
    private long raisedNs;
    private long wokenNs;

    void start(long sampleCycle, long expiry, long latency, long raised, long woken) {
        cycle = sampleCycle;
        expiryNs = expiry;
        latencyNs = latency;
        raisedNs = raised;
        wokenNs = woken;
        stretches = 0;
    }

    void add(int cpu, long ns, long segment) {
        if (ns <= 0) {
            return;
        }
        int i = stretches - 1;
        if (i >= 0 && segments[i] == segment && cpus[i] == cpu) {
            lengthNs[i] += ns;
        } else if (stretches < CAPACITY) {
            lengthNs[stretches] = ns;
            segments[stretches] = segment;
            cpus[stretches++] = cpu;
        } else {
            lengthNs[likeOne(cpu, segment)] += ns;
        }
    }

    /** Of a full sample: the last stretch with the same description, else of the same kind and task, else the last one. */
    private int likeOne(int cpu, long segment) {
        for (int i = CAPACITY - 1; i >= 0; i--) {
            if (segments[i] == segment && cpus[i] == cpu) {
                return i;
            }
        }
        for (int i = CAPACITY - 1; i >= 0; i--) {
            boolean like = Segment.kind(segments[i]) == Segment.kind(segment)
                    && Segment.task(segments[i]) == Segment.task(segment);
            if (like) {
                return i;
            }
        }
        return CAPACITY - 1;
    }

    /** The sample's number in its thread, from 1. */
    public long cycle() {
        return cycle;
    }

    public long expiryNs() {
        return expiryNs;
    }

    public long latencyNs() {
        return latencyNs;
    }

    /** When the hardware requested the timer interrupt that expired it; before the expiry if another one did. */
    public long raisedNs() {
        return raisedNs;
    }

    /** When the task was woken; before the expiry if it did not sleep. */
    public long wokenNs() {
        return wokenNs;
    }

    public int stretches() {
        return stretches;
    }

    public long lengthNs(int i) {
        return lengthNs[i];
    }

    /** The packed description of a stretch, see {@code cpu.Segment}. */
    public long segment(int i) {
        return segments[i];
    }

    public int cpu(int i) {
        return cpus[i];
    }
}
