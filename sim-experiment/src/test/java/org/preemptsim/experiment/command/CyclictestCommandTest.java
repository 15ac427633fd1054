// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.CyclictestSpec;
import org.preemptsim.models.spec.CyclictestSpec.Measuring;
import org.preemptsim.models.spec.CyclictestSpec.Sleeper;
import org.preemptsim.models.spec.DurationDistribution;
import org.preemptsim.models.spec.SchedPolicy;

class CyclictestCommandTest {
    private static final int CPUS = 4;
    private static final DurationDistribution LOOP = DurationDistribution.ofNs(1_000);

    private static ParsedCommand<CyclictestSpec> parse(String command, CpuSet allowed) {
        return CyclictestCommand.parse(command, "cyclictest", allowed, CPUS, LOOP);
    }

    private static CyclictestSpec spec(String command) {
        ParsedCommand<CyclictestSpec> parsed = parse(command, CpuSet.first(CPUS));
        assertThat(parsed.problems()).isEmpty();
        CyclictestSpec value = parsed.value();
        if (value == null) {
            throw new AssertionError(command);
        }
        return value;
    }

    private static List<String> policies(String command) {
        return spec(command).threads().stream().map(t -> t.policy().toString()).toList();
    }

    private static List<Long> intervalsUs(String command) {
        return spec(command).threads().stream().map(t -> t.intervalNs() / 1_000).toList();
    }

    private static List<String> cpus(String command, CpuSet allowed) {
        CyclictestSpec value = parse(command, allowed).value();
        return value == null
                ? List.of()
                : value.threads().stream().map(t -> t.cpus().toString()).toList();
    }

    @Test
    void readsTheSeedExperimentsLine() {
        CyclictestSpec s = spec("cyclictest -m -n -q -p95 -D 12h -h60 -i 200");
        assertThat(s.threads())
                .containsExactly(new Measuring("cyclictest/0", SchedPolicy.fifo(95), CpuSet.first(CPUS), 200_000));
        assertThat(s.durationNs()).isEqualTo(12L * 3_600 * 1_000_000_000);
        assertThat(s.histogramBuckets()).isEqualTo(60);
        assertThat(s.histogramOfAll()).isFalse();
        assertThat(s.loops()).isZero();
        assertThat(s.relative()).isFalse();
        assertThat(s.sleeper()).isEqualTo(Sleeper.CLOCK_NANOSLEEP);
        assertThat(s.realtimeClock()).isFalse();
        assertThat(s.latencyTarget()).isTrue();
        assertThat(s.userLoop()).isEqualTo(LOOP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cyclictest -mnqp95 -i200 -h60 -D12h",
                "cyclictest  --mlockall --nanosleep --quiet --priority=95 --interval=200 --histogram=60 --duration=12h",
                "/usr/bin/cyclictest -m -n -q -p 95 -i 200 -h 60 -D 43200",
                "cyclictest -m -n -q --prio 95 --int 200 --histogram 60 -D 720m",
                "cyclictest '-m' \"-n\" -q -p '95' -i 200 -h 60 -D 43200s"
            })
    void knowsEveryWayToWriteTheSame(String command) {
        CyclictestSpec seed = spec("cyclictest -m -n -q -p95 -D 12h -h60 -i 200");
        assertThat(spec(command))
                .usingRecursiveComparison()
                .ignoringFields("command")
                .isEqualTo(seed);
    }

    @Test
    void takesTheToolsDefaults() {
        CyclictestSpec s = spec("cyclictest");
        assertThat(s.threads()).hasSize(1);
        assertThat(s.threads().get(0).policy()).isEqualTo(SchedPolicy.other(0));
        assertThat(s.threads().get(0).intervalNs()).isEqualTo(1_000_000);
        assertThat(s.durationNs()).isZero();
    }

    @Test
    void spreadsPrioritiesOnlyIfAskedTo() {
        assertThat(policies("cyclictest -t3 -p95")).containsExactly("fifo:95", "fifo:95", "fifo:95");
        assertThat(policies("cyclictest -t3 -p95 --priospread")).containsExactly("fifo:95", "fifo:94", "fifo:93");
        assertThat(policies("cyclictest -t3 -p2 --priospread")).containsExactly("fifo:2", "fifo:1", "other");
        assertThat(policies("cyclictest -t3 --priospread")).containsExactly("fifo:4", "fifo:3", "fifo:2");
    }

