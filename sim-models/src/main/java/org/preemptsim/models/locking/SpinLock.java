// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.locking;

import java.util.Arrays;
import java.util.List;
import org.preemptsim.engine.EventSet;
import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.cpu.SegmentKind;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.Step.KernelOp;
import org.preemptsim.models.task.Errno;

/**
 * A spinning lock: preemption off, and interrupts off in its _irqsave form, from before the first try to after the release. CPUs are
 * served in the order they came.
 *
 * @kernel _raw_spin_lock(), _raw_spin_lock_irqsave(), queued_spin_lock_slowpath(), v6.6
 */
final class SpinLock implements KernelLock, LockView {
    private static final int FREE = -1;

    /** What holding it masks. */
    enum Masks {
        PREEMPTION,
        INTERRUPTS
    }

    private final int label;
    private final boolean irqs;
    private final Cpu[] waiting;
    private final Routine acquire = new Acquire();
    private final Routine release = new Release();
    private int owner = FREE;
    private int ownerTask = FREE;
    private int waiters;
    /** Whether interrupts were off before the owner took it: irqsave's flags. */
    private boolean ownerHadIrqsOff;

    SpinLock(int label, Masks masks, int cpus) {
        this.label = label;
        this.irqs = masks == Masks.INTERRUPTS;
        this.waiting = new Cpu[cpus];
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
    public Routine operation(KernelOp op) {
        return op == KernelOp.TRYLOCK ? this::tryLockStep : KernelLock.super.operation(op);
    }

    private void tryLockStep(Cpu cpu, Activation stack) {
        if (stack.pc() == 0) {
            stack.pc(1);
            stack.b(cpu.irqsOff() ? 1 : 0);
            if (irqs) {
                cpu.irqsOff(true);
            }
            cpu.preemptDisable();
            cpu.spend(SegmentKind.LOCK_FAST, CostKey.LOCK_FAST, label);
            return;
        }
        boolean taken = owner == FREE;
        stack.result(taken ? 0 : Errno.EBUSY);
        boolean irqsWereOff = stack.b() != 0;
        stack.ret();
        if (taken) {
            owner = cpu.id();
            ownerTask = cpu.currentTask();
            ownerHadIrqsOff = irqsWereOff;
            cpu.pushSpinningLock(label);
        } else {
            if (irqs) {
                cpu.irqsOff(irqsWereOff);
            }
            cpu.preemptEnable();
        }
    }

    @Override
    public int label() {
        return label;
    }

    @Override
    public LockView view() {
        return this;
    }

    /** A CPU owns it; its task is told, since that cannot be switched meanwhile. */
    @Override
    public int owner() {
        return ownerTask;
    }

    @Override
    public List<Integer> owners() {
        return ownerTask == FREE ? List.of() : List.of(ownerTask);
    }

    @Override
    public List<Integer> waiters() {
        return Arrays.stream(waiting, 0, waiters).map(Cpu::currentTask).toList();
    }

    /** Register b = interrupts were off before. */
    private final class Acquire implements Routine {
        @Override
        public void step(Cpu cpu, Activation stack) {
            switch (stack.pc()) {
                case 0 -> {
                    stack.pc(1);
                    stack.b(cpu.irqsOff() ? 1 : 0);
                    if (irqs) {
                        cpu.irqsOff(true);
                    }
                    cpu.preemptDisable();
                    cpu.pushSpinningLock(label);
                    cpu.spend(SegmentKind.LOCK_FAST, CostKey.LOCK_FAST, label);
                }
                case 1 -> {
                    stack.pc(2);
                    if (owner == FREE) {
                        owner = cpu.id();
                    } else {
                        waiting[waiters++] = cpu;
                    }
                }
                default -> {
                    if (owner == cpu.id()) {
                        ownerHadIrqsOff = stack.b() != 0;
                        ownerTask = cpu.currentTask();
                        stack.result(0);
                        stack.ret();
                    } else {
                        cpu.spend(SegmentKind.SPIN, EventSet.NEVER, label);
                    }
                }
            }
        }
    }

    private final class Release implements Routine {
        @Override
        public void step(Cpu cpu, Activation stack) {
            if (stack.pc() == 0) {
                stack.pc(1);
                cpu.spend(SegmentKind.LOCK_FAST, CostKey.LOCK_FAST, label);
                return;
            }
            if (owner != cpu.id()) {
                throw LockUsageException.notOwner(cpu.currentTask(), label, cpu.nowNs());
            }
            boolean irqsOff = ownerHadIrqsOff;
            ownerTask = FREE;
            handOver();
            cpu.popSpinningLock(label);
            if (irqs) {
                cpu.irqsOff(irqsOff);
            }
            stack.ret();
            cpu.preemptEnable();
        }

        private void handOver() {
            if (waiters == 0) {
                owner = FREE;
                return;
            }
            Cpu next = waiting[0];
            System.arraycopy(waiting, 1, waiting, 0, --waiters);
            owner = next.id();
            next.endSpinNow();
        }
    }
}
