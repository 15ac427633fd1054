// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command of the README does what the README says, run as written from the repository's root. */
class ReadmeCommandsIT {
    private static final Pattern SHELL_BLOCK =
            Pattern.compile("^```sh\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern TEXT_BLOCK =
            Pattern.compile("^```text\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final String OUT = "out/cyclictest-under-stress/";
    private static final String BUILD = "mvn verify";

    @Test
    void theReadmeStartsWithTheTwoCommandsThatSetEverythingUp() {
        assertThat(commands().limit(2))
                .containsExactly("./preemptsim compare scenarios/seed/cyclictest-under-stress.yaml", BUILD);
    }

    @Test
    void continuousIntegrationRunsTheReadmesBuild() {
        assertThat(Repository.text(Path.of(".ci/run")).orElseThrow())
                .containsPattern("(?m)^\\s*(timeout \\S+ )?mvn( -B| -ntp)* verify$");
    }

    @ParameterizedTest
    @MethodSource("commandsToRun")
    void theCommandWorksAsWritten(String command) {
        Run run = shell(command);

        if (command.contains(" host measure ") && run.exit() == ExitCode.BAD_INPUT) {
            // No tool or no privilege here: then the message must say what to do.
            assertThat(run.err()).contains("fix:");
        } else {
            assertThat(run.exit()).as(run.err()).isZero();
            assertThat(run.out()).isNotBlank();
        }
    }

    /**
     * The README shows what the program prints and draws today. After a change that moves results, run this with
     * {@code -Dreadme.update=true} and look at the difference.
     */
    @Test
    void theReadmeShowsWhatItsFirstCommandGives() throws IOException {
        Run run = shell(commands().findFirst().orElseThrow());
        Path drawn = Repository.root().resolve(OUT + "histogram.svg");
        Path shown = Repository.root().resolve("docs/images/cyclictest-under-stress.svg");
        if (Boolean.getBoolean("readme.update")) {
            Files.copy(drawn, shown, StandardCopyOption.REPLACE_EXISTING);
            String updated = TEXT_BLOCK
                    .matcher(readme())
                    .replaceFirst(Matcher.quoteReplacement("```text\n" + run.out() + "```"));
            Files.writeString(Repository.root().resolve("README.md"), updated);
        }

        assertThat(TEXT_BLOCK.matcher(readme()).results().anyMatch(m -> m.group(1)
                        .equals(run.out())))
                .as("the README shows this table; mvn verify -Dreadme.update=true puts it there:%n%s", run.out())
                .isTrue();
        assertThat(Files.mismatch(shown, drawn))
                .as("%s is what was drawn; mvn verify -Dreadme.update=true puts it there", shown)
                .isEqualTo(-1);
        List<String> named = Pattern.compile("`(" + OUT + "[^`*]+)`")
                .matcher(readme())
                .results()
                .map(m -> m.group(1))
                .toList();
        assertThat(named)
                .hasSizeGreaterThan(2)
                .allSatisfy(f -> assertThat(Repository.root().resolve(f)).exists());
    }

    static Stream<String> commandsToRun() {
        return commands().filter(c -> !c.equals(BUILD));
    }

    private static Stream<String> commands() {
        return SHELL_BLOCK
                .matcher(readme())
                .results()
                .flatMap(block -> block.group(1).lines())
                .map(line -> line.replaceAll("\\s+# .*$", "").strip())
                .filter(line -> !line.isEmpty());
    }

    private static Run shell(String command) {
        Map<String, String> environment =
                Map.of("JAVA_HOME", System.getProperty("java.home"), "PREEMPTSIM_NO_BUILD", "1", "NO_COLOR", "1");
        return Run.of(Repository.root(), environment, List.of("bash", "-c", command));
    }

    private static String readme() {
        return Repository.text(Path.of("README.md")).orElseThrow();
    }
}