    @Test
    void aPriorityMakesFifoUnlessThePolicyIsRr() {
        assertThat(policies("cyclictest --policy=rr -p 7")).containsExactly("rr:7");
        assertThat(policies("cyclictest -p 7 --policy=rr")).containsExactly("rr:7");
        assertThat(policies("cyclictest --policy=other -p 5")).containsExactly("fifo:5");
        assertThat(policies("cyclictest --policy=batch")).containsExactly("batch");
        assertThat(policies("cyclictest --policy=idle")).containsExactly("idle");
        assertThat(policies("cyclictest --policy=normal")).containsExactly("other");
    }

    @Test
    void aRealTimePolicyWithoutPriorityTakesThreadsPlusOne() {
        assertThat(policies("cyclictest --policy=rr -t2")).containsExactly("rr:3", "rr:3");
    }

    @Test
    void intervalsGrowByTheDistanceButNotWithAHistogram() {
        assertThat(intervalsUs("cyclictest -t3 -i 1000")).containsExactly(1_000L, 1_500L, 2_000L);
        assertThat(intervalsUs("cyclictest -t3 -i 1000 -d 100")).containsExactly(1_000L, 1_100L, 1_200L);
        assertThat(intervalsUs("cyclictest -t2 -d0")).containsExactly(1_000L, 1_000L);
        assertThat(intervalsUs("cyclictest -t3 -i 300 -h 10")).containsExactly(300L, 300L, 300L);
        assertThat(intervalsUs("cyclictest -S -p95 -i 1000")).containsExactly(1_000L, 1_500L, 2_000L, 2_500L);
    }

    @Test
    void pinsAsAffinitySays() {
        CpuSet all = CpuSet.first(CPUS);
        assertThat(cpus("cyclictest -t2", all)).containsExactly("0-3", "0-3");
        assertThat(cpus("cyclictest -a -t3", all)).containsExactly("0", "1", "2");
        assertThat(cpus("cyclictest -a 2 -t2", all)).containsExactly("2", "2");
        assertThat(cpus("cyclictest -a1,3 -t3", all)).containsExactly("1", "3", "1");
        assertThat(cpus("cyclictest --affinity=0-1 -t3", all)).containsExactly("0", "1", "0");
        assertThat(cpus("cyclictest -a '!0' -t2", all)).containsExactly("1", "2");
        assertThat(cpus("cyclictest -S", all)).containsExactly("0", "1", "2", "3");
    }

    @Test
    void tasksetLimitsWhatIsNotSaidOutright() {
        CpuSet some = CpuSet.of(1, 3);
        assertThat(cpus("cyclictest", some)).containsExactly("1,3");
        assertThat(cpus("cyclictest -S", some)).containsExactly("1", "3");
        assertThat(cpus("cyclictest -t -a", some)).containsExactly("1", "3");
        assertThat(cpus("cyclictest -a 0", some)).containsExactly("0");
    }

    @Test
    void readsHowACycleWaits() {
        assertThat(spec("cyclictest -x").sleeper()).isEqualTo(Sleeper.POSIX_TIMER);
        assertThat(spec("cyclictest -s").sleeper()).isEqualTo(Sleeper.SYS_NANOSLEEP);
        assertThat(spec("cyclictest -n").sleeper()).isEqualTo(Sleeper.CLOCK_NANOSLEEP);
        assertThat(spec("cyclictest -r").relative()).isTrue();
        assertThat(spec("cyclictest -c 1").realtimeClock()).isTrue();
        ParsedCommand<CyclictestSpec> both = parse("cyclictest -x -s", CpuSet.first(1));
        assertThat(both.problems()).extracting(CommandProblem::warning).containsExactly(true);
        assertThat(both.value()).isNotNull().extracting(CyclictestSpec::sleeper).isEqualTo(Sleeper.SYS_NANOSLEEP);
    }

