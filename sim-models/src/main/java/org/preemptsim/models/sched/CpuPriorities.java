// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.sched;

import java.util.Arrays;
import org.preemptsim.models.spec.CpuSet;

/**
 * For each level the CPUs whose best real-time task is of that level, to find the lowest one (rule K5.08). All CPUs without a real-time
 * task are one level, whether idle or not.
 *
 * @kernel struct cpupri, cpupri_find(), cpupri_set(), kernel/sched/cpupri.c, v6.1
 */
final class CpuPriorities {
    private static final int NORMAL = 0;
    private static final int HIGHER = Prio.MAX_RT_PRIO;

    private final int[] levels;
    private final int[] counts = new int[HIGHER + 1];
    private final CpuMask[] masks = new CpuMask[HIGHER + 1];

    CpuPriorities(int cpus) {
        levels = new int[cpus];
        for (int i = 0; i <= HIGHER; i++) {
            masks[i] = new CpuMask(cpus);
        }
        Arrays.fill(levels, NORMAL);
        counts[NORMAL] = cpus;
        for (int c = 0; c < cpus; c++) {
            masks[NORMAL].set(c);
        }
    }

    private static int levelOf(int prio) {
        return prio < 0 ? HIGHER : Math.max(NORMAL, Prio.MAX_RT_PRIO - 1 - prio);
    }

    /** The best of {@code cpu} is now {@code prio}; -1 = a deadline task, {@link Prio#MAX_RT_PRIO} = none. */
    void set(int cpu, int prio) {
        int level = levelOf(prio);
        int old = levels[cpu];
        if (level != old) {
            masks[old].clear(cpu);
            counts[old]--;
            masks[level].set(cpu);
            counts[level]++;
            levels[cpu] = level;
        }
    }

    /** Puts into {@code found} the allowed CPUs of the lowest level below {@code prio} that has any. */
    boolean find(int prio, CpuSet allowed, CpuMask found) {
        int own = levelOf(prio);
        for (int level = 0; level < own; level++) {
            if (counts[level] != 0 && found.intersect(masks[level], allowed)) {
                return true;
            }
        }
        return false;
    }
}
