// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.locking;

import java.util.ArrayList;
import java.util.List;
import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.cpu.ScheduleMode;
import org.preemptsim.models.cpu.SegmentKind;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.KernelEras.Readers;
import org.preemptsim.models.spec.Step.KernelOp;
import org.preemptsim.models.task.Errno;
import org.preemptsim.models.task.Task;
import org.preemptsim.models.task.TaskState;
import org.preemptsim.models.trace.TracePoint;

/**
 * rwlock_t and rw_semaphore on PREEMPT_RT: a count of readers and one rtmutex (rule K4.01).
 *
 * <pre>
 * biased  writer  readers  state
 * yes     no      any      open: readers only count themselves in
 * no      no      any      a writer has the rtmutex and waits for the readers to leave
 * no      yes     0        a writer holds it
 * </pre>
 *
 * <p>Active readers are not recorded as owners of the rtmutex and so are not boosted (K4.02); who waits for the rtmutex boosts the
 * writer that has it (K4.04).
 *
 * @kernel kernel/locking/rwbase_rt.c, v6.1.192 and v6.12
 */
final class RtRwLock implements KernelLock, LockView {
    private final int label;
    private final RtMutexes rules;
    private final RtMutex mutex;
    private final Readers era;
    /** Whether it is a rwlock_t: its sections may not migrate and its waits keep the state of before. */
    private final boolean rwlock;

    private final Routine lockMutex;
    private final Routine unlockMutex;
    private final Routine readLock = this::readLockStep;
    private final Routine readUnlock = this::readUnlockStep;
    private final Routine writeLock = this::writeLockStep;
    private final Routine writeUnlock = this::writeUnlockStep;
    private final TaskList readers = new TaskList();
    private boolean biased = true;
    private boolean writer;

    RtRwLock(RtMutexes rules, RtMutex mutex, Readers era, boolean rwlock) {
        this.label = mutex.label;
        this.rules = rules;
        this.mutex = mutex;
        this.era = era;
        this.rwlock = rwlock;
        this.lockMutex = new RtMutexAcquire(rules, mutex, RtMutexAcquire.Mode.PLAIN);
        this.unlockMutex = new RtMutexRelease(rules, mutex, null);
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
            case DOWNGRADE_WRITE -> {
                if (rwlock) {
                    yield KernelLock.super.operation(op);
                }
                yield this::downgradeStep;
            }
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
        return mutex.owner();
    }

    @Override
    public List<Integer> owners() {
        List<Integer> out = new ArrayList<>(readers.asList());
        if (writer) {
            out.add(mutex.owner());
        }
        return out;
    }

    /** A writer that waits for readers comes first, then the waiters of its rtmutex. */
    @Override
    public List<Integer> waiters() {
        List<Integer> out = new ArrayList<>();
        if (!biased && !writer && mutex.owner() != RtMutex.NONE) {
            out.add(mutex.owner());
        }
        out.addAll(mutex.waiters());
        return out;
    }

    private void admitReader(Cpu cpu) {
        readers.add(cpu.currentTask());
        RtMutexes.record(cpu, TracePoint.LOCK_ACQUIRED, label, cpu.currentTask());
    }

    private void pin(Cpu cpu) {
        if (rwlock) {
            rules.scheduler.migrateDisable(cpu.currentTask());
        }
    }

    private void unpin(Cpu cpu) {
        if (rwlock) {
            rules.scheduler.migrateEnable(cpu.currentTask());
        }
    }

    private void readLockStep(Cpu cpu, Activation stack) {
        switch (stack.pc()) {
            case 0 -> {
                rules.mustBeAbleToSleep(cpu, label);
                stack.pc(1);
                cpu.spend(SegmentKind.LOCK_FAST, CostKey.LOCK_FAST, label);
            }
            case 1 -> {
                // K4.03: up to 6.3 also while a writer only waits.
                if (biased || (!writer && era == Readers.PASS_WAITING_WRITER)) {
                    admitReader(cpu);
                    stack.pc(3);
                } else {
                    stack.pc(2);
                    stack.call(lockMutex, 0);
                }
            }
            case 2 -> {
                // K4.06: with the rtmutex there is no writer; counted in, it lets the next waiter follow.
                admitReader(cpu);
                stack.pc(3);
                stack.call(unlockMutex, 0);
            }
            default -> {
                pin(cpu);
                stack.result(0);
                stack.ret();
            }
        }
    }

