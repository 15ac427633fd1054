// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.preemptsim.engine.Trace;
import org.preemptsim.models.Fixtures;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.SegmentKind;
import org.preemptsim.models.probe.LatencyProbe;
import org.preemptsim.models.probe.WorstSample;
import org.preemptsim.models.spec.BlockDeviceSpec;
import org.preemptsim.models.spec.ClockSourceKind;
import org.preemptsim.models.spec.ClockSpec.ClockEventKind;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.DurationDistribution;
import org.preemptsim.models.spec.DurationDistribution.Exponential;
import org.preemptsim.models.spec.DurationDistribution.Pareto;
import org.preemptsim.models.spec.DurationDistribution.Uniform;
import org.preemptsim.models.spec.IrqLineSpec;
import org.preemptsim.models.spec.IrqLineSpec.ArrivalSpec;
import org.preemptsim.models.spec.IrqLineSpec.SoftirqKind;
import org.preemptsim.models.spec.LockSpec;
import org.preemptsim.models.spec.MachineSpec.StallKind;
import org.preemptsim.models.spec.PreemptionModel;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.spec.Step;

/** What must hold of any machine, whatever it runs. */
class MachineProperties {
    private static final long HALF_SECOND_NS = 500_000_000L;

    /** Everything at once on two CPUs: contention, interrupts, softirqs, block I/O, stalls. */
    static Fixtures busy(PreemptionModel model) {
        Fixtures f = Fixtures.on(model).cpus(2).hz(1000);
        for (CostKey key : CostKey.values()) {
            f.cost(key, new Uniform(50, 900));
        }
        Step.Repeat crunch = new Step.Repeat(
                Step.Repeat.FOREVER, List.of(new Step.Compute(new Exponential(40_000, 400_000)), new Step.Work(1)));
        Step.Repeat write = new Step.Repeat(
                Step.Repeat.FOREVER,
                List.of(
                        new Step.Syscall(
                                "write",
                                List.of(
                                        new Step.Kernel("copy", new Pareto(1_000, 1.2, 300_000)),
                                        new Step.Lock("inode"),
                                        new Step.Lock("journal"),
                                        new Step.Kernel("tx", new Pareto(500, 1.3, 60_000)),
                                        new Step.Unlock("journal"),
                                        new Step.CondResched(),
                                        new Step.Unlock("inode"),
                                        new Step.Lock("bh"),
                                        new Step.Kernel("stat", DurationDistribution.ofNs(700)),
                                        new Step.Unlock("bh"),
                                        new Step.BlockIo("sda", false),
                                        new Step.IrqsOff("slab", new Uniform(100, 3_000)),
                                        new Step.PreemptOff("percpu", new Uniform(100, 3_000)),
                                        new Step.Chance(0.05, List.of(new Step.BlockDrain("sda"))))),
                        new Step.Work(1)));
        return f.clock(ClockSourceKind.TSC, ClockEventKind.TSC_DEADLINE, 57)
                .lock("inode", LockSpec.Kind.MUTEX)
                .lock("journal", LockSpec.Kind.SPINLOCK_IRQ)
                .lock("bh", LockSpec.Kind.SPINLOCK_BH)
                .line(new IrqLineSpec(
                        14, "ata", false, CpuSet.of(0), new Uniform(500, 5_000), null, DurationDistribution.ZERO, null))
                .line(new IrqLineSpec(
                        9,
                        "nic",
                        false,
                        CpuSet.of(1),
                        new Uniform(500, 2_000),
                        SoftirqKind.NET_RX,
                        new Uniform(1_000, 40_000),
                        new ArrivalSpec(new Exponential(150_000, 3_000_000), 1_000)))
                .line(new IrqLineSpec(
                        13,
                        "fpu",
                        true,
                        CpuSet.of(0),
                        new Uniform(200, 900),
                        SoftirqKind.TASKLET,
                        new Uniform(500, 2_000),
                        new ArrivalSpec(new Exponential(700_000, 9_000_000), 5_000)))
                .device(new BlockDeviceSpec("sda", 14, new Exponential(120_000, 2_000_000), 8, new Uniform(500, 4_000)))
                .stall(StallKind.NMI, 0, 7_000_000, 3_000)
                .stall(StallKind.SMI, -1, 31_000_000, 20_000)
                .cyclictest(95, 200_000, 2)
                .task("crunch", SchedPolicy.other(0), CpuSet.of(0, 1), 0, crunch)
                .task("write1", SchedPolicy.other(0), CpuSet.of(0, 1), 0, write)
                .task("write2", SchedPolicy.other(3), CpuSet.of(0, 1), 10_000, write)
                .task(
                        "write3",
                        SchedPolicy.fifo(20),
                        CpuSet.of(0),
                        20_000,
                        new Step.Repeat(
                                Step.Repeat.FOREVER,
                                List.of(write.steps().get(0), new Step.Sleep(new Uniform(100_000, 900_000)))));
    }

