// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.preemptsim.host.HostException;
import org.preemptsim.models.spec.DurationDistribution;
import org.preemptsim.models.spec.Step;

class SectionScalingTest {
    private static final DurationDistribution TEN = DurationDistribution.ofNs(10_000);
    private static final DurationDistribution TWENTY = DurationDistribution.ofNs(20_000);

    @Test
    void scalesKernelSectionsAtAnyDepthAndNothingElse() {
        List<Step> steps = List.of(
                new Step.Compute(TEN),
                new Step.Repeat(
                        3,
                        List.of(new Step.Syscall(
                                "sync",
                                List.of(
                                        new Step.Lock("inode"),
                                        new Step.Kernel("walk", TEN),
                                        new Step.Unlock("inode"),
                                        new Step.Chance(0.5, List.of(new Step.IrqsOff("flush", TEN))),
                                        new Step.PreemptOff("percpu", TEN),
                                        new Step.Sleep(TEN))))));
        assertThat(SectionScaling.scale(steps, 2))
                .containsExactly(
                        new Step.Compute(TEN),
                        new Step.Repeat(
                                3,
                                List.of(new Step.Syscall(
                                        "sync",
                                        List.of(
                                                new Step.Lock("inode"),
                                                new Step.Kernel("walk", TWENTY),
                                                new Step.Unlock("inode"),
                                                new Step.Chance(0.5, List.of(new Step.IrqsOff("flush", TWENTY))),
                                                new Step.PreemptOff("percpu", TWENTY),
                                                new Step.Sleep(TEN))))));
    }

    @Test
    void scalesEveryFamily() {
        assertThat(SectionScaling.scale(new DurationDistribution.Pareto(1_000, 1.5, 9_000), 0.5))
                .isEqualTo(new DurationDistribution.Pareto(500, 1.5, 4_500));
        assertThat(SectionScaling.scale(new DurationDistribution.LogNormal(10, 20, 0.3, 100), 3))
                .isEqualTo(new DurationDistribution.LogNormal(30, 60, 0.3, 300));
        assertThat(SectionScaling.scale(new DurationDistribution.LogNormal(1, 2, 0.3, 2), 0.01))
                .isEqualTo(new DurationDistribution.LogNormal(0, 1, 0.3, 1));
        assertThat(SectionScaling.scale(new DurationDistribution.Exponential(100, 900), 2))
                .isEqualTo(new DurationDistribution.Exponential(200, 1_800));
        assertThat(SectionScaling.scale(
                        new DurationDistribution.Mixture(
                                List.of(new DurationDistribution.Part(9, new DurationDistribution.Uniform(1, 3)))),
                        2))
                .isEqualTo(new DurationDistribution.Mixture(
                        List.of(new DurationDistribution.Part(9, new DurationDistribution.Uniform(2, 6)))));
    }

    @Test
    void scalesAProfilesText() throws HostException {
        String yaml = """
                preemptsim: 1
                profile: stress-on-ext4
                stress:
                  locks: {inode: spinlock}
                  block_devices:
                    - {name: vda, irq: 36, service: 80us}
                  workers:
                    io:
                      program:
                        - compute: 5us
                        - syscall:
                            name: sync
                            steps:
                              - hold: {lock: inode, what: 3us, for: {pareto: {min: 2us, alpha: 1.5, max: 1ms}}}
                              - kernel: 1.5us
                              - cond_resched
                """;
        String scaled = SectionScaling.scaleStressProfile("p.yaml", yaml, 2);
        assertThat(scaled)
                .startsWith("stress:")
                .contains("min: 4us")
                .contains("max: 2ms")
                .contains("alpha: 1.5")
                .contains("kernel: 3us")
                .contains("compute: 5us")
                .contains("service: 80us")
                .contains("what: 3us")
                .contains("cond_resched");
        assertThat(SectionScaling.scaleStressProfile("p.yaml", scaled, 0.5)).contains("kernel: 1.5us");
    }

    @Test
    void refusesAFileWithoutALoad() {
        assertThatExceptionOfType(HostException.class)
                .isThrownBy(() -> SectionScaling.scaleStressProfile("p.yaml", "machine: {}", 2))
                .withMessageContaining("p.yaml has no load to scale");
        assertThatExceptionOfType(HostException.class)
                .isThrownBy(() -> SectionScaling.scaleStressProfile("p.yaml", "a: [", 2))
                .withMessageContaining("p.yaml cannot be read");
    }
}
