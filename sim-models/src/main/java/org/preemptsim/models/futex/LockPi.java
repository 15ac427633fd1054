// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.futex;

import org.preemptsim.engine.Trace;
import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.cpu.SegmentKind;
import org.preemptsim.models.locking.PiMutex;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.task.Errno;
import org.preemptsim.models.trace.TracePoint;

/**
 * FUTEX_LOCK_PI and FUTEX_TRYLOCK_PI (rules K3.38, K3.39). Register a = word, with the outcome in its upper half later; b = absolute
 * time-out or {@link #TRY}.
 *
 * <ol start="0">
 *   <li>the key
 *   <li>the bucket's lock
 *   <li>look at the word: deadlock with itself, free after all, or owned: set the waiters' bit, find or make the state, queue
 *   <li>drop the bucket's lock, wait for the rtmutex
 *   <li>take the bucket's lock, make the word say who owns it, leave the queue
 * </ol>
 *
 * @kernel futex_lock_pi(), futex_lock_pi_atomic(), fixup_pi_owner(), kernel/futex/pi.c, v6.1; the kernel drops the bucket's lock after it
 *     has taken the rtmutex's wait lock, here the waiter queues on the rtmutex a moment later
 */
final class LockPi implements Routine {
    static final long TRY = -1;

    private static final int KEY = 0;
    private static final int LOCK = 1;
    private static final int LOOK = 2;
    private static final int WAIT = 3;
    private static final int WAITED = 4;
    private static final int FIXUP = 5;
    private static final int OUT = 6;

    private final Futexes futexes;
    private final PiFutexes pi;

    LockPi(Futexes futexes, PiFutexes pi) {
        this.futexes = futexes;
        this.pi = pi;
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
                stack.pc(LOOK);
                futexes.mayQueue(word);
                stack.call(futexes.bucket(word).acquire(), 0);
            }
            case LOOK -> look(cpu, stack, word);
            case WAIT -> {
                stack.pc(WAITED);
                stack.call(pi.mutex(word).lock(), stack.b());
            }
            case WAITED -> {
                stack.pc(FIXUP);
                outcome(stack, word, (int) stack.result());
                stack.call(futexes.bucket(word).acquire(), 0);
            }
            case FIXUP -> fixup(cpu, stack, word);
            case OUT -> {
                stack.result(stack.a() >>> 32);
                stack.ret();
            }
            default -> throw new IllegalStateException("pc " + stack.pc());
        }
    }

    private static void outcome(Activation stack, int word, int errno) {
        stack.a(((long) errno << 32) | word);
    }

    private void look(Cpu cpu, Activation stack, int word) {
        int task = cpu.currentTask();
        int value = futexes.value(word);
        int owner = value & Futexes.TID_MASK;
        boolean waitedFor = futexes.firstWaiter(word) != Futexes.NONE;
        if (owner == task) {
            leave(stack, word, Errno.EDEADLK);
        } else if (!waitedFor && owner == 0) {
            futexes.value(word, (value & Futexes.OWNER_DIED) | task);
            record(cpu, TracePoint.LOCK_ACQUIRED, futexes.label(word));
            leave(stack, word, 0);
        } else if (!waitedFor && futexes.hasExited(owner)) {
            futexes.value(word, value | Futexes.WAITERS);
            leave(stack, word, Errno.ESRCH);
        } else {
            if (!waitedFor) {
                futexes.value(word, value | Futexes.WAITERS);
                pi.attach(word, owner);
            }
            futexes.queue(word, task);
            queued(cpu, stack, word, task);
        }
    }

    private void leave(Activation stack, int word, int errno) {
        futexes.doesNotQueue(word);
        outcome(stack, word, errno);
        stack.pc(OUT);
        stack.call(futexes.bucket(word).release(), 0);
    }

    private void queued(Cpu cpu, Activation stack, int word, int task) {
        if (stack.b() == TRY) {
            outcome(stack, word, pi.mutex(word).tryLock(task, cpu) ? 0 : Errno.EAGAIN);
            stack.pc(FIXUP);
        } else {
            stack.pc(WAIT);
            stack.call(futexes.bucket(word).release(), 0);
        }
    }

    private void fixup(Cpu cpu, Activation stack, int word) {
        int task = cpu.currentTask();
        PiMutex mutex = pi.mutex(word);
        boolean taken = stack.a() >>> 32 == 0;
        if (!taken && pi.owner(word) == task) {
            // The word was handed to this task, which did not come to take it.
            taken = mutex.tryLock(task, cpu);
            if (taken) {
                outcome(stack, word, 0);
            } else {
                pi.fixup(word, mutex.owner() != Futexes.NONE ? mutex.owner() : mutex.topWaiter());
            }
        }
        if (taken && pi.owner(word) != task) {
            pi.fixup(word, task);
        }
        futexes.unqueue(task);
        pi.disband(word);
        stack.pc(OUT);
        stack.call(futexes.bucket(word).release(), 0);
    }

    static void record(Cpu cpu, TracePoint point, int label) {
        Trace trace = cpu.trace();
        if (trace != null) {
            trace.record(cpu.nowNs(), point.ordinal(), cpu.id(), label, cpu.currentTask());
        }
    }
}
