// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.pthread;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.futex.Futexes;
import org.preemptsim.models.sched.Scheduler;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.spec.Step.SyncOp;
import org.preemptsim.models.spec.UserObjectSpec;
import org.preemptsim.models.spec.UserObjectSpec.Protocol;
import org.preemptsim.models.syscall.Syscalls;
import org.preemptsim.models.task.Task;
import org.preemptsim.models.task.TaskState;
import org.preemptsim.models.trace.Labels;

/** All synchronization objects of user space of a machine, by name. */
public final class Pthreads {
    private final Kernel kernel;
    private final Scheduler scheduler;
    private final Futexes futexes;
    private final Labels labels;
    private final Ceilings ceilings;
    private final StackResource stackResource;
    private static final int NO_WORD = -1;

    /** Where normal inheriting mutexes let a caller sleep for ever. */
    private int parkingWord = NO_WORD;

    private final List<Mutex> mutexList = new ArrayList<>();
    private final Map<String, Mutex> mutexes = new HashMap<>();
    private final Map<String, Semaphore> semaphores = new HashMap<>();
    private final Map<String, Condition> conditions = new HashMap<>();
    private final Map<String, Barrier> barriers = new HashMap<>();
    private final Map<String, RwLock> rwLocks = new HashMap<>();
    private final Map<String, BareFutex> bareFutexes = new HashMap<>();

    /** The idle task's number: it is always runnable and wakes nobody. */
    private static final int IDLE_PRIO = 140;

    /** A futex word without an object around it. */
    private record BareFutex(int word, int value) {}

    public Pthreads(Futexes futexes, Scheduler scheduler, Syscalls syscalls, Labels labels) {
        this.kernel = new Kernel(futexes, syscalls);
        this.scheduler = scheduler;
        this.futexes = futexes;
        this.labels = labels;
        this.ceilings = new Ceilings(scheduler, syscalls);
        this.stackResource = new StackResource(scheduler, syscalls);
    }

    /** Makes the object of a specification; call for all before {@link #boot}. */
    public void add(UserObjectSpec spec) {
        int label = labels.idOf(spec.name());
        if (spec instanceof UserObjectSpec.Mutex m) {
            Mutex mutex = mutex(m, label);
            mutexList.add(mutex);
            mutexes.put(m.name(), mutex);
        } else if (spec instanceof UserObjectSpec.Semaphore s) {
            semaphores.put(s.name(), new Semaphore(kernel, label, futexes.add(s.value(), label)));
        } else if (spec instanceof UserObjectSpec.Condition c) {
            int first = futexes.add(0, label);
            for (int i = 1; i < Condition.WORDS; i++) {
                futexes.add(0, label);
            }
            conditions.put(c.name(), new Condition(kernel, label, first));
        } else if (spec instanceof UserObjectSpec.Barrier b) {
            barriers.put(b.name(), new Barrier(kernel, label, futexes.add(0, label), b.count()));
        } else if (spec instanceof UserObjectSpec.RwLock r) {
            rwLocks.put(r.name(), new RwLock(kernel, label, futexes.add(0, label), futexes.add(0, label)));
        } else if (spec instanceof UserObjectSpec.Futex f) {
            bareFutexes.put(f.name(), new BareFutex(futexes.add(f.value(), label), f.value()));
        }
    }

    private Mutex mutex(UserObjectSpec.Mutex m, int label) {
        if (m.robust() && m.protocol() != Protocol.NONE && m.protocol() != Protocol.INHERIT) {
            throw new IllegalArgumentException("mutex " + m.name() + ": glibc has no robust mutex with a ceiling");
        }
        return switch (m.protocol()) {
            case NONE -> {
                int word = futexes.add(0, label);
                yield m.robust() ? new RobustMutex(kernel, m, label, word) : new PlainMutex(kernel, m, label, word);
            }
            case INHERIT -> new InheritMutex(kernel, m, label, futexes.addPi(label), parkingWord());
            case PROTECT, NPCS -> new CeilingMutex(kernel, m, label, futexes.add(0, label), ceilings);
            case SRP -> {
                SrpMutex srp = new SrpMutex(kernel, m, label, futexes.add(0, label), ceilings, stackResource);
                stackResource.add(srp);
                yield srp;
            }
        };
    }

    private int parkingWord() {
        if (parkingWord == NO_WORD) {
            parkingWord = futexes.add(0, labels.idOf("parking"));
        }
        return parkingWord;
    }

    /** All objects and tasks are known; the futexes' own boot comes first. */
    public void boot(int tasks) {
        ceilings.boot(tasks);
        stackResource.boot(tasks);
    }

    // ---- operations ----

