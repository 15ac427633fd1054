// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.preemptsim.host.HostException;
import org.preemptsim.host.Samples;

class CommandAdapterTest {
    private static final String SEED = "cyclictest -m -n -q -p95 -D 12h -h60 -i 200";

    /** The options of an old version, in the form of its help. */
    private static final String OLD_HELP = """
            cyclictest V 0.85
            Usage:
            cyclictest <options>

            -a [NUM] --affinity        run thread #N on processor #N, if possible
            -D       --duration=t      specify a length for the test run
            -h       --histogram=US    dump a latency histogram to stdout after the run
            -i INTV  --interval=INTV   base interval of thread in us default=1000
            -l LOOPS --loops=LOOPS     number of loops: default=0(endless)
            -m       --mlockall        lock current and future memory allocations
            -n       --nanosleep       use clock_nanosleep
            -p PRIO  --prio=PRIO       priority of highest prio thread
            -q       --quiet           print only a summary on exit
            -t       --threads         one thread per available processor
            -y POLI  --policy=POLI     policy of realtime thread, POLI may be fifo(default) or rr
            """;

    private static CommandAdapter.Adapted adapt(String command, String help, OptionalInt cpu, Duration duration)
            throws HostException {
        return CommandAdapter.adapt(CyclictestCommand.parse(command), ToolHelp.parse(help), cpu, duration);
    }

    private static String modern() {
        return Samples.text("cyclictest_help_2.40.txt");
    }

    @Test
    void adaptsTheSeedCommandToAModernVersion() throws HostException {
        CommandAdapter.Adapted a = adapt(SEED, modern(), OptionalInt.of(1), Duration.ofSeconds(10));
        assertThat(String.join(" ", a.words())).isEqualTo("-m -p95 -i200 -h100000 -D10 -q");
        assertThat(a.json()).isTrue();
        assertThat(a.askedBuckets()).isEqualTo(60);
        assertThat(a.policy()).isEqualTo("fifo:95");
        assertThat(a.intervalNs()).isEqualTo(200_000);
        assertThat(a.notes())
                .anyMatch(n -> n.startsWith("dropped -n: this version refuses it"))
                .anyMatch(n -> n.contains("-h60 is recorded as -h100000"))
                .anyMatch(n -> n.contains("-D 12h became -D10"))
                .hasSize(3);
    }

    @Test
    void keepsNanosleepForAnOldVersionAndReadsItsText() throws HostException {
        CommandAdapter.Adapted a = adapt(SEED, OLD_HELP, OptionalInt.empty(), Duration.ofSeconds(10));
        assertThat(a.words()).contains("-n", "-p95", "-h100000");
        assertThat(a.json()).isFalse();
        assertThat(a.notes()).anyMatch(n -> n.contains("no --json"));
    }

    @Test
    void asksAnOldVersionForTheSleepThatTheCommandMeans() throws HostException {
        CommandAdapter.Adapted plain = adapt("cyclictest -p 80", OLD_HELP, OptionalInt.empty(), Duration.ofSeconds(1));
        assertThat(plain.words()).contains("-n");
        assertThat(plain.notes()).anyMatch(n -> n.startsWith("added -n"));
        CommandAdapter.Adapted posix =
                adapt("cyclictest -x -p 80", OLD_HELP, OptionalInt.empty(), Duration.ofSeconds(1));
        assertThat(posix.words()).doesNotContain("-n", "-x");
        assertThat(posix.notes()).anyMatch(n -> n.contains("POSIX timers are its default"));
    }

    @Test
    void partsOfASecondBecomeCyclesBecauseTheDurationTakesWholeSecondsOnly() throws HostException {
        CommandAdapter.Adapted a = adapt(SEED, modern(), OptionalInt.of(0), Duration.ofMillis(1_500));
        assertThat(a.words()).contains("-l7500").noneMatch(w -> w.startsWith("-D"));
        assertThat(a.loops()).isEqualTo(7_500);
    }

    @Test
    void pinningReplacesAffinityAndSmp() throws HostException {
        CommandAdapter.Adapted a =
                adapt("cyclictest -S -a 0-1 -p 80 -t 2", modern(), OptionalInt.of(1), Duration.ofSeconds(1));
        assertThat(a.words()).contains("-t2").noneMatch(w -> w.startsWith("-S") || w.startsWith("-a"));
        assertThat(a.notes()).anyMatch(n -> n.contains("dropped -S: the run is pinned to CPU 1"));
        assertThat(adapt("cyclictest -S -p 80", modern(), OptionalInt.empty(), Duration.ofSeconds(1))
                        .words())
                .contains("-S", "-h10000");
    }

