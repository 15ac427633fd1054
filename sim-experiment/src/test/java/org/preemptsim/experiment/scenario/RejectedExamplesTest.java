// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RejectedExamplesTest {
    /** Warnings have their own tests, in {@link WarningsTest}. */
    private static final Set<DiagnosticCode> WARNINGS = EnumSet.of(
            DiagnosticCode.UNREACHABLE_STEP, DiagnosticCode.LOCK_ORDER, DiagnosticCode.OPTION_WITHOUT_EFFECT);

    static List<RejectedExamples.Example> examples() {
        return RejectedExamples.all();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void pointsAtTheVeryPlaceAndSaysNothingElse(RejectedExamples.Example example) {
        Map<String, String> files = new HashMap<>(example.files());
        files.put(RejectedExamples.FILE, example.text());
        String marked = files.entrySet().stream()
                .filter(e -> e.getValue().contains(RejectedExamples.MARK))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
        String place = marked.isEmpty() ? "" : marked + place(files.getOrDefault(marked, ""));
        files.replaceAll((name, text) -> text.replace(RejectedExamples.MARK, ""));

        ReadResult result = ScenarioReader.readText(
                RejectedExamples.FILE, files.getOrDefault(RejectedExamples.FILE, ""), IncludeResolver.ofTexts(files));

        assertThat(result.ok()).isFalse();
        assertThat(result.diagnostics().stream().map(RejectedExamplesTest::shown))
                .as(result.render())
                .containsExactly(place + " " + example.code().id());
    }

    @Test
    void eachCodeHasAnExample() {
        Set<DiagnosticCode> shown =
                examples().stream().map(RejectedExamples.Example::code).collect(Collectors.toSet());
        shown.addAll(WARNINGS);
        assertThat(shown).containsExactlyInAnyOrder(DiagnosticCode.values());
    }

    private static String shown(Diagnostic d) {
        assertThat(d.severity()).isEqualTo(Severity.ERROR);
        return d.file() + ":" + d.line() + ":" + d.column() + " " + d.code();
    }

    private static String place(String text) {
        String before = text.substring(0, text.indexOf(RejectedExamples.MARK));
        long line = before.chars().filter(c -> c == '\n').count() + 1;
        return ":" + line + ":" + (before.length() - before.lastIndexOf('\n'));
    }
}
