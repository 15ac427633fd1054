// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.pthread;

import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.spec.UserObjectSpec;
import org.preemptsim.models.spec.UserObjectSpec.MutexKind;
import org.preemptsim.models.task.Errno;

/**
 * A mutex without protocol: the word is 0 = free, 1 = taken, 2 = taken and somebody may wait. Unlock frees the word before it wakes
 * one waiter, so anybody may take it before the waiter runs; a normal one asks nobody who unlocks it.
 *
 * @kernel glibc 2.36, nptl/pthread_mutex_lock.c, lowlevellock.c
 */
class PlainMutex extends Mutex {
    private static final int TAKEN = 1;
    private static final int WAITED_FOR = 2;

    private final Routine lock = new Lock();
    private final Routine tryLock = new TryLock();
    private final Routine unlock = new Unlock();

    PlainMutex(Kernel kernel, UserObjectSpec.Mutex spec, int label, int word) {
        super(kernel, spec, label, word);
    }

    @Override
    Routine lock() {
        return lock;
    }

    @Override
    Routine tryLock() {
        return tryLock;
    }

    @Override
    Routine unlock() {
        return unlock;
    }

    private final class Lock implements Routine {
        private static final int START = 0;
        private static final int ATTEMPT = 1;
        private static final int WAIT = 2;
        private static final int WOKEN = 3;

        @Override
        public void step(Cpu cpu, Activation stack) {
            switch (stack.pc()) {
                case START -> {
                    stack.pc(ATTEMPT);
                    Kernel.atomic(cpu, label);
                }
                case ATTEMPT -> {
                    if (relocked(stack, owner == cpu.currentTask(), Errno.EDEADLK)) {
                        return;
                    }
                    if (value() == 0) {
                        value(stack.b() == Kernel.COND_RELOCK ? WAITED_FOR : TAKEN);
                        acquired(cpu, stack, 0);
                        return;
                    }
                    contended(cpu);
                    stack.pc(WAIT);
                }
                case WAIT -> {
                    boolean free = value() == 0;
                    value(WAITED_FOR);
                    if (free) {
                        acquired(cpu, stack, 0);
                    } else {
                        stack.pc(WOKEN);
                        kernel.wait(stack, word, WAITED_FOR, stack.a());
                    }
                }
                case WOKEN -> {
                    if (stack.result() == Errno.ETIMEDOUT) {
                        Kernel.abandoned(cpu, label, Errno.ETIMEDOUT);
                        stack.ret();
                    } else {
                        stack.pc(WAIT);
                        Kernel.atomic(cpu, label);
                    }
                }
                default -> throw new IllegalStateException("pc " + stack.pc());
            }
        }
    }

    private final class TryLock implements Routine {
        @Override
        public void step(Cpu cpu, Activation stack) {
            if (stack.pc() == 0) {
                stack.pc(1);
                Kernel.atomic(cpu, label);
            } else if (!relocked(stack, owner == cpu.currentTask(), Errno.EBUSY)) {
                if (value() == 0) {
                    value(TAKEN);
                    acquired(cpu, stack, 0);
                } else {
                    Kernel.ret(stack, Errno.EBUSY);
                }
            }
        }
    }

    private final class Unlock implements Routine {
        @Override
        public void step(Cpu cpu, Activation stack) {
            switch (stack.pc()) {
                case 0 -> {
                    stack.pc(1);
                    Kernel.atomic(cpu, label);
                }
                case 1 -> {
                    if (spec.kind() != MutexKind.NORMAL && owner != cpu.currentTask()) {
                        Kernel.ret(stack, Errno.EPERM);
                        return;
                    }
                    if (staysTaken()) {
                        Kernel.ret(stack, 0);
                        return;
                    }
                    stack.pc(2);
                    boolean waitedFor = value() == WAITED_FOR;
                    value(0);
                    released(cpu);
                    if (waitedFor) {
                        kernel.wake(stack, word, 1);
                    }
                }
                default -> Kernel.ret(stack, 0);
            }
        }
    }
}
