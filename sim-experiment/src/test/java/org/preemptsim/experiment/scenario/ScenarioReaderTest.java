// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preemptsim.models.spec.BlockDeviceSpec;
import org.preemptsim.models.spec.ClockSourceKind;
import org.preemptsim.models.spec.ClockSpec.ClockEventKind;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.DurationDistribution;
import org.preemptsim.models.spec.DurationDistribution.Constant;
import org.preemptsim.models.spec.DurationDistribution.Uniform;
import org.preemptsim.models.spec.IrqLineSpec;
import org.preemptsim.models.spec.KernelEras;
import org.preemptsim.models.spec.KernelSpec;
import org.preemptsim.models.spec.LockSpec;
import org.preemptsim.models.spec.MachineSpec;
import org.preemptsim.models.spec.PreemptionModel;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.spec.SchedSettings;
import org.preemptsim.models.spec.Step;
import org.preemptsim.models.spec.TaskSpec;
import org.preemptsim.models.spec.Topology;
import org.preemptsim.models.spec.WorkloadSpec;

class ScenarioReaderTest {
    private static final String MINIMAL = """
            preemptsim: 1
            name: s
            kernel: {preemption: rt}
            workload: {cyclictest: {command: cyclictest -q}}
            """;

    private static ReadResult result(String text, Map<String, String> files) {
        return ScenarioReader.readText("dir/s.yaml", text, IncludeResolver.ofTexts(files));
    }

    private static Scenario read(String text) {
        return read(text, Map.of());
    }

    private static Scenario read(String text, Map<String, String> files) {
        ReadResult r = result(text, files);
        assertThat(r.render()).isEmpty();
        return r.scenarioOrThrow();
    }

    private static Variant only(String text) {
        Scenario s = read(text);
        assertThat(s.variants()).hasSize(1);
        return s.variants().get(0);
    }

    private static DurationDistribution ns(long ns) {
        return new Constant(ns);
    }

    // Values --------------------------------------------------------------------------------------------------------

    @Test
    void fillsInTheDefaults() {
        Scenario s = read(MINIMAL);
        assertThat(s.title()).isEqualTo("s");
        assertThat(s.about()).isEmpty();
        assertThat(s.seed()).isEqualTo(1);
        assertThat(s.worstSamples()).isEqualTo(20);
        Variant v = s.variants().get(0);
        assertThat(v.name()).isEmpty();
        assertThat(v.durationNs()).isEqualTo(60_000_000_000L);
        assertThat(v.hash()).matches("[0-9a-f]{16}");
        assertThat(v.kernel())
                .isEqualTo(new KernelSpec(
                        new KernelSpec.KernelVersion(6, 6),
                        PreemptionModel.RT,
                        250,
                        true,
                        false,
                        new KernelSpec.IrqThreadPriorities.Flat(50)));
        assertThat(v.machine().cpus()).isEqualTo(1);
        assertThat(v.machine().costs()).isEmpty();
        assertThat(v.machine().clock().current()).isEqualTo(ClockSourceKind.TSC);
        assertThat(v.machine().clock().device()).isEqualTo(ClockEventKind.TSC_DEADLINE);
        assertThat(v.workload().cyclictests().get(0).userLoop()).isEqualTo(ns(1_000));
    }

