// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.spec;

/** A synchronization object of user space: glibc's, on futexes. */
public sealed interface UserObjectSpec {
    String name();

    /**
     * A pthread mutex.
     *
     * @param ceiling user-visible priority ceiling 1..99 of the protocols that have one, else 0
     */
    record Mutex(String name, Protocol protocol, MutexKind kind, boolean robust, int ceiling)
            implements UserObjectSpec {
        public Mutex {
            if (protocol.hasCeiling() ? ceiling < 1 || ceiling > 99 : ceiling != 0) {
                throw new IllegalArgumentException("a ceiling is 1..99, and only protect and srp have one");
            }
        }

        /** A normal mutex, not robust. */
        public Mutex(String name, Protocol protocol) {
            this(name, protocol, MutexKind.NORMAL, false, 0);
        }
    }

    /** What a mutex does for the priority of its owner. */
    enum Protocol {
        /** PTHREAD_PRIO_NONE. */
        NONE,
        /** PTHREAD_PRIO_INHERIT: FUTEX_LOCK_PI. */
        INHERIT,
        /** PTHREAD_PRIO_PROTECT: raised to the ceiling by sched_setscheduler before it is taken. */
        PROTECT,
        /** Stack resource policy, for comparison: a task does not start before its ceilings allow it. Not in Linux. */
        SRP,
        /** Non-preemptive critical sections, for comparison: the owner runs above everybody. Not in Linux. */
        NPCS;

        public boolean hasCeiling() {
            return this == PROTECT || this == SRP;
        }
    }

    /** PTHREAD_MUTEX_NORMAL, _RECURSIVE, _ERRORCHECK. */
    enum MutexKind {
        NORMAL,
        RECURSIVE,
        ERRORCHECK
    }

    /** An unnamed POSIX semaphore. */
    record Semaphore(String name, int value) implements UserObjectSpec {
        public Semaphore {
            if (value < 0) {
                throw new IllegalArgumentException("a semaphore's value is not negative");
            }
        }
    }

    /** A condition variable; its mutex is named by those who wait. */
    record Condition(String name) implements UserObjectSpec {}

    /** A pthread barrier of {@code count} threads. */
    record Barrier(String name, int count) implements UserObjectSpec {
        public Barrier {
            if (count < 1) {
                throw new IllegalArgumentException("a barrier's count is at least 1");
            }
        }
    }

    /** A pthread rwlock of the default kind: readers come first, no inheritance. */
    record RwLock(String name) implements UserObjectSpec {}

    /** A bare futex word, for programs that call futex(2) themselves. */
    record Futex(String name, int value) implements UserObjectSpec {}
}
