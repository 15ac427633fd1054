// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.syscall;

import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.cpu.ScheduleMode;
import org.preemptsim.models.cpu.SegmentKind;
import org.preemptsim.models.sched.Scheduler;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.task.TaskState;

/**
 * The kernel parts of the calls about scheduling, as routines. Those about another task take it in register a; each leaves its error number
 * in {@link Activation#result()}.
 */
public final class SchedCalls {
    private static final Routine NOTHING = (cpu, stack) -> stack.ret();

    private final Scheduler scheduler;
    private Routine adjustPi = NOTHING;
    private Routine exitWork = NOTHING;
    private final Routine yield = new Yield();
    private final Routine exit = new Exit();
    private final Routine signal = new Signal();
    private final Routine migrateEnable = new MigrateEnable();
    private final Routine readCpuClock = new ReadCpuClock();

    SchedCalls(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Plugs in rt_mutex_adjust_pi: register a = the task whose priority has changed (rule K3.29). */
    public void connectAdjustPi(Routine routine) {
        this.adjustPi = routine;
    }

    /** Plugs in what a task does before it is gone, such as giving back its robust locks. */
    public void connectExitWork(Routine routine) {
        this.exitWork = routine;
    }

    /** sched_setscheduler of the task in register a. */
    public Routine setPolicy(SchedPolicy policy) {
        return new SetPolicy(policy);
    }

    /** setpriority of the task in register a. */
    public Routine setNice(int nice) {
        return new SetNice(nice);
    }

    /** sched_setaffinity of the task in register a; waits until the task is off a forbidden CPU. */
    public Routine setAffinity(CpuSet cpus) {
        return new SetAffinity(cpus);
    }

    /** sched_yield. */
    public Routine yieldCall() {
        return yield;
    }

    /** do_exit: never returns. */
    public Routine exit() {
        return exit;
    }

    /** kill of the task in register a, with a signal that has a handler. */
    public Routine signal() {
        return signal;
    }

    /** migrate_enable(). */
    public Routine migrateEnable() {
        return migrateEnable;
    }

    /**
     * clock_gettime of the calling thread's CPU clock. The reading brings the scheduler's accounting up to date, so a used-up budget is
     * noticed here (update_curr through sched_clock's caller task_sched_runtime).
     */
    public Routine readCpuClock() {
        return readCpuClock;
    }

    /**
     * A changed priority: under the run-queue lock, then up the chain of locks, then a check point.
     *
     * @kernel __sched_setscheduler(), kernel/sched/core.c, v6.1
     */
    private abstract class SetAttribute implements Routine {
        abstract int apply(Cpu cpu, int task);

        @Override
        public void step(Cpu cpu, Activation stack) {
            switch (stack.pc()) {
                case 0 -> {
                    stack.pc(1);
                    cpu.spend(SegmentKind.SCHED_SETATTR, CostKey.SCHED_SETATTR, 0);
                }
                case 1 -> {
                    stack.pc(2);
                    cpu.irqsOff(true);
                    cpu.preemptDisable();
                    stack.b(apply(cpu, (int) stack.a()));
                    scheduler.deliver(cpu, stack);
                }
                case 2 -> {
                    stack.pc(3);
                    cpu.irqsOff(false);
                    if (stack.b() == 0) {
                        stack.call(adjustPi, stack.a());
                    }
                }
                case 3 -> {
                    stack.pc(4);
                    cpu.preemptEnable();
                }
                default -> {
                    stack.result(stack.b());
                    stack.ret();
                }
            }
        }
    }

    private final class SetPolicy extends SetAttribute {
        private final SchedPolicy policy;

        SetPolicy(SchedPolicy policy) {
            this.policy = policy;
        }

        @Override
        int apply(Cpu cpu, int task) {
            return scheduler.setPolicy(task, policy, cpu);
        }
    }

    /** set_user_nice: it does not walk the chain, since waiters do not care for nice; walking finds nothing to do. */
    private final class SetNice extends SetAttribute {
        private final int nice;

        SetNice(int nice) {
            this.nice = nice;
        }

        @Override
        int apply(Cpu cpu, int task) {
            return scheduler.setNice(task, nice, cpu);
        }
    }

    /** @kernel __set_cpus_allowed_ptr(), affine_move_task(), kernel/sched/core.c, v6.1 */
    private final class SetAffinity implements Routine {
        private final CpuSet cpus;

        SetAffinity(CpuSet cpus) {
            this.cpus = cpus;
        }

        @Override
        public void step(Cpu cpu, Activation stack) {
            int task = (int) stack.a();
            switch (stack.pc()) {
                case 0 -> {
                    stack.pc(1);
                    cpu.spend(SegmentKind.SCHED_SETATTR, CostKey.SCHED_SETATTR, 0);
                }
                case 1 -> {
                    stack.pc(2);
                    cpu.irqsOff(true);
                    cpu.preemptDisable();
                    stack.b(scheduler.setAffinity(task, cpus, cpu));
                    scheduler.deliver(cpu, stack);
                }
                case 2 -> {
                    stack.pc(3);
                    cpu.irqsOff(false);
                    cpu.preemptEnable();
                }
                case 3 -> {
                    if (stack.b() == 0 && scheduler.awaitAffinity(task, cpu)) {
                        scheduler.current(cpu).setState(TaskState.UNINTERRUPTIBLE);
                        stack.call(scheduler.scheduleRoutine(), ScheduleMode.VOLUNTARY);
                        return;
                    }
                    stack.result(stack.b());
                    stack.ret();
                }
                default -> throw new IllegalStateException("pc " + stack.pc());
            }
        }
    }

    /** @kernel do_sched_yield(), kernel/sched/core.c, v6.1 */
    private final class Yield implements Routine {
        @Override
        public void step(Cpu cpu, Activation stack) {
            if (stack.pc() == 0) {
                stack.pc(1);
                scheduler.yieldCurrent(cpu);
                stack.call(scheduler.scheduleRoutine(), ScheduleMode.VOLUNTARY);
            } else {
                stack.result(0);
                stack.ret();
            }
        }
    }

    /** @kernel do_exit(), kernel/exit.c, v6.1; leaves out all but locks and the scheduler */
    private final class Exit implements Routine {
        @Override
        public void step(Cpu cpu, Activation stack) {
            cpu.userMode(false);
            if (stack.pc() == 0) {
                stack.pc(1);
                stack.call(exitWork, cpu.currentTask());
            } else {
                scheduler.die(cpu);
                stack.call(scheduler.scheduleRoutine(), ScheduleMode.VOLUNTARY);
            }
        }
    }

    private final class Signal implements Routine {
        @Override
        public void step(Cpu cpu, Activation stack) {
            if (stack.pc() == 0) {
                stack.pc(1);
                int task = (int) stack.a();
                if (scheduler.signal(task)) {
                    stack.call(scheduler.wakeRoutine(), task);
                }
            } else {
                stack.result(0);
                stack.ret();
            }
        }
    }

    /** @kernel migrate_enable(), kernel/sched/core.c, v6.1 */
    private final class MigrateEnable implements Routine {
        @Override
        public void step(Cpu cpu, Activation stack) {
            if (stack.pc() == 0) {
                stack.pc(1);
                cpu.preemptDisable();
                scheduler.migrateEnable(cpu.currentTask());
                cpu.preemptEnable();
            } else {
                stack.ret();
            }
        }
    }

    private final class ReadCpuClock implements Routine {
        @Override
        public void step(Cpu cpu, Activation stack) {
            switch (stack.pc()) {
                case 0 -> {
                    stack.pc(1);
                    Syscalls.enter(cpu);
                }
                case 1 -> {
                    stack.pc(2);
                    stack.b(scheduler.cpuTimeNs(cpu.currentTask()));
                }
                case 2 -> {
                    if (!cpu.returnToUser()) {
                        stack.pc(3);
                        cpu.spend(SegmentKind.SYSCALL_EXIT, CostKey.SYSCALL_EXIT, 0);
                    }
                }
                default -> {
                    cpu.userMode(true);
                    cpu.irqsOff(false);
                    stack.result(stack.b());
                    stack.ret();
                }
            }
        }
    }
}
