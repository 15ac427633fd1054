// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.check;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.cpu.ScheduleMode;
import org.preemptsim.models.locking.KernelLock;
import org.preemptsim.models.sched.Scheduler;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.LockSpec;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.spec.Step.KernelOp;
import org.preemptsim.models.syscall.Syscalls;
import org.preemptsim.models.task.Errno;
import org.preemptsim.models.task.Task;
import org.preemptsim.models.task.TaskState;
import org.preemptsim.models.workload.NativeTasks;

/**
 * The kernel's rt-mutex tester: kernel threads that execute one operation on rtmutexes at a time, as they are told, and a task of user
 * space that tells them (rule K3.41).
 *
 * <pre>
 * opcode of a thread   while
 * &lt; 0                  idle; the last operation failed with this errno
 * 0                    idle, or held back between its wake-up and its next try for a mutex
 * &gt; 0                  it executes this operation
 *
 * mutex of a thread    left by
 * UNLOCKED             a lock operation
 * TRYLOCK              taking it, sleeping for it, or an error
 * BLOCKED              a wake-up
 * BLOCKED_WAKE         lockcont; only of lock and lockint
 * LOCKED               an unlock or a reset
 * </pre>
 *
 * <p>Commands are given and the status is read between two calls of the machine's run.
 *
 * @kernel kernel/rtmutex-tester.c, v2.6.33; leaves out the big kernel lock. A thread that is held back waits uninterruptibly: there a
 *     pending signal makes it spin
 */
public final class RtTester implements NativeTasks {
    public static final int THREADS = 8;
    public static final int MUTEXES = 8;

    public static final int UNLOCKED = 0;
    public static final int TRYLOCK = 1;
    public static final int BLOCKED = 2;
    public static final int BLOCKED_WAKE = 3;
    public static final int LOCKED = 4;

    /** How often the task that gives the commands looks for one. */
    public static final long PERIOD_NS = 1_000_000;

    /** What a thread can be told; its number is that of the tester. */
    public enum Opcode {
        /** sched_setscheduler(SCHED_NORMAL); done to the thread, not by it, as the next and SIGNAL are. */
        SCHED_OTHER(1),
        /** sched_setscheduler(SCHED_FIFO, data). */
        SCHED_FIFO(2),
        /** rt_mutex_lock(); a wake-up holds the thread back until LOCK_CONT. */
        LOCK(3),
        /** rt_mutex_lock(). */
        LOCK_NO_WAIT(4),
        /** rt_mutex_lock_interruptible(); a wake-up holds the thread back until LOCK_CONT. */
        LOCK_INT(5),
        /** rt_mutex_lock_interruptible(). */
        LOCK_INT_NO_WAIT(6),
        /** Lets the thread try for its mutex. */
        LOCK_CONT(7),
        /** rt_mutex_unlock(). */
        UNLOCK(8),
        /** SIGHUP. */
        SIGNAL(11),
        /** The event counter of all threads to 0. */
        RESET_EVENT(98),
        /** Unlocks what the thread holds. */
        RESET(99);

        private final int number;

        Opcode(int number) {
            this.number = number;
        }

        public int number() {
            return number;
        }

        /** Whether the data names a mutex. */
        public boolean ofMutex() {
            return switch (this) {
                case LOCK, LOCK_NO_WAIT, LOCK_INT, LOCK_INT_NO_WAIT, LOCK_CONT, UNLOCK -> true;
                case SCHED_OTHER, SCHED_FIFO, SIGNAL, RESET_EVENT, RESET -> false;
            };
        }

        boolean takes() {
            return switch (this) {
                case LOCK, LOCK_NO_WAIT, LOCK_INT, LOCK_INT_NO_WAIT -> true;
                case SCHED_OTHER, SCHED_FIFO, LOCK_CONT, UNLOCK, SIGNAL, RESET_EVENT, RESET -> false;
            };
        }

        boolean holdsBack() {
            return this == LOCK || this == LOCK_INT;
        }
    }

    /**
     * What a thread's status file says.
     *
     * @param opcode what it executes; 0 or -errno if nothing
     * @param event the global counter's value at its last step
     * @param prio effective priority as people write it: 80 for FIFO 80, -21 for nice 0
     * @param normalPrio own priority, likewise
     * @param blockedOn the mutex it is queued on, or -1
     * @param mutexes the state of each mutex for this thread
     */
    public record Status(
            int opcode, int event, TaskState state, int prio, int normalPrio, int blockedOn, List<Integer> mutexes) {
        public Status {
            mutexes = List.copyOf(mutexes);
        }

        /** The state of one mutex. */
        public int mutex(int i) {
            return mutexes.get(i);
        }
    }

