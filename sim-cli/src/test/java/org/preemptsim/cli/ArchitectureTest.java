// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.preemptsim.engine.fixture.BreaksEngineRules;
import org.preemptsim.models.machine.fixture.Wiring;
import org.preemptsim.models.topology.fixture.UsesHigherRoom;

/** The arrows between modules and rooms, and what no code of a simulation may touch. */
class ArchitectureTest {
    private static final JavaClasses PRODUCT = Architecture.product();
    private static final JavaClasses BROKEN =
            new ClassFileImporter().importClasses(BreaksEngineRules.class, UsesHigherRoom.class, Wiring.class);

    private static final ArchRule MODULE_ARROWS = classes().should(Architecture.useOnlyModulesBelow());

    private static final ArchRule ROOM_ARROWS = classes()
            .that()
            .resideInAPackage("org.preemptsim.models..")
            .should(Architecture.useOnlyRoomsOfLowerFloors());

    private static final ArchRule ENGINE_STANDS_ALONE = classes()
            .that()
            .resideInAPackage("org.preemptsim.engine..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("org.preemptsim.engine..", "java..", "org.jspecify..");

    private static final ArchRule MODEL_LIBRARIES = classes()
            .that()
            .resideInAPackage("org.preemptsim.models..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "org.preemptsim.engine..",
                    "org.preemptsim.models..",
                    "java..",
                    "org.jspecify..",
                    "org.jgrapht..",
                    "org.apache.commons.math3..");

    private static final ArchRule ONE_WRITER_TO_THE_TERMINAL = noClasses()
            .that()
            .resideOutsideOfPackage("org.preemptsim.cli..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    private static final ArchRule NO_WALL_CLOCK_NO_FOREIGN_RANDOM = noClasses()
            .that()
            .resideInAnyPackage(
                    "org.preemptsim.engine..", "org.preemptsim.models..", "org.preemptsim.experiment.scenario..")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "identityHashCode", Object.class)
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(Random.class, SplittableRandom.class, ThreadLocalRandom.class)
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.time.Clock");

    private static final ArchRule NO_MUTABLE_STATICS = classes()
            .that()
            .resideInAnyPackage("org.preemptsim.engine..", "org.preemptsim.models..")
            .should(Architecture.haveNoMutableStatics());

    @Test
    void findsTheClassesOfEveryModule() {
        assertThat(PRODUCT.stream().flatMap(c -> Architecture.moduleOf(c).stream()))
                .containsAll(Architecture.MODULES.keySet());
        assertThat(PRODUCT.contain("org.preemptsim.models.spec.MachineSpec")).isTrue();
        assertThat(PRODUCT.contain("org.preemptsim.cli.ArchitectureTest")).isFalse();
        assertThat(PRODUCT.contain("org.preemptsim.engine.fixture.BreaksEngineRules"))
                .isFalse();
    }

    @Test
    void everyRoomOfTheModelIsOnAFloor() {
        assertThat(Architecture.roomsIn(PRODUCT)).isNotEmpty().allSatisfy(room -> assertThat(Architecture.floorOf(room))
                .as("floor of room %s: add it to ARCHITECTURE.md and to Architecture.FLOORS", room)
                .isPresent());
    }

    @Test
    void modulesUseOnlyModulesBelow() {
        MODULE_ARROWS.check(PRODUCT);
        assertThat(violationsOf(MODULE_ARROWS)).anyMatch(v -> v.contains("module engine must not see models"));
    }

    @Test
    void roomsUseOnlyRoomsOfLowerFloors() {
        ROOM_ARROWS.check(PRODUCT);
        assertThat(violationsOf(ROOM_ARROWS)).anyMatch(v -> v.contains("room topology must not see machine"));
    }

    @Test
    void theEngineNeedsNothingButTheJdk() {
        ENGINE_STANDS_ALONE.check(PRODUCT);
        assertThat(violationsOf(ENGINE_STANDS_ALONE)).anyMatch(v -> v.contains("CpuSet"));
    }

    @Test
    void theModelNeedsNothingButTheEngineGraphsAndMathematics() {
        MODEL_LIBRARIES.check(PRODUCT);
    }

    @Test
    void onlyTheCommandLineWritesToTheTerminal() {
        ONE_WRITER_TO_THE_TERMINAL.check(PRODUCT);
        assertThat(violationsOf(ONE_WRITER_TO_THE_TERMINAL))
                .anyMatch(v -> v.contains("System.out"))
                .anyMatch(v -> v.contains("System.err"));
    }

    @Test
    void nothingSimulatedReadsTheWallClockOrForeignRandomNumbers() {
        NO_WALL_CLOCK_NO_FOREIGN_RANDOM.check(PRODUCT);
        assertThat(violationsOf(NO_WALL_CLOCK_NO_FOREIGN_RANDOM))
                .anyMatch(v -> v.contains("currentTimeMillis"))
                .anyMatch(v -> v.contains("nanoTime"))
                .anyMatch(v -> v.contains("Math.random"))
                .anyMatch(v -> v.contains("java.util.Random"));
    }

    @Test
    void engineAndModelHaveNoMutableStatics() {
        NO_MUTABLE_STATICS.check(PRODUCT);
        assertThat(violationsOf(NO_MUTABLE_STATICS))
                .hasSize(3)
                .anyMatch(v -> v.contains("counter"))
                .anyMatch(v -> v.contains("LINES"))
                .anyMatch(v -> v.contains("SHARED"));
    }

    private static List<String> violationsOf(ArchRule rule) {
        return rule.evaluate(BROKEN).getFailureReport().getDetails();
    }
}
