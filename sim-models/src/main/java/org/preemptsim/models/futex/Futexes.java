// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.futex;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.locking.KernelLock;
import org.preemptsim.models.locking.KernelLocks;
import org.preemptsim.models.sched.Scheduler;
import org.preemptsim.models.sched.TaskTimers;
import org.preemptsim.models.spec.LockSpec;
import org.preemptsim.models.trace.Labels;

/**
 * All futex words of a machine and their queues.
 *
 * <p>Words are added while the machine is built; afterwards nothing is allocated. Queueing costs O(waiters that are weaker), all else O(1).
 *
 * @kernel kernel/futex/core.c, waitwake.c, v6.1; leaves out private and shared keys, requeue, bitsets other than all ones
 */
public final class Futexes {
    /** Bits of a PI or robust word beside the owner's number. */
    public static final int WAITERS = 1 << 31;

    public static final int OWNER_DIED = 1 << 30;
    public static final int TID_MASK = OWNER_DIED - 1;

    static final int NONE = -1;
    /** The list key of all tasks that are not real-time: MAX_RT_PRIO. */
    private static final int FAIR_KEY = 100;

    private static final int BUCKETS_PER_CPU = 256;
    private static final int NOT_IN_WAKE_QUEUE = -2;

    final Scheduler scheduler;
    final TaskTimers timers;
    private final KernelLocks locks;
    private final Labels names;
    private final int bucketMask;
    private final PiFutexes pi;
    private final Routine wait = new FutexWait(this);
    private final Routine wake = new FutexWake(this);
    private final Routine wakeUpQueue = new WakeUpQueue();
    private final Routine lockPi;
    private final Routine unlockPi;
    private final Routine exit;

    private int words;
    private int[] values = new int[0];
    private int[] labels = new int[0];
    private int[] first = new int[0];
    private int[] last = new int[0];
    private final List<KernelLock> buckets = new ArrayList<>();
    private KernelLock[] bucketOf = new KernelLock[0];
    /** Tasks queued on a bucket or about to be, as the kernel counts them before it takes the lock. */
    private int[] bucketWaiters = new int[0];

    private int[] queuedOn = new int[0];
    private int[] next = new int[0];
    private int[] previous = new int[0];
    private int[] keys = new int[0];
    /** The wake queue: each task is in at most one. */
    private int[] wakeNext = new int[0];
    /** The wake queue that each task has collected. */
    private int[] wakeFirst = new int[0];

    private int[] wakeLast = new int[0];

    private int[] robustNext = new int[0];
    private int[] robustPrevious = new int[0];
    private int[] robustFirst = new int[0];
    private boolean[] exited = new boolean[0];

    /** No words yet. */
    public Futexes(Scheduler scheduler, TaskTimers timers, KernelLocks locks, Labels names, int cpus) {
        this.scheduler = scheduler;
        this.timers = timers;
        this.locks = locks;
        this.names = names;
        this.bucketMask = Integer.highestOneBit(2 * BUCKETS_PER_CPU * cpus - 1) - 1;
        this.pi = new PiFutexes(this, locks);
        this.lockPi = new LockPi(this, pi);
        this.unlockPi = new UnlockPi(this, pi);
        this.exit = new ExitFutexes(this, pi);
    }

    /**
     * Adds a word; call before {@link #boot}.
     *
     * @return its number
     */
    public int add(int value, int label) {
        int word = words++;
        if (word == values.length) {
            int size = Math.max(16, 2 * words);
            values = Arrays.copyOf(values, size);
            labels = Arrays.copyOf(labels, size);
        }
        values[word] = value;
        labels[word] = label;
        if (word <= bucketMask) {
            buckets.add(locks.make(new LockSpec("futex bucket", LockSpec.Kind.SPINLOCK), names.idOf("futex bucket")));
        }
        return word;
    }

    /** Adds a word that PI operations are used on. */
    public int addPi(int label) {
        int word = add(0, label);
        pi.add(word, label);
        return word;
    }

