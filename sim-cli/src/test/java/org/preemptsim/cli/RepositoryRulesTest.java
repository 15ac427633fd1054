// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What every file of the repository keeps to.
 *
 * <p>The patterns are cut in two, so that this file does not break its own rules.
 */
class RepositoryRulesTest {
    private static final String LICENSE_LINE = "// SPDX-License-Identifier: Apache-2.0";

    private static final Map<String, Pattern> FORBIDDEN = Map.of(
            "a path of somebody's machine", any("/ho~me/[a-z]", "/Us~ers/[a-z]", "/ro~ot/[a-z.]", "/wo~rk/[a-z]"),
            "the host of a package registry",
                    any(
                            "repo1?\\.ma~ven\\.",
                            "maven\\.goo~gle",
                            "registry\\.n~pmjs",
                            "py~pi\\.org",
                            "pythonho~sted",
                            "jit~pack\\.io",
                            "deb\\.deb~ian\\.org",
                            "proxy\\.go~lang",
                            "plugins\\.gra~dle\\.org",
                            "(oss|central)\\.sona~type",
                            "arti~factory"),
            "a note that something is unfinished", any("\\bTO~DO\\b", "\\bFIX~ME\\b", "\\bXX~X\\b", "\\bHA~CK\\b"),
            "talk about how the project is made rather than what it is",
                    any(
                            "\\bissue\\s+#~?\\d+",
                            "\\b(ai|coding) (assis~tant|ag~ent)",
                            "\\blanguage mod~el\\b",
                            "\\bL~LMs?\\b",
                            "co-author~ed-by",
                            "\\bthis sess~ion\\b"),
            "a merge that was not finished", any("^<{7}~ ", "^>{7}~ "));

    private static final Pattern GENERATED = Pattern.compile(
            "(^|/)(target|out|node_modules|__pycache__)/|\\.(class|jar|jsa|jfr|hprof|log|iml|orig|rej|pyc)$"
                    + "|(^|/)(dependency-reduced-pom\\.xml|\\.jqwik-database|hs_err_pid.*|\\.classpath|\\.project)$");

    @Test
    void everyJavaFileStartsWithTheLicenseLine() {
        List<Path> java = Repository.files().stream()
                .filter(f -> f.toString().endsWith(".java"))
                .toList();

        assertThat(java).hasSizeGreaterThan(40);
        assertThat(java).allSatisfy(file -> assertThat(
                        Repository.text(file).orElseThrow().lines().findFirst())
                .as(file.toString())
                .contains(LICENSE_LINE));
    }

    @Test
    void everyPackageOfTheProductIsNullMarkedAndSaysWhatItIsFor() {
        List<Path> packages = Repository.files().stream()
                .filter(f ->
                        f.toString().contains("src/main/java") && f.toString().endsWith(".java"))
                .map(Path::getParent)
                .distinct()
                .toList();

        assertThat(packages).allSatisfy(directory -> {
            Path info = directory.resolve("package-info.java");
            assertThat(Repository.root().resolve(info)).exists();
            assertThat(Repository.text(info).orElseThrow()).contains("@NullMarked", "/**");
        });
    }

    @Test
    void noFileNamesAMachineARegistryOrItsOwnMaking() {
        List<String> found = new ArrayList<>();
        for (Path file : Repository.files()) {
            Repository.text(file).ifPresent(text -> collect(file, text, found));
        }

        assertThat(found).isEmpty();
    }

    @Test
    void theForbiddenPatternsMatchWhatTheyForbid() {
        List<String> found = new ArrayList<>();
        collect(Path.of("a"), "see /ho" + "me/someone/x", found);
        collect(Path.of("b"), "https://repo1.ma" + "ven.org/", found);
        collect(Path.of("c"), "// TO" + "DO later", found);
        collect(Path.of("d"), "as issue " + "12 asks", found);

        assertThat(found).hasSize(4);
    }

    @Test
    void noGeneratedFileIsInTheRepository() {
        assertThat(Repository.files())
                .hasSizeGreaterThan(40)
                .noneMatch(f -> GENERATED.matcher(f.toString()).find());
    }

    @Test
    void everyScriptCanBeRun() {
        assertThat(List.of("preemptsim", ".ci/run")).allSatisfy(script -> assertThat(
                        Files.isExecutable(Repository.root().resolve(script)))
                .as(script)
                .isTrue());
    }

    private static void collect(Path file, String text, List<String> found) {
        FORBIDDEN.forEach((what, pattern) -> {
            Matcher m = pattern.matcher(text);
            while (m.find()) {
                long line = text.substring(0, m.start()).lines().count();
                found.add(file + ":" + Math.max(1, line) + ": " + what + ": " + m.group());
            }
        });
    }

    /** One pattern of several; a tilde in a piece is nothing but keeps it from matching itself. */
    private static Pattern any(String... pieces) {
        return Pattern.compile(String.join("|", pieces).replace("~", ""), Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
    }
}
