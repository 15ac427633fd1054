// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.rtapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.preemptsim.experiment.run.ExperimentRunner;
import org.preemptsim.experiment.run.RunMonitor;
import org.preemptsim.experiment.run.RunOptions;
import org.preemptsim.experiment.scenario.IncludeResolver;
import org.preemptsim.experiment.scenario.ScenarioReader;
import org.preemptsim.experiment.scenario.Variant;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.DurationDistribution;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.spec.Step;
import org.preemptsim.models.spec.Step.SyncOp;
import org.preemptsim.models.spec.TaskSpec;
import org.preemptsim.models.spec.UserObjectSpec;
import org.preemptsim.models.spec.UserObjectSpec.Protocol;

class RtAppTest {
    private static String resource(String name) {
        try (InputStream in = RtAppTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Variant imported(String json) {
        RtAppImport.Imported imported = RtAppImport.read("w.json", json);
        assertThat(imported.check().ok())
                .as(imported.check().render() + imported.yaml())
                .isTrue();
        return imported.check().scenarioOrThrow().variants().get(0);
    }

    private static TaskSpec task(String json) {
        return imported("{\"tasks\": {\"t\": " + json + "}}").workload().tasks().get(0);
    }

    private static Step compute(long us) {
        return new Step.Compute(DurationDistribution.ofNs(us * 1_000));
    }

    private static Step sleep(long us) {
        return new Step.Sleep(DurationDistribution.ofNs(us * 1_000));
    }

    private static Step forever(Step... steps) {
        return new Step.Repeat(Step.Repeat.FOREVER, List.of(steps));
    }

    @Test
    void readsADocumentedWorkload() {
        List<TaskSpec> tasks = imported(resource("demo.json")).workload().tasks();
        assertThat(tasks.get(0).policy()).isEqualTo(SchedPolicy.fifo(30));
        assertThat(tasks.get(0).cpus()).isEqualTo(CpuSet.of(0));
        assertThat(tasks.get(0).program()).containsExactly(forever(compute(2_000), new Step.NextPeriod(10_000_000)));
        assertThat(tasks.get(1).program())
                .containsExactly(new Step.Repeat(
                        20, List.of(new Step.Repeat(2, List.of(compute(5_000), sleep(3_000))), compute(20_000))));
    }

    @Test
    void readsTheLooseGrammarAndEveryEvent() {
        Variant v = imported(resource("loose.json"));
        assertThat(v.durationNs()).isEqualTo(3_000_000_000L);
        assertThat(v.workload().userObjects())
                .contains(
                        new UserObjectSpec.Mutex("m", Protocol.INHERIT),
                        new UserObjectSpec.Condition("c"),
                        new UserObjectSpec.Condition("m_condition"),
                        new UserObjectSpec.Barrier("b", 3));
        assertThat(v.workload().tasks())
                .extracting(TaskSpec::name)
                .containsExactly("producer", "consumer-0", "consumer-1", "sleeper", "dl");
        TaskSpec producer = v.workload().tasks().get(0);
        assertThat(producer.startNs()).isEqualTo(500_000);
        assertThat(producer.policy()).isEqualTo(SchedPolicy.rr(20));
        assertThat(producer.program().get(0)).isInstanceOf(Step.Repeat.class);
        Step.Repeat loop = (Step.Repeat) producer.program().get(0);
        assertThat(loop.times()).isEqualTo(10);
        assertThat(loop.steps())
                .containsExactly(
                        new Step.SetAffinity("", CpuSet.of(0, 1)),
                        new Step.Repeat(
                                3,
                                List.of(
                                        compute(100),
                                        compute(200),
                                        new Step.Sync(SyncOp.MUTEX_LOCK, "m"),
                                        new Step.Sync(SyncOp.COND_SIGNAL, "c"),
                                        new Step.Sync(SyncOp.MUTEX_UNLOCK, "m"),
                                        new Step.NextPeriod(5_000_000))),
                        new Step.SetAffinity("", CpuSet.of(1)),
                        new Step.SetPolicy("", SchedPolicy.fifo(30)),
                        compute(1_000),
                        new Step.Sync(SyncOp.BARRIER_WAIT, "b"),
                        new Step.Sync(SyncOp.MUTEX_LOCK, "sleeper/suspended"),
                        new Step.Sync(SyncOp.COND_BROADCAST, "sleeper/resume"),
                        new Step.Sync(SyncOp.MUTEX_UNLOCK, "sleeper/suspended"));
        assertThat(v.workload().tasks().get(3).policy()).isEqualTo(SchedPolicy.other(5));
        assertThat(v.workload().tasks().get(4).policy())
                .isEqualTo(SchedPolicy.deadline(2_000_000, 8_000_000, 10_000_000));
    }

    @Test
    void listsWhatItLeavesOutWithItsPlaceAndWritesItIntoTheScenario() {
        RtAppImport.Imported imported = RtAppImport.read("w.json", resource("loose.json"));
        assertThat(imported.notes())
                .extracting(n -> n.substring(n.indexOf(": ") + 2))
                .containsExactly(
                        "runtime counts real time, with the time of preemptions; here it is CPU time",
                        "mem is not simulated",
                        "iorun is not simulated",
                        "fork is not simulated",
                        "util_min is not simulated");
        assertThat(imported.notes()).allMatch(n -> n.startsWith("w.json:3"));
        imported.notes().forEach(n -> assertThat(imported.yaml()).contains("#   " + n + "\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo.json", "loose.json"})
    void exportsToTheSameScenario(String name) {
        Variant once = imported(resource(name));
        String json = RtAppExport.write(once).json();
        Variant twice = imported(json);
        assertThat(twice.workload()).isEqualTo(once.workload());
        assertThat(twice.durationNs()).isEqualTo(once.durationNs());
        assertThat(RtAppExport.write(twice).json()).isEqualTo(json);
        assertThat(RtAppExport.write(once).notes()).isEmpty();
    }

    @Test
    void relativeTimersAreANote() {
        String json = "{\"tasks\": {\"t\": {\"run\": 1, \"timer\": {\"ref\": \"x\", \"period\": 10}}}}";
        assertThat(RtAppImport.read("w.json", json).notes())
                .containsExactly("w.json:1:28: a relative timer that is late begins anew; next_period catches up,"
                        + " as an absolute one");
    }

    @Test
    void sharedTimersAndSecondTimersAreNotes() {
        String timer = "\"timer\": {\"ref\": \"x\", \"period\": 10, \"mode\": \"absolute\"}";
        String other = "\"timer2\": {\"ref\": \"y\", \"period\": 20, \"mode\": \"absolute\"}";
        String json =
                "{\"tasks\": {\"t\": {\"run\": 1, " + timer + ", " + other + "}, \"u\": {\"run\": 1, " + timer + "}}}";
        assertThat(RtAppImport.read("w.json", json).notes())
                .hasSize(2)
                .anyMatch(n -> n.contains("\"x\" is shared by t, u"))
                .anyMatch(n -> n.contains("\"y\" is a sleep"));
    }

    @Test
    void locksThatDoNotPairAreLeftToTheRun() {
        String json = "{\"tasks\": {\"t\": {\"loop\": 2, \"run\": 1, \"lock\": \"m\"}}}";
        RtAppImport.Imported imported = RtAppImport.read("w.json", json);
        assertThat(imported.check().ok()).as(imported.check().render()).isTrue();
        assertThat(imported.notes()).singleElement().asString().contains("allow_errors");
        assertThat(imported.yaml()).contains("allow_errors: true");
    }

    @Test
    void loopsAndPhasesHaveTheDefaultsOfRtApp() {
        assertThat(task("{\"run\": 7}").program()).containsExactly(forever(compute(7)));
        assertThat(task("{\"loop\": 1, \"phases\": {\"a\": {\"run\": 7}, \"b\": {\"loop\": -1, \"sleep\": 9}}}")
                        .program())
                .containsExactly(compute(7), forever(sleep(9)));
        assertThat(task("{\"policy\": \"SCHED_FIFO\", \"run\": 7}").policy()).isEqualTo(SchedPolicy.fifo(10));
    }

    @Test
    void oldNamesOfDeadlineParametersAreNoEvents() {
        TaskSpec t = task(
                "{\"policy\": \"SCHED_DEADLINE\", \"runtime\": 1000, \"period\": 5000, \"run\": 10, \"yield\": \"\"}");
        assertThat(t.policy()).isEqualTo(SchedPolicy.deadline(1_000_000, 5_000_000, 5_000_000));
        assertThat(t.program()).containsExactly(forever(compute(10), new Step.Yield()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "1:13 | {'tasks': {}",
                "1:1 | []",
                "1:1 | {'global': {}}",
                "1:18 | {'tasks': { 'a': 5}}",
                "1:2 | {'taks': {}, 'tasks': {'a': {'run': 1}}}",
                "1:25 | {'tasks': {'a': {'run': 'x'}}}",
                "1:18 | {'tasks': {'a': {'slep': 1}}}",
                "1:28 | {'tasks': {'a': {'policy': 'SCHED_FAST', 'run': 1}}}",
                "1:54 | {'tasks': {'a': {'policy': 'SCHED_FIFO', 'priority': 100, 'run': 1}}}",
                "1:27 | {'tasks': {'a': {'timer': {'ref': 'x'}}}}",
                "1:26 | {'tasks': {'a': {'wait': 'c'}}}",
                "1:26 | {'tasks': {'a': {'cpus': 0, 'run': 1}}}"
            })
    void errorsHaveTheirPlace(String place, String json) {
        assertThatThrownBy(() -> RtAppImport.read("w.json", json))
                .isInstanceOf(RtAppException.class)
                .message()
                .startsWith("w.json:" + place.strip() + ": ");
    }

    private static Variant scenario(String workload) {
        String text =
                "preemptsim: 1\nname: s\nduration: 1500ms\nkernel: {preemption: rt}\nmachine: {cpus: 2}\nworkload:\n"
                        + workload.indent(2);
        return ScenarioReader.readText("s.yaml", text, IncludeResolver.ofTexts(Map.of()))
                .scenarioOrThrow()
                .variants()
                .get(0);
    }

    @Test
    void exportSaysWhatRtAppCannot() {
        Variant v = scenario("""
                locks: {spin: spinlock}
                objects: {m: mutex, p: {mutex: {protocol: protect, ceiling: 50}}, s: semaphore, b: {barrier: 5}}
                irqs: [{irq: 3, name: eth, handler: 1us, every: 1ms}]
                cyclictest: {command: cyclictest -q}
                tasks:
                  - name: t
                    policy: batch
                    end: 1s
                    program:
                      - compute: {uniform: [10us, 20us]}
                      - compute: 1500ns
                      - sem_wait: {object: s, timeout: 1ms}
                      - barrier_wait: b
                      - signal: t
                      - syscall: {name: read, steps: [hold: {lock: spin, for: 3us}, irqs_off: 1us]}
                """);
        RtAppExport.Exported exported = RtAppExport.write(v);
        assertThat(exported.notes())
                .anyMatch(n -> n.contains("rounded up to 2 s"))
                .anyMatch(n -> n.contains("cyclictest"))
                .anyMatch(n -> n.contains("interrupt line 3"))
                .anyMatch(n -> n.contains("mutex p"))
                .anyMatch(n -> n.contains("barrier b") && n.contains("1, not 5"))
                .anyMatch(n -> n.contains("task t: its end"))
                .anyMatch(n -> n.contains("batch"))
                .anyMatch(n -> n.contains("compute varies"))
                .anyMatch(n -> n.contains("1500 ns is rounded"))
                .anyMatch(n -> n.contains("time-out of sem_wait"))
                .anyMatch(n -> n.contains("no sem_wait"))
                .anyMatch(n -> n.contains("no signal"))
                .anyMatch(n -> n.contains("system call \"read\""))
                .anyMatch(n -> n.contains("lock spin"))
                .anyMatch(n -> n.contains("irqs_off"))
                .hasSize(16);
        assertThat(imported(exported.json()).workload().tasks().get(0).program())
                .containsExactly(
                        compute(15), compute(2), new Step.Sync(SyncOp.BARRIER_WAIT, "b"), compute(3), compute(1));
    }

    /** The trace of a text's variant "rt", on a machine whose actions take time. */
    private static String trace(String yaml, Path file) throws IOException {
        String text = yaml.replaceFirst(
                "machine: .*\n",
                "machine: {cpus: 2, costs: {schedule: 300ns, wakeup: 400ns, syscall_entry: 70ns, tick: 1us}}\n");
        ExperimentRunner.run(
                ScenarioReader.readText("s.yaml", text, IncludeResolver.ofTexts(Map.of()))
                        .scenarioOrThrow(),
                new RunOptions(
                        List.of("rt"),
                        OptionalLong.of(3),
                        OptionalLong.of(100_000_000L),
                        OptionalInt.empty(),
                        file,
                        true),
                RunMonitor.NONE);
        return Files.readString(file);
    }

    @Test
    void runsToTheSameTraceAfterTheRoundTrip(@TempDir Path directory) throws IOException {
        String scenario = """
                preemptsim: 1
                name: s
                duration: 1s
                machine: {cpus: 2}
                kernel: {preemption: full}
                workload:
                  tasks:
                    - {name: a, policy: "fifo:20", cpus: 1, period: 5ms, program: [compute: 300us]}
                    - name: b
                      policy: "rr:10"
                      cpus: [1]
                      start: 1ms
                      program:
                        - phase: {name: x, times: 3, steps: [compute: 2ms, yield]}
                        - set_policy: "other:3"
                        - repeat: {steps: [compute: 700us, sleep: 40us]}
                    - {name: c, program: [repeat: {times: 9, steps: [compute: 10ms, sleep: 1ms]}]}
                variants: {rt: {kernel.preemption: rt}}
                """;
        Variant v = ScenarioReader.readText("s.yaml", scenario, IncludeResolver.ofTexts(Map.of()))
                .scenarioOrThrow()
                .variants()
                .get(0);
        RtAppExport.Exported exported = RtAppExport.write(v);
        String back = RtAppImport.read("w.json", exported.json()).yaml();
        String before = trace(scenario, directory.resolve("before"));
        assertThat(exported.notes()).isEmpty();
        assertThat(before.lines().count()).isGreaterThan(1_000);
        assertThat(trace(back, directory.resolve("after"))).isEqualTo(before);
    }

    @Test
    void exportWritesOutLoopsInsidePhases() {
        Variant v = scenario("""
                tasks:
                  - name: t
                    program:
                      - repeat:
                          steps:
                            - compute: 5us
                            - repeat:
                                times: 2
                                steps:
                                  - repeat: {times: 3, steps: [compute: 1us]}
                                  - sleep: 9us
                """);
        RtAppExport.Exported exported = RtAppExport.write(v);
        assertThat(exported.notes()).containsExactly("duration: rounded up to 2 s");
        assertThat(imported(exported.json()).workload().tasks().get(0).program())
                .containsExactly(
                        forever(compute(5), new Step.Repeat(2, List.of(compute(1), compute(1), compute(1), sleep(9)))));
    }
}