    @Test
    void readsEveryPartOfAMachine() {
        MachineSpec m = only(LanguageTest.text()).machine();
        assertThat(m.cpus()).isEqualTo(4);
        assertThat(m.cost(CostKey.IRQ_ENTRY)).isEqualTo(ns(401));
        assertThat(m.cost(CostKey.IRQ_EXIT)).isEqualTo(new Uniform(1, 2));
        assertThat(m.cost(CostKey.IRQ_ACK)).isEqualTo(new DurationDistribution.Exponential(100, 1_000));
        assertThat(m.cost(CostKey.HRTIMER_INTERRUPT)).isEqualTo(new DurationDistribution.LogNormal(10, 20, 0.5, 30));
        assertThat(m.cost(CostKey.HRTIMER_EXPIRE)).isEqualTo(new DurationDistribution.Pareto(10, 1.5, 30));
        assertThat(m.cost(CostKey.TICK))
                .isEqualTo(new DurationDistribution.Empirical(List.of(
                        new DurationDistribution.Quantile(0, 1),
                        new DurationDistribution.Quantile(0.5, 2),
                        new DurationDistribution.Quantile(1, 9))));
        assertThat(m.cost(CostKey.WAKEUP))
                .isEqualTo(new DurationDistribution.Mixture(List.of(
                        new DurationDistribution.Part(9, ns(3)), new DurationDistribution.Part(1, new Uniform(4, 5)))));
        assertThat(m.clock().current()).isEqualTo(ClockSourceKind.ACPI_PM);
        assertThat(m.clock().available()).containsExactly(ClockSourceKind.HPET, ClockSourceKind.ACPI_PM);
        assertThat(m.clock().readCostOf(ClockSourceKind.HPET)).isEqualTo(ns(1_000));
        assertThat(m.clock().frequencyHzOf(ClockSourceKind.TSC)).isEqualTo(3_000_000_000L);
        assertThat(m.clock().device()).isEqualTo(ClockEventKind.LAPIC);
        assertThat(m.clock().timerError()).isEqualTo(ns(20));
        assertThat(m.clock().programCost()).isEqualTo(ns(30));
        assertThat(m.clock().minDeltaNs()).isEqualTo(1_000);
        assertThat(m.idleStates()).containsExactly(new MachineSpec.IdleState("C1", ns(2_000), 3_000));
        assertThat(m.stalls())
                .containsExactly(
                        new MachineSpec.StallSource(MachineSpec.StallKind.NMI, 1, ns(1_000_000_000), ns(3_000)));
    }

    @Test
    void readsEveryPartOfAKernel() {
        assertThat(only(LanguageTest.text()).kernel())
                .isEqualTo(new KernelSpec(
                        new KernelSpec.KernelVersion(5, 4, 1),
                        PreemptionModel.FULL,
                        1000,
                        false,
                        true,
                        new KernelSpec.IrqThreadPriorities.Scaled(50, 25),
                        new SchedSettings(
                                90,
                                SchedSettings.UNLIMITED,
                                2_000_000_000L,
                                40_000_000L,
                                2_000_000_000L,
                                7,
                                false,
                                CpuSet.of(3),
                                1_000),
                        new KernelEras(
                                KernelEras.FairScheduler.EEVDF,
                                KernelEras.RtBandwidth.FAIR_SERVER,
                                false,
                                KernelEras.Release.PENDING_OWNER,
                                KernelEras.WaiterKey.RAW_PRIORITY,
                                KernelEras.Requeue.TAIL,
                                KernelEras.Readers.SINGLE,
                                KernelEras.SpinOnOwner.SPINLOCKS,
                                true)));
    }

    @Test
    void readsTopologies() {
        CpuSet low = CpuSet.of(0, 1);
        CpuSet high = CpuSet.of(2, 3);
        List<CpuSet> halves = List.of(low, high);
        assertThat(only(LanguageTest.text()).machine().topology()).isEqualTo(new Topology(halves, halves, halves));
    }

    @Test
    void readsAPlainVersionAsItIsWritten() {
        KernelSpec k = only(MINIMAL.replace("{preemption: rt}", "{preemption: rt, version: 6.10}"))
                .kernel();
        assertThat(k.version()).isEqualTo(new KernelSpec.KernelVersion(6, 10));
    }

    @Test
    void readsLocksLinesAndDevicesOfWorkloadAndStress() {
        WorkloadSpec w = only(LanguageTest.text()).workload();
        assertThat(w.locks()).extracting(LockSpec::name).contains("a", "b", "c", "d", "e", "f", "m");
        assertThat(w.locks().get(1).kind()).isEqualTo(LockSpec.Kind.RAW_SPINLOCK_IRQ);
        assertThat(w.lines())
                .containsExactly(
                        new IrqLineSpec(
                                14,
                                "ata",
                                true,
                                CpuSet.of(1),
                                ns(4_000),
                                IrqLineSpec.SoftirqKind.TASKLET,
                                ns(3_000),
                                new IrqLineSpec.ArrivalSpec(ns(1_000_000), 2_000_000)),
                        new IrqLineSpec(
                                15, "ide1", false, CpuSet.first(4), ns(5_000), null, DurationDistribution.ZERO, null));
        assertThat(w.blockDevices())
                .containsExactly(
                        new BlockDeviceSpec("sda", 14, ns(1_000_000), 4, ns(2_000)),
                        new BlockDeviceSpec("sdb", 15, ns(2_000_000), 32, DurationDistribution.ZERO));
    }

