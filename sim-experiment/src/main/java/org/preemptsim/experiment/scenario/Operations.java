// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.preemptsim.models.spec.LockSpec.Kind;
import org.preemptsim.models.spec.Step.KernelOp;
import org.preemptsim.models.spec.Step.SyncOp;
import org.preemptsim.models.spec.UserObjectSpec;

/** What the reader must know of each operation on a lock: which kinds have it, and what it does to who holds what. */
final class Operations {
    /** What an operation does to its lock. */
    enum Effect {
        /** The task has it afterwards. */
        TAKES,
        /** The task has it afterwards if nothing came between. */
        MAY_TAKE,
        /** The task shares it with other readers afterwards. */
        SHARES,
        MAY_SHARE,
        RELEASES,
        /** Nobody holds anything by it. */
        NONE
    }

    private static final Set<Kind> RAW = EnumSet.of(Kind.RAW_SPINLOCK, Kind.RAW_SPINLOCK_IRQ);
    private static final Set<Kind> SLEEPING =
            EnumSet.of(Kind.MUTEX, Kind.RT_MUTEX, Kind.RW_SEMAPHORE, Kind.SEMAPHORE, Kind.COMPLETION, Kind.WAIT_QUEUE);
    private static final Set<Kind> EXCLUSIVE = EnumSet.of(
            Kind.RAW_SPINLOCK,
            Kind.RAW_SPINLOCK_IRQ,
            Kind.SPINLOCK,
            Kind.SPINLOCK_IRQ,
            Kind.SPINLOCK_BH,
            Kind.LOCAL_LOCK,
            Kind.MUTEX,
            Kind.RT_MUTEX);

    /** All that lock takes but for the local_lock, and what a writer takes. */
    private static final Set<Kind> TRIABLE = EnumSet.of(
            Kind.RAW_SPINLOCK,
            Kind.RAW_SPINLOCK_IRQ,
            Kind.SPINLOCK,
            Kind.SPINLOCK_IRQ,
            Kind.SPINLOCK_BH,
            Kind.MUTEX,
            Kind.RT_MUTEX,
            Kind.RWLOCK,
            Kind.RW_SEMAPHORE);

    private Operations() {}

    // Kernel locks --------------------------------------------------------------------------------------------------

    /** Whether it spins on every kernel (rule K2.04). */
    static boolean raw(Kind kind) {
        return RAW.contains(kind);
    }

    /** Whether it sleeps on every kernel; what is neither raw nor this spins on ordinary kernels and sleeps on RT. */
    static boolean sleeping(Kind kind) {
        return SLEEPING.contains(kind);
    }

    /** Whether {@code lock} and {@code unlock} apply. */
    static boolean exclusive(Kind kind) {
        return EXCLUSIVE.contains(kind);
    }

    /** The kinds of kernel locks that have the operation. */
    static Set<Kind> kinds(KernelOp op) {
        return switch (op) {
            case TRYLOCK -> TRIABLE;
            case LOCK_INTERRUPTIBLE -> EnumSet.of(Kind.MUTEX, Kind.RT_MUTEX);
            case LOCK_TIMEOUT -> EnumSet.of(Kind.RT_MUTEX);
            case READ_LOCK, READ_UNLOCK, WRITE_LOCK, WRITE_UNLOCK -> EnumSet.of(Kind.RWLOCK, Kind.RW_SEMAPHORE);
            case DOWNGRADE_WRITE -> EnumSet.of(Kind.RW_SEMAPHORE);
            case DOWN, DOWN_INTERRUPTIBLE, DOWN_TRYLOCK, UP -> EnumSet.of(Kind.SEMAPHORE);
            case WAIT_FOR_COMPLETION, COMPLETE, COMPLETE_ALL -> EnumSet.of(Kind.COMPLETION);
            case WAIT_EVENT, WAKE_UP, WAKE_UP_ALL -> EnumSet.of(Kind.WAIT_QUEUE);
            case READ_SEQLOCK, WRITE_SEQLOCK, WRITE_SEQUNLOCK -> EnumSet.of(Kind.SEQLOCK);
        };
    }

