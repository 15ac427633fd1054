// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is done to a scenario, reading it gives a scenario or an error with a place inside a file; never a throw. */
class ScenarioReaderProperties {
    private static final Map<String, String> FILES = files();
    private static final List<String> SCENARIOS =
            FILES.keySet().stream().filter(f -> !f.contains("profiles")).toList();
    private static final List<String> SPICE = List.of(
            "",
            " ",
            "\t",
            "\n",
            ":",
            ": ",
            "- ",
            "{",
            "}",
            "[",
            "]",
            "'",
            "\"",
            "#",
            "&a ",
            "*a",
            "!t ",
            "|",
            ">",
            "%",
            "@",
            "~",
            "null",
            "-1",
            "0",
            "1us",
            "-1us",
            "1e99",
            "NaN",
            ".inf",
            "true",
            "forever",
            "\0",
            "\u00e9",
            "\ud83d\ude00",
            "\ufeff",
            "\\",
            "---\n",
            "<<: ",
            "kernel",
            "lock: x",
            "repeat: {steps: [work: 1]}",
            "0-9999",
            "fifo:200",
            "\r",
            "\u2028",
            "\ud800",
            "9".repeat(60),
            "\"\\UFFFFFFFF\"",
            "? ",
            "%YAML 9.9\n---\n",
            "a.b.c: 1");

    private static Map<String, String> files() {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(Path.of("../scenarios"))) {
            for (Path p : all.filter(f -> f.toString().endsWith(".yaml")).toList()) {
                files.put(p.toString(), Files.readString(p));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        files.put("../scenarios/everything.yaml", LanguageTest.text());
        return files;
    }

    private static void readsOrSaysWhere(String name, String text, Map<String, String> files) {
        ReadResult result = ScenarioReader.readText(name, text, IncludeResolver.ofTexts(files));
        if (!result.ok()) {
            assertThat(result.diagnostics()).anyMatch(d -> d.severity() == Severity.ERROR);
        }
        for (Diagnostic d : result.diagnostics()) {
            String of = d.file().equals(name) ? text : files.getOrDefault(d.file(), "");
            String[] lines = of.split("\r\n|\r|\n", -1);
            assertThat(d.line()).as(d.render()).isBetween(1, lines.length);
            String line = lines[d.line() - 1];
            assertThat(d.column()).as(d.render()).isBetween(1, line.codePointCount(0, line.length()) + 1);
            assertThat(d.code()).matches("SC\\d{3}");
            assertThat(d.message()).isNotBlank();
            assertThat(d.render()).doesNotContain("Exception", "org.preemptsim", "org.snakeyaml", "\0");
        }
        assertThat(result.diagnostics())
                .isSortedAccordingTo(Diagnostic.BY_PLACE)
                .doesNotHaveDuplicates();
    }

    private static String mutateLines(String text, Random random) {
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            int i = random.nextInt(lines.size());
            int j = random.nextInt(lines.size());
            switch (random.nextInt(5)) {
                case 0 -> lines.remove(lines.size() > 1 ? i : 0);
                case 1 -> lines.add(i, lines.get(j % lines.size()));
                case 2 -> Collections.swap(lines, i, j);
                case 3 -> lines.set(i, "  " + lines.get(i));
                default -> lines.set(i, lines.get(i).stripLeading());
            }
            if (lines.isEmpty()) {
                lines.add("");
            }
        }
        return String.join("\n", lines);
    }

    private static String mutateCharacters(String text, Random random) {
        StringBuilder out = new StringBuilder(text);
        for (int n = 1 + random.nextInt(4); n > 0; n--) {
            int i = random.nextInt(out.length() + 1);
            int end = Math.min(out.length(), i + random.nextInt(6));
            out.replace(i, end, SPICE.get(random.nextInt(SPICE.size())));
        }
        return out.toString();
    }

    /** Replaces the value of one key. */
    private static String mutateValue(String text, Random random) {
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        int i = random.nextInt(lines.size());
        String line = lines.get(i);
        int colon = line.indexOf(": ");
        lines.set(i, colon < 0 ? line : line.substring(0, colon + 2) + SPICE.get(random.nextInt(SPICE.size())));
        return String.join("\n", lines);
    }

    @Property(tries = 400)
    void survivesChangedLines(@ForAll("scenarios") String name, @ForAll long seed) {
        readsOrSaysWhere(name, mutateLines(FILES.getOrDefault(name, ""), new Random(seed)), FILES);
    }

    @Property(tries = 400)
    void survivesChangedCharacters(@ForAll("scenarios") String name, @ForAll long seed) {
        readsOrSaysWhere(name, mutateCharacters(FILES.getOrDefault(name, ""), new Random(seed)), FILES);
    }

    @Property(tries = 400)
    void survivesChangedValues(@ForAll("scenarios") String name, @ForAll long seed) {
        readsOrSaysWhere(name, mutateValue(FILES.getOrDefault(name, ""), new Random(seed)), FILES);
    }

    @Property(tries = 300)
    void survivesChangedProfiles(@ForAll long seed) {
        Random random = new Random(seed);
        Map<String, String> files = new TreeMap<>(FILES);
        files.replaceAll(
                (name, text) -> name.contains("profiles") ? mutateValue(mutateCharacters(text, random), random) : text);
        String name = "../scenarios/seed/cyclictest-under-stress.yaml";
        readsOrSaysWhere(name, files.getOrDefault(name, ""), files);
    }

    @Property(tries = 300)
    void survivesRandomYaml(@ForAll("yaml") String text) {
        readsOrSaysWhere("s.yaml", text, FILES);
        readsOrSaysWhere("s.yaml", "preemptsim: 1\nname: s\n" + text, FILES);
    }

    @Property(tries = 300)
    void survivesRandomCharacters(@ForAll String text) {
        readsOrSaysWhere("s.yaml", text, FILES);
    }

    @Property(tries = 100)
    void readsTheSameTextToTheSameScenario(@ForAll("scenarios") String name, @ForAll long seed) {
        String text = mutateValue(FILES.getOrDefault(name, ""), new Random(seed));
        assertThat(ScenarioReader.readText(name, text, IncludeResolver.ofTexts(FILES)))
                .isEqualTo(ScenarioReader.readText(name, text, IncludeResolver.ofTexts(FILES)));
    }

    @Provide
    Arbitrary<String> scenarios() {
        return Arbitraries.of(SCENARIOS);
    }

    /** Flow-style trees out of the language's own words, so that they get past the first checks. */
    @Provide
    Arbitrary<String> yaml() {
        List<String> words = new ArrayList<>(SPICE);
        new LanguageWalk().keys().stream().sorted().forEach(k -> words.add(k.substring(k.indexOf('/') + 1)));
        Arbitrary<String> word = Arbitraries.of(words);
        Arbitrary<String> tree = Arbitraries.recursive(
                () -> word,
                inner -> Arbitraries.oneOf(
                        inner.list().ofMaxSize(4).map(l -> "[" + String.join(", ", l) + "]"),
                        Arbitraries.maps(word, inner)
                                .ofMaxSize(4)
                                .map(m -> "{"
                                        + String.join(
                                                ", ",
                                                m.entrySet().stream()
                                                        .map(e -> e.getKey() + ": " + e.getValue())
                                                        .toList())
                                        + "}")),
                3);
        return Arbitraries.of("machine", "kernel", "workload", "variants", "include", "about", "duration")
                .flatMap(key -> tree.map(t -> key + ": " + t + "\n"));
    }
}
