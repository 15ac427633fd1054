// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.pthread;

import org.preemptsim.engine.EventSet;
import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.futex.Futexes;
import org.preemptsim.models.task.Errno;

/**
 * A condition variable. Its waiters are in two groups: G2 takes newcomers, G1 gets the signals. When G1 has no waiter left that was not
 * signalled, a signal closes it, waits until all who were in it have noticed, and makes the former G2 the new G1.
 *
 * <p>Each group has a word with the signals that its waiters may take (2 each; 1 = closed) and a word that counts its sleepers (2 each; 1 = a
 * signaller waits for them to leave). Woken waiters take the mutex again themselves.
 *
 * @kernel glibc 2.36, nptl/pthread_cond_wait.c, pthread_cond_signal.c, pthread_cond_broadcast.c, pthread_cond_common.c
 */
final class Condition {
    private static final int CLOSED = 1;
    private static final int SIGNAL = 2;
    private static final int SLEEPER = 2;
    private static final int CLOSER_WAITS = 1;

    /** How many words an object has. */
    static final int WORDS = 5;

    final Routine signal = new Signal();
    final Routine broadcast = new Broadcast();
    /** The words of the signals of both groups. */
    final int signalsWord;

    private final Kernel kernel;
    private final Futexes futexes;
    private final int label;
    private final int sleepersWord;
    private final int lockWord;
    private final Routine takeLock = new TakeLock();
    private final Routine dropLock = new DropLock();
    private final Routine switchGroups = new SwitchGroups();
    private final Routine cancel = new Cancel();

    /** How many have ever waited. */
    private long waits;
    /** The number of the first waiter of G1. */
    private long g1Start;
    /** How many waiters G1 had when it was made. */
    private long g1Size;
    /** The group that newcomers join. */
    private int g2;
    /** Waiters of each group that have neither been signalled nor given up; of G2 only what gave up, as a negative number. */
    private final int[] unsignalled = new int[2];
    /** Threads inside wait. */
    private int waiting;

    /** Two words of signals from {@code firstWord} on, then two of sleepers, then the internal lock. */
    Condition(Kernel kernel, int label, int firstWord) {
        this.kernel = kernel;
        this.futexes = kernel.futexes;
        this.label = label;
        this.signalsWord = firstWord;
        this.sleepersWord = firstWord + 2;
        this.lockWord = firstWord + 4;
    }

    /** pthread_cond_wait with {@code mutex}: register a = absolute time-out. */
    Routine waitWith(Mutex mutex) {
        return new Wait(mutex);
    }

    private void add(int word, int amount) {
        futexes.value(word, futexes.value(word) + amount);
    }

    /** Register b = the place of this wait in the order of all, times 2, plus its group. */
    private final class Wait implements Routine {
        private static final int START = 0;
        private static final int JOIN = 1;
        private static final int UNLOCKED = 2;
        private static final int LOOK = 3;
        private static final int WOKEN = 4;
        private static final int TIMED_OUT = 5;
        private static final int RELOCK = 6;
        private static final int RELOCKED = 7;
        private static final int NOT_OWNER = 8;
        private static final int REFUSED = 9;

        private final Mutex mutex;

        Wait(Mutex mutex) {
            this.mutex = mutex;
        }

        @Override
        public void step(Cpu cpu, Activation stack) {
            int group = (int) (stack.b() & 1);
            switch (stack.pc()) {
                case START -> {
                    stack.pc(JOIN);
                    Kernel.atomic(cpu, label);
                }
                case JOIN -> {
                    stack.pc(UNLOCKED);
                    stack.b(waits << 1 | g2);
                    waits++;
                    waiting++;
                    stack.call(mutex.unlock(), 0);
                }
                case UNLOCKED -> {
                    if (stack.result() == 0) {
                        stack.pc(LOOK);
                        Kernel.atomic(cpu, label);
                    } else {
                        stack.pc(NOT_OWNER);
                        stack.a(stack.result());
                        stack.call(cancel, stack.b());
                    }
                }
                case LOOK -> look(stack, group);
                case WOKEN -> {
                    boolean timedOut = stack.result() == Errno.ETIMEDOUT;
                    stack.pc(timedOut ? TIMED_OUT : LOOK);
                    stack.call(leaveGroup, group);
                }
                case TIMED_OUT -> {
                    stack.pc(RELOCK);
                    stack.a(Errno.ETIMEDOUT);
                    stack.call(cancel, stack.b());
                }
                case RELOCK -> {
                    stack.pc(RELOCKED);
                    waiting--;
                    stack.call(mutex.lock(), EventSet.NEVER, Kernel.COND_RELOCK);
                }
                case RELOCKED -> Kernel.ret(stack, stack.result() != 0 ? stack.result() : stack.a());
                case NOT_OWNER -> {
                    stack.pc(REFUSED);
                    waiting--;
                }
                case REFUSED -> Kernel.ret(stack, stack.a());
                default -> throw new IllegalStateException("pc " + stack.pc());
            }
        }

