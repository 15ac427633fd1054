// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StressCommandTest {
    private static StressCommand.Load load(String command) {
        ParsedCommand<StressCommand.Load> parsed = StressCommand.parse(command);
        assertThat(parsed.problems()).isEmpty();
        StressCommand.Load value = parsed.value();
        if (value == null) {
            throw new AssertionError(command);
        }
        return value;
    }

    @Test
    void readsTheSeedExperimentsLine() {
        StressCommand.Load l = load("stress --cpu 1 --io 1 -d 1");
        assertThat(l.workers())
                .extracting(w -> w.kind().word() + "#" + w.number())
                .containsExactly("cpu#1", "io#1", "hdd#1");
        assertThat(l.timeoutNs()).isZero();
        assertThat(l.vmMebibytes()).isEqualTo(256);
        assertThat(l.hddMebibytes()).isEqualTo(1_024);
    }

    @Test
    void startsWorkersInRoundsEachLaterByTheBackoff() {
        assertThat(load("stress -c 3 -i 1 --backoff 10").workers())
                .extracting(w -> w.kind().word() + "#" + w.number() + "@" + w.startNs())
                .containsExactly("cpu#1@40000", "io#1@40000", "cpu#2@20000", "cpu#3@10000");
        assertThat(load("stress -c 1").workers())
                .extracting(StressCommand.Worker::startNs)
                .containsExactly(3_000_000L);
    }

    @ParameterizedTest
    @CsvSource({"10,10", "10s,10", "2m,120", "1h,3600", "1d,86400", "5M,300"})
    void readsTimeoutsWithSuffix(String written, long seconds) {
        assertThat(load("stress -c 1 -t " + written).timeoutNs()).isEqualTo(seconds * 1_000_000_000L);
        assertThat(load("stress -c 1 --timeout " + written).timeoutNs()).isEqualTo(seconds * 1_000_000_000L);
    }

    @ParameterizedTest
    @CsvSource({"128M,128", "1G,1024", "1048577,2", "2048k,2", "512B,1"})
    void readsSizesInMebibytesRoundedUp(String written, long mebibytes) {
        assertThat(load("stress -m 1 --vm-bytes " + written).vmMebibytes()).isEqualTo(mebibytes);
        assertThat(load("stress -d 1 --hdd-bytes " + written).hddMebibytes()).isEqualTo(mebibytes);
    }

    @Test
    void acceptsQuietAndVerbose() {
        assertThat(load("stress -q -v --quiet --verbose -c 1").workers()).hasSize(1);
    }

    @Test
    void pointsAWorkerAtItsOption() {
        assertThat(load("stress --cpu 2").workers().get(0).offset()).isEqualTo(13);
    }

    @ParameterizedTest
    @CsvSource({"--cpus 1, 7, --cpu", "-c1, 7, -c 1", "--cpu=2, 7, --cpu 2", "--hdd-noclean, 7, --hdd", "-z, 7, --help"
    })
    void refusesUnknownOptionsWithWhatWasMeant(String option, int offset, String hint) {
        assertThat(StressCommand.parse("stress " + option + " -i 1").problems())
                .singleElement()
                .satisfies(p -> {
                    assertThat(p.kind()).isEqualTo(CommandProblem.Kind.UNKNOWN_OPTION);
                    assertThat(p.offset()).isEqualTo(offset);
                    assertThat(p.fix()).contains(hint);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--cpu 0",
                "--cpu x",
                "--cpu -1",
                "--cpu 1001",
                "-c 1 -t 5w",
                "-c 1 --hdd-bytes 1Q",
                "-c 1 --backoff 3s",
                "--cpu",
                "-c 1 -t 900000000h",
                "-c 1 --vm-bytes 999999999999G"
            })
    void refusesValuesTheToolCannotMean(String options) {
        ParsedCommand<StressCommand.Load> parsed = StressCommand.parse("stress " + options);
        assertThat(parsed.value()).isNull();
        assertThat(parsed.problems()).singleElement().matches(p -> p.kind() == CommandProblem.Kind.BAD_VALUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stress",
                "stress -q",
                "stress -c 1 -n",
                "stress --help",
                "stress-ng -c 1",
                "",
                "stress -c 1 | tee x"
            })
    void refusesLinesThatRunNoWorker(String line) {
        ParsedCommand<StressCommand.Load> parsed = StressCommand.parse(line);
        assertThat(parsed.value()).isNull();
        assertThat(parsed.problems()).allMatch(p -> p.kind() == CommandProblem.Kind.BAD_COMMAND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--vm-keep", "--vm-hang 3", "--vm-stride 8"})
    void warnsOfWhatTheProfileDescribes(String option) {
        ParsedCommand<StressCommand.Load> parsed = StressCommand.parse("stress -m 1 " + option);
        assertThat(parsed.value()).isNotNull();
        assertThat(parsed.problems()).singleElement().matches(CommandProblem::warning);
    }
}