    @Test
    void readsEveryStep() {
        TaskSpec t = only(LanguageTest.text()).workload().tasks().get(0);
        Step.Syscall call = new Step.Syscall(
                "call",
                List.of(
                        new Step.Kernel("w1", ns(1_000)),
                        new Step.PreemptOff("w2", ns(2_000)),
                        new Step.IrqsOff("w3", ns(3_000)),
                        new Step.Lock("c"),
                        new Step.Kernel("kernel", ns(4_000)),
                        new Step.Unlock("c"),
                        new Step.Lock("e"),
                        new Step.Kernel("w4", ns(5_000)),
                        new Step.Unlock("e"),
                        new Step.CondResched(),
                        new Step.MightSleep(),
                        new Step.BlockIo("sda", false),
                        new Step.BlockDrain("sda"),
                        new Step.Chance(0.25, List.of(new Step.Kernel("kernel", ns(6_000))))));
        assertThat(t)
                .isEqualTo(new TaskSpec(
                        "t",
                        SchedPolicy.rr(10),
                        CpuSet.of(0, 1),
                        1_000_000,
                        6_000_000_000L,
                        "turns",
                        false,
                        List.of(
                                new Step.SleepUntil(5_000_000),
                                new Step.Yield(),
                                new Step.Lock("m"),
                                new Step.Unlock("m"),
                                new Step.Repeat(
                                        3,
                                        List.of(
                                                new Step.Compute(ns(1_000)),
                                                new Step.Sleep(ns(1_000_000)),
                                                new Step.Work(2))),
                                call)));
    }

    @Test
    void makesATaskOfEachStressWorker() {
        List<TaskSpec> tasks = only(LanguageTest.text()).workload().tasks();
        assertThat(tasks)
                .extracting(TaskSpec::name)
                .containsExactly(
                        "t", "k", "users", "others", "kernel", "load/cpu#1", "load/io#1", "load/vm#1", "load/hdd#1");
        TaskSpec cpu = tasks.get(5);
        assertThat(cpu.policy()).hasToString("batch:5");
        assertThat(cpu.cpus()).isEqualTo(CpuSet.of(1, 3));
        assertThat(cpu.endNs()).isEqualTo(TaskSpec.NEVER);
        assertThat(cpu.workUnit()).isEqualTo("rounds");
        assertThat(cpu.program())
                .containsExactly(new Step.Repeat(Step.Repeat.FOREVER, List.of(new Step.Compute(ns(1_000_000)))));
        assertThat(tasks.get(7).program())
                .containsExactly(new Step.Repeat(
                        Step.Repeat.FOREVER, List.of(new Step.Repeat(256, List.of(new Step.Compute(ns(1_000)))))));
        assertThat(tasks.get(8).program())
                .containsExactly(new Step.Repeat(
                        Step.Repeat.FOREVER, List.of(new Step.Repeat(1_024, List.of(new Step.Compute(ns(2_000)))))));
    }

