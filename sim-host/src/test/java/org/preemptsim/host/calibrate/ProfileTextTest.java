// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.preemptsim.host.HostException;
import org.preemptsim.models.spec.ClockSourceKind;
import org.preemptsim.models.spec.ClockSpec;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.DurationDistribution;
import org.preemptsim.models.spec.MachineSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

class ProfileTextTest {
    @Test
    void writesAMachineInTheLanguage() {
        MachineSpec m = new MachineSpec(
                2,
                Map.of(
                        CostKey.IRQ_ENTRY,
                        DurationDistribution.ofNs(450),
                        CostKey.CACHE_REFILL,
                        new DurationDistribution.Pareto(3_000, 1.5, 2_000_000)),
                new ClockSpec(
                        ClockSourceKind.TSC,
                        List.of(ClockSourceKind.TSC),
                        Map.of(ClockSourceKind.TSC, DurationDistribution.ofNs(35)),
                        Map.of(),
                        ClockSpec.ClockEventKind.TSC_DEADLINE,
                        new DurationDistribution.Empirical(List.of(
                                new DurationDistribution.Quantile(0, 1_000),
                                new DurationDistribution.Quantile(0.001, 1_500),
                                new DurationDistribution.Quantile(1, 2_000_001))),
                        DurationDistribution.ZERO,
                        0),
                List.of(),
                List.of(new MachineSpec.StallSource(
                        MachineSpec.StallKind.SMI,
                        -1,
                        new DurationDistribution.Exponential(3_000_000, 60_000_000),
                        DurationDistribution.ofNs(1_500_000_000))));
        assertThat(ProfileText.write("my-host", "a \"test\"", List.of("line  one", "two"), m, "stress:\n  locks: {}\n"))
                .isEqualTo("""
                        # A machine profile fitted to measurements of one host; see provenance.
                        preemptsim: 1
                        profile: my-host
                        about: "a \\"test\\""
                        provenance: |
                          line one
                          two
                        machine:
                          cpus: 2
                          clock:
                            source: tsc
                            available: [tsc]
                            read_cost:
                              tsc: 35ns
                            event: tsc-deadline
                            timer_error: {quantiles: {0: 1us, 0.001: 1.5us, 1: 2.000001ms}}
                            program_cost: 0ns
                            min_delta: 0ns
                          costs:
                            irq_entry: 450ns
                            cache_refill: {pareto: {min: 3us, alpha: 1.5, max: 2ms}}
                          stalls:
                            - kind: smi
                              every: {exponential: {mean: 3ms, max: 60ms}}
                              for: 1.5s
                        stress:
                          locks: {}
                        """);
    }

    @Test
    void aFitIsAYamlFileThatTellsWhereItsNumbersComeFrom() throws HostException {
        FittedProfile fit = Fitting.fit(Truth.data(2, 20_000), new SyntheticHost(20_000), 1);
        String text = fit.yaml("truth", null);
        JsonNode root = YAMLMapper.shared().readTree(text);
        assertThat(root.get("profile").stringValue()).isEqualTo("truth");
        assertThat(root.get("machine").get("costs").size()).isEqualTo(CostKey.values().length);
        assertThat(root.get("machine").get("stalls").size()).isEqualTo(1);
        assertThat(root.get("provenance").stringValue())
                .contains("Measured with cyclictest 2.40 from 2026-01-01T00:00:00Z")
                .contains("Fitted to 1 of 2 idle runs")
                .contains("Idle tail: ")
                .contains("candidate pareto")
                .contains("Cost clock read")
                .contains("Kernel sections of the load are ");
    }
}