    @Test
    void keepsIdleStatesOnlyIfTold() {
        assertThat(spec("cyclictest --laptop").latencyTarget()).isFalse();
        assertThat(spec("cyclictest --default-system").latencyTarget()).isFalse();
        assertThat(spec("cyclictest --latency=0").latencyTarget()).isTrue();
        assertThat(parse("cyclictest --latency=20", CpuSet.first(1)).problems())
                .extracting(CommandProblem::warning)
                .containsExactly(true);
    }

    @Test
    void readsLoopsAndTheHistogramOfAll() {
        CyclictestSpec s = spec("cyclictest -l 1000 -H400");
        assertThat(s.loops()).isEqualTo(1_000);
        assertThat(s.histogramBuckets()).isEqualTo(400);
        assertThat(s.histogramOfAll()).isTrue();
    }

    @Test
    void keepsTheCommandWithBlanksEvenedOut() {
        assertThat(spec(" cyclictest   -q\n -m ").command()).isEqualTo("cyclictest -q -m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-m", "-M", "-q", "-u", "-R", "-F /tmp/x", "--json=x", "--histfile=y", "--mainaffinity=0"})
    void acceptsSilentlyWhatChangesNothing(String option) {
        assertThat(spec("cyclictest " + option))
                .usingRecursiveComparison()
                .ignoringFields("command")
                .isEqualTo(spec("cyclictest"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-N",
                "-v",
                "-o 3",
                "-b 100",
                "-A 10",
                "--aligned=10",
                "--secaligned",
                "--secaligned 5",
                "--smi",
                "--spike=100",
                "--tracemark",
                "-B",
                "-C",
                "-E",
                "-f",
                "-I",
                "-P",
                "-w",
                "-W",
                "-T x",
                "-O y"
            })
    void warnsOfWhatWouldHaveChangedSomething(String option) {
        ParsedCommand<CyclictestSpec> parsed = parse("cyclictest " + option, CpuSet.first(1));
        assertThat(parsed.value()).isNotNull();
        assertThat(parsed.problems())
                .hasSize(1)
                .allMatch(CommandProblem::warning)
                .allMatch(p -> p.offset() > 10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-p100",
                "-p -1",
                "-p x",
                "-i 0",
                "-i 200us",
                "-h 0",
                "-h 2000000",
                "-t 0",
                "-t 5000",
                "-c 2",
                "-D x",
                "-D 12w",
                "-D 999999999d",
                "-l -1",
                "-d -5",
                "-a 4",
                "-a 1-0",
                "-a 0,",
                "-a !0-3",
                "--policy=deadline",
                "-i",
                "--interval",
                "--quiet=1",
                "-p 99999999999999999999",
                "--interval="
            })
    void refusesValuesTheToolCannotMean(String options) {
        ParsedCommand<CyclictestSpec> parsed = parse("cyclictest " + options, CpuSet.first(CPUS));
        assertThat(parsed.value()).isNull();
        assertThat(parsed.problems()).hasSize(1).allMatch(p -> p.kind() == CommandProblem.Kind.BAD_VALUE);
    }

    @Test
    void namesTheOptionThatWasMeant() {
        assertThat(parse("cyclictest --historgam=60", CpuSet.first(1)).problems())
                .singleElement()
                .satisfies(p -> {
                    assertThat(p.kind()).isEqualTo(CommandProblem.Kind.UNKNOWN_OPTION);
                    assertThat(p.offset()).isEqualTo(11);
                    assertThat(p.fix()).contains("--histogram");
                });
    }

    @Test
    void reportsAllProblemsInTheOrderOfTheLine() {
        assertThat(parse("cyclictest -Z -p200 --foo -i x", CpuSet.first(1)).problems())
                .extracting(CommandProblem::offset)
                .containsExactly(11, 16, 20, 29);
    }

    @Test
    void warnsOfAffinityBesideSmpInAnyOrder() {
        for (String line : List.of("cyclictest -S -a 1", "cyclictest -a 1 -S")) {
            ParsedCommand<CyclictestSpec> parsed = parse(line, CpuSet.first(CPUS));
            assertThat(parsed.problems()).singleElement().matches(CommandProblem::warning);
            assertThat(parsed.value()).isNotNull();
            assertThat(cpus(line, CpuSet.first(CPUS))).containsExactly("0", "1", "2", "3");
        }
    }
}
