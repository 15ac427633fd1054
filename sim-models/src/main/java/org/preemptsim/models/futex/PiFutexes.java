// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.futex;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.preemptsim.models.locking.KernelLocks;
import org.preemptsim.models.locking.PiMutex;

/**
 * The state behind contended PI words: an rtmutex each, the task that the kernel takes for the owner, and each task's list of those that it
 * owns.
 *
 * <p>The state exists while a waiter is queued on the word. Here each word keeps its rtmutex for good and the state is made and given up in it.
 *
 * @kernel struct futex_pi_state, attach_to_pi_owner(), pi_state_update_owner(), put_pi_state(), kernel/futex/pi.c, v6.1
 */
final class PiFutexes {
    private static final int NONE = Futexes.NONE;

    private final Futexes futexes;
    private final KernelLocks locks;
    private @Nullable PiMutex[] mutexes = new PiMutex[0];
    /** pi_state->owner. */
    private int[] owners = new int[0];
    /** The owner that is about to release the word's rtmutex and has dropped the bucket's lock. */
    private int[] releasing = new int[0];

    private int[] nextOwned = new int[0];
    private int[] previousOwned = new int[0];
    private int[] firstOwned = new int[0];

    PiFutexes(Futexes futexes, KernelLocks locks) {
        this.futexes = futexes;
        this.locks = locks;
    }

    void add(int word, int label) {
        if (word >= mutexes.length) {
            mutexes = Arrays.copyOf(mutexes, Math.max(16, 2 * word));
        }
        mutexes[word] = locks.piMutex(label, next -> chosen(word, next));
    }

    void boot(int words, int tasks) {
        mutexes = Arrays.copyOf(mutexes, words);
        owners = Futexes.filled(words, NONE);
        releasing = Futexes.filled(words, NONE);
        nextOwned = Futexes.filled(words, NONE);
        previousOwned = Futexes.filled(words, NONE);
        firstOwned = Futexes.filled(tasks, NONE);
    }

    PiMutex mutex(int word) {
        PiMutex m = mutexes[word];
        if (m == null) {
            throw new IllegalStateException("futex word " + word + " is not a PI word");
        }
        return m;
    }

    boolean has(int word) {
        return mutexes[word] != null;
    }

    int owner(int word) {
        return owners[word];
    }

    /** The first word of the list of a task, or -1. */
    int firstOwnedBy(int task) {
        return firstOwned[task];
    }

    /** pi_state_update_owner. */
    void owner(int word, int task) {
        int old = owners[word];
        if (old != NONE) {
            int before = previousOwned[word];
            int after = nextOwned[word];
            if (before == NONE) {
                firstOwned[old] = after;
            } else {
                nextOwned[before] = after;
            }
            if (after != NONE) {
                previousOwned[after] = before;
            }
        }
        owners[word] = task;
        if (task != NONE) {
            int after = firstOwned[task];
            previousOwned[word] = NONE;
            nextOwned[word] = after;
            if (after != NONE) {
                previousOwned[after] = word;
            }
            firstOwned[task] = word;
        }
    }

    /**
     * The first waiter makes the state: the task in the word owns the rtmutex. A state that the owner is just about to release serves
     * again: its waiters are gone (a time-out or a signal), the word still names its owner.
     */
    void attach(int word, int task) {
        if (releasing[word] == task) {
            return;
        }
        if (mutex(word).owner() != task) {
            mutex(word).proxyOwner(task);
        }
        owner(word, task);
    }

    /** The owner frees a word that nobody waits for: a state that outlived its waiters because of a release under way goes too. */
    void abandon(int word, int task) {
        if (mutex(word).owner() == task) {
            mutex(word).proxyUnlock();
            owner(word, NONE);
        }
    }

    void beginRelease(int word, int task) {
        releasing[word] = task;
    }

    /** Under the wait lock: who gets the word, unless its owner dies, which the next one has to find out (rule K3.38). */
    private void chosen(int word, int next) {
        releasing[word] = NONE;
        if (owners[word] != NONE) {
            futexes.value(word, Futexes.WAITERS | next);
            owner(word, next);
        }
    }

    /** The rtmutex has been released; if there was nobody to choose, the word is free but for those about to queue. */
    void endRelease(int word, int task) {
        if (releasing[word] == task) {
            releasing[word] = NONE;
            if (owners[word] == task) {
                owner(word, NONE);
                futexes.value(word, futexes.firstWaiter(word) == NONE ? 0 : Futexes.WAITERS);
            }
        }
        disband(word);
    }

    /** fixup_pi_state_owner: the word names another owner than the rtmutex. */
    void fixup(int word, int task) {
        int died = owners[word] == NONE ? Futexes.OWNER_DIED : futexes.value(word) & Futexes.OWNER_DIED;
        futexes.value(word, died | Futexes.WAITERS | task);
        owner(word, task);
    }

    /** The last waiter has left: the state is given up, the word alone says who owns it. */
    void disband(int word) {
        if (futexes.firstWaiter(word) == NONE && releasing[word] == NONE) {
            if (mutex(word).owner() != NONE) {
                mutex(word).proxyUnlock();
            }
            owner(word, NONE);
        }
    }

    /** Checks a word against its rtmutex. */
    void verify(int word) {
        if (!has(word) || releasing[word] != NONE) {
            return;
        }
        int owner = mutex(word).owner();
        if (futexes.firstWaiter(word) == NONE && owner != NONE) {
            throw new IllegalStateException(
                    "PI word " + word + " has no waiters and its rtmutex belongs to task " + owner);
        }
        if (owner != NONE
                && owners[word] == owner
                && (futexes.value(word) & Futexes.TID_MASK) != owner
                && (futexes.value(word) & Futexes.OWNER_DIED) == 0) {
            throw new IllegalStateException("PI word " + word + " holds 0x" + Integer.toHexString(futexes.value(word))
                    + ", its rtmutex belongs to task " + owner);
        }
    }
}
