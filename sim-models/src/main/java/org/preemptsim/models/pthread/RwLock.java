// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.pthread;

import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.futex.Futexes;
import org.preemptsim.models.task.Errno;
import org.preemptsim.models.trace.TracePoint;

/**
 * A rwlock of the default kind: in a read phase readers enter whether a writer waits or not (PTHREAD_RWLOCK_PREFER_READER_NP).
 *
 * <p>One writer is primary: it waits for the write phase, which the last reader hands to it; the others wait for its place. A writer that leaves
 * hands the lock to the readers that have registered, if there are any, and then wakes one writer.
 *
 * @kernel glibc 2.36, nptl/pthread_rwlock_common.c; leaves out the kinds that prefer writers
 */
final class RwLock {
    private static final int NOBODY = -1;
    /** The bit of both words that says that somebody may sleep on it. */
    private static final int USED = 2;

    final Routine readLock = new ReadLock();
    final Routine tryReadLock = new TryReadLock();
    final Routine writeLock = new WriteLock();
    final Routine tryWriteLock = new TryWriteLock();
    final Routine unlock = new Unlock();
    /** 1 in a write phase, else 0, plus USED. */
    final int phaseWord;
    /** 1 while there is a primary writer, else 0, plus USED. */
    final int writersWord;

    private final Kernel kernel;
    private final Futexes futexes;
    private final int label;
    private int readers;
    private boolean writePhase;
    private boolean writeLocked;
    private int writer = NOBODY;

    RwLock(Kernel kernel, int label, int phaseWord, int writersWord) {
        this.kernel = kernel;
        this.futexes = kernel.futexes;
        this.label = label;
        this.phaseWord = phaseWord;
        this.writersWord = writersWord;
    }

    /** The task that writes, or -1. */
    int writer() {
        return writer;
    }

    /** How many read, or have registered to. */
    int readers() {
        return readers;
    }

    private void acquired(Cpu cpu, Activation stack) {
        Kernel.record(cpu, TracePoint.LOCK_ACQUIRED, label);
        Kernel.ret(stack, 0);
    }

    private void writes(Cpu cpu, Activation stack) {
        writer = cpu.currentTask();
        acquired(cpu, stack);
    }

    /** Sets the phase word; whether somebody may sleep on the old value. */
    private boolean announcePhase(int phase) {
        boolean used = (futexes.value(phaseWord) & USED) != 0;
        futexes.value(phaseWord, phase);
        return used;
    }

    private void startReadPhase(Activation stack) {
        writePhase = false;
        if (announcePhase(0)) {
            kernel.wake(stack, phaseWord, Kernel.ALL);
        }
    }

    private final class ReadLock implements Routine {
        private static final int START = 0;
        private static final int REGISTER = 1;
        private static final int WAIT = 2;
        private static final int WOKEN = 3;
        private static final int READS = 4;

        @Override
        public void step(Cpu cpu, Activation stack) {
            switch (stack.pc()) {
                case START -> {
                    stack.pc(REGISTER);
                    Kernel.atomic(cpu, label);
                }
                case REGISTER -> register(cpu, stack);
                case WAIT -> {
                    if ((futexes.value(phaseWord) & 1) == 0) {
                        stack.pc(READS);
                    } else {
                        futexes.value(phaseWord, 1 | USED);
                        stack.pc(WOKEN);
                        kernel.wait(stack, phaseWord, 1 | USED, stack.a());
                    }
                }
                case WOKEN -> {
                    if (stack.result() == Errno.ETIMEDOUT && writePhase) {
                        readers--;
                        Kernel.abandoned(cpu, label, Errno.ETIMEDOUT);
                        stack.ret();
                    } else {
                        stack.pc(WAIT);
                        Kernel.atomic(cpu, label);
                    }
                }
                case READS -> acquired(cpu, stack);
                default -> throw new IllegalStateException("pc " + stack.pc());
            }
        }

        private void register(Cpu cpu, Activation stack) {
            if (writer == cpu.currentTask()) {
                Kernel.ret(stack, Errno.EDEADLK);
                return;
            }
            readers++;
            if (!writePhase) {
                stack.pc(READS);
            } else if (!writeLocked) {
                stack.pc(READS);
                startReadPhase(stack);
            } else {
                Kernel.record(cpu, TracePoint.LOCK_CONTENDED, label);
                stack.pc(WAIT);
            }
        }
    }

    private final class TryReadLock implements Routine {
        @Override
        public void step(Cpu cpu, Activation stack) {
            switch (stack.pc()) {
                case 0 -> {
                    stack.pc(1);
                    Kernel.atomic(cpu, label);
                }
                case 1 -> {
                    if (writePhase && writeLocked) {
                        Kernel.ret(stack, Errno.EBUSY);
                        return;
                    }
                    stack.pc(2);
                    readers++;
                    if (writePhase) {
                        startReadPhase(stack);
                    }
                }
                default -> acquired(cpu, stack);
            }
        }
    }

    /** Register b = 1 if others may sleep on the writers' word beside this one. */
    private final class WriteLock implements Routine {
        private static final int START = 0;
        private static final int ENTER = 1;
        private static final int QUEUE = 2;
        private static final int QUEUE_WOKEN = 3;
        private static final int PRIMARY = 4;
        private static final int WAIT_PHASE = 5;
        private static final int PHASE_WOKEN = 6;
        private static final int GIVE_UP = 7;
        private static final int GAVE_UP = 8;

