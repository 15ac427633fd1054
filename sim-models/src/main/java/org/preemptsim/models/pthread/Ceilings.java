// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.pthread;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.cpu.SegmentKind;
import org.preemptsim.models.sched.Scheduler;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.spec.SchedPolicy.Kind;
import org.preemptsim.models.syscall.Syscalls;
import org.preemptsim.models.task.Errno;
import org.preemptsim.models.task.Task;

/**
 * Each thread's ceilings in use: glibc raises the thread to the highest of them by sched_setscheduler and lowers it again, always in its own
 * policy. A thread that is not FIFO or RR cannot be raised so: EINVAL.
 *
 * @kernel glibc 2.36, nptl/tpp.c, pthread_setschedparam.c
 */
final class Ceilings {
    private static final int PRIORITIES = 100;
    private static final int NICE_VALUES = 40;
    private static final int NO_CEILING = -1;

    private final Scheduler scheduler;
    /** The system call with each policy: by priority of FIFO and RR, by nice value + 20 of the fair ones. */
    private final Map<Kind, Routine[]> bodies = new EnumMap<>(Kind.class);

    private final Map<Kind, SystemCall[]> calls = new EnumMap<>(Kind.class);
    private final Routine refusedBody = new Refused();
    private final SystemCall refused;
    private final Syscalls syscalls;

    private short[] counts = new short[0];
    /** The highest ceiling in use of each task, or {@link #NO_CEILING}. */
    private int[] highest = new int[0];
    /** How many mutexes of protocol npcs each task has. */
    private int[] aboveAll = new int[0];
    /** The own policy of a task that has ceilings in use. */
    private SchedPolicy[] own = new SchedPolicy[0];

    Ceilings(Scheduler scheduler, Syscalls syscalls) {
        this.scheduler = scheduler;
        this.syscalls = syscalls;
        this.refused = new SystemCall(refusedBody, syscalls);
    }

    /** A mutex of a protocol that raises its owner exists. */
    void use() {
        if (!bodies.isEmpty()) {
            return;
        }
        for (Kind kind : new Kind[] {Kind.FIFO, Kind.RR}) {
            Routine[] of = new Routine[PRIORITIES];
            for (int p = 1; p < PRIORITIES; p++) {
                of[p] = syscalls.sched().setPolicy(new SchedPolicy(kind, p, 0));
            }
            of[0] = refusedBody;
            add(kind, of);
        }
        for (Kind kind : new Kind[] {Kind.OTHER, Kind.BATCH, Kind.IDLE}) {
            Routine[] of = new Routine[NICE_VALUES];
            for (int n = 0; n < NICE_VALUES; n++) {
                of[n] = syscalls.sched().setPolicy(new SchedPolicy(kind, 0, n - NICE_VALUES / 2));
            }
            add(kind, of);
        }
    }

    private void add(Kind kind, Routine[] of) {
        SystemCall[] wrapped = new SystemCall[of.length];
        for (int i = 0; i < of.length; i++) {
            wrapped[i] = new SystemCall(of[i], syscalls);
        }
        bodies.put(kind, of);
        calls.put(kind, wrapped);
    }

    void boot(int tasks) {
        counts = new short[bodies.isEmpty() ? 0 : tasks * PRIORITIES];
        highest = new int[tasks];
        Arrays.fill(highest, NO_CEILING);
        aboveAll = new int[tasks];
        own = new SchedPolicy[tasks];
        for (int t = 0; t < tasks; t++) {
            own[t] = scheduler.task(t).policy();
        }
    }

    private boolean inUse(int task) {
        return highest[task] != NO_CEILING || aboveAll[task] > 0;
    }

    /** The task's own policy, whatever ceilings it has in use. */
    SchedPolicy ownPolicy(int task) {
        return inUse(task) ? own[task] : scheduler.task(task).policy();
    }

    /** The highest ceiling that the task has in use, or -1. */
    int highest(int task) {
        return aboveAll[task] > 0 ? PRIORITIES - 1 : highest[task];
    }

    /**
     * __pthread_tpp_change_priority: one more use of {@code ceiling}. Calls sched_setscheduler if that raises the task; the result is its
     * error number, else 0.
     */
    void raise(Activation stack, int task, int ceiling) {
        remember(task);
        counts[task * PRIORITIES + ceiling]++;
        change(stack, task, Math.max(highest[task], ceiling));
    }