    /** A thread's own data. */
    private static final class TestThread {
        final int[] mutexes = new int[MUTEXES];

        @Nullable
        Opcode doing;

        int data;
        int error;
        int event;
        int task;
    }

    private static final int NONE = -1;
    private static final int BEST_USER_PRIO = 99;

    private final TestThread[] threads = new TestThread[THREADS];
    private final Routine[] acquire = new Routine[MUTEXES];
    private final Routine[] acquireInterruptible = new Routine[MUTEXES];
    private final Routine[] release = new Routine[MUTEXES];
    private final KernelLock[] locks = new KernelLock[MUTEXES];
    private final Task[] tasks = new Task[THREADS + 1];
    private final Routine operation = new Operation();
    private int[] threadOfTask = new int[0];
    private @Nullable Kernel kernel;
    private int events;
    /** What the task that gives the commands is to call next, and for which task. */
    private @Nullable Routine command;

    private int commandTask;

    public RtTester() {
        for (int i = 0; i < THREADS; i++) {
            threads[i] = new TestThread();
        }
    }

    /** The locks that the specification of the machine's work must have. */
    public static List<LockSpec> lockSpecs() {
        return IntStream.range(0, MUTEXES)
                .mapToObj(i -> new LockSpec(lockName(i), LockSpec.Kind.RT_MUTEX))
                .toList();
    }

    private static String lockName(int i) {
        return "mutex " + i;
    }

    @Override
    public void add(Kernel machine) {
        kernel = machine;
        for (int m = 0; m < MUTEXES; m++) {
            KernelLock lock = machine.locks().get(lockName(m));
            if (lock == null) {
                throw new IllegalArgumentException("the machine has no lock " + lockName(m));
            }
            locks[m] = lock;
            acquire[m] = lock.acquire();
            acquireInterruptible[m] = lock.operation(KernelOp.LOCK_INTERRUPTIBLE);
            release[m] = lock.release();
            lock.connectSleep(new Sleep(m));
        }
        Routine loop = new Loop();
        for (int i = 0; i < THREADS; i++) {
            tasks[i] = add(machine, "rt-test-" + i, loop);
            threads[i].task = tasks[i].id();
        }
        tasks[THREADS] = add(machine, "rt-tester", new Commands());
    }

    private static Task add(Kernel machine, String name, Routine code) {
        Task task = machine.scheduler().addTask(name, machine.labels().idOf(name), SchedPolicy.other(0), CpuSet.of(0));
        task.stack().call(code, 0);
        machine.scheduler().prepare(task);
        return task;
    }

    @Override
    public void boot() {
        Kernel k = kernel();
        threadOfTask = new int[k.scheduler().taskCount()];
        Arrays.fill(threadOfTask, NONE);
        for (int i = 0; i < THREADS; i++) {
            threadOfTask[threads[i].task] = i;
        }
        for (Task task : tasks) {
            k.timers().startAt(task, 0, 0, false);
        }
    }

    private Kernel kernel() {
        Kernel k = kernel;
        if (k == null) {
            throw new IllegalStateException("the tester is not on a machine");
        }
        return k;
    }

    // ---- for who gives the commands ----

    /**
     * Gives a command, which the machine then has to execute.
     *
     * @return 0, or EBUSY if the thread still executes another one
     * @throws IllegalStateException if the machine has not finished with the command before; see {@link #settled}
     */
    public int give(int thread, Opcode opcode, int data) {
        if (command != null) {
            throw new IllegalStateException("a command has not been executed yet");
        }
        Kernel k = kernel();
        TestThread t = threads[thread];
        commandTask = t.task;
        switch (opcode) {
            case SCHED_OTHER -> command = k.syscalls().sched().setPolicy(SchedPolicy.other(0));
            case SCHED_FIFO -> command = k.syscalls().sched().setPolicy(SchedPolicy.fifo(data));
            case SIGNAL -> command = k.syscalls().sched().signal();
            case LOCK, LOCK_NO_WAIT, LOCK_INT, LOCK_INT_NO_WAIT, LOCK_CONT, UNLOCK, RESET_EVENT, RESET -> {
                if (t.doing != null) {
                    return Errno.EBUSY;
                }
                t.doing = opcode;
                t.data = data;
                command = k.scheduler().wakeRoutine();
            }
        }
        return 0;
    }