    private void readUnlockStep(Cpu cpu, Activation stack) {
        switch (stack.pc()) {
            case 0 -> {
                stack.pc(1);
                cpu.spend(SegmentKind.LOCK_FAST, CostKey.LOCK_FAST, label);
            }
            case 1 -> {
                int task = cpu.currentTask();
                if (!readers.contains(task)) {
                    throw LockUsageException.notOwner(rules.scheduler.task(task), label, cpu.nowNs());
                }
                unpin(cpu);
                readers.remove(task);
                RtMutexes.record(cpu, TracePoint.LOCK_RELEASED, label, task);
                stack.result(0);
                if (!readers.isEmpty() || biased) {
                    stack.ret();
                    return;
                }
                stack.pc(2);
                RtMutexes.holdWaitLock(cpu, label);
            }
            case 2 -> {
                // K4.05: the writer itself is woken, not through the rtmutex.
                stack.pc(3);
                int owner = mutex.owner();
                cpu.irqsOff(false);
                if (owner != RtMutex.NONE) {
                    stack.call(rules.wake(), owner, rwlock ? 1 : 0);
                }
            }
            default -> {
                stack.ret();
                cpu.preemptEnable();
            }
        }
    }

    private void writeLockStep(Cpu cpu, Activation stack) {
        switch (stack.pc()) {
            case 0 -> {
                stack.pc(1);
                stack.call(lockMutex, 0);
            }
            case 1 -> {
                // From here on readers go the slow way.
                biased = false;
                stack.pc(2);
                RtMutexes.holdWaitLock(cpu, label);
            }
            case 2 -> {
                Task task = rules.scheduler.current(cpu);
                if (readers.isEmpty()) {
                    writer = true;
                    stack.pc(5);
                } else {
                    stack.pc(3);
                    if (rwlock) {
                        task.saveAndWaitForRtLock();
                    } else {
                        task.setState(TaskState.UNINTERRUPTIBLE);
                    }
                    stack.b(1);
                    RtMutexes.record(cpu, TracePoint.LOCK_CONTENDED, label, task.id());
                }
                RtMutexes.dropWaitLock(cpu);
            }
            case 3 -> {
                stack.pc(4);
                stack.call(rules.scheduler.scheduleRoutine(), ScheduleMode.VOLUNTARY);
            }
            case 4 -> {
                stack.pc(6);
                RtMutexes.holdWaitLock(cpu, label);
            }
            case 6 -> {
                Task task = rules.scheduler.current(cpu);
                if (readers.isEmpty()) {
                    writer = true;
                    stack.pc(5);
                    if (rwlock) {
                        task.restoreSavedState();
                    } else {
                        task.setState(TaskState.RUNNING);
                    }
                } else {
                    stack.pc(3);
                    task.setState(rwlock ? TaskState.RTLOCK_WAIT : TaskState.UNINTERRUPTIBLE);
                }
                RtMutexes.dropWaitLock(cpu);
            }
            default -> {
                RtMutexes.record(cpu, TracePoint.LOCK_ACQUIRED, label, cpu.currentTask());
                pin(cpu);
                stack.result(0);
                stack.ret();
            }
        }
    }

    private void writeUnlockStep(Cpu cpu, Activation stack) {
        if (stack.pc() == 0) {
            checkWriter(cpu);
            unpin(cpu);
            RtMutexes.record(cpu, TracePoint.LOCK_RELEASED, label, cpu.currentTask());
            stack.pc(1);
            writer = false;
            biased = true;
            stack.call(unlockMutex, 0);
        } else {
            stack.ret();
        }
    }

    private void downgradeStep(Cpu cpu, Activation stack) {
        if (stack.pc() == 0) {
            checkWriter(cpu);
            stack.pc(1);
            writer = false;
            biased = true;
            admitReader(cpu);
            stack.call(unlockMutex, 0);
        } else {
            stack.ret();
        }
    }

    /** write_trylock: the rtmutex at once, and no readers. */
    private void tryWriteStep(Cpu cpu, Activation stack) {
        switch (stack.pc()) {
            case 0 -> {
                stack.pc(1);
                cpu.spend(SegmentKind.LOCK_FAST, CostKey.LOCK_FAST, label);
            }
            case 1 -> {
                boolean taken = rules.tryTake(mutex, rules.task(cpu.currentTask()), cpu);
                stack.pc(2);
                stack.b(taken && readers.isEmpty() ? 1 : 0);
                if (stack.b() != 0) {
                    biased = false;
                    writer = true;
                    RtMutexes.record(cpu, TracePoint.LOCK_ACQUIRED, label, cpu.currentTask());
                    pin(cpu);
                } else if (taken) {
                    stack.call(unlockMutex, 0);
                }
            }
            default -> {
                stack.result(stack.b() != 0 ? 0 : Errno.EBUSY);
                stack.ret();
            }
        }
    }

    private void checkWriter(Cpu cpu) {
        if (!writer || mutex.owner() != cpu.currentTask()) {
            throw LockUsageException.notOwner(rules.scheduler.current(cpu), label, cpu.nowNs());
        }
    }
}
