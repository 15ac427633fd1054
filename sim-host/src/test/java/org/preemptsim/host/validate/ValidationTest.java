// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.preemptsim.experiment.result.Bin;
import org.preemptsim.experiment.result.HostProvenance;
import org.preemptsim.experiment.result.LatencyResult;
import org.preemptsim.experiment.result.RunResult;
import org.preemptsim.host.HostException;
import org.preemptsim.host.Validation;
import org.preemptsim.host.calibrate.CalibrationData;
import org.preemptsim.host.micro.MicroMeasurements;
import org.preemptsim.host.micro.MicroResult;

class ValidationTest {
    private static final Map<String, String> FACTS = Map.of(
            "kernel.release", "6.1.0",
            "clock.source", "tsc",
            "virt.hypervisor_flag", "false",
            "virt.clues", "none",
            "sched.load_average", "0.10 0.10 0.10",
            "cpu.0.place", "socket 0",
            "run.steal_ticks.cpu0", "0");
    private static final MicroResult ANY = MicroResult.of("any", "made up", new double[] {1});

    /** Half of the samples in one microsecond, half in the next, and some late ones. */
    private static RunResult run(
            long atUs, long count, long lateUs, Map<String, String> facts, RunResult.Source source) {
        long late = count / 100;
        List<Bin> bins = List.of(
                new Bin(atUs * 1_000, 1_000, (count - late) / 2),
                new Bin((atUs + 1) * 1_000, 1_000, count - late - (count - late) / 2),
                new Bin(lateUs * 1_000, 1_000, late));
        LatencyResult l = new LatencyResult(
                "cyclictest/0",
                0,
                "fifo:95",
                200_000,
                count,
                atUs * 1_000,
                lateUs * 1_000,
                0,
                List.of(),
                bins,
                60,
                List.of());
        return new RunResult(
                1,
                source,
                "s",
                "",
                "",
                0,
                "test",
                "6.1",
                "cyclictest",
                count * 200_000,
                count * 200_000,
                true,
                "duration",
                List.of(l),
                List.of(),
                List.of(),
                List.of(),
                source == RunResult.Source.HOST ? new HostProvenance("cyclictest 2.40", "", List.of(), facts) : null);
    }

    private static RunResult measured(long atUs) {
        return run(atUs, 200_000, 300, FACTS, RunResult.Source.HOST);
    }

    private static RunResult simulated(long atUs) {
        return run(atUs, 200_000, 300, FACTS, RunResult.Source.SIMULATED);
    }

    private static CalibrationData data(RunResult... idle) {
        return new CalibrationData(
                1, new MicroMeasurements(ANY, ANY, ANY, ANY), List.of(idle), List.of(measured(20), measured(20)));
    }

    private static ValidationReport validate(CalibrationData data) throws HostException {
        return Validation.validate(data, simulated(20), simulated(20));
    }

    private static Map<String, String> with(String key, String value) {
        Map<String, String> m = new LinkedHashMap<>(FACTS);
        m.put(key, value);
        return m;
    }

    private static void finds(ValidationReport r, Verdict leaves, String text) {
        assertThat(r.findings()).anySatisfy(f -> {
            assertThat(f.leaves()).isEqualTo(leaves);
            assertThat(f.reason()).contains(text);
        });
        assertThat(r.verdict()).isGreaterThanOrEqualTo(leaves);
    }

    @Test
    void trustsAProfileThatGivesTheSame() throws HostException {
        ValidationReport r = validate(data(measured(20), measured(20)));
        assertThat(r.findings()).isEmpty();
        assertThat(r.verdict()).isEqualTo(Verdict.TRUSTED);
        assertThat(r.conditions()).extracting(Condition::name).containsExactly("idle", "loaded");
        assertThat(r.conditions().get(0).ks()).isZero();
    }

    @Test
    void comparesWithTheHeldBackRunsOnlyAndGivesBothForAPicture() throws HostException {
        ValidationReport r = validate(data(measured(50), measured(20)));
        Condition idle = r.conditions().get(0);
        assertThat(idle.ks()).isZero();
        assertThat(idle.measured()).isEqualTo(200_000);
        assertThat(idle.ksBetweenHalves()).isGreaterThan(0.9);
        assertThat(idle.comparison().runs())
                .extracting(RunResult::source)
                .containsExactly(RunResult.Source.SIMULATED, RunResult.Source.HOST);
        finds(r, Verdict.NOT_TRUSTED, "the measured runs disagree among themselves");
    }