    @Test
    void readsClustersLongOptionsAndOptionalValuesAsTheToolDoes() throws HostException {
        CyclictestCommand c = CyclictestCommand.parse("cyclictest -mqp95 --interval=200 -t --policy rr -a 2 -h 60");
        assertThat(c.has(CyclictestOption.MLOCKALL)).isTrue();
        assertThat(c.has(CyclictestOption.QUIET)).isTrue();
        assertThat(c.numberOf(CyclictestOption.PRIORITY)).hasValue(95);
        assertThat(c.numberOf(CyclictestOption.INTERVAL)).hasValue(200);
        assertThat(c.valueOf(CyclictestOption.THREADS)).isEmpty();
        assertThat(c.valueOf(CyclictestOption.AFFINITY)).contains("2");
        assertThat(c.policy()).isEqualTo("rr:95");
        assertThat(CyclictestCommand.parse("cyclictest").policy()).isEqualTo("other");
        assertThat(CyclictestCommand.parse("cyclictest --policy=fifo").policy()).isEqualTo("fifo:2");
        assertThat(CyclictestCommand.parse("cyclictest --policy=other -p80").policy())
                .isEqualTo("fifo:80");
    }

    @Test
    void dropsWhatWouldPrintWhileMeasuring() throws HostException {
        CommandAdapter.Adapted a = adapt(
                "cyclictest -v -u -N -p1 --json=x.json --histfile h",
                modern(),
                OptionalInt.empty(),
                Duration.ofSeconds(1));
        assertThat(String.join(" ", a.words())).isEqualTo("-p1 -h100000 -D1 -q");
        assertThat(a.notes())
                .anyMatch(n -> n.contains("dropped -N"))
                .anyMatch(n -> n.contains("dropped --json x.json"));
    }

    @Test
    void dropsOptionsTheVersionDoesNotList() throws HostException {
        CommandAdapter.Adapted a =
                adapt("cyclictest -p1 -T wakeup --smi", modern(), OptionalInt.empty(), Duration.ofSeconds(1));
        assertThat(a.words()).contains("--smi").noneMatch(w -> w.startsWith("-T"));
        assertThat(a.notes()).anyMatch(n -> n.contains("dropped -T wakeup: this version does not list it"));
    }

    @Test
    void refusesWhatIsNoCyclictestCommand() {
        for (String bad : new String[] {
            "stress --cpu 1",
            "cyclictest -Z",
            "cyclictest --nonsense",
            "cyclictest -p",
            "cyclictest extra",
            "",
            "cyclictest -p95 | tee x",
            "cyclictest 'open"
        }) {
            assertThatExceptionOfType(HostException.class)
                    .as(bad)
                    .isThrownBy(() -> CyclictestCommand.parse(bad))
                    .satisfies(e -> assertThat(e.fix()).isNotBlank());
        }
        assertThatExceptionOfType(HostException.class)
                .isThrownBy(() -> adapt("cyclictest -i fast", modern(), OptionalInt.empty(), Duration.ofSeconds(1)))
                .withMessageContaining("\"fast\", which is no number");
    }

    @Test
    void refusesAHelpThatListsNothing() {
        assertThatExceptionOfType(HostException.class)
                .isThrownBy(() -> ToolHelp.parse("hello"))
                .withMessageContaining("does not list its options");
    }

    @Test
    void boundsTheLifeOfTheLoadAndCountsItsDiskUse() throws HostException {
        StressCommand s =
                StressCommand.parse("stress --cpu 1 --io 1 -d 2 --hdd-bytes 512M -t 12h", Duration.ofSeconds(42));
        assertThat(String.join(" ", s.words())).isEqualTo("--cpu 1 --io 1 -d 2 --hdd-bytes 512M --timeout 42s");
        assertThat(s.diskBytes()).isEqualTo(1L << 30);
        assertThat(s.notes()).anyMatch(n -> n.contains("dropped -t 12h"));
        assertThat(StressCommand.parse("stress --cpu 1", Duration.ofSeconds(1)).diskBytes())
                .isZero();
        assertThatExceptionOfType(HostException.class)
                .isThrownBy(() -> StressCommand.parse("rm -rf x", Duration.ofSeconds(1)))
                .withMessageContaining("does not start with stress");
    }
}
