// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.rttester;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.preemptsim.experiment.rttester.ScriptRun.Failure;
import org.preemptsim.experiment.rttester.ScriptRun.Outcome;
import org.preemptsim.models.spec.KernelSpec.KernelVersion;

/** The thirteen tests of the kernel's rt-mutex tester, in own words, as a corpus (rules K3.28 to K3.30, K3.41, K3.42). */
class ScriptsTest {
    private static final Path SCRIPTS = Path.of("src/test/resources/rt-tester");
    private static final KernelVersion PENDING_OWNER = new KernelVersion(2, 6, 33);
    private static final KernelVersion WAKE_THEN_DEBOOST = new KernelVersion(3, 10);
    private static final KernelVersion NEW = new KernelVersion(6, 1);

    @ParameterizedTest(name = "{0}")
    @MethodSource("scriptsOfEveryEra")
    void scriptHoldsInEveryEra(String name) throws Exception {
        for (KernelVersion kernel : List.of(PENDING_OWNER, WAKE_THEN_DEBOOST, NEW, new KernelVersion(6, 12))) {
            assertPasses(SCRIPTS.resolve("every").resolve(name), kernel);
        }
    }

    static List<String> scriptsOfEveryEra() throws IOException {
        try (Stream<Path> files = Files.list(SCRIPTS.resolve("every"))) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void twelveScriptsHoldInEveryEraAndOneHasAVariantForEach() throws IOException {
        assertThat(scriptsOfEveryEra()).hasSize(12);
        assertThat(deboostIn("new")).exists();
        assertThat(deboostIn("pending-owner")).exists();
    }

    /** K3.42, old era: the pending owner inherits from the next waiter. */
    @Test
    void pendingOwnerInheritsWhenItsOtherDonorLeaves() throws Exception {
        assertPasses(deboostIn("pending-owner"), PENDING_OWNER);
        assertPasses(deboostIn("pending-owner"), new KernelVersion(2, 6, 29));
    }

    /** K3.42, from 3.1 on: the mutex has no owner, so the waiter that has become the best takes it. */
    @Test
    void nextWaiterTakesAnOwnerlessMutexWhenTheWokenOneFalls() throws Exception {
        assertPasses(deboostIn("new"), NEW);
        assertPasses(deboostIn("new"), WAKE_THEN_DEBOOST);
    }

    /** K3.42: each variant fails at the step of the difference in the other era. */
    @Test
    void eachVariantFailsInTheOtherEraWhereTheErasDiffer() throws Exception {
        Failure old = failure(ScriptRun.of(ScriptReader.read(deboostIn("pending-owner")), NEW));
        assertThat(old.line().text()).matches("T: prioeq: +0: 82");
        assertThat(old.reason()).isEqualTo("expected of thread 0: prio 82, is -21");
        assertThat(old.threads()).hasSize(8);
        assertThat(old.threads().get(2).mutex(1)).as("T2 owns L1").isEqualTo(4);

        Failure fresh = failure(ScriptRun.of(ScriptReader.read(deboostIn("new")), PENDING_OWNER));
        assertThat(fresh.line().text()).matches("T: priolt: +0: 1");
        assertThat(fresh.reason()).isEqualTo("expected of thread 0: prio less than 1, is 82");
    }

    @Test
    void waitingForWhatNeverComesFails() throws Exception {
        Outcome outcome =
                ScriptRun.of(ScriptReader.read("x", "C: locknowait: 0: 0\nW: blocked: 0: 0\nT: locked: 0: 0"), NEW);

        assertThat(outcome.executed()).isEqualTo(2);
        assertThat(failure(outcome).line().number()).isEqualTo(2);
        assertThat(failure(outcome).reason())
                .isEqualTo("expected of thread 0: mutex 0 blocked, is locked; every thread sleeps, so it stays so");
    }

    @Test
    void commandToAThreadThatIsNotDoneFails() throws Exception {
        Outcome outcome = ScriptRun.of(ScriptReader.read("x", "C: lock: 0: 0\nC: lock: 1: 0\nC: unlock: 1: 0"), NEW);

        assertThat(failure(outcome).reason()).isEqualTo("thread 1 cannot take a command: it still executes opcode 3");
    }

    private static void assertPasses(Path script, KernelVersion kernel) throws Exception {
        RtTesterReport report = RtTesterReport.of(List.of(ScriptReader.read(script)), kernel);
        assertThat(report.passed()).as(report.text(true)).isTrue();
    }

    private static Failure failure(Outcome outcome) {
        Failure f = outcome.failure();
        if (f == null) {
            throw new AssertionError("the script passes");
        }
        return f;
    }

    private static Path deboostIn(String era) {
        return SCRIPTS.resolve(era).resolve("t4-l2-pi-deboost.tst");
    }
}