        @Override
        public void step(Cpu cpu, Activation stack) {
            switch (stack.pc()) {
                case START -> {
                    stack.pc(ENTER);
                    Kernel.atomic(cpu, label);
                }
                case ENTER -> {
                    if (writer == cpu.currentTask()) {
                        Kernel.ret(stack, Errno.EDEADLK);
                    } else if (writeLocked) {
                        Kernel.record(cpu, TracePoint.LOCK_CONTENDED, label);
                        stack.pc(QUEUE);
                    } else {
                        stack.pc(PRIMARY);
                    }
                }
                case QUEUE -> queue(stack);
                case QUEUE_WOKEN -> {
                    if (stack.result() == Errno.ETIMEDOUT) {
                        Kernel.abandoned(cpu, label, Errno.ETIMEDOUT);
                        stack.ret();
                    } else {
                        stack.pc(QUEUE);
                        Kernel.atomic(cpu, label);
                    }
                }
                case PRIMARY -> primary(cpu, stack);
                case WAIT_PHASE -> waitPhase(cpu, stack);
                case PHASE_WOKEN -> {
                    stack.pc(stack.result() == Errno.ETIMEDOUT && !writePhase ? GIVE_UP : WAIT_PHASE);
                    Kernel.atomic(cpu, label);
                }
                case GIVE_UP -> giveUp(stack);
                case GAVE_UP -> {
                    Kernel.abandoned(cpu, label, Errno.ETIMEDOUT);
                    Kernel.ret(stack, Errno.ETIMEDOUT);
                }
                default -> throw new IllegalStateException("pc " + stack.pc());
            }
        }

        private void queue(Activation stack) {
            if (!writeLocked) {
                stack.pc(PRIMARY);
                return;
            }
            stack.b(1);
            stack.pc(QUEUE_WOKEN);
            futexes.value(writersWord, 1 | USED);
            kernel.wait(stack, writersWord, 1 | USED, stack.a());
        }

        private void primary(Cpu cpu, Activation stack) {
            writeLocked = true;
            futexes.value(writersWord, 1 | (stack.b() != 0 ? USED : 0));
            if (writePhase) {
                writes(cpu, stack);
            } else if (readers == 0) {
                writePhase = true;
                futexes.value(phaseWord, 1);
                writes(cpu, stack);
            } else {
                Kernel.record(cpu, TracePoint.LOCK_CONTENDED, label);
                stack.pc(WAIT_PHASE);
            }
        }

        private void waitPhase(Cpu cpu, Activation stack) {
            if ((futexes.value(phaseWord) & 1) != 0) {
                writes(cpu, stack);
                return;
            }
            stack.pc(PHASE_WOKEN);
            futexes.value(phaseWord, USED);
            kernel.wait(stack, phaseWord, USED, stack.a());
        }

        /** No longer the primary writer: another one may be. */
        private void giveUp(Activation stack) {
            if (writePhase) {
                stack.pc(WAIT_PHASE);
                return;
            }
            stack.pc(GAVE_UP);
            writeLocked = false;
            wakeWriter(stack);
        }
    }

    private void wakeWriter(Activation stack) {
        boolean used = (futexes.value(writersWord) & USED) != 0;
        futexes.value(writersWord, 0);
        if (used) {
            kernel.wake(stack, writersWord, 1);
        }
    }

    private final class TryWriteLock implements Routine {
        @Override
        public void step(Cpu cpu, Activation stack) {
            if (stack.pc() == 0) {
                stack.pc(1);
                Kernel.atomic(cpu, label);
            } else if (writeLocked || readers > 0) {
                Kernel.ret(stack, Errno.EBUSY);
            } else {
                writeLocked = true;
                writePhase = true;
                futexes.value(writersWord, 1);
                futexes.value(phaseWord, 1);
                writes(cpu, stack);
            }
        }
    }

    /** Register a = 1 if a writer has to be woken at the end. */
    private final class Unlock implements Routine {
        private static final int START = 0;
        private static final int RELEASE = 1;
        private static final int WAKE_WRITER = 2;
        private static final int DONE = 3;

        @Override
        public void step(Cpu cpu, Activation stack) {
            switch (stack.pc()) {
                case START -> {
                    stack.pc(RELEASE);
                    Kernel.atomic(cpu, label);
                }
                case RELEASE -> {
                    Kernel.record(cpu, TracePoint.LOCK_RELEASED, label);
                    if (writer == cpu.currentTask()) {
                        writerLeaves(stack);
                    } else {
                        readerLeaves(stack);
                    }
                }
                case WAKE_WRITER -> {
                    stack.pc(DONE);
                    if (stack.a() != 0) {
                        kernel.wake(stack, writersWord, 1);
                    }
                }
                case DONE -> Kernel.ret(stack, 0);
                default -> throw new IllegalStateException("pc " + stack.pc());
            }
        }

        private void writerLeaves(Activation stack) {
            stack.pc(WAKE_WRITER);
            stack.a((futexes.value(writersWord) & USED) != 0 ? 1 : 0);
            futexes.value(writersWord, 0);
            writer = NOBODY;
            writeLocked = false;
            if (readers > 0) {
                startReadPhase(stack);
            }
        }

        private void readerLeaves(Activation stack) {
            stack.pc(DONE);
            readers--;
            if (readers == 0 && writeLocked) {
                writePhase = true;
                if (announcePhase(1)) {
                    kernel.wake(stack, phaseWord, Kernel.ALL);
                }
            }
        }
    }
}
