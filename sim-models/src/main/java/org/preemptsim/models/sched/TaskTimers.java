// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.sched;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.spec.PreemptionModel;
import org.preemptsim.models.spec.TaskSpec;
import org.preemptsim.models.task.Task;
import org.preemptsim.models.time.Hrtimer;
import org.preemptsim.models.time.HrtimerBase;

/**
 * The sleeper timer of each task: ends a sleep or bounds a wait. A task has one, since it waits for one thing at a time.
 *
 * @kernel struct hrtimer_sleeper, hrtimer_sleeper_start_expires(), __hrtimer_init_sleeper(), hrtimer_wakeup(), kernel/time/hrtimer.c,
 *     v6.6
 */
public final class TaskTimers {
    private final Scheduler scheduler;
    private final HrtimerBase[] timersOfCpu;
    private final boolean rt;
    private Hrtimer[] sleepers = new Hrtimer[0];
    /** The CPU whose base each timer was last armed on. */
    private int[] armedOn = new int[0];

    /** Of each task, while it is not real-time (rule K8.07). */
    private long[] slackNs = new long[0];

    private boolean[] expired = new boolean[0];
    private @Nullable ExpiryListener[] listeners = new ExpiryListener[0];

    public TaskTimers(Scheduler scheduler, HrtimerBase[] timersOfCpu, PreemptionModel model) {
        this.scheduler = scheduler;
        this.timersOfCpu = timersOfCpu;
        this.rt = model == PreemptionModel.RT;
    }

    /** Told when a task's timer expires, before the wakeup. */
    public interface ExpiryListener {
        void expired(Cpu cpu);
    }

    /** All tasks are known: allots their timers. */
    public void boot() {
        int n = scheduler.taskCount();
        sleepers = new Hrtimer[n];
        armedOn = new int[n];
        slackNs = new long[n];
        Arrays.fill(slackNs, TaskSpec.DEFAULT_SLACK_NS);
        expired = new boolean[n];
        listeners = new ExpiryListener[n];
        for (int id = 0; id < n; id++) {
            sleepers[id] = new Hrtimer(scheduler.task(id).label(), this::expire, id);
        }
    }

    /** Plugs in who is told of a task's expiries. */
    public void listen(int task, ExpiryListener listener) {
        listeners[task] = listener;
    }

    /** Sets how late the timers of a task may fire while it is not real-time. */
    public void slack(int task, long ns) {
        slackNs[task] = ns;
    }

    /**
     * Wakes a task of a machine that is being booted at {@code atNs}, by a timer on {@code cpu}.
     *
     * @param asSleeper as the end of a sleep of its own: in the softirq for a fair task on PREEMPT_RT (rule K8.03); otherwise in the hard
     *     interrupt, as if it had been created then
     */
    public void startAt(Task task, int cpu, long atNs, boolean asSleeper) {
        armedOn[task.id()] = cpu;
        boolean soft = asSleeper && rt && !task.policy().realTime();
        timersOfCpu[cpu].start(sleepers[task.id()], atNs, atNs, soft);
    }

    /**
     * Arms the task's timer on {@code cpu}: at expiry the task is woken. Hard or soft by policy on PREEMPT_RT, with slack for tasks that
     * are not real-time (rules K8.03, K8.07). Interrupts are off.
     *
     * @param expiryNs absolute time of the clock
     * @param forceSoft to expire in the HRTIMER softirq on PREEMPT_RT whatever the policy, as POSIX timers do (rule K8.02)
     * @return whether the device must be programmed: then call {@link #programRoutine}
     */
    public boolean start(Cpu cpu, int task, long expiryNs, boolean forceSoft) {
        cancel(task);
        boolean realTime = scheduler.task(task).policy().realTime();
        boolean soft = rt && (!realTime || forceSoft);
        armedOn[task] = cpu.id();
        expired[task] = false;
        return timersOfCpu[cpu.id()].start(sleepers[task], expiryNs, expiryNs + (realTime ? 0 : slackNs[task]), soft);
    }

    /** Programs the device of {@code cpu} after {@link #start} said so. */
    public Routine programRoutine(Cpu cpu) {
        return timersOfCpu[cpu.id()].programRoutine();
    }

    /** Disarms the task's timer if it is armed. */
    public void cancel(int task) {
        timersOfCpu[armedOn[task]].cancel(sleepers[task]);
    }

    /** Whether the task's timer has expired since it was last started. */
    public boolean expired(int task) {
        return expired[task];
    }

    private void expire(Cpu cpu, Activation stack, Hrtimer timer) {
        int task = (int) timer.argument();
        expired[task] = true;
        ExpiryListener l = listeners[task];
        if (l != null) {
            l.expired(cpu);
        }
        stack.call(scheduler.wakeRoutine(), task);
    }
}