    static Effect effect(KernelOp op) {
        return switch (op) {
            case TRYLOCK, LOCK_INTERRUPTIBLE, LOCK_TIMEOUT -> Effect.MAY_TAKE;
            case WRITE_LOCK, WRITE_SEQLOCK -> Effect.TAKES;
            case READ_LOCK -> Effect.SHARES;
            case READ_UNLOCK, WRITE_UNLOCK, WRITE_SEQUNLOCK -> Effect.RELEASES;
            case DOWNGRADE_WRITE,
                    DOWN,
                    DOWN_INTERRUPTIBLE,
                    DOWN_TRYLOCK,
                    UP,
                    WAIT_FOR_COMPLETION,
                    COMPLETE,
                    COMPLETE_ALL,
                    WAIT_EVENT,
                    WAKE_UP,
                    WAKE_UP_ALL,
                    READ_SEQLOCK -> Effect.NONE;
        };
    }

    /** Whether it sleeps on every kernel. */
    static boolean sleeps(KernelOp op, Kind kind) {
        return switch (op) {
            case LOCK_INTERRUPTIBLE, LOCK_TIMEOUT, DOWN, DOWN_INTERRUPTIBLE, WAIT_FOR_COMPLETION, WAIT_EVENT -> true;
            case READ_LOCK, WRITE_LOCK -> kind == Kind.RW_SEMAPHORE;
            case TRYLOCK,
                    READ_UNLOCK,
                    WRITE_UNLOCK,
                    DOWNGRADE_WRITE,
                    DOWN_TRYLOCK,
                    UP,
                    COMPLETE,
                    COMPLETE_ALL,
                    WAKE_UP,
                    WAKE_UP_ALL,
                    READ_SEQLOCK,
                    WRITE_SEQLOCK,
                    WRITE_SEQUNLOCK -> false;
        };
    }

    /** Whether it may be given a time-out. */
    static boolean timed(KernelOp op) {
        return op == KernelOp.LOCK_TIMEOUT;
    }

    static String about(KernelOp op) {
        return switch (op) {
            case TRYLOCK -> "takes the lock if it is free, as a writer if there are readers";
            case LOCK_INTERRUPTIBLE -> "takes a mutex; a signal ends the wait (EINTR)";
            case LOCK_TIMEOUT -> "takes an rt_mutex within a time (ETIMEDOUT)";
            case READ_LOCK -> "read_lock, down_read";
            case READ_UNLOCK -> "read_unlock, up_read";
            case WRITE_LOCK -> "write_lock, down_write";
            case WRITE_UNLOCK -> "write_unlock, up_write";
            case DOWNGRADE_WRITE -> "downgrade_write of an rw_semaphore: the writer becomes a reader";
            case DOWN -> "takes one from a semaphore";
            case DOWN_INTERRUPTIBLE -> "the same; a signal ends the wait (EINTR)";
            case DOWN_TRYLOCK -> "takes one from a semaphore if there is one";
            case UP -> "gives one to a semaphore; anybody may";
            case WAIT_FOR_COMPLETION -> "sleeps until the completion is done";
            case COMPLETE -> "lets one waiter of a completion go on, the next one if none waits";
            case COMPLETE_ALL -> "lets all waiters go on, those to come as well";
            case WAIT_EVENT -> "sleeps in a wait queue";
            case WAKE_UP -> "wakes the first waiter of a wait queue";
            case WAKE_UP_ALL -> "wakes all waiters";
            case READ_SEQLOCK -> "a read section of a seqlock, again if a writer came between";
            case WRITE_SEQLOCK -> "begins a write section of a seqlock";
            case WRITE_SEQUNLOCK -> "ends it";
        };
    }

    // Objects of user space -----------------------------------------------------------------------------------------

    /** The kind of object that has the operation. */
    static Class<? extends UserObjectSpec> kind(SyncOp op) {
        return switch (op) {
            case MUTEX_LOCK, MUTEX_TRYLOCK, MUTEX_UNLOCK, MUTEX_CONSISTENT -> UserObjectSpec.Mutex.class;
            case SEM_WAIT, SEM_TRYWAIT, SEM_POST -> UserObjectSpec.Semaphore.class;
            case COND_WAIT, COND_SIGNAL, COND_BROADCAST -> UserObjectSpec.Condition.class;
            case BARRIER_WAIT -> UserObjectSpec.Barrier.class;
            case RW_RDLOCK, RW_TRYRDLOCK, RW_WRLOCK, RW_TRYWRLOCK, RW_UNLOCK -> UserObjectSpec.RwLock.class;
            case FUTEX_WAIT, FUTEX_WAKE -> UserObjectSpec.Futex.class;
        };
    }

