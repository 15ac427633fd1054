// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.pthread;

import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.spec.UserObjectSpec;
import org.preemptsim.models.task.Errno;

/** A mutex of the protocol srp: a plain one whose ceiling keeps other tasks from beginning a job while it is held. */
final class SrpMutex extends PlainMutex {
    private final Routine lock;
    private final Routine tryLock;
    private final Routine unlock = new Unlock();
    private final Ceilings ceilings;
    private final StackResource system;

    SrpMutex(Kernel kernel, UserObjectSpec.Mutex spec, int label, int word, Ceilings ceilings, StackResource system) {
        super(kernel, spec, label, word);
        this.ceilings = ceilings;
        this.system = system;
        this.lock = new Checked(super.lock());
        this.tryLock = new Checked(super.tryLock());
    }

    @Override
    Routine lock() {
        return lock;
    }

    @Override
    Routine tryLock() {
        return tryLock;
    }

    @Override
    Routine unlock() {
        return unlock;
    }

    /** EINVAL for a task above the ceiling. */
    private final class Checked implements Routine {
        private final Routine plain;

        Checked(Routine plain) {
            this.plain = plain;
        }

        @Override
        public void step(Cpu cpu, Activation stack) {
            if (stack.pc() != 0) {
                stack.ret();
            } else if (ceilings.ownPolicy(cpu.currentTask()).priority() > spec.ceiling()) {
                Kernel.ret(stack, Errno.EINVAL);
            } else {
                stack.pc(1);
                stack.call(plain, stack.a(), stack.b());
            }
        }
    }

    private final class Unlock implements Routine {
        @Override
        public void step(Cpu cpu, Activation stack) {
            switch (stack.pc()) {
                case 0 -> {
                    stack.pc(1);
                    stack.call(SrpMutex.super.unlock(), 0);
                }
                case 1 -> {
                    stack.pc(2);
                    stack.a(stack.result());
                    system.unlocked(stack);
                }
                default -> Kernel.ret(stack, stack.a());
            }
        }
    }
}
