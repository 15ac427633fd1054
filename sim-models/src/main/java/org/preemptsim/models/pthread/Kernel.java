// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.pthread;

import org.preemptsim.engine.Trace;
import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.cpu.SegmentKind;
import org.preemptsim.models.futex.Futexes;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.syscall.Syscalls;
import org.preemptsim.models.trace.TracePoint;

/** What the objects use of the kernel, and what all of them do in user space. */
final class Kernel {
    /** Register a of an operation: glibc's relocking after a wait on a condition variable. */
    static final long COND_RELOCK = 1;

    static final int ALL = Integer.MAX_VALUE;

    final Futexes futexes;
    private final Routine wait;
    private final Routine wake;
    private final Routine lockPi;
    private final Routine unlockPi;

    Kernel(Futexes futexes, Syscalls syscalls) {
        this.futexes = futexes;
        this.wait = new SystemCall(futexes.waitRoutine(), syscalls);
        this.wake = new SystemCall(futexes.wakeRoutine(), syscalls);
        this.lockPi = new SystemCall(futexes.lockPiRoutine(), syscalls);
        this.unlockPi = new SystemCall(futexes.unlockPiRoutine(), syscalls);
    }

    /** An atomic operation of user space and what stands around it; the caller has set its resume point. */
    static void atomic(Cpu cpu, int label) {
        cpu.userMode(true);
        cpu.spend(SegmentKind.USER_ATOMIC, CostKey.USER_ATOMIC, label);
    }

    /** Calls futex(FUTEX_WAIT): sleeps while the word holds {@code expected}, until {@code timeoutNs}. */
    void wait(Activation stack, int word, int expected, long timeoutNs) {
        stack.call(wait, Futexes.waitArgument(word, expected), timeoutNs);
    }

    void wake(Activation stack, int word, int count) {
        stack.call(wake, word, count);
    }

    void lockPi(Activation stack, int word, long timeoutNs) {
        stack.call(lockPi, word, timeoutNs);
    }

    void unlockPi(Activation stack, int word) {
        stack.call(unlockPi, word);
    }

    static void record(Cpu cpu, TracePoint point, int label) {
        Trace trace = cpu.trace();
        if (trace != null) {
            trace.record(cpu.nowNs(), point.ordinal(), cpu.id(), label, cpu.currentTask());
        }
    }

    /** The current task stops waiting for what has this label, without it. */
    static void abandoned(Cpu cpu, int label, long errno) {
        Trace trace = cpu.trace();
        if (trace != null) {
            trace.record(
                    cpu.nowNs(),
                    TracePoint.LOCK_ABANDONED.ordinal(),
                    cpu.id(),
                    label,
                    (errno << 32) | cpu.currentTask());
        }
    }

    static void ret(Activation stack, long result) {
        stack.result(result);
        stack.ret();
    }
}
