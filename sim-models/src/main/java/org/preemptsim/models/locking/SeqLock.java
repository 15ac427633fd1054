// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.locking;

import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.cpu.SegmentKind;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.Step.KernelOp;

/**
 * seqlock_t: writers exclude each other by a spinlock_t, readers repeat while a write is in progress. Without PREEMPT_RT a reader spins
 * until the write is over; with it the writer may be preempted, so the reader takes the writer's lock once, which boosts the writer
 * (rule K2.04).
 *
 * @kernel read_seqbegin(), read_seqretry(), write_seqlock(), include/linux/seqlock.h, v6.1
 */
final class SeqLock implements KernelLock {
    private final KernelLock lock;
    private final Spinners spinners;
    private final boolean rt;
    private final Routine read = this::readStep;
    private final Routine write = this::writeStep;
    private final Routine endWrite = this::endWriteStep;
    private long sequence;

    SeqLock(KernelLock lock, Spinners spinners, boolean rt) {
        this.lock = lock;
        this.spinners = spinners;
        this.rt = rt;
    }

    @Override
    public Routine acquire() {
        return write;
    }

    @Override
    public Routine release() {
        return endWrite;
    }

    @Override
    public Routine operation(KernelOp op) {
        return switch (op) {
            case READ_SEQLOCK -> read;
            case WRITE_SEQLOCK -> write;
            case WRITE_SEQUNLOCK -> endWrite;
            default -> KernelLock.super.operation(op);
        };
    }

    @Override
    public int label() {
        return lock.label();
    }

    @Override
    public LockView view() {
        return lock.view();
    }

    private boolean writing() {
        return (sequence & 1) != 0;
    }

    /** A whole read section. Register b = the sequence it began with. */
    private void readStep(Cpu cpu, Activation stack) {
        switch (stack.pc()) {
            case 0 -> {
                spinners.stop(cpu);
                if (!writing()) {
                    stack.b(sequence);
                    stack.pc(3);
                    cpu.spend(SegmentKind.LOCK_FAST, CostKey.LOCK_FAST, label());
                } else if (rt) {
                    stack.pc(1);
                    stack.call(lock.acquire(), 0);
                } else {
                    spinners.spin(cpu, this, RtMutex.NONE, label());
                }
            }
            case 1 -> {
                stack.pc(2);
                stack.call(lock.release(), 0);
            }
            case 2 -> stack.pc(0);
            default -> {
                if (sequence != stack.b()) {
                    stack.pc(0);
                    return;
                }
                stack.result(0);
                stack.ret();
            }
        }
    }

    private void writeStep(Cpu cpu, Activation stack) {
        if (stack.pc() == 0) {
            stack.pc(1);
            stack.call(lock.acquire(), 0);
        } else {
            sequence++;
            stack.result(0);
            stack.ret();
        }
    }

    private void endWriteStep(Cpu cpu, Activation stack) {
        if (stack.pc() == 0) {
            stack.pc(1);
            sequence++;
            spinners.look(this);
            stack.call(lock.release(), 0);
        } else {
            stack.ret();
        }
    }
}
