// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.pthread;

import java.util.List;
import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.futex.Futexes;
import org.preemptsim.models.spec.UserObjectSpec;
import org.preemptsim.models.spec.UserObjectSpec.MutexKind;
import org.preemptsim.models.task.Errno;
import org.preemptsim.models.trace.TracePoint;

/**
 * A mutex with PTHREAD_PRIO_INHERIT: the owner's number in the word; everything contended is the kernel's (rule K3.38).
 *
 * <p>A normal one whose lock call the kernel answers with EDEADLK or ESRCH puts the caller to sleep for ever, or until its time-out. With the
 * other kinds glibc stops the program by an assertion there; here the error is returned.
 *
 * @kernel glibc 2.36, nptl/pthread_mutex_lock.c, pthread_mutex_timedlock.c, pthread_mutex_trylock.c, pthread_mutex_unlock.c
 */
final class InheritMutex extends Mutex {
    private final Routine lock = new Lock();
    private final Routine tryLock = new TryLock();
    private final Routine unlock = new Unlock();
    private final Routine consistent = new Consistent();
    /** A word that nobody wakes. */
    private final int parkingWord;

    private final Robustness robustness;

    InheritMutex(Kernel kernel, UserObjectSpec.Mutex spec, int label, int word, int parkingWord) {
        super(kernel, spec, label, word);
        this.parkingWord = parkingWord;
        this.robustness = new Robustness(kernel.futexes, spec.robust(), word);
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

    @Override
    List<Integer> waiters() {
        return kernel.futexes.piWaiters(word);
    }

    private boolean mine(Cpu cpu) {
        return (value() & Futexes.TID_MASK) == cpu.currentTask();
    }

    /** The word names this task: what the last owner left behind decides. Whether the call has returned. */
    private boolean taken(Cpu cpu, Activation stack) {
        int task = cpu.currentTask();
        if ((value() & Futexes.OWNER_DIED) != 0) {
            value(value() & ~Futexes.OWNER_DIED);
            robustness.inherited(task);
            owner = task;
            Kernel.ret(stack, Errno.EOWNERDEAD);
            return true;
        }
        if (robustness.notRecoverable()) {
            return false;
        }
        robustness.taken(task);
        owner = task;
        Kernel.ret(stack, 0);
        return true;
    }

    private final class Lock implements Routine {
        private static final int START = 0;
        private static final int ATTEMPT = 1;
        private static final int CALL = 2;
        private static final int CALLED = 3;
        private static final int TAKEN = 4;
        private static final int PARK = 5;
        private static final int PARKED = 6;
        private static final int GIVEN_BACK = 7;

        @Override
        public void step(Cpu cpu, Activation stack) {
            switch (stack.pc()) {
                case START -> {
                    stack.pc(ATTEMPT);
                    Kernel.atomic(cpu, label);
                }
                case ATTEMPT -> attempt(cpu, stack);
                case CALL -> {
                    stack.pc(CALLED);
                    kernel.lockPi(stack, word, stack.a());
                }
                case CALLED -> called(cpu, stack);
                case TAKEN -> {
                    if (!taken(cpu, stack)) {
                        stack.pc(GIVEN_BACK);
                        kernel.unlockPi(stack, word);
                    }
                }
                case PARK -> {
                    stack.pc(PARKED);
                    kernel.wait(stack, parkingWord, 0, stack.a());
                }
                case PARKED -> {
                    if (stack.result() == Errno.ETIMEDOUT) {
                        Kernel.abandoned(cpu, label, Errno.ETIMEDOUT);
                        stack.ret();
                    } else {
                        stack.pc(PARK);
                    }
                }
                case GIVEN_BACK -> Kernel.ret(stack, Errno.ENOTRECOVERABLE);
                default -> throw new IllegalStateException("pc " + stack.pc());
            }
        }

        private void attempt(Cpu cpu, Activation stack) {
            if (relocked(stack, mine(cpu), Errno.EDEADLK)) {
                return;
            }
            if (value() == 0) {
                value(cpu.currentTask());
                Kernel.record(cpu, TracePoint.LOCK_ACQUIRED, label);
                stack.pc(TAKEN);
            } else {
                stack.pc(CALL);
            }
        }

        private void called(Cpu cpu, Activation stack) {
            switch ((int) stack.result()) {
                case 0 -> stack.pc(TAKEN);
                case Errno.EINTR -> stack.pc(CALL);
                case Errno.EDEADLK, Errno.ESRCH -> {
                    if (spec.kind() == MutexKind.NORMAL) {
                        // It waits for ever, as glibc does: in the trace it waits for the lock.
                        contended(cpu);
                        stack.pc(PARK);
                    } else {
                        stack.ret();
                    }
                }
                default -> stack.ret();
            }
        }
    }

    private final class TryLock implements Routine {
        private static final int START = 0;
        private static final int ATTEMPT = 1;
        private static final int CALLED = 2;
        private static final int GIVEN_BACK = 3;

        @Override
        public void step(Cpu cpu, Activation stack) {
            switch (stack.pc()) {
                case START -> {
                    stack.pc(ATTEMPT);
                    Kernel.atomic(cpu, label);
                }
                case ATTEMPT -> attempt(cpu, stack);
                case CALLED -> {
                    if (stack.result() != 0) {
                        Kernel.ret(stack, Errno.EBUSY);
                    } else {
                        finish(cpu, stack);
                    }
                }
                case GIVEN_BACK -> Kernel.ret(stack, Errno.ENOTRECOVERABLE);
                default -> throw new IllegalStateException("pc " + stack.pc());
            }
        }

        private void attempt(Cpu cpu, Activation stack) {
            if (relocked(stack, mine(cpu), Errno.EDEADLK)) {
                return;
            }
            if (value() == 0) {
                value(cpu.currentTask());
                Kernel.record(cpu, TracePoint.LOCK_ACQUIRED, label);
                finish(cpu, stack);
            } else if ((value() & Futexes.OWNER_DIED) != 0) {
                stack.pc(CALLED);
                kernel.lockPi(stack, word, Futexes.tryOnly());
            } else {
                Kernel.ret(stack, Errno.EBUSY);
            }
        }

        private void finish(Cpu cpu, Activation stack) {
            if (!taken(cpu, stack)) {
                stack.pc(GIVEN_BACK);
                kernel.unlockPi(stack, word);
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
                        release(cpu, stack);
                    }
                }
                default -> stack.ret();
            }
        }

        private void release(Cpu cpu, Activation stack) {
            int task = cpu.currentTask();
            robustness.released(task);
            owner = FREE;
            if (value() == task) {
                value(0);
                Kernel.record(cpu, TracePoint.LOCK_RELEASED, label);
                Kernel.ret(stack, 0);
            } else {
                stack.pc(2);
                kernel.unlockPi(stack, word);
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
