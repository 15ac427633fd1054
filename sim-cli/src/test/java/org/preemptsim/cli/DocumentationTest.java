// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.preemptsim.experiment.result.BlameCause;

/** The documents agree with the code and with each other. */
class DocumentationTest {
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s#]+)(#[^)]*)?\\)");

    @ParameterizedTest
    @EnumSource(BlameCause.class)
    void everyCauseIsInTheTermsWithItsMeaning(BlameCause cause) {
        String meaning = cause.meaning().replaceAll(" \\([A-Z]+\\)$", "");

        assertThat(read("docs/latency-terms.md")).contains("| " + cause.label() + " | " + meaning + " |");
    }

    @Test
    void everyRoomAndModuleIsInTheArchitecture() {
        String text = read("ARCHITECTURE.md");

        for (int floor = 0; floor < Architecture.FLOORS.size(); floor++) {
            for (String room : Architecture.FLOORS.get(floor)) {
                assertThat(text).contains("| " + floor + " | `" + room + "` |");
            }
        }
        assertThat(Architecture.MODULES.keySet())
                .allSatisfy(module -> assertThat(text).contains("`org.preemptsim." + module + "`"));
    }

    @Test
    void everyRelativeLinkOfADocumentLeadsSomewhere() {
        List<String> broken = new ArrayList<>();
        List<Path> documents = Repository.files().stream()
                .filter(f -> f.toString().endsWith(".md"))
                .toList();
        for (Path document : documents) {
            Path file = Repository.root().resolve(document);
            Matcher link = LINK.matcher(Repository.text(document).orElseThrow());
            while (link.find()) {
                String target = link.group(1);
                if (!target.contains("://") && !Files.exists(file.resolveSibling(target))) {
                    broken.add(document + ": " + target);
                }
            }
        }

        assertThat(documents).hasSizeGreaterThan(5);
        assertThat(broken).isEmpty();
    }

    @Test
    void everyDecisionHasItsOwnNumber() {
        assertThat(Repository.files().stream().map(Path::toString).filter(f -> f.startsWith("docs/adr/")))
                .hasSizeGreaterThan(1)
                .allMatch(f -> f.matches("docs/adr/\\d{4}-[a-z0-9-]+\\.md"))
                .extracting(f -> f.substring(0, "docs/adr/0000".length()))
                .doesNotHaveDuplicates();
    }

    private static String read(String file) {
        return Repository.text(Path.of(file)).orElseThrow();
    }
}