    @Test
    void refusesAProfileWhoseMedianIsOff() throws HostException {
        ValidationReport r = Validation.validate(data(measured(20), measured(20)), simulated(30), simulated(20));
        finds(r, Verdict.NOT_TRUSTED, "idle: the median is off by a part of 0.4");
        finds(r, Verdict.NOT_TRUSTED, "idle: KS distance to the held-back runs is 0.9");
        assertThat(r.conditions().get(0).error("p50").absoluteNs()).isBetween(9_000.0, 11_000.0);
    }

    @Test
    void refusesAProfileWhoseTailIsOff() throws HostException {
        RunResult longTail = run(20, 200_000, 3_000, FACTS, RunResult.Source.SIMULATED);
        ValidationReport r = Validation.validate(data(measured(20), measured(20)), longTail, simulated(20));
        finds(r, Verdict.NOT_TRUSTED, "idle: p99.9 is off by a factor of 9.9");
        finds(r, Verdict.USABLE_WITH_CARE, "idle: the greatest sample is off by a factor of 10.0");
    }

    @Test
    void warnsOfQuantilesThatRestOnTooFewSamples() throws HostException {
        RunResult few = run(20, 5_000, 300, FACTS, RunResult.Source.HOST);
        ValidationReport r = validate(data(few, few));
        finds(r, Verdict.USABLE_WITH_CARE, "idle: p99.9 rests on 5 measured samples");
        assertThat(r.verdict()).isEqualTo(Verdict.USABLE_WITH_CARE);
        RunResult handful = run(20, 500, 300, FACTS, RunResult.Source.HOST);
        finds(validate(data(handful, handful)), Verdict.NOT_TRUSTED, "only 500 samples were held back");
    }

    @Test
    void warnsOfAVirtualMachineAndOfSteal() throws HostException {
        Map<String, String> vm = with("virt.hypervisor_flag", "true");
        ValidationReport r = validate(data(
                run(20, 200_000, 300, vm, RunResult.Source.HOST), run(20, 200_000, 300, vm, RunResult.Source.HOST)));
        finds(r, Verdict.USABLE_WITH_CARE, "this is a virtual machine");

        // 40 s each; 4 runs, of which these two lost a second each.
        Map<String, String> steal = with("run.steal_ticks.cpu0", "100");
        finds(
                validate(data(
                        run(20, 200_000, 300, steal, RunResult.Source.HOST),
                        run(20, 200_000, 300, steal, RunResult.Source.HOST))),
                Verdict.NOT_TRUSTED,
                "the hypervisor took 1.25 % of the CPUs' time away");
    }

    @Test
    void warnsOfTheHostItself() throws HostException {
        finds(one(with("clock.source", "hpet")), Verdict.USABLE_WITH_CARE, "the clock source is hpet");
        finds(one(with("clock.source", "jiffies")), Verdict.NOT_TRUSTED, "jiffies");
        finds(
                one(with("sched.load_average", "3.20 1.00 1.00")),
                Verdict.USABLE_WITH_CARE,
                "load average 3.20 on 1 CPUs");
        finds(one(with("kernel.release", "6.2.0")), Verdict.NOT_TRUSTED, "kernel.release changed between the runs");
    }

    private static ValidationReport one(Map<String, String> facts) throws HostException {
        return validate(data(
                run(20, 200_000, 300, facts, RunResult.Source.HOST),
                run(20, 200_000, 300, facts, RunResult.Source.HOST)));
    }

    @Test
    void warnsWhenNothingWasMeasuredUnderLoad() throws HostException {
        CalibrationData d = data(measured(20), measured(20));
        ValidationReport r =
                Validation.validate(new CalibrationData(1, d.micro(), d.idle(), List.of()), simulated(20), null);
        finds(r, Verdict.USABLE_WITH_CARE, "nothing was measured under load");
    }

    @Test
    void tellsTheWorstFirst() throws HostException {
        ValidationReport r = one(with("clock.source", "jiffies"));
        List<Verdict> order =
                new ArrayList<>(r.findings().stream().map(Finding::leaves).toList());
        assertThat(order).isSortedAccordingTo((a, b) -> b.compareTo(a));
        assertThat(r.verdict()).isEqualTo(order.get(0));
    }

    @Test
    void refusesToCompareNothing() {
        RunResult empty = new RunResult(
                1,
                RunResult.Source.SIMULATED,
                "s",
                "",
                "",
                0,
                "t",
                "6.1",
                "",
                1,
                1,
                true,
                "horizon",
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                null);
        assertThatExceptionOfType(HostException.class)
                .isThrownBy(() -> Validation.validate(data(measured(20), measured(20)), empty, simulated(20)))
                .withMessageContaining("a simulated run has no sample");
    }
}
