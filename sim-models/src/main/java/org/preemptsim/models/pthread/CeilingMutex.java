// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.pthread;

import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.spec.UserObjectSpec;
import org.preemptsim.models.spec.UserObjectSpec.MutexKind;
import org.preemptsim.models.spec.UserObjectSpec.Protocol;
import org.preemptsim.models.task.Errno;

/**
 * A mutex with PTHREAD_PRIO_PROTECT, or of the protocol npcs: the caller is raised before it takes it and lowered after it has released it. Who
 * waits does so at the ceiling, so that all waiters are equal and served in order of arrival.
 *
 * @kernel glibc 2.36, nptl/pthread_mutex_lock.c, pthread_mutex_unlock.c; npcs is not in Linux
 */
final class CeilingMutex extends Mutex {
    private static final int TAKEN = 1;
    private static final int WAITED_FOR = 2;

    private final Routine lock = new Lock();
    private final Routine tryLock = new TryLock();
    private final Routine unlock = new Unlock();
    private final Ceilings ceilings;
    private final boolean aboveAll;

    CeilingMutex(Kernel kernel, UserObjectSpec.Mutex spec, int label, int word, Ceilings ceilings) {
        super(kernel, spec, label, word);
        this.ceilings = ceilings;
        ceilings.use();
        this.aboveAll = spec.protocol() == Protocol.NPCS;
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

    private void raise(Activation stack, int task) {
        if (aboveAll) {
            ceilings.raiseAboveAll(stack, task);
        } else {
            ceilings.raise(stack, task, spec.ceiling());
        }
    }

    private void lower(Activation stack, int task) {
        if (aboveAll) {
            ceilings.lowerFromAboveAll(stack, task);
        } else {
            ceilings.lower(stack, task, spec.ceiling());
        }
    }

    /** Refuses, answers a relock, or raises the caller; whether the operation has returned. */
    private boolean enter(Cpu cpu, Activation stack, int whenErrorcheck) {
        int task = cpu.currentTask();
        if (relocked(stack, owner == task, whenErrorcheck)) {
            return true;
        }
        if (!aboveAll && ceilings.ownPolicy(task).priority() > spec.ceiling()) {
            Kernel.ret(stack, Errno.EINVAL);
            return true;
        }
        raise(stack, task);
        return false;
    }

    private final class Lock implements Routine {
        private static final int START = 0;
        private static final int ENTER = 1;
        private static final int RAISED = 2;
        private static final int ATTEMPT = 3;
        private static final int WAIT = 4;
        private static final int WOKEN = 5;
        private static final int LOWERED = 6;

        @Override
        public void step(Cpu cpu, Activation stack) {
            switch (stack.pc()) {
                case START -> {
                    stack.pc(ENTER);
                    Kernel.atomic(cpu, label);
                }
                case ENTER -> {
                    stack.pc(RAISED);
                    enter(cpu, stack, Errno.EDEADLK);
                }
                case RAISED -> {
                    if (stack.result() != 0) {
                        stack.ret();
                        return;
                    }
                    stack.pc(ATTEMPT);
                    Kernel.atomic(cpu, label);
                }
                case ATTEMPT -> {
                    if (value() == 0) {
                        value(stack.b() == Kernel.COND_RELOCK ? WAITED_FOR : TAKEN);
                        acquired(cpu, stack, 0);
                    } else {
                        contended(cpu);
                        stack.pc(WAIT);
                    }
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
                        stack.pc(LOWERED);
                        lower(stack, cpu.currentTask());
                    } else {
                        stack.pc(WAIT);
                        Kernel.atomic(cpu, label);
                    }
                }
                case LOWERED -> Kernel.ret(stack, Errno.ETIMEDOUT);
                default -> throw new IllegalStateException("pc " + stack.pc());
            }
        }
    }

    private final class TryLock implements Routine {
        private static final int START = 0;
        private static final int ENTER = 1;
        private static final int RAISED = 2;
        private static final int ATTEMPT = 3;
        private static final int LOWERED = 4;

        @Override
        public void step(Cpu cpu, Activation stack) {
            switch (stack.pc()) {
                case START -> {
                    stack.pc(ENTER);
                    Kernel.atomic(cpu, label);
                }
                case ENTER -> {
                    stack.pc(RAISED);
                    enter(cpu, stack, Errno.EDEADLK);
                }
                case RAISED -> {
                    if (stack.result() != 0) {
                        stack.ret();
                        return;
                    }
                    stack.pc(ATTEMPT);
                    Kernel.atomic(cpu, label);
                }
                case ATTEMPT -> {
                    if (value() == 0) {
                        value(TAKEN);
                        acquired(cpu, stack, 0);
                    } else {
                        stack.pc(LOWERED);
                        lower(stack, cpu.currentTask());
                    }
                }
                case LOWERED -> Kernel.ret(stack, Errno.EBUSY);
                default -> throw new IllegalStateException("pc " + stack.pc());
            }
        }
    }

    private final class Unlock implements Routine {
        private static final int START = 0;
        private static final int RELEASE = 1;
        private static final int LOWER = 2;
        private static final int DONE = 3;

        @Override
        public void step(Cpu cpu, Activation stack) {
            switch (stack.pc()) {
                case START -> {
                    stack.pc(RELEASE);
                    Kernel.atomic(cpu, label);
                }
                case RELEASE -> {
                    if (spec.kind() != MutexKind.NORMAL && owner != cpu.currentTask()) {
                        Kernel.ret(stack, Errno.EPERM);
                    } else if (staysTaken()) {
                        Kernel.ret(stack, 0);
                    } else {
                        stack.pc(LOWER);
                        boolean waitedFor = value() == WAITED_FOR;
                        value(0);
                        released(cpu);
                        if (waitedFor) {
                            kernel.wake(stack, word, 1);
                        }
                    }
                }
                case LOWER -> {
                    stack.pc(DONE);
                    lower(stack, cpu.currentTask());
                }
                case DONE -> stack.ret();
                default -> throw new IllegalStateException("pc " + stack.pc());
            }
        }
    }
}
