// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table against what the reader does: no key without effect, no effect without key. */
class LanguageTest {
    private static final String EVERYTHING = everything();

    private static String everything() {
        try (InputStream in = LanguageTest.class.getResourceAsStream("everything.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static String text() {
        return EVERYTHING;
    }

    private static Node tree() {
        Node tree = YamlTree.read(new SourceText("everything.yaml", EVERYTHING), new Diagnostics());
        return Objects.requireNonNull(tree);
    }

    private static ReadResult read(String text) {
        return ScenarioReader.readText("everything.yaml", text, IncludeResolver.ofFiles());
    }

    @Test
    void acceptsEveryKeyOfTheTable() {
        Set<String> missing = new TreeSet<>(new LanguageWalk().keys());
        missing.removeAll(LanguageWalk.used(tree(), Language.SCENARIO));
        missing.removeIf(k -> k.startsWith("profile/") || k.startsWith("stress-profile/"));
        assertThat(read(EVERYTHING).render()).isEmpty();
        assertThat(missing)
                .containsExactlyInAnyOrder(
                        "scenario/variants", "machine/profile", "stress/profile", "irq-thread-priorities/flat");
    }

    static List<String> paths() {
        List<String> roots = List.of("duration", "machine", "kernel", "workload");
        return LanguageWalk.paths(tree(), "").stream()
                .filter(p -> roots.stream().anyMatch(r -> p.equals(r) || p.startsWith(r + ".")))
                // The first of a mapping's only key or the keys of quantiles, whose dots no path can name.
                .filter(p -> !p.contains("quantiles.0.5"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("paths")
    void everyValueMatters(String path) {
        ReadResult whole = read(EVERYTHING);
        ReadResult without = read(EVERYTHING + "variants: {v: {\"" + path + "\": null}}\n");
        if (without.scenario() != null) {
            Variant v = without.scenario().variants().get(0);
            Variant w = whole.scenarioOrThrow().variants().get(0);
            assertThat(v.hash() + v.durationNs()).isNotEqualTo(w.hash() + w.durationNs());
        }
        assertThat(without.diagnostics()).as(without.render()).noneMatch(d -> d.code()
                .equals(DiagnosticCode.UNKNOWN_PATH.id()));
    }

    @Test
    void everyIdOfTheSchemaMeansOneShape() {
        new LanguageWalk()
                .byId()
                .forEach((id, shapes) -> assertThat(shapes).as(id).hasSize(1));
    }

    @Test
    void everyKeyIsInTheDocumentation() throws IOException {
        String page = Files.readString(Path.of("../docs/scenario-language.md"));
        for (String key : new LanguageWalk().keys()) {
            String name = key.substring(key.indexOf('/') + 1);
            assertThat(page).as(key).containsPattern("\\b" + name + "\\b");
        }
    }

    @Test
    void everyCodeIsInTheDocumentationWithItsMeaning() throws IOException {
        String page = Files.readString(Path.of("../docs/scenario-language.md"));
        for (DiagnosticCode code : DiagnosticCode.values()) {
            assertThat(page).contains("| " + code.id() + " | " + code.meaning() + " |");
        }
    }
}
