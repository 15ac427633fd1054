// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.futex;

import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.cpu.SegmentKind;
import org.preemptsim.models.spec.CostKey;

/**
 * FUTEX_WAKE. Register a = word, b = how many, then how many there were: marked under the bucket's lock, woken after it is dropped.
 * Without a waiter in the bucket the lock is not taken.
 *
 * @kernel futex_wake(), wake_up_q(), kernel/futex/waitwake.c, kernel/sched/core.c, v6.1
 */
final class FutexWake implements Routine {
    private static final int KEY = 0;
    private static final int LOCK = 1;
    private static final int MARK = 2;
    private static final int WAKE = 3;
    private static final int DONE = 4;

    private final Futexes futexes;

    FutexWake(Futexes futexes) {
        this.futexes = futexes;
    }

    @Override
    public void step(Cpu cpu, Activation stack) {
        int word = (int) stack.a();
        switch (stack.pc()) {
            case KEY -> {
                stack.pc(LOCK);
                cpu.spend(SegmentKind.FUTEX, CostKey.FUTEX, futexes.label(word));
            }
            case LOCK -> {
                if (futexes.mayHaveWaiters(word)) {
                    stack.pc(MARK);
                    stack.call(futexes.bucket(word).acquire(), 0);
                } else {
                    stack.pc(DONE);
                    stack.b(0);
                }
            }
            case MARK -> {
                stack.pc(WAKE);
                stack.b(futexes.mark(word, stack.b(), cpu.currentTask()));
                stack.call(futexes.bucket(word).release(), 0);
            }
            case WAKE -> {
                stack.pc(DONE);
                stack.call(futexes.wakeUpQueue(), 0);
            }
            case DONE -> {
                stack.result(stack.b());
                stack.ret();
            }
            default -> throw new IllegalStateException("pc " + stack.pc());
        }
    }
}