        private void look(Activation stack, int group) {
            int signals = futexes.value(signalsWord + group);
            // A closed group, or one that was closed and is in use again: whoever closed it had a signal for everybody
            // in it.
            if ((signals & CLOSED) != 0 || stack.b() >> 1 < g1Start) {
                stack.pc(RELOCK);
                stack.a(0);
                return;
            }
            if (signals != 0) {
                add(signalsWord + group, -SIGNAL);
                stack.pc(RELOCK);
                stack.a(0);
                return;
            }
            add(sleepersWord + group, SLEEPER);
            stack.pc(WOKEN);
            kernel.wait(stack, signalsWord + group, 0, stack.a());
        }
    }

    private final Routine leaveGroup = new LeaveGroup();

    /** __condvar_dec_grefs: register a = group. The last sleeper wakes the signaller that waits for the group to empty. */
    private final class LeaveGroup implements Routine {
        @Override
        public void step(Cpu cpu, Activation stack) {
            int word = sleepersWord + (int) stack.a();
            switch (stack.pc()) {
                case 0 -> {
                    stack.pc(1);
                    Kernel.atomic(cpu, label);
                }
                case 1 -> {
                    stack.pc(2);
                    add(word, -SLEEPER);
                    if (futexes.value(word) == CLOSER_WAITS) {
                        futexes.value(word, 0);
                        kernel.wake(stack, word, Kernel.ALL);
                    }
                }
                default -> stack.ret();
            }
        }
    }

    /** __condvar_cancel_waiting: register a = place and group. A signal that nobody else could take is passed on to all. */
    private final class Cancel implements Routine {
        private static final int LOCK = 0;
        private static final int LEAVE = 1;
        private static final int PASS_ON = 2;
        private static final int DONE = 3;

        @Override
        public void step(Cpu cpu, Activation stack) {
            switch (stack.pc()) {
                case LOCK -> {
                    stack.pc(LEAVE);
                    stack.call(takeLock, 0);
                }
                case LEAVE -> {
                    stack.pc(PASS_ON);
                    stack.b(leave((int) (stack.a() & 1), stack.a() >> 1) ? 0 : 1);
                    stack.call(dropLock, 0);
                }
                case PASS_ON -> {
                    stack.pc(DONE);
                    if (stack.b() != 0) {
                        stack.call(broadcast, 0);
                    }
                }
                default -> stack.ret();
            }
        }

        /** Whether the wait ends without having used up a signal. */
        private boolean leave(int group, long place) {
            if (g1Start > place) {
                return false;
            }
            if (g1Start + g1Size > place && unsignalled[group] == 0) {
                return false;
            }
            unsignalled[group]--;
            return true;
        }
    }

    private final class Signal implements Routine {
        private static final int START = 0;
        private static final int LOOK = 1;
        private static final int CHOOSE = 2;
        private static final int GIVE = 3;
        private static final int WAKE = 4;
        private static final int DONE = 5;

        /** Register b = 1 + the group to wake, 0 = none. */
        @Override
        public void step(Cpu cpu, Activation stack) {
            switch (stack.pc()) {
                case START -> {
                    stack.pc(LOOK);
                    Kernel.atomic(cpu, label);
                }
                case LOOK -> {
                    if (waiting == 0) {
                        Kernel.ret(stack, 0);
                        return;
                    }
                    stack.pc(CHOOSE);
                    stack.call(takeLock, 0);
                }
                case CHOOSE -> {
                    stack.pc(GIVE);
                    if (unsignalled[g2 ^ 1] == 0) {
                        stack.call(switchGroups, 0);
                    }
                }
                case GIVE -> {
                    stack.pc(WAKE);
                    int g1 = g2 ^ 1;
                    if (unsignalled[g1] != 0) {
                        add(signalsWord + g1, SIGNAL);
                        unsignalled[g1]--;
                        stack.b(1 + g1);
                    }
                    stack.call(dropLock, 0);
                }
                case WAKE -> {
                    stack.pc(DONE);
                    if (stack.b() != 0) {
                        kernel.wake(stack, signalsWord + (int) stack.b() - 1, 1);
                    }
                }
                default -> Kernel.ret(stack, 0);
            }
        }
    }

    private final class Broadcast implements Routine {
        private static final int START = 0;
        private static final int LOOK = 1;
        private static final int OLDER = 2;
        private static final int SWITCH = 3;
        private static final int NEWER = 4;
        private static final int WAKE = 5;
        private static final int DONE = 6;