    /** Whether the last command is given and every task sleeps: nothing changes until the next command. */
    public boolean settled() {
        for (Task task : tasks) {
            if (task.state() == TaskState.RUNNING) {
                return false;
            }
        }
        return command == null;
    }

    /** A thread's status. */
    public Status status(int thread) {
        TestThread t = threads[thread];
        Scheduler scheduler = kernel().scheduler();
        int blockedOn = NONE;
        for (int m = 0; m < MUTEXES; m++) {
            if (locks[m].view().waiters().contains(t.task)) {
                blockedOn = m;
            }
        }
        return new Status(
                number(t),
                t.event,
                tasks[thread].state(),
                BEST_USER_PRIO - scheduler.effectivePrio(t.task),
                BEST_USER_PRIO - scheduler.normalPrio(t.task),
                blockedOn,
                Arrays.stream(t.mutexes).boxed().toList());
    }

    private static int number(TestThread t) {
        return t.doing == null ? -t.error : t.doing.number();
    }

    // ---- the code of the tasks ----

    private TestThread current(Cpu cpu) {
        return threads[threadOfTask[cpu.currentTask()]];
    }

    private void next(TestThread t) {
        t.event = ++events;
    }

    private Routine schedule() {
        return kernel().scheduler().scheduleRoutine();
    }

    /** The task that gives the commands: a sleep, a command if there is one, and so on. */
    private final class Commands implements Routine {
        @Override
        public void step(Cpu cpu, Activation stack) {
            Syscalls syscalls = kernel().syscalls();
            switch (stack.pc()) {
                case 0 -> {
                    stack.pc(1);
                    Syscalls.enter(cpu);
                }
                case 1 -> {
                    stack.pc(2);
                    stack.call(syscalls.nanosleep(), syscalls.clockNs(cpu) + PERIOD_NS);
                }
                case 2 -> {
                    stack.pc(3);
                    Routine now = command;
                    if (now != null) {
                        stack.call(now, commandTask);
                    }
                }
                case 3 -> {
                    stack.pc(0);
                    command = null;
                    stack.call(syscalls.exit(), 0);
                }
                default -> throw new IllegalStateException("pc " + stack.pc());
            }
        }
    }

    /** @kernel test_func() */
    private final class Loop implements Routine {
        @Override
        public void step(Cpu cpu, Activation stack) {
            TestThread t = current(cpu);
            Task task = tasks[threadOfTask[t.task]];
            switch (stack.pc()) {
                case 0 -> {
                    if (t.doing != null) {
                        stack.pc(1);
                        task.setState(TaskState.RUNNING);
                        stack.call(operation, 0);
                    } else {
                        stack.pc(2);
                        task.setState(TaskState.INTERRUPTIBLE);
                        stack.call(schedule(), ScheduleMode.VOLUNTARY);
                    }
                }
                case 1 -> {
                    stack.pc(2);
                    t.error = (int) stack.result();
                    t.doing = null;
                    task.setState(TaskState.INTERRUPTIBLE);
                    stack.call(schedule(), ScheduleMode.VOLUNTARY);
                }
                case 2 -> {
                    stack.pc(0);
                    task.signalPending(false);
                }
                default -> throw new IllegalStateException("pc " + stack.pc());
            }
        }
    }

    /**
     * Executes a thread's operation; register a = 1 if it is held back, when only some are allowed. Result: 0 or an errno.
     *
     * @kernel handle_op()
     */
    private final class Operation implements Routine {
        private static final int START = 0;
        private static final int TAKEN = 1;
        private static final int RELEASED = 2;
        private static final int RESETTING = 3;

        @Override
        public void step(Cpu cpu, Activation stack) {
            TestThread t = current(cpu);
            switch (stack.pc()) {
                case START -> start(t, stack);
                case TAKEN -> {
                    boolean taken = stack.result() == 0;
                    next(t);
                    t.mutexes[t.data] = taken ? LOCKED : UNLOCKED;
                    finish(stack, taken ? 0 : Errno.EINTR);
                }
                case RELEASED -> {
                    next(t);
                    t.mutexes[t.data] = UNLOCKED;
                    finish(stack, 0);
                }
                case RESETTING -> reset(t, stack);
                default -> throw new IllegalStateException("pc " + stack.pc());
            }
        }

