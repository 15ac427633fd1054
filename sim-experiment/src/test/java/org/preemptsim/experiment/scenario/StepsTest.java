// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.DurationDistribution;
import org.preemptsim.models.spec.LockSpec;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.spec.Step;
import org.preemptsim.models.spec.Step.KernelOp;
import org.preemptsim.models.spec.Step.SyncOp;
import org.preemptsim.models.spec.TaskSpec;
import org.preemptsim.models.spec.UserObjectSpec;
import org.preemptsim.models.spec.UserObjectSpec.MutexKind;
import org.preemptsim.models.spec.UserObjectSpec.Protocol;

/** What the steps of programs become. */
class StepsTest {
    private static Variant read(String workload) {
        String text = "preemptsim: 1\nname: s\nkernel: {preemption: rt}\nmachine: {cpus: 4}\nworkload:\n"
                + workload.indent(2);
        return ScenarioReader.readText("s.yaml", text, IncludeResolver.ofTexts(Map.of()))
                .scenarioOrThrow()
                .variants()
                .get(0);
    }

    private static List<Step> program(String steps) {
        return read("objects: {m: mutex, e: event, c: condition}\ntasks:\n  - name: t\n    program: " + steps + "\n")
                .workload()
                .tasks()
                .get(0)
                .program();
    }

    private static Variant everything() {
        return ScenarioReader.readText("e.yaml", LanguageTest.text(), IncludeResolver.ofTexts(Map.of()))
                .scenarioOrThrow()
                .variants()
                .get(0);
    }

    private static Stream<Step> flat(List<Step> steps) {
        return steps.stream()
                .flatMap(s -> s instanceof Step.Repeat r
                        ? flat(r.steps())
                        : s instanceof Step.Syscall c ? flat(c.steps()) : Stream.of(s));
    }