    @Test
    void endsStressWorkersAtTheirTimeout() {
        String text = MINIMAL.replace(
                "cyclictest: {command: cyclictest -q}",
                "stress: {command: stress -c 2 -t 10s, workers: {cpu: {program: [compute: 1ms]}}}");
        assertThat(only(text).workload().tasks())
                .extracting(TaskSpec::name, TaskSpec::startNs, TaskSpec::endNs)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("stress/cpu#1", 6_000_000L, 10_000_000_000L),
                        org.assertj.core.groups.Tuple.tuple("stress/cpu#2", 3_000_000L, 10_000_000_000L));
    }

    @Test
    void numbersTheSecondToolOfAKind() {
        String text = MINIMAL.replace(
                "cyclictest: {command: cyclictest -q}",
                "cyclictest: [{command: cyclictest -q}, {command: cyclictest -q -p5}]");
        assertThat(only(text).workload().cyclictests())
                .extracting(c -> c.threads().get(0).name())
                .containsExactly("cyclictest/0", "cyclictest2/0");
    }

    @Test
    void pinsAsTasksetDoesUnlessTheCommandSaysOtherwise() {
        String text = MINIMAL + "machine: {cpus: 4}\n";
        String pinned = text.replace("cyclictest -q}", "cyclictest -q -t2, cpus: 2}");
        String own = text.replace("cyclictest -q}", "cyclictest -q -a 1 -t2, cpus: 2}");
        assertThat(only(pinned).workload().cyclictests().get(0).threads())
                .allMatch(t -> t.cpus().equals(CpuSet.of(2)));
        assertThat(only(own).workload().cyclictests().get(0).threads())
                .allMatch(t -> t.cpus().equals(CpuSet.of(1)));
    }

    @Test
    void acceptsASpinlockUnderARawLockWhereItSpins() {
        String text = """
                preemptsim: 1
                name: s
                kernel: {preemption: %s}
                workload:
                  locks: {raw: raw_spinlock, spin: spinlock}
                  tasks: [{name: t, program: [syscall: {name: x, steps: [lock: raw, hold: {lock: spin, for: 1us}, unlock: raw]}]}]
                """;
        for (String model : List.of("none", "voluntary", "full", "lazy")) {
            assertThat(result(text.formatted(model), Map.of()).ok()).as(model).isTrue();
        }
        assertThat(result(text.formatted("rt"), Map.of()).ok()).isFalse();
    }

    @Test
    void acceptsALoopWhoseSystemCallsAloneTakeTime() {
        String text = MINIMAL.replace(
                "cyclictest: {command: cyclictest -q}",
                "tasks: [{name: t, program: [repeat: {steps: [syscall: {name: x, steps: [cond_resched]}]}]}]");
        assertThat(result(text, Map.of()).ok()).isFalse();
        assertThat(result(text + "machine: {costs: {syscall_exit: 1ns}}\n", Map.of())
                        .ok())
                .isTrue();
    }

    // Files ---------------------------------------------------------------------------------------------------------

    @Test
    void laysFilesOverTheirIncludesKeyByKey() {
        Map<String, String> files = Map.of(
                "dir/a.yaml",
                "preemptsim: 1\nseed: 7\nworst: 3\nmachine: {cpus: 2, costs: {wakeup: {uniform: [1us, 2us]}, tick: 1us}}\n",
                "dir/b.yaml",
                "preemptsim: 1\nworst: 4\nkernel: {hz: 100, preemption: none}\n");
        Scenario s = read(
                MINIMAL
                        + "include: [a.yaml, b.yaml]\nmachine: {costs: {wakeup: {exponential: {mean: 1us, max: 2us}}}}\n",
                files);
        assertThat(s.seed()).isEqualTo(7);
        assertThat(s.worstSamples()).isEqualTo(4);
        Variant v = s.variants().get(0);
        assertThat(v.machine().cpus()).isEqualTo(2);
        assertThat(v.machine().cost(CostKey.TICK)).isEqualTo(ns(1_000));
        assertThat(v.machine().cost(CostKey.WAKEUP)).isEqualTo(new DurationDistribution.Exponential(1_000, 2_000));
        assertThat(v.kernel().hz()).isEqualTo(100);
        assertThat(v.kernel().preemption()).isEqualTo(PreemptionModel.RT);
    }

    @Test
    void findsFilesRelativeToTheOneThatNamesThem() {
        Map<String, String> files = Map.of(
                "lib/a.yaml", "preemptsim: 1\nmachine: {profile: m/pc.yaml}\n",
                "lib/m/pc.yaml", "preemptsim: 1\nprofile: pc\nmachine: {cpus: 8}\n");
        assertThat(read(MINIMAL + "include: ../lib/a.yaml\n", files)
                        .variants()
                        .get(0)
                        .machine()
                        .cpus())
                .isEqualTo(8);
    }

    @Test
    void includesOneFileTwiceWithoutCallingItACycle() {
        Map<String, String> files = Map.of(
                "dir/a.yaml", "preemptsim: 1\ninclude: c.yaml\n",
                "dir/b.yaml", "preemptsim: 1\ninclude: c.yaml\n",
                "dir/c.yaml", "preemptsim: 1\nseed: 5\n");
        assertThat(read(MINIMAL + "include: [a.yaml, b.yaml]\n", files).seed()).isEqualTo(5);
    }

    @Test
    void letsProfilesBuildOnProfiles() {
        Map<String, String> files = Map.of(
                "dir/pc.yaml", "preemptsim: 1\nprofile: pc\nmachine: {profile: base.yaml, cpus: 8}\n",
                "dir/base.yaml", "preemptsim: 1\nprofile: base\nmachine: {cpus: 2, costs: {tick: 3us}}\n");
        MachineSpec m = read(MINIMAL + "machine: {profile: pc.yaml}\n", files)
                .variants()
                .get(0)
                .machine();
        assertThat(m.cpus()).isEqualTo(8);
        assertThat(m.cost(CostKey.TICK)).isEqualTo(ns(3_000));
    }

    @Test
    void resolvesAliases() {
        String text = MINIMAL + "machine: {costs: {tick: &t {uniform: [1us, 2us]}, wakeup: *t}}\n";
        assertThat(only(text).machine().cost(CostKey.WAKEUP)).isEqualTo(new Uniform(1_000, 2_000));
    }

    @Test
    void readsFromTheFileSystem(@TempDir Path dir) throws IOException {
        Path file = Files.writeString(dir.resolve("s.yaml"), "\ufeff" + MINIMAL + "include: a.yaml\n");
        Files.writeString(dir.resolve("a.yaml"), "preemptsim: 1\r\nseed: 9\r\n");
        assertThat(ScenarioReader.read(file).scenarioOrThrow().seed()).isEqualTo(9);
    }

    @Test
    void reportsFilesThatCannotBeRead(@TempDir Path dir) throws IOException {
        Path binary = Files.write(dir.resolve("binary.yaml"), new byte[] {'a', (byte) 0xff, (byte) 0xfe});
        Path large = Files.write(dir.resolve("large.yaml"), new byte[ScenarioReader.MAX_FILE_BYTES + 1]);
        Path nul = Files.writeString(dir.resolve("nul.yaml"), MINIMAL + "title: \"a\0b\"\n");
        Path odd = Files.writeString(dir.resolve("odd.yaml"), MINIMAL + "include: \"a\\0b\"\n");
        assertThat(codes(ScenarioReader.read(dir.resolve("none.yaml")))).containsExactly("1:1 SC001");
        assertThat(codes(ScenarioReader.read(dir))).containsExactly("1:1 SC001");
        assertThat(codes(ScenarioReader.read(binary))).containsExactly("1:1 SC001");
        assertThat(codes(ScenarioReader.read(large))).containsExactly("1:1 SC002");
        assertThat(codes(ScenarioReader.read(nul))).containsExactly("5:10 SC003");
        assertThat(codes(ScenarioReader.read(odd))).containsExactly("5:10 SC001");
        assertThatThrownBy(() -> ScenarioReader.read(dir).scenarioOrThrow()).hasMessageContaining("is a directory");
    }

    private static List<String> codes(ReadResult r) {
        return r.diagnostics().stream()
                .map(d -> d.line() + ":" + d.column() + " " + d.code())
                .toList();
    }

    @Test
    void reportsAllErrorsAtOnceInTheOrderOfTheFile() {
        String text = """
                preemptsim: 1
                name: s
                duration: 5
                machine: {cpus: 0, costs: {wakup: 1us}}
                kernel: {preemption: rtt, hz: 99}
                workload:
                  tasks:
                    - name: a
                      cpus: 7
                      program: [lock: x, compute: -1us]
                    - {name: a, program: [unlock: x]}
                """;
        assertThat(codes(result(text, Map.of())))
                .containsExactly(
                        "3:11 SC016",
                        "4:17 SC018",
                        "4:28 SC013",
                        "5:22 SC019",
                        "5:31 SC018",
                        "9:13 SC012",
                        "10:23 SC021",
                        "10:35 SC017",
                        "11:14 SC024",
                        "11:35 SC021");
    }

    @Test
    void stopsAfterTwoHundredDiagnostics() {
        String junk = "k%d: 1\n";
        StringBuilder text = new StringBuilder(MINIMAL);
        for (int i = 0; i < 1_000; i++) {
            text.append(junk.formatted(i));
        }
        assertThat(result(text.toString(), Map.of()).diagnostics()).hasSize(Diagnostics.MOST);
    }

    // Variants ------------------------------------------------------------------------------------------------------

    @Test
    void appliesOverridesByPath() {
        String text = """
                preemptsim: 1
                name: s
                kernel: {preemption: none}
                machine: {costs: {wakeup: {lognormal: {min: 1us, median: 2us, sigma: 0.5, max: 3us}}, tick: 1us}}
                workload:
                  locks: {a: spinlock}
                  irqs: [{irq: 9, name: eth0, handler: 1us, every: 1ms}]
                  tasks:
                    - {name: ctrl, policy: fifo:5, program: [compute: 1us]}
                    - {name: other, program: [compute: 1us]}
                variants:
                  a:
                    kernel.preemption: rt
                    duration: 3s
                    machine.cpus: 2
                    machine.costs.wakeup.lognormal.max: 9us
                    machine.costs.tick: {uniform: [1us, 2us]}
                    workload.tasks.ctrl.policy: fifo:90
                    workload.tasks.1.start: 5ms
                    workload.irqs.eth0.nodelay: true
                    workload.locks.b: mutex
                  b:
                    kernel: {hz: 100}
                    workload.tasks.other: null
                    workload.irqs: []
                    machine.costs.wakeup: 4us
                    machine.costs.wakeup.uniform: [5us, 6us]
                """;
        Scenario s = read(text);
        assertThat(s.variants()).extracting(Variant::name).containsExactly("a", "b");
        Variant a = s.variant("a").orElseThrow();
        assertThat(a.kernel().preemption()).isEqualTo(PreemptionModel.RT);
        assertThat(a.durationNs()).isEqualTo(3_000_000_000L);
        assertThat(a.machine().cpus()).isEqualTo(2);
        assertThat(a.machine().cost(CostKey.WAKEUP))
                .isEqualTo(new DurationDistribution.LogNormal(1_000, 2_000, 0.5, 9_000));
        assertThat(a.machine().cost(CostKey.TICK)).isEqualTo(new Uniform(1_000, 2_000));
        assertThat(a.workload().tasks().get(0).policy()).isEqualTo(SchedPolicy.fifo(90));
        assertThat(a.workload().tasks().get(1).startNs()).isEqualTo(5_000_000);
        assertThat(a.workload().lines().get(0).noThread()).isTrue();
        assertThat(a.workload().locks()).hasSize(2);
        Variant b = s.variant("b").orElseThrow();
        assertThat(b.kernel().preemption()).isEqualTo(PreemptionModel.NONE);
        assertThat(b.kernel().hz()).isEqualTo(100);
        assertThat(b.workload().tasks()).hasSize(1);
        assertThat(b.workload().lines()).isEmpty();
        assertThat(b.machine().cost(CostKey.WAKEUP)).isEqualTo(new Uniform(5_000, 6_000));
    }

    @Test
    void overridesReachIntoProfilesAndMayChangeThem() {
        Map<String, String> files = Map.of(
                "dir/one.yaml",
                "preemptsim: 1\nprofile: one\nmachine: {idle_states: [{name: C1, exit_latency: 1us}]}\n",
                "dir/two.yaml",
                "preemptsim: 1\nprofile: two\nmachine: {idle_states: [{name: C9, exit_latency: 9us}]}\n",
                "dir/load.yaml",
                """
                preemptsim: 1
                profile: load
                stress:
                  irqs: [{irq: 14, name: ata, handler: 4us}]
                  block_devices: [{name: sda, irq: 14, service: 1ms}]
                  workers: {io: {program: [syscall: {name: sync, steps: [block_io: sda]}]}}
                """);
        String text = """
                preemptsim: 1
                name: s
                machine: {profile: one.yaml}
                kernel: {preemption: rt}
                workload: {stress: {command: stress --io 1, profile: load.yaml}}
                variants:
                  plain: {}
                  slow: {machine.idle_states.C1.exit_latency: 5us, workload.stress.block_devices.sda.service: 7ms}
                  other: {machine.profile: two.yaml, machine.idle_states.C9.exit_latency: 8us}
                  quiet: {workload.stress: null, workload.cyclictest: {command: cyclictest -q}}
                """;
        Scenario s = read(text, files);
        assertThat(s.variants())
                .extracting(v -> v.machine().idleStates().get(0).exitLatency())
                .containsExactly(ns(1_000), ns(5_000), ns(8_000), ns(1_000));
        assertThat(s.variants().get(1).workload().blockDevices().get(0).service())
                .isEqualTo(ns(7_000_000));
        assertThat(s.variants().get(3).workload().tasks()).isEmpty();
    }

    // Hash ----------------------------------------------------------------------------------------------------------

    @Test
    void hashesTheContentNotItsLayout() {
        String text = MINIMAL + "machine: {cpus: 2, costs: {tick: 1us, wakeup: 2us}}\n";
        String same = """
                # the same
                preemptsim: 1
                name: another-name
                title: Another title
                seed: 99
                duration: 1h
                machine:
                    costs:
                        wakeup: 2000ns
                        tick: "0.001ms"
                    cpus: 2
                    clock: {source: tsc, available: [acpi_pm, tsc, hpet]}
                kernel: {hz: 250, preemption: rt}
                workload:
                    cyclictest:
                        - command: >-
                            cyclictest
                            -q
                """;
        assertThat(only(same).hash()).isEqualTo(only(text).hash());
        assertThat(only(text.replace("tick: 1us", "tick: 2us")).hash())
                .isNotEqualTo(only(text).hash());
    }

    @Test
    void hashIsTheSameOnEveryPlatform() {
        // A change of this value means that results of earlier versions no longer name the same content.
        assertThat(only(MINIMAL).hash()).isEqualTo("b442ad7890193144");
    }
}
