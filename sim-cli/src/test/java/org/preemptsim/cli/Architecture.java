// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** The arrows of ARCHITECTURE.md as data, and the conditions that hold them. */
final class Architecture {
    static final String ROOT = "org.preemptsim.";
    static final String MODELS = ROOT + "models.";

    /** Which modules' packages a module may use; itself is understood. */
    static final Map<String, Set<String>> MODULES = Map.of(
            "engine", Set.of(),
            "models", Set.of("engine"),
            "experiment", Set.of("engine", "models"),
            "host", Set.of("engine", "models", "experiment"),
            "report", Set.of("engine", "models", "experiment"),
            "cli", Set.of("engine", "models", "experiment", "host", "report"));

    /**
     * The rooms of the model from the lowest to the highest floor. A room may use the rooms of the floors below its
     * own, never a room beside it.
     */
    static final List<Set<String>> FLOORS = List.of(
            Set.of("spec"),
            Set.of("random", "trace", "topology"),
            Set.of("cpu"),
            Set.of("time", "task"),
            Set.of("sched"),
            Set.of("softirq"),
            Set.of("locking"),
            Set.of("futex", "irq", "rcu", "syscall", "probe"),
            Set.of("irqbalance", "virt", "pthread"),
            Set.of("workload"),
            Set.of("check"),
            Set.of("machine"));

    private Architecture() {}

    /** All classes of the product, without tests. */
    static JavaClasses product() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.preemptsim");
    }

    /** The module a class of ours belongs to, by the first part of its package. */
    static Optional<String> moduleOf(JavaClass type) {
        return firstPart(type.getPackageName(), ROOT);
    }

    /** The room of the model a class belongs to. */
    static Optional<String> roomOf(JavaClass type) {
        return firstPart(type.getPackageName(), MODELS);
    }

    /** The floor a room is on, if it is one of the rooms. */
    static Optional<Integer> floorOf(String room) {
        for (int floor = 0; floor < FLOORS.size(); floor++) {
            if (FLOORS.get(floor).contains(room)) {
                return Optional.of(floor);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> firstPart(String packageName, String prefix) {
        if (!packageName.startsWith(prefix)) {
            return Optional.empty();
        }
        String rest = packageName.substring(prefix.length());
        int dot = rest.indexOf('.');
        return Optional.of(dot < 0 ? rest : rest.substring(0, dot));
    }

    /** A class uses only the modules its own module may see. */
    static ArchCondition<JavaClass> useOnlyModulesBelow() {
        return eachUse("use only modules below", (from, to) -> {
            Optional<String> own = moduleOf(from);
            Optional<String> other = moduleOf(to);
            if (own.isEmpty() || other.isEmpty() || own.equals(other)) {
                return Optional.empty();
            }
            Set<String> allowed = MODULES.get(own.get());
            if (allowed == null) {
                return Optional.of("module " + own.get() + " is not in ARCHITECTURE.md's list");
            }
            return allowed.contains(other.get())
                    ? Optional.empty()
                    : Optional.of("module " + own.get() + " must not see " + other.get());
        });
    }

    /** A class of a room uses only rooms of lower floors. */
    static ArchCondition<JavaClass> useOnlyRoomsOfLowerFloors() {
        return eachUse("use only rooms of lower floors", (from, to) -> {
            Optional<String> own = roomOf(from);
            Optional<String> other = roomOf(to);
            if (own.isEmpty() || other.isEmpty() || own.equals(other)) {
                return Optional.empty();
            }
            Optional<Integer> ownFloor = floorOf(own.get());
            Optional<Integer> otherFloor = floorOf(other.get());
            if (ownFloor.isEmpty() || otherFloor.isEmpty()) {
                return Optional.of("a room is not on any floor of ARCHITECTURE.md");
            }
            return otherFloor.get() < ownFloor.get()
                    ? Optional.empty()
                    : Optional.of("room " + own.get() + " must not see " + other.get());
        });
    }

    /** A class has no static state that a run could change, so that runs in one process never meet. */
    static ArchCondition<JavaClass> haveNoMutableStatics() {
        return new ArchCondition<>("have no mutable statics") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (JavaField field : type.getFields()) {
                    Set<JavaModifier> modifiers = field.getModifiers();
                    if (modifiers.contains(JavaModifier.STATIC) && !modifiers.contains(JavaModifier.SYNTHETIC)) {
                        mutability(field)
                                .ifPresent(why -> events.add(SimpleConditionEvent.violated(
                                        field,
                                        field.getFullName() + " " + why + " in " + type.getSourceCodeLocation())));
                    }
                }
            }
        };
    }

    private static Optional<String> mutability(JavaField field) {
        Set<JavaModifier> modifiers = field.getModifiers();
        JavaClass type = field.getRawType();
        if (!modifiers.contains(JavaModifier.FINAL)) {
            return Optional.of("is static and not final");
        }
        if (type.isArray() && !modifiers.contains(JavaModifier.PRIVATE)) {
            return Optional.of("is a static array that others can write");
        }
        boolean holder = type.getPackageName().startsWith("java.util.concurrent")
                || type.isAssignableTo(Random.class)
                || type.isAssignableTo(StringBuilder.class)
                || type.isAssignableTo(ThreadLocal.class)
                || type.isAssignableTo("java.util.AbstractCollection")
                || type.isAssignableTo("java.util.AbstractMap");
        return holder ? Optional.of("is static and its type is mutable") : Optional.empty();
    }

    /** The rooms that have classes. */
    static Collection<String> roomsIn(JavaClasses classes) {
        TreeSet<String> rooms = new TreeSet<>();
        classes.forEach(c -> roomOf(c).ifPresent(rooms::add));
        return rooms;
    }

    private interface Use {
        /** Why {@code from} must not use {@code to}; empty if it may. */
        Optional<String> objection(JavaClass from, JavaClass to);
    }

    private static ArchCondition<JavaClass> eachUse(String description, Use rule) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass from, ConditionEvents events) {
                from.getDirectDependenciesFromSelf().forEach(use -> rule.objection(
                                from, use.getTargetClass().getBaseComponentType())
                        .ifPresent(why ->
                                events.add(SimpleConditionEvent.violated(use, why + ": " + use.getDescription()))));
            }
        };
    }
}
