// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.locking;

import java.lang.reflect.Method;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.spec.KernelEras;
import org.preemptsim.models.spec.KernelEras.Release;

/** Wrong versions of methods of this room, for mutants: each is called in place of the right one. */
@SuppressWarnings("unused")
public final class LockingMutants {
    private LockingMutants() {}

    static void noDonor(RtMutexes rules, PiTask owner, PiTask top) {}

    /** As the original, but nothing happens where there is nothing to remove. */
    static void removeIfThere(RtMutexes rules, PiTask owner, PiTask top) {
        if (Arrays.stream(owner.donors.tasks()).anyMatch(t -> t == top.task)) {
            owner.donors.remove(top.inOwner);
        }
    }

    static void noAdjustment(RtMutexes rules, PiTask owner, Cpu by) {}

    static void deboostToNormal(RtMutexes rules, PiTask owner, Cpu by) {
        rules.scheduler.inherit(owner.task, RtMutex.NONE, by);
    }

    static void noWalk(
            ChainWalk walk,
            PiTask walker,
            PiTask task,
            @Nullable RtMutex origin,
            @Nullable PiTask waiter,
            boolean detect) {}

    /** The walk ends with its first step, though it should go on. */
    static @Nullable PiTask oneStepOnly(ChainWalk walk, PiTask walker, PiTask task, Cpu cpu, Activation stack) {
        try {
            Method advance = ChainWalk.class.getDeclaredMethod(
                    "advance", PiTask.class, PiTask.class, Cpu.class, Activation.class);
            advance.setAccessible(true);
            Object next = advance.invoke(walk, walker, task, cpu, stack);
            return walker.walkDetects ? (PiTask) next : null;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    static void noReaction(RtMutexes rules, PiTask t, PiTask walker) {}

    /** Equal keys may rob too. */
    static boolean lessOrEqual(int prioA, long deadlineA, int prioB, long deadlineB) {
        return prioA <= prioB;
    }

    /** Equal keys: last come, first served. */
    static boolean lastComeFirst(WaiterNode a, WaiterNode b) {
        return WaiterTree.less(a, b) || (!WaiterTree.less(b, a) && a.arrival > b.arrival);
    }

    static void noWakeup(Activation stack, Routine wake, long task, long byLock) {}

    static void noReport(ChainWalk walk, PiTask walker, Cpu cpu, int label) {}

    /** The waiter that is being woken is dropped from the lock that nobody owns. */
    static void forgetWaiter(RtMutex lock, int task) {
        PiTask top = lock.top();
        lock.owner(task);
        if (task == RtMutex.NONE && top != null) {
            lock.waiters.remove(top.inLock);
            top.blockedOn = null;
        }
    }

    static Release wakeThenDeboost(KernelEras eras) {
        return Release.WAKE_THEN_DEBOOST;
    }
}