    /**
     * The routine of an operation, called in user mode: register a = absolute time-out in ns of the clock, or {@link
     * org.preemptsim.engine.EventSet#NEVER}. The result is 0 or an errno; 1 for the last arrival of a barrier. Call while the machine is built.
     *
     * @param second the mutex of {@link SyncOp#COND_WAIT}, else not looked at
     * @throws IllegalArgumentException if there is no such object
     */
    public Routine operation(SyncOp op, String object, String second) {
        return switch (op) {
            case MUTEX_LOCK -> named(mutexes, "mutex", object).lock();
            case MUTEX_TRYLOCK -> named(mutexes, "mutex", object).tryLock();
            case MUTEX_UNLOCK -> named(mutexes, "mutex", object).unlock();
            case MUTEX_CONSISTENT -> named(mutexes, "mutex", object).consistent();
            case SEM_WAIT -> named(semaphores, "semaphore", object).wait;
            case SEM_TRYWAIT -> named(semaphores, "semaphore", object).tryWait;
            case SEM_POST -> named(semaphores, "semaphore", object).post;
            case COND_WAIT -> named(conditions, "condition variable", object).waitWith(named(mutexes, "mutex", second));
            case COND_SIGNAL -> named(conditions, "condition variable", object).signal;
            case COND_BROADCAST -> named(conditions, "condition variable", object).broadcast;
            case BARRIER_WAIT -> named(barriers, "barrier", object).wait;
            case RW_RDLOCK -> named(rwLocks, "rwlock", object).readLock;
            case RW_TRYRDLOCK -> named(rwLocks, "rwlock", object).tryReadLock;
            case RW_WRLOCK -> named(rwLocks, "rwlock", object).writeLock;
            case RW_TRYWRLOCK -> named(rwLocks, "rwlock", object).tryWriteLock;
            case RW_UNLOCK -> named(rwLocks, "rwlock", object).unlock;
            case FUTEX_WAIT -> new WaitBare(named(bareFutexes, "futex", object));
            case FUTEX_WAKE -> new WakeBare(named(bareFutexes, "futex", object));
        };
    }

    private static <T> T named(Map<String, T> objects, String kind, String name) {
        T object = objects.get(name);
        if (object == null) {
            throw new IllegalArgumentException("no " + kind + " named " + name);
        }
        return object;
    }

    /** futex(FUTEX_WAIT) with the value that the word was made with. */
    private final class WaitBare implements Routine {
        private final BareFutex futex;

        WaitBare(BareFutex futex) {
            this.futex = futex;
        }

        @Override
        public void step(Cpu cpu, Activation stack) {
            if (stack.pc() == 0) {
                stack.pc(1);
                kernel.wait(stack, futex.word(), futex.value(), stack.a());
            } else {
                stack.ret();
            }
        }
    }

    /** futex(FUTEX_WAKE) of one waiter. */
    private final class WakeBare implements Routine {
        private final BareFutex futex;

        WakeBare(BareFutex futex) {
            this.futex = futex;
        }

        @Override
        public void step(Cpu cpu, Activation stack) {
            if (stack.pc() == 0) {
                stack.pc(1);
                kernel.wake(stack, futex.word(), 1);
            } else {
                Kernel.ret(stack, 0);
            }
        }
    }

    /** The kernel's part of pthread_setschedparam of the task in register a: ceilings in use stay in force. */
    public Routine setPolicy(SchedPolicy policy) {
        return ceilings.setPolicy(policy);
    }

    /** Whether any mutex is of a protocol with ceilings that are in force by sched_setscheduler. */
    public boolean usesCeilings() {
        return mutexList.stream().anyMatch(m -> m instanceof CeilingMutex);
    }

    /** Whether any mutex is of protocol srp, so that tasks have to pass {@link #gate} before they begin a job. */
    public boolean usesStackResources() {
        return stackResource.inUse();
    }

    /** What a task passes before it begins a job where {@link #usesStackResources}. */
    public Routine gate() {
        return stackResource.gate();
    }

    // ---- views and checks ----

    /** The task that has a mutex as user space sees it, or -1. */
    public int owner(String mutex) {
        return named(mutexes, "mutex", mutex).owner();
    }

    /** The tasks that wait for a mutex, in the order in which they would get it if nobody else came. */
    public List<Integer> waiters(String mutex) {
        return named(mutexes, "mutex", mutex).waiters();
    }

    /** The tasks that sleep at a semaphore, in the order in which a post wakes them. */
    public List<Integer> semaphoreWaiters(String semaphore) {
        return futexes.waiters(named(semaphores, "semaphore", semaphore).word);
    }

    /** A semaphore's value. */
    public int semaphoreValue(String semaphore) {
        return futexes.value(named(semaphores, "semaphore", semaphore).word);
    }

    /** A futex word's value as hexadecimal text shows it: owner and bits of a mutex. */
    public int word(String mutex) {
        return futexes.value(named(mutexes, "mutex", mutex).word);
    }

    /** The highest ceiling that a task has in use, 99 under npcs, or -1. */
    public int ceilingInUse(int task) {
        return ceilings.highest(task);
    }

    /**
     * Checks the objects against the kernel's queues, between two calls of the machine's run.
     *
     * @throws IllegalStateException naming the first difference: an error of the model
     */
    public void verify() {
        futexes.verify();
        for (Mutex m : mutexList) {
            if (m instanceof InheritMutex) {
                continue;
            }
            if (m.value() == 0 && !futexes.waiters(m.word).isEmpty() && !anyRunnable()) {
                throw new IllegalStateException("mutex " + m.spec.name() + " is free, " + m.waiters()
                        + " wait for it, and nobody can wake them");
            }
            if (m.value() == 0 && m.owner() != Mutex.FREE) {
                throw new IllegalStateException("mutex " + m.spec.name() + " is free and has owner " + m.owner());
            }
        }
        for (int t = 0; t < scheduler.taskCount(); t++) {
            ceilings.verify(scheduler.task(t));
        }
    }

    private boolean anyRunnable() {
        for (int t = 0; t < scheduler.taskCount(); t++) {
            Task task = scheduler.task(t);
            boolean runnable = task.state() == TaskState.RUNNING && scheduler.effectivePrio(t) < IDLE_PRIO;
            if (runnable || futexes.wakeupPending(t)) {
                return true;
            }
        }
        return false;
    }
}