    /** All words and tasks are known; call before the kernel locks' own boot. */
    public void boot(int tasks) {
        first = filled(words, NONE);
        last = filled(words, NONE);
        bucketOf = buckets.toArray(new KernelLock[0]);
        bucketWaiters = new int[bucketOf.length];
        queuedOn = filled(tasks, NONE);
        next = filled(tasks, NONE);
        previous = filled(tasks, NONE);
        keys = new int[tasks];
        wakeNext = filled(tasks, NOT_IN_WAKE_QUEUE);
        wakeFirst = filled(tasks, NONE);
        wakeLast = filled(tasks, NONE);
        robustNext = filled(words, NONE);
        robustPrevious = filled(words, NONE);
        robustFirst = filled(tasks, NONE);
        exited = new boolean[tasks];
        pi.boot(words, tasks);
    }

    static int[] filled(int n, int value) {
        int[] out = new int[n];
        Arrays.fill(out, value);
        return out;
    }

    // ---- the words ----

    /** What the word holds. */
    public int value(int word) {
        return values[word];
    }

    /** A store of user space, or of the kernel on its behalf. */
    public void value(int word, int value) {
        values[word] = value;
    }

    int label(int word) {
        return labels[word];
    }

    // ---- system calls ----

    /**
     * FUTEX_WAIT without the system call's entry and exit: register a = {@link #waitArgument}, b = absolute time-out in ns or {@link
     * org.preemptsim.engine.EventSet#NEVER}. Result 0, EAGAIN, ETIMEDOUT or EINTR.
     */
    public Routine waitRoutine() {
        return wait;
    }

    /** FUTEX_WAKE likewise: register a = word, b = how many. Result = how many were woken. */
    public Routine wakeRoutine() {
        return wake;
    }

    /** Register a of {@link #waitRoutine}: sleep while {@code word} holds {@code expected}. */
    public static long waitArgument(int word, int expected) {
        return ((long) word << 32) | (expected & 0xFFFF_FFFFL);
    }

    /**
     * FUTEX_LOCK_PI likewise: register a = word, b = absolute time-out. Result 0, EDEADLK, ESRCH if the owner in the word has exited,
     * ETIMEDOUT, or EINTR, upon which the kernel starts the call anew.
     */
    public Routine lockPiRoutine() {
        return lockPi;
    }

    /** Register b of {@link #lockPiRoutine} for FUTEX_TRYLOCK_PI: EAGAIN instead of waiting. */
    public static long tryOnly() {
        return LockPi.TRY;
    }

    /** FUTEX_UNLOCK_PI likewise: register a = word. Result 0 or EPERM. */
    public Routine unlockPiRoutine() {
        return unlockPi;
    }

    /** What the kernel does about the words of the current task when it exits. */
    public Routine exitRoutine() {
        return exit;
    }

    // ---- exit ----

    /** Puts a word on the task's robust list: the kernel marks it if the task exits. The list is user memory. */
    public void robustAdd(int task, int word) {
        int after = robustFirst[task];
        robustNext[word] = after;
        robustPrevious[word] = NONE;
        if (after != NONE) {
            robustPrevious[after] = word;
        }
        robustFirst[task] = word;
    }

    /** Takes it off. */
    public void robustRemove(int task, int word) {
        int before = robustPrevious[word];
        int after = robustNext[word];
        if (before == NONE) {
            robustFirst[task] = after;
        } else {
            robustNext[before] = after;
        }
        if (after != NONE) {
            robustPrevious[after] = before;
        }
    }

    int firstRobust(int task) {
        return robustFirst[task];
    }

    void exited(int task) {
        exited[task] = true;
    }

    boolean hasExited(int task) {
        return exited[task];
    }

    // ---- queues ----

    KernelLock bucket(int word) {
        return bucketOf[word & bucketMask];
    }

    /** futex_hb_waiters_inc: a task is about to take the bucket's lock in order to queue. */
    void mayQueue(int word) {
        bucketWaiters[word & bucketMask]++;
    }

    /** It does not queue after all. */
    void doesNotQueue(int word) {
        bucketWaiters[word & bucketMask]--;
    }

    boolean mayHaveWaiters(int word) {
        return bucketWaiters[word & bucketMask] != 0;
    }

