// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {
    @ParameterizedTest
    @CsvSource({
        "0ns,0",
        "400ns,400",
        "200us,200000",
        "1.5ms,1500000",
        "0.001us,1",
        "2s,2000000000",
        "3min,180000000000",
        "12h,43200000000000",
        "0.25h,900000000000",
        "8784h,31622400000000000"
    })
    void readsTimesExactly(String text, long ns) {
        assertThat(Units.time(text).value()).isEqualTo(ns);
    }

    @ParameterizedTest
    @CsvSource({
        "5,SC016,5us", "5m,SC016,5min", "5 us,SC016,5us", "+5us,SC016,5us", "5usec,SC016,5us", "5\u00b5s,SC016,5us",
        "5US,SC016,5us", "-5us,SC017,minus", "0.1ns,SC018,round", "8785h,SC018,''", "abc,SC015,200us",
                "5us6,SC015,200us",
        "1e3us,SC015,200us", "'',SC015,200us"
    })
    void refusesWhatIsNoTimeAndSaysWhatToWrite(String text, String code, String fix) {
        Problem p = Objects.requireNonNull(Units.time(text).problem());
        assertThat(p.code().id()).isEqualTo(code);
        assertThat(p.fix()).contains(fix);
    }

    @ParameterizedTest
    @CsvSource({"2.4GHz,2400000000", "14.31818MHz,14318180", "3579545Hz,3579545", "1kHz,1000"})
    void readsFrequencies(String text, long hz) {
        assertThat(Units.frequency(text).value()).isEqualTo(hz);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.4", "2.4ghz", "1.5Hz", "101GHz", "-1Hz", "GHz"})
    void refusesWhatIsNoFrequency(String text) {
        assertThat(Units.frequency(text).problem()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "fifo:1,fifo:1",
        "rr:99,rr:99",
        "other,other",
        "other:-20,other:-20",
        "batch:19,batch:19",
        "idle,idle",
        "other:0,other"
    })
    void readsPolicies(String text, String canonical) {
        assertThat(Units.policy(text).value()).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fifo",
                "fifo:",
                "fifo:0",
                "fifo:100",
                "fifo:x",
                "rr:-1",
                "other:",
                "other:20",
                "idle:1",
                "deadline",
                "FIFO:3",
                ""
            })
    void refusesWhatIsNoPolicy(String text) {
        assertThat(Units.policy(text).problem()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"0,1", "'0-3,8',2", "'1,1',2"})
    void readsCpuLists(String text, int ranges) {
        assertThat(Units.cpus(text).or(List.of())).hasSize(ranges);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "0,", "a", "3-1", "4096", "0-", "-1", "0--3", "9999999"})
    void refusesWhatIsNoCpuList(String text) {
        assertThat(Units.cpus(text).problem()).isNotNull();
    }

    @Property
    void writesTimesSoThatTheyReadBack(@ForAll @LongRange(max = Units.LONGEST_NS) long ns) {
        assertThat(Units.time(Units.timeText(ns)).value()).isEqualTo(ns);
    }
}
