// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.task;

import org.jspecify.annotations.Nullable;
import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.SchedPolicy;

/** A task: user thread or kernel thread. */
public final class Task {
    private final int id;
    private final String name;
    private final int label;
    private CpuSet cpus;
    private final Activation stack = new Activation();
    private SchedPolicy policy;
    private TaskState state = TaskState.UNINTERRUPTIBLE;
    private TaskState savedState = TaskState.RUNNING;
    private boolean signalPending;
    private @Nullable StateMonitor monitor;

    /**
     * A sleeping task with an empty stack.
     *
     * @param label its name's label
     * @param cpus where it may run
     */
    public Task(int id, String name, int label, SchedPolicy policy, CpuSet cpus) {
        this.id = id;
        this.name = name;
        this.label = label;
        this.policy = policy;
        this.cpus = cpus;
    }

    public int id() {
        return id;
    }

    public String name() {
        return name;
    }

    public int label() {
        return label;
    }

    public CpuSet cpus() {
        return cpus;
    }

    /** The scheduler's: a new affinity. */
    public void cpus(CpuSet next) {
        this.cpus = next;
    }

    /** Whether a signal waits to be handled: an interruptible sleep ends or does not begin (rule K1.05). */
    public boolean signalPending() {
        return signalPending;
    }

    /** The scheduler marks it; the return to user mode, where the handler runs, clears it. */
    public void signalPending(boolean pending) {
        this.signalPending = pending;
    }

    public Activation stack() {
        return stack;
    }

    public SchedPolicy policy() {
        return policy;
    }

    /** The scheduler's: a new policy. */
    public void policy(SchedPolicy next) {
        this.policy = next;
    }

    public TaskState state() {
        return state;
    }

    /** Told when a task changes its own state. */
    public interface StateMonitor {
        void stateSet(Task task, TaskState next);
    }

    /** Plugs in who is told of this task's own changes of state. */
    public void connectMonitor(StateMonitor watcher) {
        this.monitor = watcher;
    }

    private void change(TaskState next) {
        state = next;
        if (monitor != null) {
            monitor.stateSet(this, next);
        }
    }

    /** The current task changes its own state (rule K11.04). */
    public void setState(TaskState next) {
        if (state == TaskState.DEAD) {
            throw new IllegalStateException(name + " is dead and cannot become " + next);
        }
        change(next);
    }

    /** A signal is pending when the task is about to sleep: the scheduler, not the task, keeps it runnable (rule K1.05). */
    public void keepRunnable() {
        state = TaskState.RUNNING;
    }

    /** Goes to RTLOCK_WAIT and keeps the former state aside (rule K2.07). */
    public void saveAndWaitForRtLock() {
        savedState = state;
        change(TaskState.RTLOCK_WAIT);
    }

    /** The RT lock is taken: back to the state of before, or to running if a wakeup came meanwhile. */
    public void restoreSavedState() {
        change(savedState);
        savedState = TaskState.RUNNING;
    }

    /**
     * The state's part of a wakeup.
     *
     * @param byLock whether the wakeup is that of an RT spinlock
     * @return whether the task is to become runnable now
     */
    public boolean wakes(boolean byLock) {
        switch (state) {
            case DEAD -> {
                return false;
            }
            case RUNNING -> {
                if (!byLock) {
                    // It may have been woken by its RT lock and not have restored the state of before yet.
                    savedState = TaskState.RUNNING;
                }
                return false;
            }
            case RTLOCK_WAIT -> {
                if (!byLock) {
                    savedState = TaskState.RUNNING;
                    return false;
                }
            }
            case INTERRUPTIBLE, UNINTERRUPTIBLE -> {
                if (byLock) {
                    return false;
                }
            }
        }
        state = TaskState.RUNNING;
        return true;
    }

    @Override
    public String toString() {
        return name + " (" + policy + ", " + state + ")";
    }
}
