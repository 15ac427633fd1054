// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.locking;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.preemptsim.engine.EventSet;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.SegmentKind;

/**
 * Who spins on which CPU for what: optimistic spinners of sleeping locks without PI and readers of sequence locks. A spinner looks again
 * when what it watches changes, when the task it watches leaves its CPU, and when its own CPU is marked.
 */
final class Spinners {
    private final @Nullable Cpu[] cpus;
    private final @Nullable Object[] watched;
    private final int[] owners;
    private int count;

    Spinners(int cpuCount) {
        cpus = new Cpu[cpuCount];
        watched = new Object[cpuCount];
        owners = new int[cpuCount];
        Arrays.fill(owners, RtMutex.NONE);
    }

    /** Spins in a segment without end; the caller has set its resume point and calls {@link #stop} when it is stepped again. */
    void spin(Cpu cpu, Object lock, int owner, int label) {
        int c = cpu.id();
        if (watched[c] == null) {
            count++;
        }
        cpus[c] = cpu;
        watched[c] = lock;
        owners[c] = owner;
        cpu.spend(SegmentKind.SPIN, EventSet.NEVER, label);
    }

    void stop(Cpu cpu) {
        int c = cpu.id();
        if (watched[c] != null) {
            watched[c] = null;
            count--;
        }
    }

    /** The lock has changed. */
    void look(Object lock) {
        if (count == 0) {
            return;
        }
        for (int c = 0; c < watched.length; c++) {
            if (watched[c] == lock) {
                end(c);
            }
        }
    }

    /** A task has left its CPU. */
    void offCpu(int task) {
        if (count == 0) {
            return;
        }
        for (int c = 0; c < watched.length; c++) {
            if (watched[c] != null && owners[c] == task) {
                end(c);
            }
        }
    }

    private void end(int c) {
        Cpu cpu = cpus[c];
        if (cpu != null) {
            cpu.endSpinNow();
        }
    }
}
