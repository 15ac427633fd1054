// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.syscall;

import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.cpu.ScheduleMode;
import org.preemptsim.models.cpu.SegmentKind;
import org.preemptsim.models.sched.Scheduler;
import org.preemptsim.models.sched.TaskTimers;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.task.Errno;
import org.preemptsim.models.task.TaskState;
import org.preemptsim.models.time.ClockSource;

/** The system calls of a machine, as routines. */
public final class Syscalls {
    private final Scheduler scheduler;
    private final ClockSource clock;
    private final TaskTimers timers;
    private final SchedCalls sched;
    private final Routine exit = new Exit();
    private final Routine start = new Start();
    private final Routine readClock = new ReadClock();
    private final Routine nanosleep = new Nanosleep();

    public Syscalls(Scheduler scheduler, ClockSource clock, TaskTimers timers) {
        this.scheduler = scheduler;
        this.clock = clock;
        this.timers = timers;
        this.sched = new SchedCalls(scheduler);
    }

    /** System call entry: kernel mode and its cost. The caller has set its resume point. */
    public static void enter(Cpu cpu) {
        cpu.userMode(false);
        cpu.spend(SegmentKind.SYSCALL_ENTRY, CostKey.SYSCALL_ENTRY, 0);
    }

    /** The calls about scheduling. */
    public SchedCalls sched() {
        return sched;
    }

    /** The routine of system call exit. */
    public Routine exit() {
        return exit;
    }

    /** A new task's way to user mode, without cost: it looks at the marks like any other (ret_from_fork). */
    public Routine start() {
        return start;
    }

    /** clock_gettime from user mode; the value is {@link Activation#result()}. */
    public Routine readClock() {
        return readClock;
    }

    /**
     * The kernel part of clock_nanosleep: register a = absolute expiry, b = 1 to expire in the HRTIMER softirq on PREEMPT_RT whatever
     * the task's policy, as POSIX timers do (rule K8.02).
     */
    public Routine nanosleep() {
        return nanosleep;
    }

    /** What the clock reads now, without cost. */
    public long clockNs(Cpu cpu) {
        return clock.read(cpu.nowNs());
    }

    /**
     * From the kernel to user mode.
     *
     * @kernel syscall_exit_to_user_mode(), exit_to_user_mode_loop(), kernel/entry/common.c, v6.6
     */
    private final class Exit implements Routine {
        @Override
        public void step(Cpu cpu, Activation stack) {
            if (stack.pc() == 0) {
                if (!cpu.returnToUser()) {
                    stack.pc(1);
                    cpu.spend(SegmentKind.SYSCALL_EXIT, CostKey.SYSCALL_EXIT, 0);
                }
            } else {
                // What is pending is handled by a handler that returns at once.
                scheduler.current(cpu).signalPending(false);
                cpu.userMode(true);
                cpu.irqsOff(false);
                stack.ret();
            }
        }
    }

    private static final class Start implements Routine {
        @Override
        public void step(Cpu cpu, Activation stack) {
            if (!cpu.returnToUser()) {
                cpu.userMode(true);
                cpu.irqsOff(false);
                stack.ret();
            }
        }
    }

    /** The clock source's cost is that of the whole call (rule K8.11). */
    private final class ReadClock implements Routine {
        @Override
        public void step(Cpu cpu, Activation stack) {
            switch (stack.pc()) {
                case 0 -> {
                    stack.pc(1);
                    cpu.userMode(clock.vdso());
                    cpu.spend(
                            clock.vdso() ? SegmentKind.CLOCK_READ : SegmentKind.CLOCK_READ_KERNEL,
                            clock.readCost().sample(cpu.random()),
                            0);
                }
                case 1 -> {
                    stack.pc(2);
                    stack.result(clock.read(cpu.nowNs()));
                }
                case 2 -> {
                    if (clock.vdso() || !cpu.returnToUser()) {
                        cpu.userMode(true);
                        cpu.irqsOff(false);
                        stack.ret();
                    }
                }
                default -> throw new IllegalStateException("pc " + stack.pc());
            }
        }
    }

    /**
     * Set the state, start the timer, schedule (rule K8.10). A past expiry returns at once (K8.09).
     *
     * @kernel do_nanosleep(), kernel/time/hrtimer.c, v6.6
     */
    private final class Nanosleep implements Routine {
        @Override
        public void step(Cpu cpu, Activation stack) {
            switch (stack.pc()) {
                case 0 -> {
                    if (stack.a() <= clock.read(cpu.nowNs())) {
                        stack.result(0);
                        stack.ret();
                        return;
                    }
                    stack.pc(1);
                    scheduler.current(cpu).setState(TaskState.INTERRUPTIBLE);
                    cpu.irqsOff(true);
                    cpu.spend(SegmentKind.HRTIMER_START, CostKey.HRTIMER_START, 0);
                }
                case 1 -> {
                    stack.pc(2);
                    if (timers.start(cpu, cpu.currentTask(), stack.a(), stack.b() != 0)) {
                        stack.call(timers.programRoutine(cpu), 0);
                    }
                }
                case 2 -> {
                    stack.pc(3);
                    cpu.irqsOff(false);
                    stack.call(scheduler.scheduleRoutine(), ScheduleMode.VOLUNTARY);
                }
                default -> {
                    int task = cpu.currentTask();
                    timers.cancel(task);
                    if (!timers.expired(task) && !scheduler.task(task).signalPending()) {
                        // A wakeup that was meant for an earlier wait.
                        stack.pc(0);
                        return;
                    }
                    stack.result(timers.expired(task) ? 0 : Errno.EINTR);
                    stack.ret();
                }
            }
        }
    }
}
