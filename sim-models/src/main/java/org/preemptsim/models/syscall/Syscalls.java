// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.syscall;

import org.jspecify.annotations.Nullable;
import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.cpu.ScheduleMode;
import org.preemptsim.models.cpu.SegmentKind;
import org.preemptsim.models.sched.Scheduler;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.PreemptionModel;
import org.preemptsim.models.task.Task;
import org.preemptsim.models.task.TaskState;
import org.preemptsim.models.time.ClockSource;
import org.preemptsim.models.time.Hrtimer;
import org.preemptsim.models.time.HrtimerBase;

/** The system calls of a machine, as routines. */
public final class Syscalls {
    /** Timer slack of tasks that are not real-time (rule K8.07). */
    private static final long SLACK_NS = 50_000;

    private final Scheduler scheduler;
    private final ClockSource clock;
    private final HrtimerBase[] timersOfCpu;
    private final boolean rt;
    private final Routine exit = new Exit();
    private final Routine readClock = new ReadClock();
    private final Routine nanosleep = new Nanosleep();
    private Hrtimer[] sleepers = new Hrtimer[0];
    private @Nullable ExpiryListener[] listeners = new ExpiryListener[0];

    public Syscalls(Scheduler scheduler, ClockSource clock, HrtimerBase[] timersOfCpu, PreemptionModel model) {
        this.scheduler = scheduler;
        this.clock = clock;
        this.timersOfCpu = timersOfCpu;
        this.rt = model == PreemptionModel.RT;
    }

    /** Told when a task's sleep expires, before the wakeup. */
    public interface ExpiryListener {
        void expired(Cpu cpu);
    }

    /** All tasks are known: allots their sleep timers. */
    public void boot() {
        int n = scheduler.taskCount();
        sleepers = new Hrtimer[n];
        listeners = new ExpiryListener[n];
        for (int id = 0; id < n; id++) {
            sleepers[id] = new Hrtimer(scheduler.task(id).label(), this::expired, id);
        }
    }

    /** Plugs in who is told of a task's expiries. */
    public void listen(int task, ExpiryListener listener) {
        listeners[task] = listener;
    }

    /** Wakes a task of a machine that is being booted at {@code atNs}, by a timer on its first CPU. */
    public void startAt(Task task, long atNs) {
        timersOfCpu[task.cpus().lowest()].start(sleepers[task.id()], atNs, atNs, false);
    }

    /** System call entry: kernel mode and its cost. The caller has set its resume point. */
    public static void enter(Cpu cpu) {
        cpu.userMode(false);
        cpu.spend(SegmentKind.SYSCALL_ENTRY, CostKey.SYSCALL_ENTRY, 0);
    }

    /** The routine of system call exit. */
    public Routine exit() {
        return exit;
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

    private void expired(Cpu cpu, Activation stack, Hrtimer timer) {
        int task = (int) timer.argument();
        ExpiryListener l = listeners[task];
        if (l != null) {
            l.expired(cpu);
        }
        stack.call(scheduler.wakeRoutine(), task);
    }

    /**
     * From the kernel to user mode.
     *
     * @kernel syscall_exit_to_user_mode(), exit_to_user_mode_loop(), kernel/entry/common.c, v6.6
     */
    private static final class Exit implements Routine {
        @Override
        public void step(Cpu cpu, Activation stack) {
            if (stack.pc() == 0) {
                if (!cpu.returnToUser()) {
                    stack.pc(1);
                    cpu.spend(SegmentKind.SYSCALL_EXIT, CostKey.SYSCALL_EXIT, 0);
                }
            } else {
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
     * @kernel do_nanosleep(), hrtimer_sleeper_start_expires(), __hrtimer_init_sleeper(), kernel/time/hrtimer.c, v6.6
     */
    private final class Nanosleep implements Routine {
        @Override
        public void step(Cpu cpu, Activation stack) {
            switch (stack.pc()) {
                case 0 -> {
                    if (stack.a() <= clock.read(cpu.nowNs())) {
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
                    Task task = scheduler.current(cpu);
                    boolean realTime = task.policy().realTime();
                    // Rules K8.03 and K8.07: hard or soft by policy on RT; slack for tasks that are not real-time.
                    boolean soft = rt && (!realTime || stack.b() != 0);
                    long hardNs = stack.a() + (realTime ? 0 : SLACK_NS);
                    HrtimerBase base = timersOfCpu[cpu.id()];
                    if (base.start(sleepers[task.id()], stack.a(), hardNs, soft)) {
                        stack.call(base.programRoutine(), 0);
                    }
                }
                case 2 -> {
                    stack.pc(3);
                    cpu.irqsOff(false);
                    stack.call(scheduler.scheduleRoutine(), ScheduleMode.VOLUNTARY);
                }
                default -> {
                    // Every wakeup of a sleeper is its timer's: nothing is left to cancel.
                    stack.ret();
                }
            }
        }
    }
}
