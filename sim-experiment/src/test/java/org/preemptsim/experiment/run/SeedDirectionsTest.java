// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.preemptsim.experiment.result.BlameCause;
import org.preemptsim.experiment.result.Comparison;
import org.preemptsim.experiment.result.LatencyResult;
import org.preemptsim.experiment.result.RunResult;

/** Causes taken away or added one at a time move the seed experiment the way the rules say. */
class SeedDirectionsTest {
    private static final long SECONDS = 30;
    private static final Comparison SHIPPED = Seed.shipped().run(SECONDS);

    @Test
    void theTwoKernelsDifferByTheTailAndHardlyByTheMean() {
        // K10.14, K10.15
        LatencyResult gpos = Seed.latency(SHIPPED, "gpos");
        LatencyResult rt = Seed.latency(SHIPPED, "rt");
        assertThat((double) gpos.maxNs() / rt.maxNs()).isGreaterThan(50);
        assertThat(Math.abs(gpos.avgNs() - rt.avgNs())).isLessThan(3_000);
        assertThat(rt.maxNs()).isLessThanOrEqualTo(10_000);
    }

    @Test
    void theScenarioNamesTheModelAndNothingElseInItsVariants() {
        var variants = Seed.shipped().scenario().variants();
        assertThat(variants).hasSize(2);
        assertThat(variants.get(0).machine()).isEqualTo(variants.get(1).machine());
        assertThat(variants.get(0).workload()).isEqualTo(variants.get(1).workload());
        assertThat(variants.get(0).kernel().preemption())
                .isNotEqualTo(variants.get(1).kernel().preemption());
    }

    @Test
    void gposIsBlamedOnSectionsThatRtCanPreempt() {
        // K1.11
        long masked = Seed.blamedNs(SHIPPED, "gpos", BlameCause.PREEMPT_OFF)
                + Seed.blamedNs(SHIPPED, "gpos", BlameCause.IRQS_OFF)
                + Seed.blamedNs(SHIPPED, "gpos", BlameCause.NO_CHECK_POINT);
        long all = Seed.variant(SHIPPED, "gpos").worst().stream()
                .mapToLong(s -> s.latencyNs())
                .sum();
        assertThat((double) masked / all).isGreaterThan(0.8);
        assertThat(Seed.blamedNs(SHIPPED, "rt", BlameCause.NO_CHECK_POINT)).isZero();
    }

    @Test
    void withoutDiskIoTheOrdinaryKernelIsNearlyAsGood() {
        Comparison c = Seed.shipped()
                .with("stress --cpu 1 --io 1 -d 1", "stress --cpu 1")
                .run(SECONDS);
        assertThat(Seed.latency(c, "gpos").maxNs()).isLessThan(15_000);
        assertThat(Seed.latency(c, "gpos").maxNs())
                .isLessThan(Seed.latency(SHIPPED, "gpos").maxNs() / 10);
        assertThat(Seed.latency(c, "rt").maxNs())
                .isLessThanOrEqualTo(Seed.latency(SHIPPED, "rt").maxNs());
    }

    @Test
    void withoutStressBothKernelsAreTheSameUpToTheirOwnPath() {
        Comparison c = Seed.shipped()
                .with("  stress:\n    command: stress --cpu 1 --io 1 -d 1\n    cpus: 0\n", "")
                .with("    profile: ../profiles/stress-on-ext4.yaml\n", "")
                .run(SECONDS);
        assertThat(Seed.latency(c, "gpos").maxNs()).isLessThan(12_000);
        assertThat(Seed.latency(c, "rt").maxNs()).isLessThan(12_000);
        assertThat(Math.abs(
                        Seed.latency(c, "gpos").avgNs() - Seed.latency(c, "rt").avgNs()))
                .isLessThan(200);
    }

    @Test
    void withoutSoftirqWorkNoSampleIsBlamedOnIt() {
        // K7.02: the completions of a full queue run before the task on the ordinary kernel
        Seed heavy = Seed.shipped().withWorkload(NIC.formatted("softirq: net_rx, softirq_work: 300us, "));
        Seed none = Seed.shipped().withWorkload(NIC.formatted(""));
        Comparison with = heavy.run(SECONDS);
        Comparison without = none.run(SECONDS);
        assertThat(Seed.latency(with, "gpos").quantileNs(0.999))
                .isGreaterThan(2 * Seed.latency(without, "gpos").quantileNs(0.999));
        assertThat(Seed.blamedNs(with, "gpos", BlameCause.SOFTIRQ))
                .isGreaterThan(10 * Seed.blamedNs(without, "gpos", BlameCause.SOFTIRQ));
        // On RT the same work runs in the interrupt's thread and delays nobody better.
        assertThat(Seed.latency(with, "rt").maxNs()).isLessThanOrEqualTo(10_000);
    }

    private static final String NIC = "irqs: [{irq: 19, name: eth0, handler: 2us, %s"
            + "every: {exponential: {mean: 2ms, max: 40ms}}, first: 1ms}]\n";

    @Test
    void hpetInsteadOfTscCostsEveryCycleItsRead() {
        // K8.11: 1.23 us instead of 57 ns
        Comparison c = Seed.shipped()
                .with("  cpus: 1\nkernel:", "  cpus: 1\n  clock: {source: hpet}\nkernel:")
                .run(SECONDS);
        for (String variant : new String[] {"gpos", "rt"}) {
            double more = Seed.latency(c, variant).avgNs()
                    - Seed.latency(SHIPPED, variant).avgNs();
            assertThat(more).isBetween(900.0, 1_500.0);
        }
    }

    @Test
    void aLongRawSpinlockSectionHurtsRtAndASleepingOneDoesNot() {
        // K1.11, K2.04
        Comparison raw = Seed.shipped().withWorkload(driver("raw_spinlock")).run(SECONDS);
        Comparison sleeping = Seed.shipped().withWorkload(driver("spinlock")).run(SECONDS);
        assertThat(Seed.latency(raw, "rt").maxNs()).isBetween(300_000L, 520_000L);
        assertThat(Seed.latency(sleeping, "rt").maxNs()).isLessThanOrEqualTo(10_000);
        assertThat(Seed.latency(sleeping, "gpos").maxNs()).isGreaterThan(300_000);
        assertThat(Seed.blamedNs(raw, "rt", BlameCause.PREEMPT_OFF)).isGreaterThan(1_000_000);
    }

    private static String driver(String kind) {
        return """
                locks: {device: %s}
                tasks:
                  - name: driver
                    policy: other
                    cpus: 0
                    program:
                      - repeat:
                          times: forever
                          steps:
                            - syscall: {name: ioctl, steps: [{hold: {lock: device, what: reset, for: 500us}}]}
                            - sleep: 20ms
                """.formatted(kind);
    }

    @Test
    void rtPaysWithThroughput() {
        long gpos = cpuNs(Seed.variant(SHIPPED, "gpos"));
        long rt = cpuNs(Seed.variant(SHIPPED, "rt"));
        assertThat(rt).isLessThan(gpos);
    }

    private static long cpuNs(RunResult r) {
        return r.work().stream()
                .filter(w -> w.task().equals("stress/cpu#1"))
                .mapToLong(w -> w.units())
                .sum();
    }
}
