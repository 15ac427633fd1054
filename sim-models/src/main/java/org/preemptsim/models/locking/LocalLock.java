// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.locking;

import java.util.List;
import java.util.stream.Stream;
import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.cpu.SegmentKind;
import org.preemptsim.models.sched.Scheduler;
import org.preemptsim.models.spec.CostKey;

/**
 * local_lock: a name for preemption off; on PREEMPT_RT one sleeping lock per CPU, whose owner may not migrate (rule K2.04).
 *
 * @kernel local_lock(), include/linux/local_lock_internal.h, v6.6
 */
final class LocalLock implements KernelLock, LockView {
    private final int label;
    private final Scheduler scheduler;
    /** One per CPU on PREEMPT_RT, else none. */
    private final RtLock[] sleeping;

    private final Routine acquire;
    private final Routine release;

    LocalLock(int label, Scheduler scheduler, RtLock[] sleeping) {
        this.label = label;
        this.scheduler = scheduler;
        this.sleeping = sleeping;
        this.acquire = sleeping.length == 0 ? this::disable : this::acquireSleeping;
        this.release = sleeping.length == 0 ? this::enable : this::releaseSleeping;
    }

    @Override
    public Routine acquire() {
        return acquire;
    }

    @Override
    public Routine release() {
        return release;
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
        return RtMutex.NONE;
    }

    @Override
    public List<Integer> owners() {
        return Stream.of(sleeping).flatMap(l -> l.lock.owners().stream()).toList();
    }

    @Override
    public List<Integer> waiters() {
        return Stream.of(sleeping).flatMap(l -> l.lock.waiters().stream()).toList();
    }

    private void disable(Cpu cpu, Activation stack) {
        if (stack.pc() == 0) {
            stack.pc(1);
            cpu.preemptDisable();
            cpu.pushSpinningLock(label);
            cpu.spend(SegmentKind.LOCK_FAST, CostKey.LOCK_FAST, label);
        } else {
            stack.result(0);
            stack.ret();
        }
    }

    private void enable(Cpu cpu, Activation stack) {
        if (stack.pc() == 0) {
            stack.pc(1);
            cpu.spend(SegmentKind.LOCK_FAST, CostKey.LOCK_FAST, label);
        } else {
            cpu.popSpinningLock(label);
            stack.result(0);
            stack.ret();
            cpu.preemptEnable();
        }
    }

    private void acquireSleeping(Cpu cpu, Activation stack) {
        if (stack.pc() == 0) {
            stack.pc(1);
            // First, so that the lock is that of the CPU on which the section runs.
            scheduler.migrateDisable(cpu.currentTask());
            stack.call(sleeping[cpu.id()].acquire(), 0);
        } else {
            stack.ret();
        }
    }

    private void releaseSleeping(Cpu cpu, Activation stack) {
        if (stack.pc() == 0) {
            stack.pc(1);
            stack.call(sleeping[cpu.id()].release(), 0);
        } else {
            scheduler.migrateEnable(cpu.currentTask());
            stack.ret();
        }
    }
}
