// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScenarioSchemaTest {
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Schema SCENARIO = REGISTRY.getSchema(ScenarioSchema.scenario());
    private static final Schema FRAGMENT = REGISTRY.getSchema(ScenarioSchema.fragment());
    private static final Schema PROFILE = REGISTRY.getSchema(ScenarioSchema.profile());

    static List<Error> scenarioErrors(String yaml) {
        return SCENARIO.validate(yaml, InputFormat.YAML);
    }

    static List<Error> fragmentErrors(String yaml) {
        return FRAGMENT.validate(yaml, InputFormat.YAML);
    }

    static List<Error> profileErrors(String yaml) {
        return PROFILE.validate(yaml, InputFormat.YAML);
    }

    static List<RejectedExamples.Example> structural() {
        return RejectedExamples.all().stream()
                .filter(RejectedExamples.Example::structural)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("structural")
    void refusesWhatIsWronglyBuilt(RejectedExamples.Example example) {
        assertThat(scenarioErrors(example.text().replace(RejectedExamples.MARK, "")))
                .isNotEmpty();
    }

    @Test
    void acceptsEveryKeyTheReaderAccepts() {
        assertThat(scenarioErrors(LanguageTest.text())).isEmpty();
        assertThat(fragmentErrors(LanguageTest.text())).isEmpty();
    }

    @Test
    void letsIncludesAndVariantsCompleteAScenario() {
        String open = "preemptsim: 1\nname: s\nkernel: {hz: 100}\n";
        assertThat(scenarioErrors(open)).isNotEmpty();
        assertThat(scenarioErrors(open + "include: a.yaml\n")).isEmpty();
        assertThat(scenarioErrors(open + "variants: {a: {kernel.preemption: rt}}\n"))
                .isEmpty();
        assertThat(fragmentErrors("preemptsim: 1\n")).isEmpty();
        assertThat(fragmentErrors("kernel: {hz: 100}\n")).isNotEmpty();
    }

    @Test
    void checksTheValuesOfOverrides() {
        String base = "preemptsim: 1\nname: s\nvariants: {a: {";
        assertThat(scenarioErrors(base + "kernel.preemption: rt}}\n")).isEmpty();
        assertThat(scenarioErrors(base + "kernel.preemption: rtt}}\n")).isNotEmpty();
        assertThat(scenarioErrors(base + "workload.tasks.ctrl.policy: 'fifo:9'}}\n"))
                .isEmpty();
        assertThat(scenarioErrors(base + "workload.tasks.ctrl.policy: 9}}\n")).isNotEmpty();
        assertThat(scenarioErrors(base + "workload.stress: null}}\n")).isEmpty();
        assertThat(scenarioErrors(base + "machine.costs.wakeup.lognormal.max: 3us}}\n"))
                .isEmpty();
    }

    @Test
    void publishedSchemasAreTheOnesOfThisTable() throws IOException {
        published("scenario", ScenarioSchema::scenario);
        published("fragment", ScenarioSchema::fragment);
        published("profile", ScenarioSchema::profile);
    }

    /** Run with {@code -Dpreemptsim.update=true} after a change of the table, and commit what changed. */
    private static void published(String name, Supplier<String> schema) throws IOException {
        Path file = Path.of("../docs/schema/" + name + ".schema.json");
        if (Boolean.getBoolean("preemptsim.update")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, schema.get());
        }
        assertThat(Files.readString(file))
                .as(file + " is not what the table gives; write it by -Dpreemptsim.update=true")
                .isEqualTo(schema.get());
    }
}
