// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.pthread;

import org.preemptsim.models.futex.Futexes;

/**
 * What glibc keeps about a robust mutex beside its word.
 *
 * <pre>
 * state            meaning                                          left by
 * CONSISTENT       as any mutex                                     its owner dies and another task takes it
 * INCONSISTENT     taken with EOWNERDEAD by the present owner       pthread_mutex_consistent, or unlock
 * NOT_RECOVERABLE  unlocked while inconsistent: nobody gets it      never
 * </pre>
 */
final class Robustness {
    private enum State {
        CONSISTENT,
        INCONSISTENT,
        NOT_RECOVERABLE
    }

    private final Futexes futexes;
    private final boolean robust;
    private final int word;
    private State state = State.CONSISTENT;

    Robustness(Futexes futexes, boolean robust, int word) {
        this.futexes = futexes;
        this.robust = robust;
        this.word = word;
    }

    void taken(int task) {
        if (robust) {
            futexes.robustAdd(task, word);
        }
    }

    /** Taken from an owner that died. */
    void inherited(int task) {
        state = State.INCONSISTENT;
        taken(task);
    }

    void released(int task) {
        if (robust) {
            futexes.robustRemove(task, word);
        }
        if (state == State.INCONSISTENT && robust) {
            state = State.NOT_RECOVERABLE;
        } else if (state == State.INCONSISTENT) {
            state = State.CONSISTENT;
        }
    }

    boolean notRecoverable() {
        return state == State.NOT_RECOVERABLE;
    }

    /** Whether it was inconsistent. */
    boolean makeConsistent() {
        if (!robust || state != State.INCONSISTENT) {
            return false;
        }
        state = State.CONSISTENT;
        return true;
    }
}