    @Property(tries = 20)
    void timeIsConservedOnEveryCpu(@ForAll PreemptionModel model, @ForAll @LongRange(min = 1) long seed) {
        // K11.22
        Machine m = busy(model).build(MachineOptions.ofSeed(seed));
        m.run(HALF_SECOND_NS / 5);
        m.settle();
        for (Cpu cpu : m.cpus()) {
            long sum = 0;
            for (SegmentKind k : SegmentKind.values()) {
                sum += cpu.kindNs(k, false) + cpu.kindNs(k, true);
            }
            assertThat(sum).isEqualTo(HALF_SECOND_NS / 5);
        }
    }

    @Property(tries = 20)
    void everyWorstSampleIsExplainedToTheNanosecond(
            @ForAll PreemptionModel model, @ForAll @LongRange(min = 1) long seed) {
        // K10.02
        Machine m = busy(model).build(MachineOptions.ofSeed(seed));
        m.run(1_000_000_000L + HALF_SECOND_NS / 2);
        int samples = 0;
        for (LatencyProbe p : m.probes().all()) {
            for (WorstSample s : p.worst()) {
                long sum = 0;
                for (int i = 0; i < s.stretches(); i++) {
                    sum += s.lengthNs(i);
                }
                assertThat(sum).isEqualTo(s.latencyNs());
                samples++;
            }
        }
        assertThat(samples).isEqualTo(40);
    }

    @Property(tries = 10)
    void everyFactThatCanBeRecountedIsRight(@ForAll PreemptionModel model, @ForAll @LongRange(min = 1) long seed) {
        // K11.18, K11.20, K11.21, K11.29
        Machine m = busy(model).build(MachineOptions.ofSeed(seed));
        for (int i = 1; i <= 2_000; i++) {
            m.run(i * 97_003L);
            m.verify();
        }
    }

    @Property(tries = 10)
    void theKernelsOwnMonitorsFindNothing(@ForAll PreemptionModel model, @ForAll @LongRange(min = 1) long seed) {
        // K11.01 to K11.12; watching changes nothing.
        Trace plain = new Trace(null);
        busy(model).build(MachineOptions.ofSeed(seed).withTrace(plain)).run(HALF_SECOND_NS);
        Trace watched = new Trace(null);
        Machine m =
                busy(model).build(MachineOptions.ofSeed(seed).withTrace(watched).withMonitors());
        m.run(HALF_SECOND_NS);
        assertThat(m.monitors().orElseThrow().violations()).isEmpty();
        assertThat(watched.hash()).isEqualTo(plain.hash());
    }

    @Property(tries = 10)
    void runAheadAndSlicesChangeNothing(@ForAll PreemptionModel model, @ForAll @LongRange(min = 1) long seed) {
        // K11.30
        long plain = hash(model, MachineOptions.ofSeed(seed).withRunAhead(false), 1);
        assertThat(hash(model, MachineOptions.ofSeed(seed), 1)).isEqualTo(plain);
        assertThat(hash(model, MachineOptions.ofSeed(seed), 37)).isEqualTo(plain);
        assertThat(hash(model, MachineOptions.ofSeed(seed + 1), 1)).isNotEqualTo(plain);
    }

    private static long hash(PreemptionModel model, MachineOptions options, int slices) {
        Trace trace = new Trace(null);
        Machine m = busy(model).build(options.withTrace(trace));
        for (int i = 1; i <= slices; i++) {
            m.run(HALF_SECOND_NS / 5 * i / slices);
        }
        return trace.hash();
    }

    @Property(tries = 5)
    void aTaskOnAnotherCpuChangesNoDrawOfACpuItNeverTouches(@ForAll @LongRange(min = 1) long seed) {
        // Architecture: streams by name. An isolated CPU's latencies do not move when the other CPU gets work.
        assertThat(isolated(seed, true)).isEqualTo(isolated(seed, false));
    }

    private static List<Long> isolated(long seed, boolean withNeighbour) {
        Fixtures f = Fixtures.on(PreemptionModel.RT)
                .cpus(2)
                .cost(CostKey.WAKEUP, new Uniform(100, 900))
                .cost(CostKey.CONTEXT_SWITCH, new Uniform(100, 900))
                .cyclictest(90, 200_000, 1);
        if (withNeighbour) {
            f.task(
                    "neighbour",
                    SchedPolicy.other(0),
                    CpuSet.of(1),
                    0,
                    new Step.Repeat(
                            Step.Repeat.FOREVER,
                            List.of(
                                    new Step.Compute(new Uniform(1_000, 9_000)),
                                    new Step.Sleep(new Uniform(1_000, 9_000)))));
        }
        Machine m = f.build(MachineOptions.ofSeed(seed));
        m.run(1_500_000_000L);
        var h = m.probes().all().get(0).histogram();
        return List.of(h.count(), h.sumNs(), h.minNs(), h.maxNs());
    }
}
