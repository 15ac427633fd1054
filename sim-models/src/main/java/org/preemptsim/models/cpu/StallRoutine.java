// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.cpu;

/**
 * The CPU is taken away from the kernel: register a = the segment kind's ordinal, b = for how long; then b = what to restore.
 *
 * <p>Nothing is delivered meanwhile; what was masked stays as it was.
 */
final class StallRoutine implements Routine {
    @Override
    public void step(Cpu cpu, Activation stack) {
        if (stack.pc() == 0) {
            stack.pc(1);
            long ns = stack.b();
            stack.b((cpu.irqsOff() ? 1 : 0) | (cpu.userMode() ? 2 : 0));
            cpu.irqsOff(true);
            cpu.userMode(false);
            cpu.addPreemptCount(PreemptCount.NMI);
            cpu.spend(SegmentKind.of((int) stack.a()), ns, 0);
        } else {
            cpu.addPreemptCount(-PreemptCount.NMI);
            cpu.irqsOff((stack.b() & 1) != 0);
            cpu.userMode((stack.b() & 2) != 0);
            stack.ret();
        }
    }
}
