// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.softirq;

import org.jspecify.annotations.Nullable;
import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.PreemptCount;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.cpu.ScheduleMode;
import org.preemptsim.models.cpu.SegmentKind;
import org.preemptsim.models.sched.Scheduler;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.IrqLineSpec.SoftirqKind;
import org.preemptsim.models.spec.PreemptionModel;
import org.preemptsim.models.task.Task;
import org.preemptsim.models.task.TaskState;
import org.preemptsim.models.trace.TracePoint;

/**
 * The softirqs of one CPU.
 *
 * @kernel raise_softirq_irqoff(), invoke_softirq(), __do_softirq(), run_ksoftirqd(), kernel/softirq.c, v6.6
 */
public final class Softirqs {
    private static final int VECTORS = SoftirqKind.values().length;
    private static final int NO_TASK = -1;
    private static final long ALL = (1L << VECTORS) - 1;
    private static final long TIMERS = (1L << SoftirqKind.TIMER.ordinal()) | (1L << SoftirqKind.HRTIMER.ordinal());

    private final Scheduler scheduler;
    private final boolean rt;
    private final long tickNs;
    private final int[] labels;
    private final @Nullable SoftirqSource[] heads = new SoftirqSource[VECTORS];
    private final @Nullable SoftirqSource[] tails = new SoftirqSource[VECTORS];
    private final Routine run = new Run();
    private final Routine enable = new Enable();
    private final Routine raise = new Raise();
    private long pending;
    private long passes;
    private int ksoftirqd = NO_TASK;
    private int ktimers = NO_TASK;
    /** On RT, where softirqs-off sections do not count in the preempt count: their depth on this CPU, over all tasks. */
    private int rtDepth;

    /** The same per task. */
    private int[] rtDepthOfTask = new int[0];

    /**
     * The softirqs of {@code cpu} with nothing pending.
     *
     * @param labels the name of each vector, by ordinal
     */
    public Softirqs(Cpu cpu, Scheduler scheduler, PreemptionModel model, long tickNs, int[] labels) {
        this.scheduler = scheduler;
        this.rt = model == PreemptionModel.RT;
        this.tickNs = tickNs;
        this.labels = labels.clone();
        cpu.connectIrqExit(this::irqExit);
    }

    /** Plugs in the CPU's threads and gives them their programs; {@code ktimers} is null without PREEMPT_RT. */
    public void connectThreads(Task ksoftirqdTask, @Nullable Task ktimersTask) {
        ksoftirqd = ksoftirqdTask.id();
        ksoftirqdTask.stack().call(new ThreadLoop(ktimersTask == null ? ALL : ALL & ~TIMERS), 0);
        if (ktimersTask != null) {
            ktimers = ktimersTask.id();
            ktimersTask.stack().call(new ThreadLoop(TIMERS), 0);
        }
    }

    /** All tasks are known. */
    public void boot(int tasks) {
        rtDepthOfTask = new int[tasks];
    }

    /** Queues {@code source} without a wakeup: for hard interrupts, whose exit does the rest. */
    public void raiseFromHardirq(SoftirqSource source) {
        queue(source);
    }

    /** Raises {@code source} from a task or thread; wakes a softirq thread if no section or interrupt will run it. */
    public void raise(Activation stack, SoftirqSource source) {
        queue(source);
        stack.call(raise, 0);
    }

    /** local_bh_disable: masks preemption without RT only (rule K2.03). */
    public void disable(Cpu cpu) {
        if (rt) {
            rtEnter(cpu);
        } else {
            cpu.addPreemptCount(PreemptCount.SOFTIRQ_DISABLE);
        }
    }

    /** The routine of local_bh_enable: runs what is pending at the outermost level (rules K7.03, K7.08). */
    public Routine enableRoutine() {
        return enable;
    }

    private void rtEnter(Cpu cpu) {
        rtDepth++;
        rtDepthOfTask[cpu.currentTask()]++;
        scheduler.migrateDisable(cpu.currentTask());
    }

    private void rtLeave(Cpu cpu) {
        rtDepth--;
        rtDepthOfTask[cpu.currentTask()]--;
        scheduler.migrateEnable(cpu.currentTask());
    }

    private void queue(SoftirqSource source) {
        if (source.queued) {
            return;
        }
        source.queued = true;
        source.stamp = passes;
        int v = source.vector().ordinal();
        SoftirqSource t = tails[v];
        if (t == null) {
            heads[v] = source;
        } else {
            t.next = source;
        }
        tails[v] = source;
        pending |= 1L << v;
    }

