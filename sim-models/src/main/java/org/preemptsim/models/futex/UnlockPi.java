// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.futex;

import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.cpu.SegmentKind;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.task.Errno;
import org.preemptsim.models.trace.TracePoint;

/**
 * FUTEX_UNLOCK_PI: register a = word. With waiters the next owner's number stands in the word before that task is woken (rule K3.38);
 * without, the word is freed.
 *
 * @kernel futex_unlock_pi(), wake_futex_pi(), kernel/futex/pi.c, v6.1
 */
final class UnlockPi implements Routine {
    private static final int KEY = 0;
    private static final int LOCK = 1;
    private static final int LOOK = 2;
    private static final int RELEASE = 3;
    private static final int RELEASED = 4;
    private static final int DONE = 5;

    private final Futexes futexes;
    private final PiFutexes pi;

    UnlockPi(Futexes futexes, PiFutexes pi) {
        this.futexes = futexes;
        this.pi = pi;
    }

    @Override
    public void step(Cpu cpu, Activation stack) {
        int word = (int) stack.a();
        switch (stack.pc()) {
            case KEY -> {
                if ((futexes.value(word) & Futexes.TID_MASK) != cpu.currentTask()) {
                    stack.result(Errno.EPERM);
                    stack.ret();
                    return;
                }
                stack.pc(LOCK);
                cpu.spend(SegmentKind.FUTEX, CostKey.FUTEX, futexes.label(word));
            }
            case LOCK -> {
                stack.pc(LOOK);
                stack.call(futexes.bucket(word).acquire(), 0);
            }
            case LOOK -> {
                if (futexes.firstWaiter(word) == Futexes.NONE) {
                    stack.pc(DONE);
                    pi.abandon(word, cpu.currentTask());
                    futexes.value(word, 0);
                    LockPi.record(cpu, TracePoint.LOCK_RELEASED, futexes.label(word));
                } else {
                    stack.pc(RELEASE);
                    pi.beginRelease(word, cpu.currentTask());
                }
                stack.call(futexes.bucket(word).release(), 0);
            }
            case RELEASE -> {
                stack.pc(RELEASED);
                stack.call(pi.mutex(word).unlock(), 0);
            }
            case RELEASED -> {
                stack.pc(DONE);
                pi.endRelease(word, cpu.currentTask());
            }
            case DONE -> {
                stack.result(0);
                stack.ret();
            }
            default -> throw new IllegalStateException("pc " + stack.pc());
        }
    }
}