    private static List<Step> allSteps() {
        return everything().workload().tasks().stream()
                .flatMap(t -> flat(t.program()))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void everyOperationOfUserSpaceIsAStepOfItsName(SyncOp op) {
        assertThat(allSteps()).anyMatch(s -> s instanceof Step.Sync y && y.op() == op);
    }

    @ParameterizedTest
    @EnumSource
    void everyOperationOnKernelLocksIsAStepOfItsName(KernelOp op) {
        assertThat(allSteps()).anyMatch(s -> s instanceof Step.KernelSync y && y.op() == op);
    }

    @ParameterizedTest
    @EnumSource
    void everyKindOfKernelLockHasAnOperation(LockSpec.Kind kind) {
        boolean has = Operations.exclusive(kind)
                || Stream.of(KernelOp.values())
                        .anyMatch(op -> Operations.kinds(op).contains(kind));
        assertThat(has).isTrue();
    }

    @Test
    void lockAndHoldMeanTheMutexOfUserSpaceThatHasTheName() {
        assertThat(program("[lock: m, unlock: m, hold: {lock: m, for: 3us}]"))
                .containsExactly(
                        new Step.Sync(SyncOp.MUTEX_LOCK, "m"),
                        new Step.Sync(SyncOp.MUTEX_UNLOCK, "m"),
                        new Step.Sync(SyncOp.MUTEX_LOCK, "m"),
                        new Step.Compute(DurationDistribution.ofNs(3_000)),
                        new Step.Sync(SyncOp.MUTEX_UNLOCK, "m"));
    }

    @Test
    void eventsAreSemaphoresThatBeginAtZero() {
        assertThat(program("[notify: e, await: {object: e, timeout: 2us}]"))
                .containsExactly(new Step.Sync(SyncOp.SEM_POST, "e"), new Step.Sync(SyncOp.SEM_WAIT, "e", "", 2_000));
        assertThat(read("objects: {e: event}\ntasks: [{name: t, program: [notify: e]}]\n")
                        .workload()
                        .userObjects())
                .containsExactly(new UserObjectSpec.Semaphore("e", 0));
    }

    @Test
    void waitsOfAConditionNameTheirMutex() {
        assertThat(program("[lock: m, cond_wait: {condition: c, mutex: m}, unlock: m]"))
                .contains(new Step.Sync(SyncOp.COND_WAIT, "c", "m", Step.Sync.NO_TIMEOUT));
    }

    @Test
    void phasesAreTheirStepsOnceOrSoOften() {
        Step compute = new Step.Compute(DurationDistribution.ofNs(1_000));
        assertThat(program("[phase: {name: a, at: 5ms, steps: [compute: 1us]}]"))
                .containsExactly(new Step.SleepUntil(5_000_000), compute);
        assertThat(program("[phase: {name: a, times: 3, steps: [compute: 1us]}]"))
                .containsExactly(new Step.Repeat(3, List.of(compute)));
    }

    @Test
    void periodicTasksSleepUntilTheNextRelease() {
        TaskSpec t =
                read("tasks: [{name: t, start: 1ms, offset: 2ms, period: 10ms, jitter: 3us, jobs: 4, program: [compute: 1us]}]")
                        .workload()
                        .tasks()
                        .get(0);
        assertThat(t.startNs()).isEqualTo(3_000_000);
        assertThat(t.program())
                .containsExactly(new Step.Repeat(
                        4,
                        List.of(
                                new Step.Sleep(DurationDistribution.ofNs(3_000)),
                                new Step.Compute(DurationDistribution.ofNs(1_000)),
                                new Step.NextPeriod(10_000_000))));
    }

    @Test
    void attributesAreOfTheTaskItselfOrOfAnother() {
        assertThat(
                        program(
                                "[set_policy: 'deadline:1ms/2ms/3ms', set_nice: {task: t, nice: -3}, set_affinity: [0, 3], signal: t, exit]"))
                .containsExactly(
                        new Step.SetPolicy("", SchedPolicy.deadline(1_000_000, 2_000_000, 3_000_000)),
                        new Step.SetNice("t", -3),
                        new Step.SetAffinity("", CpuSet.of(0, 3)),
                        new Step.Signal("t"),
                        new Step.Exit());
    }

    @Test
    void deadlinePoliciesHaveAShortAndALongForm() {
        SchedPolicy policy = SchedPolicy.deadline(1_000_000, 10_000_000, 10_000_000);
        for (String text : List.of("'deadline:1ms/10ms'", "{deadline: {runtime: 1ms, period: 10ms}}")) {
            assertThat(read("tasks: [{name: t, policy: " + text + ", program: [compute: 1us]}]")
                            .workload()
                            .tasks()
                            .get(0)
                            .policy())
                    .isEqualTo(policy);
        }
    }

    @Test
    void tasksWithoutCpusStayOffTheIsolatedOnes() {
        String text = """
                preemptsim: 1
                name: s
                kernel: {preemption: rt, sched: {isolcpus: 1-2}}
                machine: {cpus: 4}
                workload:
                  tasks:
                    - {name: t, program: [compute: 1us]}
                    - {name: u, cpus: 1, program: [compute: 1us]}
                """;
        List<TaskSpec> tasks = ScenarioReader.readText("s.yaml", text, IncludeResolver.ofTexts(Map.of()))
                .scenarioOrThrow()
                .variants()
                .get(0)
                .workload()
                .tasks();
        assertThat(tasks).extracting(TaskSpec::cpus).containsExactly(CpuSet.of(0, 3), CpuSet.of(1));
    }

    @Test
    void mutexesHaveAShortAndALongForm() {
        List<UserObjectSpec> objects = read("""
                        objects:
                          a: mutex
                          b: {mutex: npcs}
                          c: {mutex: {protocol: protect, kind: recursive, ceiling: 7}}
                          d: {mutex: {robust: true}}
                        tasks: [{name: t, program: [compute: 1us]}]
                        """).workload().userObjects();
        assertThat(objects)
                .containsExactly(
                        new UserObjectSpec.Mutex("a", Protocol.NONE),
                        new UserObjectSpec.Mutex("b", Protocol.NPCS),
                        new UserObjectSpec.Mutex("c", Protocol.PROTECT, MutexKind.RECURSIVE, false, 7),
                        new UserObjectSpec.Mutex("d", Protocol.NONE, MutexKind.NORMAL, true, 0));
    }
}