    /** The first source of vector {@code v} that was queued before pass {@code pass} began, taken off; null if none. */
    private @Nullable SoftirqSource take(int v, long pass) {
        SoftirqSource s = heads[v];
        if (s == null || s.stamp >= pass) {
            return null;
        }
        heads[v] = s.next;
        if (s.next == null) {
            tails[v] = null;
        }
        s.next = null;
        s.queued = false;
        return s;
    }

    /** invoke_softirq at the end of the outermost hard interrupt (rules K7.02, K7.05). */
    private void irqExit(Cpu cpu, Activation stack) {
        if (pending == 0) {
            return;
        }
        if (rt) {
            wakeThreads(stack);
        } else {
            stack.call(run, ALL);
        }
    }

    /**
     * Wakes ktimers for the timer vectors, and ksoftirqd for the others unless a softirqs-off section will run them (rules K7.05,
     * K7.11). What is called last runs first.
     */
    private void wakeThreads(Activation stack) {
        long timers = ktimers == NO_TASK ? 0 : TIMERS;
        if ((pending & ~timers) != 0 && rtDepth == 0 && sleeps(ksoftirqd)) {
            stack.call(scheduler.wakeRoutine(), ksoftirqd);
        }
        if ((pending & timers) != 0 && sleeps(ktimers)) {
            stack.call(scheduler.wakeRoutine(), ktimers);
        }
    }

    private boolean sleeps(int task) {
        return scheduler.task(task).state() != TaskState.RUNNING;
    }

    /** raise_softirq: interrupts off for its cost, then the wakeup of a thread where nobody else would run it. */
    private final class Raise implements Routine {
        @Override
        public void step(Cpu cpu, Activation stack) {
            switch (stack.pc()) {
                case 0 -> {
                    stack.pc(1);
                    stack.b(cpu.irqsOff() ? 1 : 0);
                    cpu.irqsOff(true);
                    cpu.spend(SegmentKind.SOFTIRQ_RAISE, CostKey.SOFTIRQ_RAISE, 0);
                }
                case 1 -> {
                    stack.pc(2);
                    if (!cpu.inInterrupt()) {
                        wakeThreads(stack);
                    }
                }
                default -> {
                    cpu.irqsOff(stack.b() != 0);
                    stack.ret();
                }
            }
        }
    }

    /**
     * __do_softirq: runs with interrupts on, restores them at the end. Register a = mask of the vectors it may run, from the first
     * pass on with the vectors left of the pass in the upper half; b = number of the pass, passes left, whether interrupts were off
     * and the jiffy of the start.
     *
     * <p>Passes: again while something is pending, less than 2 ms in jiffies have gone, nobody needs the CPU and fewer than 10 are
     * done; what is left goes to the thread (rules K7.02, K7.10).
     */
    private final class Run implements Routine {
        private static final int ENTER = 0;
        private static final int PASS = 1;
        private static final int VECTOR = 2;
        private static final int SOURCE = 3;
        private static final int END_OF_PASS = 4;
        private static final int LEAVE = 5;
        private static final int DONE = 6;

        private static final int MAX_PASSES = 10;
        private static final long MAX_NS = 2_000_000;
        private static final int HALF = 32;
        private static final long LOW_HALF = (1L << HALF) - 1;
        private static final long PASSES_LEFT = 15;
        private static final long IRQS_WERE_OFF = 16;
        private static final int START_SHIFT = 5;

        @Override
        public void step(Cpu cpu, Activation stack) {
            switch (stack.pc()) {
                case ENTER -> enter(cpu, stack);
                case PASS -> {
                    stack.pc(VECTOR);
                    long mask = stack.a() & LOW_HALF;
                    stack.a(((pending & mask) << HALF) | mask);
                    pending &= ~mask;
                    passes++;
                }
                case VECTOR -> startVector(cpu, stack);
                case SOURCE -> {
                    SoftirqSource s = take(vectorOf(stack), passes);
                    if (s == null) {
                        stack.a(stack.a() & ~(1L << (HALF + vectorOf(stack))));
                        stack.pc(VECTOR);
                    } else {
                        stack.call(s.work(), s.argument());
                    }
                }
                case END_OF_PASS -> endPass(cpu, stack);
                case LEAVE -> {
                    stack.pc(DONE);
                    if (rt) {
                        rtLeave(cpu);
                    } else {
                        cpu.addPreemptCount(-PreemptCount.SOFTIRQ);
                    }
                    wakeThreads(stack);
                }
                case DONE -> {
                    cpu.irqsOff((stack.b() & IRQS_WERE_OFF) != 0);
                    stack.ret();
                }
                default -> throw new IllegalStateException("pc " + stack.pc());
            }
        }

