// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.preemptsim.models.spec.PreemptionModel;

class ShippedScenariosTest {
    private static final Path ROOT = Path.of("../scenarios");

    private static List<Path> files(boolean profiles) throws IOException {
        try (Stream<Path> all = Files.walk(ROOT)) {
            return all.filter(p -> p.toString().endsWith(".yaml"))
                    .filter(p -> p.toString().contains("profiles") == profiles)
                    .sorted()
                    .toList();
        }
    }

    static List<Path> scenarios() throws IOException {
        return files(false);
    }

    static List<Path> profiles() throws IOException {
        return files(true);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void readsWithoutAWordAndValidates(Path file) throws IOException {
        ReadResult result = ScenarioReader.read(file);
        if (file.endsWith("pi/deadlock.yaml")) {
            assertThat(result.diagnostics()).extracting(Diagnostic::code).containsOnly("SC039");
        } else {
            assertThat(result.render()).isEmpty();
        }
        assertThat(result.ok()).isTrue();
        assertThat(ScenarioSchemaTest.scenarioErrors(Files.readString(file))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void profileValidatesAndSaysWhereItsNumbersComeFrom(Path file) throws IOException {
        String text = Files.readString(file);
        assertThat(ScenarioSchemaTest.profileErrors(text)).isEmpty();
        assertThat(text).contains("provenance:");
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void namesASchemaThatIsThere(Path file) throws IOException {
        String first = Files.readAllLines(file).get(0);
        assertThat(first).startsWith("# yaml-language-server: $schema=");
        assertThat(file.resolveSibling(first.substring(first.indexOf('=') + 1))).exists();
    }

    @Test
    void seedVariantsDifferByThePreemptionModelAlone() {
        Scenario seed = ScenarioReader.read(ROOT.resolve("seed/cyclictest-under-stress.yaml"))
                .scenarioOrThrow();
        Variant gpos = seed.variant("gpos").orElseThrow();
        Variant rt = seed.variant("rt").orElseThrow();
        assertThat(gpos.machine()).isEqualTo(rt.machine());
        assertThat(gpos.workload()).isEqualTo(rt.workload());
        assertThat(gpos.durationNs()).isEqualTo(rt.durationNs());
        assertThat(gpos.kernel().preemption()).isEqualTo(PreemptionModel.VOLUNTARY);
        assertThat(rt.kernel().preemption()).isEqualTo(PreemptionModel.RT);
        assertThat(gpos.hash()).isNotEqualTo(rt.hash());
    }
}
