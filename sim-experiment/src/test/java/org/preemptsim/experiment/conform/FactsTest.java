// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.conform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Facts are derived from events as the records' own facts are, whoever made the events. */
class FactsTest {
    private static final Facts.Frame ONE_CPU = new Facts.Frame(1, List.of("A", "B"), List.of("M"));
    private static final Facts.Frame TWO_CPUS = new Facts.Frame(2, List.of("A", "B"), List.of("M"));

    static Stream<Path> committed() {
        return Records.committed().stream();
    }

    @ParameterizedTest
    @MethodSource("committed")
    void theFactsOfRecordedEventsAreTheRecordsOwn(Path file) throws Exception {
        check(file);
    }

    @Test
    void theFactsOfAllRecordedEventsAreTheRecordsOwn() throws Exception {
        List<Path> all = Records.all();
        Assumptions.assumeFalse(all.isEmpty(), "no directory of records is told (preemptsim.records)");
        for (Path file : all) {
            check(file);
        }
    }

    private static void check(Path file) throws Exception {
        KernelRecord record = RecordReader.read(file);
        assertThat(record.recorded()).isNotEmpty();
        assertThat(record.stable()).isNotEmpty();
        assertThat(Facts.of(record.frame(), record.recorded()))
                .as(file.toString())
                .containsAllEntriesOf(record.stable());
    }

    @Test
    void onlyALongIdleStretchIsTold() {
        List<RecordEvent> events = List.of(
                sw(10, 0, "idle", "R", "A"),
                sw(20, 0, "A", "S", "idle"),
                sw(119, 0, "idle", "R", "B"),
                sw(200, 0, "B", "S", "idle"),
                sw(300, 0, "idle", "R", "A"),
                sw(400, 0, "A", "S", "idle"),
                sw(900, 0, "idle", "R", "k:kworker"));

        assertThat(Facts.of(ONE_CPU, events).get("cpu_order.0")).isEqualTo(List.of("A", "B", "idle", "A"));
    }

    @Test
    void goingOnAfterAKernelThreadIsNoRunAndNoPreemption() {
        List<RecordEvent> events = List.of(
                sw(10, 0, "idle", "R", "A"),
                sw(20, 0, "A", "R", "k:migration/0"),
                sw(25, 0, "k:migration/0", "S", "A"),
                sw(30, 0, "A", "R+", "k:ktimers/0"),
                sw(35, 0, "k:ktimers/0", "S", "B"));

        Map<String, List<Object>> facts = Facts.of(ONE_CPU, events);
        assertThat(facts.get("sequence")).isEqualTo(List.of("run A", "run B"));
        assertThat(facts.get("preemptions")).isEqualTo(List.of("A<B"));
        assertThat(facts.get("cpu_order.0")).isEqualTo(List.of("A", "B"));
    }

    @Test
    void theCpuIsToldOnlyWhereThereAreTwo() {
        List<RecordEvent> events = List.of(
                new RecordEvent(5, 0, "wake", "A", 79, 1, "B"),
                new RecordEvent(6, 0, "wake", "B", 79, 0, "irq"),
                new RecordEvent(7, 0, "mig", "A", 1, 0, "B"),
                sw(10, 1, "idle", "R", "A"),
                new RecordEvent(12, 1, "end", "A", 0, "lock M", 110));

        Map<String, List<Object>> two = Facts.of(TWO_CPUS, events);
        assertThat(two.get("wakes")).isEqualTo(List.of("A@1<B", "B@0"));
        assertThat(two.get("sequence")).isEqualTo(List.of("wake A", "wake B", "run A@1", "A.0=110"));
        assertThat(two.get("cpu_sequence.1")).isEqualTo(List.of("run A", "A.0=110"));
        assertThat(two.get("migrations.A")).isEqualTo(List.of("1>0"));
        Map<String, List<Object>> one = Facts.of(ONE_CPU, events.subList(0, 2));
        assertThat(one.get("wakes")).isEqualTo(List.of("A<B", "B"));
        assertThat(one).doesNotContainKeys("migrations.A", "cpu_sequence.0");
    }

    @Test
    void inheritanceThatChangesNothingIsLeftOut() {
        List<RecordEvent> events = List.of(
                new RecordEvent(5, 0, "pi", "A", 89, 89, "B"),
                new RecordEvent(6, 0, "pi", "A", 89, 69, "B"),
                new RecordEvent(7, 0, "pi", "k:kworker", 120, 69, "B"));

        assertThat(Facts.of(ONE_CPU, events).get("pi")).isEqualTo(List.of("A 89>69"));
    }

    @Test
    void aLocksOrderTellsWhoGotItWhoGaveItUpAndWhoFailed() {
        List<RecordEvent> events = List.of(
                new RecordEvent(1, 0, "acq", "A", "M"),
                new RecordEvent(2, 0, "fail", "B", "M", 16),
                new RecordEvent(3, 0, "rel", "A", "M"),
                new RecordEvent(4, 0, "rel", "A", "OTHER"));

        assertThat(Facts.of(ONE_CPU, events).get("locks.M")).isEqualTo(List.of("A acq", "B fail 16", "A rel"));
    }

    private static RecordEvent sw(long us, int cpu, String previous, String state, String next) {
        return new RecordEvent(us, cpu, "sw", previous, 79, state, next, 79);
    }
}
