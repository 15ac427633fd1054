// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.locking;

import java.util.ArrayList;
import java.util.List;
import org.preemptsim.engine.EventSet;
import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.cpu.SegmentKind;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.Step.KernelOp;
import org.preemptsim.models.task.Errno;
import org.preemptsim.models.trace.TracePoint;

/**
 * rwlock_t without PREEMPT_RT: spins with preemption off. Readers and writers are served in the order they came, except that a reader
 * in interrupt context waits only for a writer that holds it (rule K4.10).
 *
 * @kernel queued_read_lock_slowpath(), queued_write_lock_slowpath(), kernel/locking/qrwlock.c, v6.1
 */
final class QueuedRwLock implements KernelLock, LockView {
    private static final int FREE = RtMutex.NONE;

    private final int label;
    /** CPUs that spin in order of arrival, and whether each wants to write. */
    private final Cpu[] waiting;

    private final boolean[] writes;
    private int waiters;
    private final boolean[] granted;
    private final TaskList readers = new TaskList();
    private final Routine readLock = (cpu, stack) -> lockStep(cpu, stack, false);
    private final Routine readUnlock = this::readUnlockStep;
    private final Routine writeLock = (cpu, stack) -> lockStep(cpu, stack, true);
    private final Routine writeUnlock = this::writeUnlockStep;
    private int writer = FREE;

    QueuedRwLock(int label, int cpus) {
        this.label = label;
        this.waiting = new Cpu[cpus];
        this.writes = new boolean[cpus];
        this.granted = new boolean[cpus];
    }

    @Override
    public Routine acquire() {
        return writeLock;
    }

    @Override
    public Routine release() {
        return writeUnlock;
    }

    @Override
    public Routine operation(KernelOp op) {
        return switch (op) {
            case READ_LOCK -> readLock;
            case READ_UNLOCK -> readUnlock;
            case WRITE_LOCK -> writeLock;
            case WRITE_UNLOCK -> writeUnlock;
            case TRYLOCK -> this::tryWriteStep;
            default -> KernelLock.super.operation(op);
        };
    }

    @Override
    public int label() {
        return label;
    }

    @Override
    public LockView view() {
        return this;
    }

    @Override
    public int owner() {
        return writer;
    }

    @Override
    public List<Integer> owners() {
        List<Integer> out = new ArrayList<>(readers.asList());
        if (writer != FREE) {
            out.add(writer);
        }
        return out;
    }

    @Override
    public List<Integer> waiters() {
        List<Integer> out = new ArrayList<>();
        for (int i = 0; i < waiters; i++) {
            out.add(waiting[i].currentTask());
        }
        return out;
    }

    private void lockStep(Cpu cpu, Activation stack, boolean write) {
        switch (stack.pc()) {
            case 0 -> {
                stack.pc(1);
                cpu.preemptDisable();
                cpu.pushSpinningLock(label);
                cpu.spend(SegmentKind.LOCK_FAST, CostKey.LOCK_FAST, label);
            }
            case 1 -> {
                stack.pc(2);
                granted[cpu.id()] = false;
                boolean passes = !write && (waiters == 0 || cpu.inInterrupt()) && writer == FREE;
                if (passes) {
                    grant(cpu, false);
                } else {
                    waiting[waiters] = cpu;
                    writes[waiters++] = write;
                    admit();
                }
            }
            default -> {
                if (granted[cpu.id()]) {
                    stack.result(0);
                    stack.ret();
                } else {
                    cpu.spend(SegmentKind.SPIN, EventSet.NEVER, label);
                }
            }
        }
    }

    private void grant(Cpu cpu, boolean write) {
        granted[cpu.id()] = true;
        int task = cpu.currentTask();
        if (write) {
            writer = task;
        } else {
            readers.add(task);
        }
        RtMutexes.record(cpu, TracePoint.LOCK_ACQUIRED, label, task);
        cpu.endSpinNow();
    }

    /** Lets in whom the state admits: readers in interrupt context first, then the head of the queue and what follows it. */
    private void admit() {
        for (int i = 0; i < waiters && writer == FREE; i++) {
            if (!writes[i] && waiting[i].inInterrupt()) {
                grant(take(i--), false);
            }
        }
        while (waiters > 0 && writer == FREE && (!writes[0] || readers.isEmpty())) {
            boolean write = writes[0];
            grant(take(0), write);
        }
    }

    private Cpu take(int i) {
        Cpu cpu = waiting[i];
        waiters--;
        System.arraycopy(waiting, i + 1, waiting, i, waiters - i);
        System.arraycopy(writes, i + 1, writes, i, waiters - i);
        return cpu;
    }

    private void readUnlockStep(Cpu cpu, Activation stack) {
        if (stack.pc() == 0) {
            stack.pc(1);
            cpu.spend(SegmentKind.LOCK_FAST, CostKey.LOCK_FAST, label);
            return;
        }
        int task = cpu.currentTask();
        if (!readers.contains(task)) {
            throw LockUsageException.notOwner(task, label, cpu.nowNs());
        }
        readers.remove(task);
        released(cpu, stack, task);
    }

    private void writeUnlockStep(Cpu cpu, Activation stack) {
        if (stack.pc() == 0) {
            stack.pc(1);
            cpu.spend(SegmentKind.LOCK_FAST, CostKey.LOCK_FAST, label);
            return;
        }
        int task = cpu.currentTask();
        if (writer != task) {
            throw LockUsageException.notOwner(task, label, cpu.nowNs());
        }
        writer = FREE;
        released(cpu, stack, task);
    }

    private void released(Cpu cpu, Activation stack, int task) {
        RtMutexes.record(cpu, TracePoint.LOCK_RELEASED, label, task);
        admit();
        cpu.popSpinningLock(label);
        stack.result(0);
        stack.ret();
        cpu.preemptEnable();
    }

    private void tryWriteStep(Cpu cpu, Activation stack) {
        if (stack.pc() == 0) {
            stack.pc(1);
            cpu.preemptDisable();
            cpu.spend(SegmentKind.LOCK_FAST, CostKey.LOCK_FAST, label);
            return;
        }
        boolean taken = writer == FREE && readers.isEmpty() && waiters == 0;
        stack.result(taken ? 0 : Errno.EBUSY);
        stack.ret();
        if (taken) {
            cpu.pushSpinningLock(label);
            grant(cpu, true);
        } else {
            cpu.preemptEnable();
        }
    }
}
