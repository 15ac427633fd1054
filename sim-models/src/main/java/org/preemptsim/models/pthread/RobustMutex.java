// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.pthread;

import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.futex.Futexes;
import org.preemptsim.models.spec.UserObjectSpec;
import org.preemptsim.models.task.Errno;

/**
 * A robust mutex without protocol: the word holds its owner's number and a bit that says that somebody may wait; the kernel marks it when
 * the owner dies.
 *
 * @kernel glibc 2.36, nptl/pthread_mutex_lock.c, pthread_mutex_unlock.c
 */
final class RobustMutex extends Mutex {
    private final Routine lock = new Lock();
    private final Routine tryLock = new TryLock();
    private final Routine unlock = new Unlock();
    private final Routine consistent = new Consistent();
    private final Robustness robustness;

    RobustMutex(Kernel kernel, UserObjectSpec.Mutex spec, int label, int word) {
        super(kernel, spec, label, word);
        this.robustness = new Robustness(kernel.futexes, true, word);
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

    @Override
    Routine consistent() {
        return consistent;
    }

    @Override
    int owner() {
        int task = value() & Futexes.TID_MASK;
        return task == 0 ? FREE : task;
    }

    private boolean mine(Cpu cpu) {
        return (value() & Futexes.TID_MASK) == cpu.currentTask();
    }

    /**
     * Takes it if nobody alive has it.
     *
     * @param waitersBit {@link Futexes#WAITERS} if others may wait, else 0
     * @return whether it is taken, or given up because it cannot be recovered; then the frame is at {@code givenBack}
     */
    private boolean take(Cpu cpu, Activation stack, int waitersBit, int givenBack) {
        int task = cpu.currentTask();
        int value = value();
        if ((value & Futexes.OWNER_DIED) != 0) {
            value(task | (value & Futexes.WAITERS) | waitersBit);
            robustness.inherited(task);
            acquired(cpu, stack, Errno.EOWNERDEAD);
            return true;
        }
        if (value != 0) {
            return false;
        }
        if (robustness.notRecoverable()) {
            stack.pc(givenBack);
            if (waitersBit != 0) {
                kernel.wake(stack, word, 1);
            }
            return true;
        }
        value(task | waitersBit);
        robustness.taken(task);
        acquired(cpu, stack, 0);
        return true;
    }

    private final class Lock implements Routine {
        private static final int START = 0;
        private static final int ATTEMPT = 1;
        private static final int WAIT = 2;
        private static final int WOKEN = 3;
        private static final int GIVEN_BACK = 4;

        @Override
        public void step(Cpu cpu, Activation stack) {
            switch (stack.pc()) {
                case START -> {
                    stack.pc(ATTEMPT);
                    Kernel.atomic(cpu, label);
                }
                case ATTEMPT -> {
                    int waitersBit = stack.b() == Kernel.COND_RELOCK ? Futexes.WAITERS : 0;
                    if (!relocked(stack, mine(cpu), Errno.EDEADLK) && !take(cpu, stack, waitersBit, GIVEN_BACK)) {
                        contended(cpu);
                        sleep(stack);
                    }
                }
                case WAIT -> {
                    if (!take(cpu, stack, Futexes.WAITERS, GIVEN_BACK)) {
                        sleep(stack);
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
                case GIVEN_BACK -> Kernel.ret(stack, Errno.ENOTRECOVERABLE);
                default -> throw new IllegalStateException("pc " + stack.pc());
            }
        }

        private void sleep(Activation stack) {
            value(value() | Futexes.WAITERS);
            stack.pc(WOKEN);
            kernel.wait(stack, word, value(), stack.a());
        }
    }

    private final class TryLock implements Routine {
        @Override
        public void step(Cpu cpu, Activation stack) {
            switch (stack.pc()) {
                case 0 -> {
                    stack.pc(1);
                    Kernel.atomic(cpu, label);
                }
                case 1 -> {
                    if (!relocked(stack, mine(cpu), Errno.EDEADLK) && !take(cpu, stack, 0, 2)) {
                        Kernel.ret(stack, Errno.EBUSY);
                    }
                }
                default -> Kernel.ret(stack, Errno.ENOTRECOVERABLE);
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
                    if (!mine(cpu)) {
                        Kernel.ret(stack, Errno.EPERM);
                    } else if (staysTaken()) {
                        Kernel.ret(stack, 0);
                    } else {
                        stack.pc(2);
                        boolean waitedFor = (value() & Futexes.WAITERS) != 0;
                        robustness.released(cpu.currentTask());
                        value(0);
                        released(cpu);
                        if (waitedFor) {
                            kernel.wake(stack, word, 1);
                        }
                    }
                }
                default -> Kernel.ret(stack, 0);
            }
        }
    }

    private final class Consistent implements Routine {
        @Override
        public void step(Cpu cpu, Activation stack) {
            Kernel.ret(stack, robustness.makeConsistent() ? 0 : Errno.EINVAL);
        }
    }
}
