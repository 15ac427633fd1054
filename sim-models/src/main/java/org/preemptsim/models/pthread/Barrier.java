// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.pthread;

import org.preemptsim.engine.EventSet;
import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;

/**
 * A barrier: arrivals are counted without end; the word holds how many of them belong to rounds that are over. The last arrival of a round moves
 * it and wakes all that sleep on it.
 *
 * <p>Result 1 is PTHREAD_BARRIER_SERIAL_THREAD, returned by the last arrival.
 *
 * @kernel glibc 2.36, nptl/pthread_barrier_wait.c; leaves out the reset of its counters after 2^31 arrivals, which wrap here
 */
final class Barrier {
    final Routine wait = new Wait();
    final int word;
    private final Kernel kernel;
    private final int label;
    private final int count;
    private int arrived;

    Barrier(Kernel kernel, int label, int word, int count) {
        this.kernel = kernel;
        this.label = label;
        this.word = word;
        this.count = count;
    }

    /** Register a = the number of this arrival. */
    private final class Wait implements Routine {
        private static final int START = 0;
        private static final int ARRIVE = 1;
        private static final int LOOK = 2;
        private static final int LEAVE = 3;

        @Override
        public void step(Cpu cpu, Activation stack) {
            switch (stack.pc()) {
                case START -> {
                    stack.pc(ARRIVE);
                    Kernel.atomic(cpu, label);
                }
                case ARRIVE -> {
                    arrived++;
                    stack.a(arrived);
                    int over = arrived - arrived % count;
                    if (kernel.futexes.value(word) == over) {
                        stack.pc(LOOK);
                    } else {
                        kernel.futexes.value(word, over);
                        stack.pc(LEAVE);
                        kernel.wake(stack, word, Kernel.ALL);
                    }
                }
                case LOOK -> {
                    int over = kernel.futexes.value(word);
                    if ((int) stack.a() - over > 0) {
                        kernel.wait(stack, word, over, EventSet.NEVER);
                    } else {
                        stack.pc(LEAVE);
                        Kernel.atomic(cpu, label);
                    }
                }
                case LEAVE -> Kernel.ret(stack, (int) stack.a() % count == 0 ? 1 : 0);
                default -> throw new IllegalStateException("pc " + stack.pc());
            }
        }
    }
}
