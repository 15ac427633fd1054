// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads every YAML block of the language's page. */
class LanguagePageTest {
    private static final String REST = """
            preemptsim: 1
            machine: {cpus: 1}
            kernel: {preemption: rt}
            workload: {cyclictest: {command: cyclictest -q}}
            """;

    static List<String> blocks() throws IOException {
        String page = Files.readString(Path.of("../docs/scenario-language.md"));
        return Pattern.compile("(?ms)^```yaml\n(.*?)^```")
                .matcher(page)
                .results()
                .map((MatchResult m) -> m.group(1))
                .toList();
    }

    private static ReadResult read(String text, Map<String, String> files) {
        return ScenarioReader.readText("docs/page.yaml", text, IncludeResolver.ofTexts(files));
    }

    @Test
    void hasBlocksOfEachKind() throws IOException {
        assertThat(blocks()).hasSizeGreaterThan(5);
        assertThat(blocks()).anyMatch(b -> b.contains("\nprofile: "));
        assertThat(blocks()).anyMatch(b -> b.contains("\nname: "));
        assertThat(blocks()).anyMatch(b -> !b.contains("preemptsim: 1"));
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void readsEachBlock(String block) {
        ReadResult result;
        if (!block.contains("preemptsim: 1")) {
            String part = "preemptsim: 1\n" + block;
            assertThat(ScenarioSchemaTest.fragmentErrors(part)).isEmpty();
            result = read(
                    "preemptsim: 1\nname: page\ninclude: [rest.yaml, part.yaml]\n",
                    Map.of("docs/rest.yaml", REST, "docs/part.yaml", part));
        } else if (block.contains("\nprofile: ")) {
            assertThat(ScenarioSchemaTest.profileErrors(block)).isEmpty();
            String uses = "workload: {stress: {command: stress --cpu 1 --io 1, profile: p.yaml}}\n";
            result = read("name: page\n" + REST.replaceAll("workload: .*\n", uses), Map.of("docs/p.yaml", block));
        } else {
            assertThat(ScenarioSchemaTest.scenarioErrors(block)).isEmpty();
            result = read(block, Map.of());
        }
        assertThat(result.render()).isEmpty();
    }
}
