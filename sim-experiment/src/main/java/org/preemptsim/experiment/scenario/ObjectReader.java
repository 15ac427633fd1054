// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import org.jspecify.annotations.Nullable;
import org.preemptsim.models.spec.UserObjectSpec;
import org.preemptsim.models.spec.UserObjectSpec.Barrier;
import org.preemptsim.models.spec.UserObjectSpec.Condition;
import org.preemptsim.models.spec.UserObjectSpec.Futex;
import org.preemptsim.models.spec.UserObjectSpec.Mutex;
import org.preemptsim.models.spec.UserObjectSpec.MutexKind;
import org.preemptsim.models.spec.UserObjectSpec.Protocol;
import org.preemptsim.models.spec.UserObjectSpec.RwLock;
import org.preemptsim.models.spec.UserObjectSpec.Semaphore;

/** Reads one entry of {@code workload.objects}. An event is a semaphore that begins with nothing to take. */
final class ObjectReader {
    private final Diagnostics diagnostics;

    ObjectReader(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    /** The object, or null if its shape is wrong, which is reported already. */
    @Nullable
    UserObjectSpec read(MapNode.Entry e) {
        String name = e.name();
        if (e.value() instanceof ScalarNode word) {
            return switch (word.value()) {
                case "mutex" -> new Mutex(name, Protocol.NONE);
                case "semaphore", "event" -> new Semaphore(name, 0);
                case "condition" -> new Condition(name);
                case "rwlock" -> new RwLock(name);
                case "futex" -> new Futex(name, 0);
                default -> null;
            };
        }
        Fields f = e.value() instanceof MapNode m ? new Fields(m) : null;
        if (f == null || f.map().entries().size() != 1) {
            return null;
        }
        return switch (f.map().entries().get(0).name()) {
            case "mutex" -> mutex(name, f);
            case "semaphore" -> new Semaphore(name, f.integer("semaphore", 0, Integer.MAX_VALUE, 0));
            case "barrier" -> new Barrier(name, f.integer("barrier", 1, 1_000_000, 1));
            case "futex" -> new Futex(name, f.integer("futex", Integer.MIN_VALUE, Integer.MAX_VALUE, 0));
            default -> null;
        };
    }

    private Mutex mutex(String name, Fields object) {
        Protocol bare = object.word("mutex", Protocol.values(), Protocol.NONE);
        Fields f = object.fieldsOrEmpty("mutex");
        Protocol protocol = f.word("protocol", Protocol.values(), bare);
        int ceiling = f.integer("ceiling", 1, 99, 0);
        boolean robust = f.bool("robust", false);
        if (protocol.hasCeiling() && ceiling == 0) {
            diagnostics.error(
                    object.at("mutex"),
                    DiagnosticCode.MISSING_KEY,
                    "mutex \"" + name + "\" has no ceiling",
                    "protocol " + Language.wordOf(protocol) + " raises its owner to the ceiling",
                    "write {protocol: " + Language.wordOf(protocol)
                            + ", ceiling: 80}, the highest priority of its users");
            ceiling = 99;
        } else if (!protocol.hasCeiling() && ceiling != 0) {
            conflict(
                    f,
                    "ceiling",
                    "protocol " + Language.wordOf(protocol) + " has no ceiling",
                    "only protect and srp have");
            ceiling = 0;
        }
        if (robust && protocol != Protocol.NONE && protocol != Protocol.INHERIT) {
            conflict(
                    f,
                    "robust",
                    "a mutex of protocol " + Language.wordOf(protocol) + " cannot be robust",
                    "pthread_mutex_init answers ENOTSUP");
            robust = false;
        }
        return new Mutex(name, protocol, f.word("kind", MutexKind.values(), MutexKind.NORMAL), robust, ceiling);
    }

    private void conflict(Fields f, String key, String message, String why) {
        diagnostics.error(f.at(key), DiagnosticCode.MUTEX_CONFLICT, message, why, "remove " + key);
    }
}
