// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preemptsim.experiment.result.Comparison;
import org.preemptsim.experiment.result.ResultJson;

class ResultDirectoryTest {
    @TempDir
    Path temporary;

    @Test
    void writesEveryFileAndNothingElse() throws IOException {
        Path directory = temporary.resolve("not/yet/there");
        List<Path> written = ResultDirectory.write(directory, Made.up(), PlotOptions.DEFAULT);
        assertThat(written.stream().map(p -> p.getFileName().toString()))
                .containsExactly(
                        "result.json",
                        "gpos.hist.txt",
                        "gpos.cyclictest.json",
                        "rt.hist.txt",
                        "rt.cyclictest.json",
                        "histogram.svg",
                        "histogram.png",
                        "report.html");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactlyInAnyOrderElementsOf(written);
        }
        assertThat(ResultJson.read(Files.readString(written.get(0)), Comparison.class))
                .isEqualTo(Made.up());
        assertThat(written.get(1)).hasContent(CyclictestText.render(Made.ordinary("gpos")));
    }

    @Test
    void replacesEarlierResultsAndLeavesOtherFilesAlone() throws IOException {
        Files.writeString(temporary.resolve("notes.txt"), "mine");
        Files.writeString(temporary.resolve("report.html"), "old");
        ResultDirectory.write(temporary, Made.up(), PlotOptions.DEFAULT);
        assertThat(temporary.resolve("notes.txt")).hasContent("mine");
        assertThat(Files.readString(temporary.resolve("report.html"))).startsWith("<!DOCTYPE html>");
    }

    @Test
    void makesSafeAndDifferentFileNamesOfAnyLabel() {
        assertThat(ResultDirectory.stems(
                        List.of("../../etc/passwd", ".hidden", "RT", "rt", "漢", "a b", "x".repeat(300))))
                .containsExactly("etc-passwd", "hidden", "RT", "rt-2", "run", "a-b", "x".repeat(80));
    }
}