    /** @param timed whether it has a time-out, so that it may come back without the lock */
    static Effect effect(SyncOp op, boolean timed) {
        return switch (op) {
            case MUTEX_LOCK, RW_WRLOCK -> timed ? Effect.MAY_TAKE : Effect.TAKES;
            case MUTEX_TRYLOCK, RW_TRYWRLOCK -> Effect.MAY_TAKE;
            case RW_RDLOCK -> timed ? Effect.MAY_SHARE : Effect.SHARES;
            case RW_TRYRDLOCK -> Effect.MAY_SHARE;
            case MUTEX_UNLOCK, RW_UNLOCK -> Effect.RELEASES;
            case MUTEX_CONSISTENT,
                    SEM_WAIT,
                    SEM_TRYWAIT,
                    SEM_POST,
                    COND_WAIT,
                    COND_SIGNAL,
                    COND_BROADCAST,
                    BARRIER_WAIT,
                    FUTEX_WAIT,
                    FUTEX_WAKE -> Effect.NONE;
        };
    }

    /** Whether it may be given a time-out. */
    static boolean timed(SyncOp op) {
        return switch (op) {
            case MUTEX_LOCK, SEM_WAIT, COND_WAIT, RW_RDLOCK, RW_WRLOCK, FUTEX_WAIT -> true;
            case MUTEX_TRYLOCK,
                    MUTEX_UNLOCK,
                    MUTEX_CONSISTENT,
                    SEM_TRYWAIT,
                    SEM_POST,
                    COND_SIGNAL,
                    COND_BROADCAST,
                    BARRIER_WAIT,
                    RW_TRYRDLOCK,
                    RW_TRYWRLOCK,
                    RW_UNLOCK,
                    FUTEX_WAKE -> false;
        };
    }

    static String about(SyncOp op) {
        return switch (op) {
            case MUTEX_LOCK -> "pthread_mutex_lock, with a timeout pthread_mutex_clocklock";
            case MUTEX_TRYLOCK -> "pthread_mutex_trylock (EBUSY)";
            case MUTEX_UNLOCK -> "pthread_mutex_unlock";
            case MUTEX_CONSISTENT -> "pthread_mutex_consistent, after EOWNERDEAD of a robust mutex";
            case SEM_WAIT -> "sem_wait, with a timeout sem_clockwait";
            case SEM_TRYWAIT -> "sem_trywait (EAGAIN)";
            case SEM_POST -> "sem_post";
            case COND_WAIT -> "pthread_cond_wait: releases the mutex, waits, takes it again";
            case COND_SIGNAL -> "pthread_cond_signal";
            case COND_BROADCAST -> "pthread_cond_broadcast";
            case BARRIER_WAIT -> "pthread_barrier_wait";
            case RW_RDLOCK -> "pthread_rwlock_rdlock";
            case RW_TRYRDLOCK -> "pthread_rwlock_tryrdlock (EBUSY)";
            case RW_WRLOCK -> "pthread_rwlock_wrlock";
            case RW_TRYWRLOCK -> "pthread_rwlock_trywrlock (EBUSY)";
            case RW_UNLOCK -> "pthread_rwlock_unlock";
            case FUTEX_WAIT -> "futex(FUTEX_WAIT)";
            case FUTEX_WAKE -> "futex(FUTEX_WAKE), one waiter";
        };
    }

    // Words ---------------------------------------------------------------------------------------------------------

    static @Nullable SyncOp syncOp(String word) {
        for (SyncOp op : SyncOp.values()) {
            if (Language.wordOf(op).equals(word)) {
                return op;
            }
        }
        return null;
    }

    static @Nullable KernelOp kernelOp(String word) {
        for (KernelOp op : KernelOp.values()) {
            if (Language.wordOf(op).equals(word)) {
                return op;
            }
        }
        return null;
    }

    /** What people call the kind of an object. */
    static String word(UserObjectSpec object) {
        return word(object.getClass());
    }

    static String word(Class<? extends UserObjectSpec> kind) {
        return kind == UserObjectSpec.RwLock.class
                ? "rwlock"
                : kind.getSimpleName().toLowerCase(java.util.Locale.ROOT);
    }
}