        private void start(TestThread t, Activation stack) {
            Opcode opcode = t.doing;
            if (opcode == null) {
                throw new IllegalStateException("a thread without an operation");
            }
            switch (opcode) {
                case LOCK_CONT -> {
                    t.mutexes[t.data] = TRYLOCK;
                    next(t);
                    finish(stack, 0);
                }
                case RESET -> stack.pc(RESETTING);
                case RESET_EVENT -> {
                    events = 0;
                    finish(stack, 0);
                }
                case LOCK, LOCK_NO_WAIT -> take(t, acquire, stack);
                case LOCK_INT, LOCK_INT_NO_WAIT -> take(t, acquireInterruptible, stack);
                case UNLOCK -> {
                    if (stack.a() != 0 || t.mutexes[t.data] != LOCKED) {
                        finish(stack, Errno.EINVAL);
                        return;
                    }
                    next(t);
                    stack.pc(RELEASED);
                    stack.call(release[t.data], 0);
                }
                case SCHED_OTHER, SCHED_FIFO, SIGNAL ->
                    throw new IllegalStateException(opcode + " is not for the thread itself");
            }
        }

        private void take(TestThread t, Routine[] how, Activation stack) {
            if (stack.a() != 0) {
                finish(stack, Errno.EINVAL);
                return;
            }
            t.mutexes[t.data] = TRYLOCK;
            next(t);
            stack.pc(TAKEN);
            stack.call(how[t.data], 0);
        }

        private void reset(TestThread t, Activation stack) {
            for (int m = 0; m < MUTEXES; m++) {
                if (t.mutexes[m] == LOCKED) {
                    t.mutexes[m] = UNLOCKED;
                    stack.call(release[m], 0);
                    return;
                }
            }
            finish(stack, 0);
        }

        private static void finish(Activation stack, int errno) {
            stack.result(errno);
            stack.ret();
        }
    }

    /**
     * What a waiter executes in place of schedule(). It tells of the sleep and of the wake-up; one that is to be held back then waits for
     * lockcont. Registers a, b = its operation and data meanwhile.
     *
     * @kernel schedule_rt_mutex_test()
     */
    private final class Sleep implements Routine {
        private static final int BEFORE = 0;
        private static final int AFTER = 1;
        private static final int HELD = 2;
        private static final int OBEYED = 3;

        private static final Opcode[] OPCODES = Opcode.values();

        private final int mutex;

        Sleep(int mutex) {
            this.mutex = mutex;
        }

        @Override
        public void step(Cpu cpu, Activation stack) {
            TestThread t = current(cpu);
            Task task = tasks[threadOfTask[t.task]];
            switch (stack.pc()) {
                case BEFORE -> {
                    if (of(t) && t.mutexes[mutex] == TRYLOCK) {
                        t.mutexes[mutex] = BLOCKED;
                        next(t);
                    }
                    stack.pc(AFTER);
                    stack.call(schedule(), ScheduleMode.VOLUNTARY);
                }
                case AFTER -> woken(t, stack);
                case HELD -> {
                    if (t.doing != null) {
                        stack.pc(OBEYED);
                        task.setState(TaskState.RUNNING);
                        stack.call(operation, 1);
                    } else {
                        task.setState(TaskState.UNINTERRUPTIBLE);
                        stack.call(schedule(), ScheduleMode.VOLUNTARY);
                    }
                }
                case OBEYED -> {
                    if (t.doing == Opcode.LOCK_CONT) {
                        t.doing = OPCODES[(int) stack.a()];
                        t.data = (int) stack.b();
                        stack.ret();
                    } else {
                        stack.pc(HELD);
                        t.error = (int) stack.result();
                        t.doing = null;
                    }
                }
                default -> throw new IllegalStateException("pc " + stack.pc());
            }
        }

        private boolean of(TestThread t) {
            Opcode doing = t.doing;
            return doing != null && doing.takes() && t.data == mutex;
        }

        private void woken(TestThread t, Activation stack) {
            Opcode doing = t.doing;
            if (doing == null || !of(t) || t.mutexes[mutex] != BLOCKED) {
                stack.ret();
                return;
            }
            next(t);
            if (!doing.holdsBack()) {
                t.mutexes[mutex] = TRYLOCK;
                stack.ret();
                return;
            }
            t.mutexes[mutex] = BLOCKED_WAKE;
            stack.a(doing.ordinal());
            stack.b(t.data);
            t.doing = null;
            t.error = 0;
            stack.pc(HELD);
        }
    }
}