    /** One use less. */
    void lower(Activation stack, int task, int ceiling) {
        int at = task * PRIORITIES + ceiling;
        if (counts[at] > 0) {
            counts[at]--;
        }
        int next = highest[task];
        while (next >= 0 && counts[task * PRIORITIES + next] == 0) {
            next--;
        }
        change(stack, task, next);
    }

    /** The protocol npcs: FIFO 99 while any of its mutexes is held. */
    void raiseAboveAll(Activation stack, int task) {
        remember(task);
        aboveAll[task]++;
        stack.result(0);
        if (aboveAll[task] == 1) {
            if (own[task].kind() == Kind.DEADLINE) {
                return;
            }
            stack.call(call(Kind.FIFO, PRIORITIES - 1), task);
        }
    }

    void lowerFromAboveAll(Activation stack, int task) {
        stack.result(0);
        if (aboveAll[task] == 0) {
            return;
        }
        aboveAll[task]--;
        if (aboveAll[task] == 0 && own[task].kind() != Kind.DEADLINE) {
            stack.call(target(task), task);
        }
    }

    private void remember(int task) {
        if (!inUse(task)) {
            own[task] = scheduler.task(task).policy();
        }
    }

    private void change(Activation stack, int task, int next) {
        int old = highest[task];
        highest[task] = next;
        stack.result(0);
        int priority = own[task].priority();
        if (next != old && aboveAll[task] == 0 && (priority < next || priority < old)) {
            stack.call(target(task), task);
        }
    }

    private SystemCall target(int task) {
        SchedPolicy policy = own[task];
        return switch (policy.kind()) {
            case FIFO, RR -> call(policy.kind(), Math.max(policy.priority(), highest[task]));
            case OTHER, BATCH, IDLE ->
                highest[task] > 0 ? refused : call(policy.kind(), policy.nice() + NICE_VALUES / 2);
            case DEADLINE -> refused;
        };
    }

    private SystemCall call(Kind kind, int i) {
        SystemCall[] of = calls.get(kind);
        if (of == null) {
            throw new IllegalStateException("no call for " + kind);
        }
        return of[i];
    }

    /** The kernel's part of pthread_setschedparam of the task in register a: a ceiling in use stays below its feet. */
    Routine setPolicy(SchedPolicy policy) {
        return new SetPolicy(policy, syscalls.sched().setPolicy(policy));
    }

    private final class SetPolicy implements Routine {
        private final SchedPolicy policy;
        private final Routine plain;

        SetPolicy(SchedPolicy policy, Routine plain) {
            this.policy = policy;
            this.plain = plain;
        }

        @Override
        public void step(Cpu cpu, Activation stack) {
            int task = (int) stack.a();
            if (stack.pc() != 0) {
                if (stack.result() == 0) {
                    own[task] = policy;
                }
                stack.ret();
                return;
            }
            stack.pc(1);
            if (aboveAll[task] > 0) {
                stack.result(0);
            } else if (highest[task] > policy.priority()) {
                Routine[] of = bodies.get(policy.kind());
                stack.call(policy.priority() > 0 && of != null ? of[highest[task]] : refusedBody, task);
            } else {
                stack.call(plain, task);
            }
        }
    }

    /** sched_setscheduler with a priority that the policy does not have. */
    private static final class Refused implements Routine {
        @Override
        public void step(Cpu cpu, Activation stack) {
            if (stack.pc() == 0) {
                stack.pc(1);
                cpu.spend(SegmentKind.SCHED_SETATTR, CostKey.SCHED_SETATTR, 0);
            } else {
                Kernel.ret(stack, Errno.EINVAL);
            }
        }
    }

    /** Checks the use counts of tasks that do not hold anything. */
    void verify(Task task) {
        if (!inUse(task.id()) && counts.length > 0) {
            for (int p = 0; p < PRIORITIES; p++) {
                if (counts[task.id() * PRIORITIES + p] != 0) {
                    throw new IllegalStateException(task + " has ceiling " + p + " in use and is not raised");
                }
            }
        }
    }
}
