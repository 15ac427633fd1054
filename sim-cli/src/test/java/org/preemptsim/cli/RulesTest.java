// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every rule of the kernel's behaviour in scheduling and locking is shown by a test or listed as left out, with the reason. */
class RulesTest {
    /** How many rules each section has that must be covered. */
    private static final Map<Integer, Integer> RULES = new TreeMap<>(Map.of(1, 18, 2, 14, 3, 42, 4, 11, 5, 38, 11, 17));

    /** One rule, or the first and last of a range. */
    private static final Pattern CITED = Pattern.compile("K(\\d{1,2})\\.(\\d{2})(?: to K\\1\\.(\\d{2}))?");

    private static Set<String> citedIn(String text) {
        Set<String> out = new TreeSet<>();
        Matcher m = CITED.matcher(text);
        while (m.find()) {
            int section = Integer.parseInt(m.group(1));
            int first = Integer.parseInt(m.group(2));
            int last = m.group(3) == null ? first : Integer.parseInt(m.group(3));
            for (int i = first; i <= last; i++) {
                out.add(rule(section, i));
            }
        }
        return out;
    }

    private static String rule(int section, int number) {
        return String.format("K%d.%02d", section, number);
    }

    private static Set<String> required() {
        Set<String> out = new TreeSet<>();
        RULES.forEach((section, count) -> {
            for (int i = 1; i <= count; i++) {
                out.add(rule(section, i));
            }
        });
        return out;
    }

    private static Set<String> citedByTests() throws IOException {
        Set<String> out = new TreeSet<>();
        for (Path file : Repository.files()) {
            boolean test = file.toString().contains("src/test/") && !file.endsWith("RulesTest.java");
            if (test && file.toString().matches(".*\\.(java|json|yaml)")) {
                out.addAll(citedIn(Files.readString(Repository.root().resolve(file))));
            }
        }
        return out;
    }

    private static Set<String> leftOut() throws IOException {
        return citedIn(Files.readString(Repository.root().resolve("docs/limits.md")));
    }

    @Test
    void everyRuleIsShownByATestOrListedAsLeftOut() throws IOException {
        Set<String> missing = required();
        missing.removeAll(citedByTests());
        missing.removeAll(leftOut());
        assertThat(missing)
                .as("rules that no test cites and docs/limits.md does not list")
                .isEmpty();
    }

    @Test
    void readsSingleRulesAndRanges() {
        assertThat(citedIn("K3.31 to K3.33, K5.01; K11.09"))
                .containsExactly("K11.09", "K3.31", "K3.32", "K3.33", "K5.01");
        assertThat(required()).hasSize(140).contains("K1.18", "K3.42", "K11.17");
    }
}
