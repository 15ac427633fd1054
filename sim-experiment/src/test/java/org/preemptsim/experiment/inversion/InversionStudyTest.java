// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.inversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.preemptsim.experiment.inversion.LockWait.Counterpart;
import org.preemptsim.experiment.result.RunResult;
import org.preemptsim.experiment.run.ExperimentRunner;
import org.preemptsim.experiment.run.RunMonitor;
import org.preemptsim.experiment.run.RunOptions;
import org.preemptsim.experiment.scenario.Scenario;
import org.preemptsim.experiment.scenario.ScenarioReader;

/** A study runs a scenario as it is, and what had boosts once more without. */
class InversionStudyTest {
    private static final Path LESSONS = Path.of("../scenarios/pi");

    private static Scenario lesson(String name) {
        return ScenarioReader.read(LESSONS.resolve(name + ".yaml")).scenarioOrThrow();
    }

    private static InversionStudy study(Scenario scenario) {
        return InversionStudy.run(scenario, RunOptions.defaults(), RunMonitor.NONE, 10);
    }

    private static InversionReport report(InversionStudy study, String variant) {
        RunResult run = study.results().runs().stream()
                .filter(r -> r.variant().equals(variant))
                .findFirst()
                .orElseThrow();
        return study.report(run);
    }

    @Test
    void changesNoResultByLookingAtTheRun() {
        Scenario scenario = lesson("chain-of-three");
        assertThat(study(scenario).results())
                .isEqualTo(ExperimentRunner.run(scenario, RunOptions.defaults(), RunMonitor.NONE));
    }

    @Test
    void findsWhatInheritanceSavedInTheRunWithoutIt() {
        InversionStudy study = study(lesson("three-tasks"));
        LockWait inherited = Told.longest(report(study, "inherit"));
        LockWait plain = Told.longest(report(study, "none"));
        Counterpart without = Objects.requireNonNull(inherited.without());

        assertThat(without.waitedNs()).isBetween(plain.waitedNs() - 10_000, plain.waitedNs() + 10_000);
        assertThat(inherited.waitedNs()).isLessThan(3_000_000);
        assertThat(inherited.ns(Share.INVERTED)).isZero();
        assertThat(plain.ns(Share.INVERTED)).isGreaterThan(8_000_000);
        assertThat(plain.without()).isNull();
    }

    /** Rule K3.14: the walk goes on to the end of the chain, whatever the CPUs. */
    @Test
    void seesTheBoostTravelAlongTheChain() {
        List<WaitGroup> waits = report(study(lesson("chain-of-six")), "").longest();
        LockWait first = waits.stream()
                .map(WaitGroup::longest)
                .filter(w -> w.waiter().equals("first"))
                .findFirst()
                .orElseThrow();

        assertThat(first.chain())
                .extracting(LockWait.Link::owner)
                .containsExactly("second", "third", "fourth", "fifth", "sixth");
        assertThat(first.changes().stream().filter(c -> c.reason() == LockWait.Reason.BOOST))
                .extracting(LockWait.PriorityChange::task, LockWait.PriorityChange::to)
                .containsExactly(
                        tuple("second", "fifo:90"),
                        tuple("third", "fifo:90"),
                        tuple("fourth", "fifo:90"),
                        tuple("fifth", "fifo:90"),
                        tuple("sixth", "fifo:90"));
    }

    @Test
    void keepsTheBoundedBlockingOfACeilingApartFromWaiting() {
        InversionReport ceiling = report(study(lesson("three-tasks")), "protect");
        assertThat(ceiling.waits()).isZero();
        assertThat(ceiling.keptOff()).extracting(KeptOff::task).contains("control");
    }
}
