// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.pthread;

import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.syscall.Syscalls;

/** A system call from user mode: entry, the body with both registers, exit. The result is the body's. */
final class SystemCall implements Routine {
    private final Routine body;
    private final Syscalls syscalls;

    SystemCall(Routine body, Syscalls syscalls) {
        this.body = body;
        this.syscalls = syscalls;
    }

    @Override
    public void step(Cpu cpu, Activation stack) {
        switch (stack.pc()) {
            case 0 -> {
                stack.pc(1);
                Syscalls.enter(cpu);
            }
            case 1 -> {
                stack.pc(2);
                stack.call(body, stack.a(), stack.b());
            }
            case 2 -> {
                stack.pc(3);
                stack.a(stack.result());
                stack.call(syscalls.exit(), 0);
            }
            default -> {
                stack.result(stack.a());
                stack.ret();
            }
        }
    }
}
