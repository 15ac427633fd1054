// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.pthread;

import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.task.Errno;
import org.preemptsim.models.trace.TracePoint;

/**
 * An unnamed semaphore: sem_post adds to the value and wakes one waiter if there are any; who comes first takes from the value.
 *
 * @kernel glibc 2.36, nptl/sem_waitcommon.c, sem_post.c
 */
final class Semaphore {
    final Routine wait = new Wait();
    final Routine tryWait = new TryWait();
    final Routine post = new Post();
    final int word;
    private final Kernel kernel;
    private final int label;
    private int waiting;

    Semaphore(Kernel kernel, int label, int word) {
        this.kernel = kernel;
        this.label = label;
        this.word = word;
    }

    private boolean take(Cpu cpu) {
        int value = kernel.futexes.value(word);
        if (value == 0) {
            return false;
        }
        kernel.futexes.value(word, value - 1);
        Kernel.record(cpu, TracePoint.LOCK_ACQUIRED, label);
        return true;
    }

    private final class Wait implements Routine {
        private static final int START = 0;
        private static final int FAST = 1;
        private static final int SLOW = 2;
        private static final int WOKEN = 3;

        @Override
        public void step(Cpu cpu, Activation stack) {
            switch (stack.pc()) {
                case START -> {
                    stack.pc(FAST);
                    Kernel.atomic(cpu, label);
                }
                case FAST -> {
                    if (take(cpu)) {
                        Kernel.ret(stack, 0);
                        return;
                    }
                    waiting++;
                    Kernel.record(cpu, TracePoint.LOCK_CONTENDED, label);
                    stack.pc(WOKEN);
                    kernel.wait(stack, word, 0, stack.a());
                }
                case SLOW -> {
                    if (take(cpu)) {
                        waiting--;
                        Kernel.ret(stack, 0);
                    } else {
                        stack.pc(WOKEN);
                        kernel.wait(stack, word, 0, stack.a());
                    }
                }
                case WOKEN -> {
                    if (stack.result() == Errno.ETIMEDOUT || stack.result() == Errno.EINTR) {
                        waiting--;
                        Kernel.abandoned(cpu, label, stack.result());
                        stack.ret();
                    } else {
                        stack.pc(SLOW);
                        Kernel.atomic(cpu, label);
                    }
                }
                default -> throw new IllegalStateException("pc " + stack.pc());
            }
        }
    }

    private final class TryWait implements Routine {
        @Override
        public void step(Cpu cpu, Activation stack) {
            if (stack.pc() == 0) {
                stack.pc(1);
                Kernel.atomic(cpu, label);
            } else {
                Kernel.ret(stack, take(cpu) ? 0 : Errno.EAGAIN);
            }
        }
    }

    private final class Post implements Routine {
        @Override
        public void step(Cpu cpu, Activation stack) {
            switch (stack.pc()) {
                case 0 -> {
                    stack.pc(1);
                    Kernel.atomic(cpu, label);
                }
                case 1 -> {
                    int value = kernel.futexes.value(word);
                    if (value == Integer.MAX_VALUE) {
                        Kernel.ret(stack, Errno.EOVERFLOW);
                        return;
                    }
                    stack.pc(2);
                    kernel.futexes.value(word, value + 1);
                    Kernel.record(cpu, TracePoint.LOCK_RELEASED, label);
                    if (waiting > 0) {
                        kernel.wake(stack, word, 1);
                    }
                }
                default -> Kernel.ret(stack, 0);
            }
        }
    }
}