    /** __futex_queue: by normal priority, behind its equals (rule K3.40). */
    void queue(int word, int task) {
        int key = Math.min(scheduler.normalPrio(task), FAIR_KEY);
        int before = last[word];
        while (before != NONE && keys[before] > key) {
            before = previous[before];
        }
        int after = before == NONE ? first[word] : next[before];
        keys[task] = key;
        queuedOn[task] = word;
        link(word, before, task);
        link(word, task, after);
    }

    /** __futex_unqueue. */
    void unqueue(int task) {
        int word = queuedOn[task];
        link(word, previous[task], next[task]);
        queuedOn[task] = NONE;
        doesNotQueue(word);
    }

    private void link(int word, int before, int after) {
        if (before == NONE) {
            first[word] = after;
        } else {
            next[before] = after;
        }
        if (after == NONE) {
            last[word] = before;
        } else {
            previous[after] = before;
        }
    }

    boolean queued(int task) {
        return queuedOn[task] != NONE;
    }

    /** The waiter that is woken next, or -1. */
    int firstWaiter(int word) {
        return first[word];
    }

    /** futex_wake_mark: takes up to {@code count} waiters off the queue and puts them on the wake queue of {@code waker}. */
    int mark(int word, long count, int waker) {
        int marked = 0;
        while (marked < count && first[word] != NONE) {
            int task = first[word];
            unqueue(task);
            marked++;
            if (wakeNext[task] != NOT_IN_WAKE_QUEUE) {
                // Somebody who took it off another queue is still about to wake it: that wakeup serves for this one.
                continue;
            }
            wakeNext[task] = NONE;
            if (wakeFirst[waker] == NONE) {
                wakeFirst[waker] = task;
            } else {
                wakeNext[wakeLast[waker]] = task;
            }
            wakeLast[waker] = task;
        }
        return marked;
    }

    /** wake_up_q: wakes what the current task has marked, one after the other. */
    Routine wakeUpQueue() {
        return wakeUpQueue;
    }

    private final class WakeUpQueue implements Routine {
        @Override
        public void step(Cpu cpu, Activation stack) {
            int waker = cpu.currentTask();
            int task = wakeFirst[waker];
            if (task == NONE) {
                stack.ret();
                return;
            }
            wakeFirst[waker] = wakeNext[task];
            wakeNext[task] = NOT_IN_WAKE_QUEUE;
            stack.call(scheduler.wakeRoutine(), task);
        }
    }

    // ---- views and checks ----

    /** The tasks queued on a word, in the order in which they would be woken. */
    public List<Integer> waiters(int word) {
        List<Integer> out = new ArrayList<>();
        for (int t = first[word]; t != NONE; t = next[t]) {
            out.add(t);
        }
        return out;
    }

    /** Tasks that wait for a PI word, in the order in which they would get it. */
    public List<Integer> piWaiters(int word) {
        return pi.mutex(word).view().waiters();
    }

    /** Whether a task has been taken off a queue and its waker has not come to wake it yet. */
    public boolean wakeupPending(int task) {
        return wakeNext[task] != NOT_IN_WAKE_QUEUE;
    }

    /**
     * Recounts the queues from scratch.
     *
     * @throws IllegalStateException naming the first difference: an error of the model
     */
    public void verify() {
        int[] counted = new int[bucketWaiters.length];
        for (int word = 0; word < words; word++) {
            int before = NONE;
            for (int t = first[word]; t != NONE; t = next[t]) {
                if (queuedOn[t] != word || previous[t] != before || (before != NONE && keys[before] > keys[t])) {
                    throw new IllegalStateException(scheduler.task(t) + " is out of order on futex word " + word);
                }
                counted[word & bucketMask]++;
                before = t;
            }
            pi.verify(word);
        }
        for (int b = 0; b < counted.length; b++) {
            if (counted[b] > bucketWaiters[b]) {
                throw new IllegalStateException(
                        "futex bucket " + b + " counts " + bucketWaiters[b] + " waiters, has " + counted[b]);
            }
        }
    }
}
