// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.futex;

import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;

/**
 * What the kernel does about the words of a task that exits: first its robust list, each word marked and one waiter of a word without PI
 * woken; then the PI states that it owns, each released to its top waiter, which finds the death out by itself.
 *
 * @kernel futex_exit_release(), exit_robust_list(), handle_futex_death(), exit_pi_state_list(), kernel/futex/core.c, v6.1
 */
final class ExitFutexes implements Routine {
    private static final int ROBUST = 0;
    private static final int PI = 1;
    private static final int LOCKED = 2;
    private static final int RELEASE = 3;
    private static final int RELEASED = 4;

    private final Futexes futexes;
    private final PiFutexes pi;

    ExitFutexes(Futexes futexes, PiFutexes pi) {
        this.futexes = futexes;
        this.pi = pi;
    }

    /** Register a = the PI word at hand. */
    @Override
    public void step(Cpu cpu, Activation stack) {
        int task = cpu.currentTask();
        int word = (int) stack.a();
        switch (stack.pc()) {
            case ROBUST -> robust(stack, task);
            case PI -> {
                int next = pi.firstOwnedBy(task);
                if (next == Futexes.NONE) {
                    futexes.exited(task);
                    stack.ret();
                    return;
                }
                stack.a(next);
                stack.pc(LOCKED);
                stack.call(futexes.bucket(next).acquire(), 0);
            }
            case LOCKED -> {
                if (pi.owner(word) == task) {
                    stack.pc(RELEASE);
                    pi.owner(word, Futexes.NONE);
                    pi.beginRelease(word, task);
                } else {
                    // The last waiter gave up meanwhile.
                    stack.pc(PI);
                }
                stack.call(futexes.bucket(word).release(), 0);
            }
            case RELEASE -> {
                stack.pc(RELEASED);
                stack.call(pi.mutex(word).unlock(), 0);
            }
            case RELEASED -> {
                stack.pc(PI);
                pi.endRelease(word, task);
            }
            default -> throw new IllegalStateException("pc " + stack.pc());
        }
    }

    private void robust(Activation stack, int task) {
        int word = futexes.firstRobust(task);
        if (word == Futexes.NONE) {
            stack.pc(PI);
            return;
        }
        futexes.robustRemove(task, word);
        int value = futexes.value(word);
        if ((value & Futexes.TID_MASK) == task) {
            futexes.value(word, (value & Futexes.WAITERS) | Futexes.OWNER_DIED);
            if (!pi.has(word) && (value & Futexes.WAITERS) != 0) {
                stack.call(futexes.wakeRoutine(), word, 1);
            }
        }
    }
}
