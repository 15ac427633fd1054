// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DiagnosticTest {
    private static Diagnostic at(int line, int column, String source) {
        return new Diagnostic("s.yaml", line, column, Severity.ERROR, "SC001", "message", "", "", source);
    }

    @Test
    void rendersPlaceWhatWhyAndFix() {
        String text = """
                preemptsim: 1
                name: s
                kernel: {preemption: rt}
                machine: {cpus: 8}
                workload:
                  tasks:
                    - name: ctrl
                      program: [compute: 1us]
                      cpus: 9
                """;
        ReadResult result = ScenarioReader.readText("scenarios/s.yaml", text, IncludeResolver.ofTexts(Map.of()));
        assertThat(result.render()).isEqualTo("""
                        scenarios/s.yaml:9:13: error SC012: task "ctrl" is pinned to cpu 9; this machine has cpus 0-7
                            9 |       cpus: 9
                              |             ^
                           why: nothing ever runs on a cpu that is not there
                           fix: use 0-7, or raise machine.cpus (line 4)
                        """);
    }

    @Test
    void leavesOutWhatIsEmpty() {
        assertThat(at(3, 1, "").render()).isEqualTo("s.yaml:3:1: error SC001: message");
    }

    @Test
    void keepsControlCharactersOffTheTerminal() {
        assertThat(at(1, 3, "a\u001b[31mb\u202ec").render())
                .doesNotContain("\u001b", "\u202e")
                .contains("a?[31mb?c");
    }

    @Test
    void countsColumnsInCodePointsAndKeepsTabs() {
        assertThat(at(1, 4, "\t\ud83d\ude00x!").render()).endsWith("\n      | \t  ^");
    }

    @Test
    void cutsLongLinesAroundThePlace() {
        String rendered =
                at(1, 5_000, "x".repeat(4_999) + "HERE" + "y".repeat(5_000)).render();
        String[] lines = rendered.lines().toArray(String[]::new);
        assertThat(lines[1])
                .hasSizeLessThan(150)
                .contains("HERE")
                .contains("...x")
                .endsWith("y...");
        assertThat(lines[1].charAt(lines[2].indexOf('^'))).isEqualTo('H');
    }

    @Test
    void sortsByFileLineAndColumn() {
        assertThat(Diagnostic.BY_PLACE.compare(at(2, 9, ""), at(10, 1, ""))).isNegative();
        assertThat(Diagnostic.BY_PLACE.compare(at(2, 9, ""), at(2, 10, ""))).isNegative();
    }
}
