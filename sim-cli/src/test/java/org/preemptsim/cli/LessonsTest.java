// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The lessons on priority inversion tell what stands beside them. */
class LessonsTest {
    private static final Path DIRECTORY = Repository.root().resolve("scenarios/pi");

    static List<String> lessons() throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(f -> f.endsWith(".yaml"))
                    .map(f -> f.substring(0, f.length() - ".yaml".length()))
                    .sorted()
                    .toList();
        }
    }

    /** Run with {@code -Dpreemptsim.update=true} after a change of results, look at the difference, and commit it. */
    @ParameterizedTest
    @MethodSource("lessons")
    void explainTellsWhatStandsBesideTheLesson(String lesson) throws IOException {
        Path expected = DIRECTORY.resolve(lesson + ".expected.txt");
        CommandLineRun run = CommandLineRun.of(
                "explain", DIRECTORY.resolve(lesson + ".yaml").toString(), "--quiet", "--inversions", "5");

        assertThat(run.exit()).as(run.err()).isZero();
        if (Boolean.getBoolean("preemptsim.update")) {
            Files.writeString(expected, run.out());
        }
        assertThat(run.out()).isEqualTo(Files.readString(expected));
    }

    @Test
    void eachLessonStandsInTheLessonPlanAndSaysWhatToLookFor() throws IOException {
        String plan = Files.readString(DIRECTORY.resolve("README.md"));
        for (String lesson : lessons()) {
            assertThat(plan).contains("[" + lesson + "](" + lesson + ".yaml)");
            assertThat(Files.readString(DIRECTORY.resolve(lesson + ".yaml"))).contains("about: |", "Look for: ");
        }
    }

    @Test
    void theLessonPlanShowsWhatTheFirstLessonTells() throws IOException {
        String plan = Files.readString(DIRECTORY.resolve("README.md"));
        String shown = plan.substring(plan.indexOf("```text\n") + "```text\n".length());
        assertThat(Files.readString(DIRECTORY.resolve("three-tasks.expected.txt")))
                .contains(shown.substring(0, shown.indexOf("```")));
    }
}
