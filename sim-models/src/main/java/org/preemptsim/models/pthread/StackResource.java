// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.pthread;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.cpu.ScheduleMode;
import org.preemptsim.models.sched.Scheduler;
import org.preemptsim.models.spec.SchedPolicy.Kind;
import org.preemptsim.models.syscall.Syscalls;
import org.preemptsim.models.task.TaskState;
import org.preemptsim.models.trace.TracePoint;

/**
 * The stack resource policy: a task begins a job only when its own priority is above the ceiling of every srp mutex that another task of its CPU
 * holds. Not in Linux; the gate is a wait of its own, entered at the beginning of a job and left when an unlock has lowered the ceiling.
 *
 * <p>Deadline tasks are above every ceiling, fair tasks below.
 */
final class StackResource {
    private static final int NONE = -1;
    private static final int ABOVE_ALL = 100;

    private final Scheduler scheduler;
    private final List<SrpMutex> mutexList = new ArrayList<>();
    private SrpMutex[] mutexes = new SrpMutex[0];
    private final Routine gate = new Gate();
    private final SystemCall block;
    private final SystemCall admitCall;

    /** The tasks at the gate, strongest first, equals in order of arrival. */
    private int[] waiting = new int[0];

    private int count;

    StackResource(Scheduler scheduler, Syscalls syscalls) {
        this.scheduler = scheduler;
        this.block = new SystemCall(new Block(), syscalls);
        this.admitCall = new SystemCall(new Admit(), syscalls);
    }

    void add(SrpMutex mutex) {
        mutexList.add(mutex);
    }

    boolean inUse() {
        return !mutexList.isEmpty();
    }

    void boot(int tasks) {
        mutexes = mutexList.toArray(new SrpMutex[0]);
        waiting = new int[inUse() ? tasks : 0];
    }

    /** What a task passes before it begins a job, in user mode. */
    Routine gate() {
        return gate;
    }

    private int level(int task) {
        var policy = scheduler.task(task).policy();
        return policy.kind() == Kind.DEADLINE ? ABOVE_ALL : policy.priority();
    }

    /** Whether the task may begin a job now. */
    private boolean admits(int task) {
        return forbids(task) == null;
    }

    /** A mutex whose ceiling keeps the task from beginning a job now. */
    private @Nullable SrpMutex forbids(int task) {
        int level = level(task);
        int cpu = scheduler.cpuOf(task);
        for (SrpMutex m : mutexes) {
            boolean other = m.owner != Mutex.FREE && m.owner != task;
            if (other && scheduler.cpuOf(m.owner) == cpu && level <= m.spec.ceiling()) {
                return m;
            }
        }
        return null;
    }

    private int firstAdmitted() {
        for (int i = 0; i < count; i++) {
            if (admits(waiting[i])) {
                return i;
            }
        }
        return NONE;
    }

    /** After an unlock: calls the kernel if somebody at the gate may go on. */
    void unlocked(Activation stack) {
        if (firstAdmitted() != NONE) {
            stack.call(admitCall, 0);
        }
    }

    private final class Gate implements Routine {
        @Override
        public void step(Cpu cpu, Activation stack) {
            if (admits(cpu.currentTask())) {
                stack.ret();
            } else {
                stack.call(block, 0);
            }
        }
    }

    private final class Block implements Routine {
        @Override
        public void step(Cpu cpu, Activation stack) {
            int task = cpu.currentTask();
            SrpMutex forbids = stack.pc() == 0 ? forbids(task) : null;
            if (forbids != null) {
                stack.pc(1);
                stack.a(forbids.label);
                Kernel.record(cpu, TracePoint.LOCK_CONTENDED, forbids.label);
                enqueue(task);
                scheduler.task(task).setState(TaskState.UNINTERRUPTIBLE);
                stack.call(scheduler.scheduleRoutine(), ScheduleMode.VOLUNTARY);
            } else {
                if (stack.pc() != 0) {
                    Kernel.abandoned(cpu, (int) stack.a(), 0);
                }
                Kernel.ret(stack, 0);
            }
        }

        private void enqueue(int task) {
            int i = count++;
            while (i > 0 && level(waiting[i - 1]) < level(task)) {
                waiting[i] = waiting[i - 1];
                i--;
            }
            waiting[i] = task;
        }
    }

    private final class Admit implements Routine {
        @Override
        public void step(Cpu cpu, Activation stack) {
            int i = firstAdmitted();
            if (i == NONE) {
                Kernel.ret(stack, 0);
                return;
            }
            int task = waiting[i];
            count--;
            System.arraycopy(waiting, i + 1, waiting, i, count - i);
            stack.call(scheduler.wakeRoutine(), task);
        }
    }
}
