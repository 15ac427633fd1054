// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.locking;

import java.util.function.IntFunction;
import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.softirq.Softirqs;

/**
 * spin_lock_bh: softirqs off around another lock.
 *
 * @kernel __raw_spin_lock_bh(), rt_spin_lock() after local_bh_disable(), v6.6
 */
final class SoftirqsOffLock implements KernelLock {
    private final KernelLock inner;
    private final IntFunction<Softirqs> softirqsOfCpu;
    private final Routine acquire = this::acquireStep;
    private final Routine release = this::releaseStep;

    SoftirqsOffLock(KernelLock inner, IntFunction<Softirqs> softirqsOfCpu) {
        this.inner = inner;
        this.softirqsOfCpu = softirqsOfCpu;
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
        return inner.label();
    }

    @Override
    public LockView view() {
        return inner.view();
    }

    private void acquireStep(Cpu cpu, Activation stack) {
        if (stack.pc() == 0) {
            stack.pc(1);
            softirqsOfCpu.apply(cpu.id()).disable(cpu);
            stack.call(inner.acquire(), 0);
        } else {
            stack.ret();
        }
    }

    private void releaseStep(Cpu cpu, Activation stack) {
        switch (stack.pc()) {
            case 0 -> {
                stack.pc(1);
                stack.call(inner.release(), 0);
            }
            case 1 -> {
                stack.pc(2);
                stack.call(softirqsOfCpu.apply(cpu.id()).enableRoutine(), 0);
            }
            default -> stack.ret();
        }
    }
}