        /** Register b = 1 + the group to wake, 0 = none. */
        @Override
        public void step(Cpu cpu, Activation stack) {
            switch (stack.pc()) {
                case START -> {
                    stack.pc(LOOK);
                    Kernel.atomic(cpu, label);
                }
                case LOOK -> {
                    if (waiting == 0) {
                        Kernel.ret(stack, 0);
                        return;
                    }
                    stack.pc(OLDER);
                    stack.call(takeLock, 0);
                }
                case OLDER -> {
                    stack.pc(SWITCH);
                    int g1 = g2 ^ 1;
                    if (giveAll(g1)) {
                        // They have to be awake before their group can be closed.
                        kernel.wake(stack, signalsWord + g1, Kernel.ALL);
                    }
                }
                case SWITCH -> {
                    stack.pc(NEWER);
                    stack.call(switchGroups, 0);
                }
                case NEWER -> {
                    stack.pc(WAKE);
                    int g1 = g2 ^ 1;
                    stack.b(giveAll(g1) ? 1 + g1 : 0);
                    stack.call(dropLock, 0);
                }
                case WAKE -> {
                    stack.pc(DONE);
                    if (stack.b() != 0) {
                        kernel.wake(stack, signalsWord + (int) stack.b() - 1, Kernel.ALL);
                    }
                }
                default -> Kernel.ret(stack, 0);
            }
        }

        private boolean giveAll(int group) {
            if (unsignalled[group] == 0) {
                return false;
            }
            add(signalsWord + group, SIGNAL * unsignalled[group]);
            unsignalled[group] = 0;
            return true;
        }
    }

    /**
     * __condvar_quiesce_and_switch_g1, under the internal lock and with no unsignalled waiter in G1. Without waiters in G2 nothing happens.
     */
    private final class SwitchGroups implements Routine {
        private static final int CLOSE = 0;
        private static final int EMPTY = 1;
        private static final int SWITCH = 2;

        @Override
        public void step(Cpu cpu, Activation stack) {
            int g1 = g2 ^ 1;
            switch (stack.pc()) {
                case CLOSE -> {
                    if (waits - g1Start - g1Size + unsignalled[g2] == 0) {
                        stack.ret();
                        return;
                    }
                    stack.pc(EMPTY);
                    futexes.value(signalsWord + g1, futexes.value(signalsWord + g1) | CLOSED);
                    Kernel.atomic(cpu, label);
                }
                case EMPTY -> {
                    int sleepers = futexes.value(sleepersWord + g1);
                    if (sleepers >> 1 == 0) {
                        stack.pc(SWITCH);
                        return;
                    }
                    futexes.value(sleepersWord + g1, sleepers | CLOSER_WAITS);
                    kernel.wait(stack, sleepersWord + g1, sleepers | CLOSER_WAITS, EventSet.NEVER);
                }
                case SWITCH -> {
                    futexes.value(sleepersWord + g1, 0);
                    g1Start += g1Size;
                    futexes.value(signalsWord + g1, 0);
                    g1Size = waits - g1Start;
                    g2 = g1;
                    unsignalled[g2 ^ 1] += (int) g1Size;
                    stack.ret();
                }
                default -> throw new IllegalStateException("pc " + stack.pc());
            }
        }
    }

    /** The internal lock: 0, 1, 2 as a plain mutex. */
    private final class TakeLock implements Routine {
        private static final int START = 0;
        private static final int ATTEMPT = 1;
        private static final int AGAIN = 2;

        @Override
        public void step(Cpu cpu, Activation stack) {
            int value = futexes.value(lockWord);
            switch (stack.pc()) {
                case START -> {
                    stack.pc(ATTEMPT);
                    Kernel.atomic(cpu, label);
                }
                case ATTEMPT, AGAIN -> {
                    if (value == 0) {
                        futexes.value(lockWord, stack.pc() == ATTEMPT ? 1 : 2);
                        stack.ret();
                        return;
                    }
                    stack.pc(AGAIN);
                    futexes.value(lockWord, 2);
                    kernel.wait(stack, lockWord, 2, EventSet.NEVER);
                }
                default -> throw new IllegalStateException("pc " + stack.pc());
            }
        }
    }

    private final class DropLock implements Routine {
        @Override
        public void step(Cpu cpu, Activation stack) {
            if (stack.pc() == 0) {
                stack.pc(1);
                int value = futexes.value(lockWord);
                futexes.value(lockWord, 0);
                if (value == 2) {
                    kernel.wake(stack, lockWord, 1);
                }
            } else {
                stack.ret();
            }
        }
    }
}
