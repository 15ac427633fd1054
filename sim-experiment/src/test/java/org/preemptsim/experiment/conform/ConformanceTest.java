// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.conform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.preemptsim.experiment.conform.ConformanceReport.Outcome;
import org.preemptsim.experiment.conform.ConformanceReport.Verdict;

/** The simulated kernel does what real kernels were recorded doing, and what their rules say. */
class ConformanceTest {
    /** The kernels on which a rule of a group holds. */
    private static final Map<String, List<String>> KERNELS = Map.of(
            "all", List.of("rt", "np", "rt612"),
            "rtall", List.of("rt", "rt612"),
            "rt61", List.of("rt"),
            "rt612", List.of("rt612"),
            "np", List.of("np"));

    static Stream<Path> committed() {
        return Records.committed().stream();
    }

    /** A scenario of a rule on a kernel. */
    record Ruled(Path file, String tag) {
        @Override
        public String toString() {
            return file.getFileName() + " on " + tag;
        }
    }

    static Stream<Ruled> ruled() {
        List<Ruled> out = new ArrayList<>();
        for (Path file : Records.notes()) {
            String text = textOf(file);
            KERNELS.forEach((group, tags) -> {
                if (text.contains("\"group\":\"" + group + "\"")) {
                    tags.forEach(t -> out.add(new Ruled(file, t)));
                }
            });
        }
        return out.stream();
    }

    @ParameterizedTest
    @MethodSource("committed")
    void aRecordedKernelIsReproduced(Path file) throws Exception {
        assertPasses(RecordReader.read(file));
    }

    @Test
    void everyRecordedKernelIsReproduced() throws Exception {
        List<Path> all = Records.all();
        Assumptions.assumeFalse(all.isEmpty(), "no directory of records is told (preemptsim.records)");
        List<KernelRecord> records = new ArrayList<>();
        for (Path file : all) {
            records.add(RecordReader.read(file));
        }
        ConformanceReport report = Conformance.compare(records, 2);
        assertThat(report.passed()).as(report.text(true)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("ruled")
    void aRuleHolds(Ruled rule) throws Exception {
        String text = textOf(rule.file())
                .replaceFirst("\"kernel_tag\": \"[a-z0-9]+\"", "\"kernel_tag\": \"" + rule.tag() + "\"");
        assertPasses(RecordReader.read(rule.file().toString(), text));
    }

    @Test
    void aRecordWithoutAnswersGivesTheSameFactsAndNothingToCompare() throws Exception {
        Path file = Records.committed().get(0);
        String text = textOf(file);
        KernelRecord stripped =
                RecordReader.read(file.toString(), text.substring(0, text.indexOf("\"stable\"")) + "\"note\": \"\"}");

        ConformanceReport report = Conformance.compare(List.of(stripped, RecordReader.read(file)), 2);

        assertThat(report.outcomes().get(0).verdict()).isEqualTo(Verdict.NOTHING_TO_COMPARE);
        assertThat(report.outcomes().get(0).factsJson())
                .isEqualTo(report.outcomes().get(1).factsJson());
    }

    @Test
    void aDifferentFactIsAMismatchWithItsPlace() throws Exception {
        KernelRecord record = RecordReader.read(Records.committed().get(0));
        Map<String, List<Object>> other = new LinkedHashMap<>(record.stable());
        List<Object> steps = new ArrayList<>(other.get("steps"));
        steps.set(1, "X.9");
        other.put("steps", steps);
        other.put("locks.NONE", List.of());
        KernelRecord changed = new KernelRecord(
                record.name(),
                record.tag(),
                record.title(),
                record.file(),
                record.machine(),
                record.kernel(),
                record.workload(),
                record.horizonUs(),
                record.objects(),
                record.threads(),
                other,
                Map.of("A", List.of(0L, 1L)),
                record.recorded(),
                record.warnings());

        ConformanceReport report = Conformance.compare(List.of(changed), 1);

        assertThat(report.passed()).isFalse();
        assertThat(report.outcomes().get(0).mismatches())
                .extracting(ConformanceReport.Mismatch::fact)
                .contains("steps", "locks.NONE");
        assertThat(report.text(true))
                .contains("FAIL " + record.id(), "differs at 1, after [\"", "real X.9", "(missing)", "0/1 records");
        assertThat(report.json()).contains("\"verdict\" : \"fail\"", "\"differsAt\" : 1");
    }

    @Test
    void theNumberOfThreadsChangesNothing() throws Exception {
        List<KernelRecord> records = new ArrayList<>();
        for (Path file : Records.committed()) {
            records.add(RecordReader.read(file));
        }

        assertThat(Conformance.compare(records, 4).json())
                .isEqualTo(Conformance.compare(records, 1).json());
    }

    private static void assertPasses(KernelRecord record) {
        ConformanceReport report = Conformance.compare(List.of(record), 1);
        Outcome outcome = report.outcomes().get(0);
        assertThat(outcome.verdict()).as(report.text(true)).isEqualTo(Verdict.PASS);
    }

    private static String textOf(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
