// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.inversion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever a trace tells, even nonsense: every wait is divided without remainder, and nothing is counted twice. */
class InversionAnalysisProperties {
    private static final int TASKS = 4;
    private static final int LOCKS = 3;
    private static final int KINDS = 9;
    private static final int CHOICES = KINDS * TASKS * LOCKS * Told.CPUS;

    @Property(tries = 500)
    void dividesEveryWaitWithoutRemainder(@ForAll @Size(max = 120) List<@IntRange(max = CHOICES - 1) Integer> choices) {
        Told told = new Told();
        int[] tasks = new int[TASKS];
        for (int i = 0; i < TASKS; i++) {
            tasks[i] = told.task("t" + i, 20 * i);
        }
        for (int i = 0; i < LOCKS; i++) {
            told.lock("l" + i);
        }
        long nowNs = 0;
        for (int choice : choices) {
            nowNs += 1 + choice % 7;
            told.at(nowNs);
            tell(told, choice, tasks);
        }
        InversionReport report = told.report();

        assertThat(report.inversions()).isLessThanOrEqualTo(report.waits());
        long counted = 0;
        for (List<WaitGroup> groups : List.of(report.longest(), report.ordinary())) {
            for (WaitGroup g : groups) {
                LockWait w = g.longest();
                // The record itself refuses portions that do not sum to the wait.
                assertThat(w.stretches().stream()
                                .mapToLong(LockWait.Stretch::durationNs)
                                .sum())
                        .isLessThanOrEqualTo(w.waitedNs());
                assertThat(g.waitedNs()).isBetween(w.waitedNs(), g.waits() * w.waitedNs());
                counted += g.waits();
            }
        }
        assertThat(counted).isLessThanOrEqualTo(report.waits());
        assertThat(report.keptOff()).allMatch(k -> k.durationNs() > 0);
    }

    private static void tell(Told told, int choice, int[] tasks) {
        int kind = choice % KINDS;
        int task = tasks[choice / KINDS % TASKS];
        int lock = choice / (KINDS * TASKS) % LOCKS;
        int cpu = choice / (KINDS * TASKS * LOCKS);
        switch (kind) {
            case 0 -> told.wakes(task, cpu);
            case 1 -> told.runs(cpu, task);
            case 2 -> told.sleeps(cpu, cpu);
            case 3 -> told.wants(task, lock);
            case 4 -> told.takes(task, lock);
            case 5 -> told.releases(task, lock);
            case 6 -> told.inherits(task, 30 * lock);
            case 7 -> told.givesUp(task, lock, 110);
            default -> told.setsPolicy(task, 1 + 30 * lock);
        }
    }
}
