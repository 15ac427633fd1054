// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.property;

import java.util.ArrayList;
import java.util.List;
import org.preemptsim.models.property.Scenarios.Action;
import org.preemptsim.models.property.Scenarios.RawTask;
import org.preemptsim.models.spec.LockSpec;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.spec.Step;
import org.preemptsim.models.spec.Step.KernelOp;
import org.preemptsim.models.spec.Step.SyncOp;
import org.preemptsim.models.spec.UserObjectSpec;

/** Makes a valid program of any list of actions: a kernel thread uses kernel locks, a user task mutexes. */
final class Programs {
    private static final int MAX_HELD = 3;

    private final List<LockSpec> locks;
    private final List<UserObjectSpec> mutexes;
    private final List<RawTask> tasks;
    private final boolean ordered;
    /** Numbers of the locks held so far, in the order in which they were taken. */
    private final List<Integer> held = new ArrayList<>();
    /** How each of them is released. */
    private final List<Step> releases = new ArrayList<>();

    private final List<Step> steps = new ArrayList<>();

    /** {@code ordered}: locks are taken in the order of their numbers only. */
    Programs(List<LockSpec> locks, List<UserObjectSpec> mutexes, List<RawTask> tasks, boolean ordered) {
        this.locks = locks;
        this.mutexes = mutexes;
        this.tasks = tasks;
        this.ordered = ordered;
    }

    /** How deep inside others a lock may be taken: sleeping locks, then spinlock_t, then raw ones (rule K2.05). */
    static int nesting(LockSpec.Kind kind) {
        return switch (kind) {
            case MUTEX, RT_MUTEX, RW_SEMAPHORE, SEMAPHORE, COMPLETION, WAIT_QUEUE -> 0;
            case SPINLOCK, RWLOCK, LOCAL_LOCK, SEQLOCK -> 1;
            case SPINLOCK_BH -> 2;
            case SPINLOCK_IRQ -> 3;
            case RAW_SPINLOCK -> 4;
            case RAW_SPINLOCK_IRQ -> 5;
        };
    }

    List<Step> balanced(int self) {
        RawTask t = tasks.get(self);
        for (Action a : t.actions()) {
            if (t.kernelThread()) {
                kernel(a, self);
            } else {
                user(a, self);
            }
        }
        while (!held.isEmpty()) {
            unlock(held.size() - 1);
        }
        return List.copyOf(steps);
    }

    private boolean sleepable(int lock) {
        return nesting(locks.get(lock).kind()) == 0;
    }

    private boolean mayTake(int lock) {
        if (held.contains(lock) || held.size() == MAX_HELD) {
            return false;
        }
        return !ordered || held.stream().allMatch(h -> h < lock);
    }

    private void kernel(Action a, int self) {
        boolean maySleep = held.stream().allMatch(this::sleepable);
        switch (a.what()) {
            case COMPUTE -> steps.add(new Step.Kernel("work", Scenarios.us(a.amount())));
            case PREEMPT_OFF -> steps.add(new Step.PreemptOff("section", Scenarios.us(a.amount())));
            case LOCK, TRY_LOCK, TIMED_LOCK -> {
                int lock = a.which() % locks.size();
                if (mayTake(lock) && (maySleep || !sleepable(lock))) {
                    held.add(lock);
                    take(locks.get(lock), a.amount() % 2 == 0);
                }
            }
            case UNLOCK -> {
                if (!held.isEmpty()) {
                    // Spinning sections nest.
                    unlock(maySleep ? a.which() % held.size() : held.size() - 1);
                }
            }
            case SLEEP -> {
                if (maySleep) {
                    steps.add(new Step.Sleep(Scenarios.us(a.amount())));
                }
            }
            case YIELD -> {
                if (maySleep) {
                    steps.add(new Step.Yield());
                }
            }
            case SET_POLICY -> {
                if (maySleep) {
                    setPolicy(a, self);
                }
            }
            case SIGNAL -> {
                if (maySleep) {
                    signal(a);
                }
            }
        }
    }

    private void take(LockSpec lock, boolean reads) {
        String name = lock.name();
        switch (lock.kind()) {
            case RWLOCK, RW_SEMAPHORE -> {
                steps.add(new Step.KernelSync(reads ? KernelOp.READ_LOCK : KernelOp.WRITE_LOCK, name));
                releases.add(new Step.KernelSync(reads ? KernelOp.READ_UNLOCK : KernelOp.WRITE_UNLOCK, name));
            }
            case SEMAPHORE -> {
                steps.add(new Step.KernelSync(KernelOp.DOWN, name));
                releases.add(new Step.KernelSync(KernelOp.UP, name));
            }
            case SEQLOCK -> {
                steps.add(new Step.KernelSync(KernelOp.WRITE_SEQLOCK, name));
                releases.add(new Step.KernelSync(KernelOp.WRITE_SEQUNLOCK, name));
            }
            case MUTEX,
                    RT_MUTEX,
                    SPINLOCK,
                    SPINLOCK_IRQ,
                    SPINLOCK_BH,
                    RAW_SPINLOCK,
                    RAW_SPINLOCK_IRQ,
                    LOCAL_LOCK,
                    COMPLETION,
                    WAIT_QUEUE -> {
                steps.add(new Step.Lock(name));
                releases.add(new Step.Unlock(name));
            }
        }
    }

    private void user(Action a, int self) {
        switch (a.what()) {
            case COMPUTE -> steps.add(new Step.Compute(Scenarios.us(a.amount())));
            case PREEMPT_OFF ->
                steps.add(new Step.Syscall("call", List.of(new Step.PreemptOff("section", Scenarios.us(a.amount())))));
            case LOCK -> sync(a, SyncOp.MUTEX_LOCK, Step.Sync.NO_TIMEOUT);
            case TRY_LOCK -> sync(a, SyncOp.MUTEX_TRYLOCK, Step.Sync.NO_TIMEOUT);
            case TIMED_LOCK -> sync(a, SyncOp.MUTEX_LOCK, a.amount() * 1_000L);
            case UNLOCK -> {
                if (!held.isEmpty()) {
                    unlock(a.which() % held.size());
                }
            }
            case SLEEP -> steps.add(new Step.Sleep(Scenarios.us(a.amount())));
            case YIELD -> steps.add(new Step.Yield());
            case SET_POLICY -> setPolicy(a, self);
            case SIGNAL -> signal(a);
        }
    }

    private void sync(Action a, SyncOp op, long timeoutNs) {
        int mutex = a.which() % mutexes.size();
        if (mayTake(mutex)) {
            held.add(mutex);
            // Where the lock could not be had this is refused at run time: a mutex checks its owner.
            releases.add(new Step.Sync(SyncOp.MUTEX_UNLOCK, mutexes.get(mutex).name()));
            steps.add(new Step.Sync(op, mutexes.get(mutex).name(), "", timeoutNs));
        }
    }

    private void unlock(int place) {
        held.remove(place);
        steps.add(releases.remove(place));
    }

    private void setPolicy(Action a, int self) {
        int target = a.which() % tasks.size();
        SchedPolicy.Kind kind = a.amount() % 7 == 0 ? tasks.get(target).policy() : SchedPolicy.Kind.FIFO;
        steps.add(new Step.SetPolicy(
                target == self ? "" : "t" + target, Scenarios.policy(kind, 10 * (1 + a.amount() % 9))));
    }

    private void signal(Action a) {
        int target = a.which() % tasks.size();
        if (!tasks.get(target).kernelThread()) {
            steps.add(new Step.Signal("t" + target));
        }
    }
}