        private void enter(Cpu cpu, Activation stack) {
            stack.pc(PASS);
            long jiffies = cpu.nowNs() / tickNs;
            stack.b((jiffies << START_SHIFT) | (cpu.irqsOff() ? IRQS_WERE_OFF : 0) | MAX_PASSES);
            if (rt) {
                rtEnter(cpu);
            } else {
                cpu.addPreemptCount(PreemptCount.SOFTIRQ);
            }
            cpu.irqsOff(false);
            cpu.spend(SegmentKind.SOFTIRQ_ENTRY, CostKey.SOFTIRQ_ENTRY, 0);
        }

        private static int vectorOf(Activation stack) {
            return Long.numberOfTrailingZeros(stack.a() >>> HALF);
        }

        private void startVector(Cpu cpu, Activation stack) {
            if (stack.a() >>> HALF == 0) {
                stack.pc(END_OF_PASS);
                return;
            }
            stack.pc(SOURCE);
            var trace = cpu.trace();
            if (trace != null) {
                trace.record(cpu.nowNs(), TracePoint.SOFTIRQ_ENTRY.ordinal(), cpu.id(), labels[vectorOf(stack)], 0);
            }
        }

        private void endPass(Cpu cpu, Activation stack) {
            long b = stack.b() - 1;
            stack.b(b);
            // The kernel compares jiffies, so at a low HZ "2 ms" means "until the next tick".
            long limit = (b >>> START_SHIFT) + Math.max(1, MAX_NS / tickNs);
            boolean more = (pending & stack.a() & LOW_HALF) != 0;
            boolean again = more && cpu.nowNs() / tickNs < limit && !cpu.needResched() && (b & PASSES_LEFT) != 0;
            stack.pc(again ? PASS : LEAVE);
        }
    }

    /** __local_bh_enable_ip. */
    private final class Enable implements Routine {
        @Override
        public void step(Cpu cpu, Activation stack) {
            if (rt) {
                stepRt(cpu, stack);
            } else if (stack.pc() == 0) {
                // Preemption stays off until the softirqs have run.
                stack.pc(1);
                cpu.addPreemptCount(PreemptCount.PREEMPT - PreemptCount.SOFTIRQ_DISABLE);
                if (pending != 0 && !cpu.inInterrupt()) {
                    stack.call(run, ALL);
                }
            } else {
                stack.ret();
                cpu.preemptEnable();
            }
        }

        private void stepRt(Cpu cpu, Activation stack) {
            switch (stack.pc()) {
                case 0 -> {
                    stack.pc(1);
                    // On RT the timer vectors are ktimers' alone.
                    if ((pending & ~TIMERS) != 0 && rtDepthOfTask[cpu.currentTask()] == 1) {
                        stack.call(run, ALL & ~TIMERS);
                    }
                }
                case 1 -> {
                    stack.pc(2);
                    rtLeave(cpu);
                    wakeThreads(stack);
                }
                default -> stack.ret();
            }
        }
    }

    /** ksoftirqd and ktimers: run what is pending of their vectors, then sleep. */
    private final class ThreadLoop implements Routine {
        private final long mask;

        ThreadLoop(long mask) {
            this.mask = mask;
        }

        @Override
        public void step(Cpu cpu, Activation stack) {
            switch (stack.pc()) {
                case 0 -> {
                    if ((pending & mask) != 0) {
                        stack.pc(1);
                        stack.call(run, mask);
                    } else {
                        scheduler.current(cpu).setState(TaskState.INTERRUPTIBLE);
                        stack.call(scheduler.scheduleRoutine(), ScheduleMode.VOLUNTARY);
                    }
                }
                case 1 -> {
                    stack.pc(2);
                    cpu.condResched();
                }
                default -> {
                    // smpboot_thread_fn goes through preempt_disable and preempt_enable each round.
                    stack.pc(0);
                    cpu.preemptDisable();
                    cpu.preemptEnable();
                }
            }
        }
    }
}
