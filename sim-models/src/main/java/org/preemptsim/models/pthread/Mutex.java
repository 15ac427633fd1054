// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.pthread;

import java.util.List;
import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.spec.UserObjectSpec;
import org.preemptsim.models.spec.UserObjectSpec.MutexKind;
import org.preemptsim.models.task.Errno;
import org.preemptsim.models.trace.TracePoint;

/**
 * A pthread mutex: what its protocols have in common.
 *
 * <p>The operations' register a is the absolute time-out of lock, b = {@link Kernel#COND_RELOCK} if glibc takes it again after a wait on a
 * condition variable.
 */
abstract class Mutex {
    static final int FREE = -1;

    final Kernel kernel;
    final UserObjectSpec.Mutex spec;
    final int label;
    final int word;
    /** glibc's __owner: the task that has it as user space sees it. */
    int owner = FREE;
    /** How often a recursive one is taken beyond the first time. */
    private int depth;

    Mutex(Kernel kernel, UserObjectSpec.Mutex spec, int label, int word) {
        this.kernel = kernel;
        this.spec = spec;
        this.label = label;
        this.word = word;
    }

    abstract Routine lock();

    abstract Routine tryLock();

    abstract Routine unlock();

    /** pthread_mutex_consistent; only a robust mutex can be made so. */
    Routine consistent() {
        return (cpu, stack) -> Kernel.ret(stack, Errno.EINVAL);
    }

    /** A task exits: user space does nothing about what it holds. */
    void ownerDies(int task) {}

    int value() {
        return kernel.futexes.value(word);
    }

    void value(int value) {
        kernel.futexes.value(word, value);
    }

    /** The task that has it, or -1. */
    int owner() {
        return owner;
    }

    /** Tasks that wait for it, in the order in which they would get it. */
    List<Integer> waiters() {
        return kernel.futexes.waiters(word);
    }

    /**
     * The kinds' part of lock and trylock by the task that has it.
     *
     * @param whenErrorcheck what an error-checking one returns
     * @return whether the operation has returned
     */
    final boolean relocked(Activation stack, boolean mine, int whenErrorcheck) {
        if (!mine || spec.kind() == MutexKind.NORMAL) {
            return false;
        }
        if (spec.kind() == MutexKind.RECURSIVE) {
            depth++;
            Kernel.ret(stack, 0);
        } else {
            Kernel.ret(stack, whenErrorcheck);
        }
        return true;
    }

    /** A recursive one's part of unlock by its owner: whether it stays taken. */
    final boolean staysTaken() {
        if (spec.kind() == MutexKind.RECURSIVE && depth > 0) {
            depth--;
            return true;
        }
        return false;
    }

    final void acquired(Cpu cpu, Activation stack, int result) {
        owner = cpu.currentTask();
        depth = 0;
        Kernel.record(cpu, TracePoint.LOCK_ACQUIRED, label);
        Kernel.ret(stack, result);
    }

    final void contended(Cpu cpu) {
        Kernel.record(cpu, TracePoint.LOCK_CONTENDED, label);
    }

    final void released(Cpu cpu) {
        owner = FREE;
        Kernel.record(cpu, TracePoint.LOCK_RELEASED, label);
    }
}
