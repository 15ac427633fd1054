// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.workload;

import org.preemptsim.engine.EventSet;
import org.preemptsim.engine.RandomStream;
import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.cpu.ScheduleMode;
import org.preemptsim.models.cpu.SegmentKind;
import org.preemptsim.models.sched.Scheduler;
import org.preemptsim.models.spec.Step;
import org.preemptsim.models.syscall.Syscalls;
import org.preemptsim.models.task.TaskState;

/** Executes one task's program; the frame's program counter is the place in it. */
public final class TaskProgram implements Routine {
    private final Program program;
    private final Scheduler scheduler;
    private final Syscalls syscalls;
    private final RandomStream random;
    private final boolean kernelThread;
    private final long endNs;
    private final long[] counters;
    private int locksHeld;
    private long work;

    TaskProgram(
            Program program,
            Scheduler scheduler,
            Syscalls syscalls,
            RandomStream random,
            boolean kernelThread,
            long endNs) {
        this.program = program;
        this.scheduler = scheduler;
        this.syscalls = syscalls;
        this.random = random;
        this.kernelThread = kernelThread;
        this.endNs = endNs;
        this.counters = new long[program.counters];
    }

    /** Units of useful work done so far. */
    public long work() {
        return work;
    }

    @Override
    public void step(Cpu cpu, Activation stack) {
        int at = stack.pc();
        if (cpu.nowNs() >= endNs && mayDie(cpu)) {
            at = program.ops.length - 1;
        }
        stack.pc(at + 1);
        int operand = program.operands[at];
        switch (program.ops[at]) {
            case COMPUTE -> {
                cpu.userMode(!kernelThread);
                cpu.spend(kernelThread ? SegmentKind.KERNEL : SegmentKind.USER, length(operand), 0);
            }
            case SYSCALL_ENTER -> Syscalls.enter(cpu);
            case SYSCALL_EXIT -> stack.call(syscalls.exit(), 0);
            case KERNEL -> cpu.spend(SegmentKind.KERNEL, length(operand), program.labels[at]);
            case PREEMPT_DISABLE -> cpu.preemptDisable();
            case PREEMPT_ENABLE -> cpu.preemptEnable();
            case IRQ_DISABLE -> cpu.irqsOff(true);
            case IRQ_ENABLE -> cpu.irqsOff(false);
            case LOCK -> {
                locksHeld++;
                stack.call(program.locks[operand].acquire(), 0);
            }
            case UNLOCK -> {
                locksHeld--;
                stack.call(program.locks[operand].release(), 0);
            }
            case KERNEL_SYNC -> {
                long timeoutNs = program.numbers[at];
                long expiryNs = timeoutNs < 0 ? EventSet.NEVER : syscalls.clockNs(cpu) + timeoutNs;
                stack.call(program.routines[operand], expiryNs);
            }
            case KERNEL_SYNC_DONE -> {
                if (stack.result() == 0) {
                    locksHeld += (int) program.numbers[at];
                }
            }
            case COND_RESCHED -> cpu.condResched();
            case MIGHT_SLEEP -> cpu.mightSleep();
            case BLOCK_IO -> stack.call(program.devices[operand].submit(), program.numbers[at]);
            case BLOCK_DRAIN -> stack.call(program.devices[operand].drain(), 0);
            case SLEEP -> stack.call(syscalls.nanosleep(), syscalls.clockNs(cpu) + length(operand));
            case SLEEP_UNTIL -> stack.call(syscalls.nanosleep(), program.numbers[at]);
            case YIELD -> {
                scheduler.yieldCurrent(cpu);
                stack.call(scheduler.scheduleRoutine(), ScheduleMode.VOLUNTARY);
            }
            case LOOP -> counters[operand] = program.numbers[at];
            case LOOP_END -> repeat(stack, (int) program.numbers[at], operand);
            case CHANCE -> {
                if (!random.nextBelow(program.numbers[at])) {
                    stack.pc(operand);
                }
            }
            case WORK -> work += program.numbers[at];
            case EXIT -> {
                stack.pc(at);
                scheduler.current(cpu).setState(TaskState.DEAD);
                cpu.userMode(false);
                stack.call(scheduler.scheduleRoutine(), ScheduleMode.VOLUNTARY);
            }
        }
    }

    /** A fatal signal is taken in user mode, a kernel thread stops between two pieces of work: nothing is held then. */
    private boolean mayDie(Cpu cpu) {
        boolean unmasked = cpu.preemptCount() == 0 && !cpu.irqsOff();
        return locksHeld == 0 && (kernelThread ? unmasked : cpu.userMode());
    }

    private void repeat(Activation stack, int counter, int body) {
        if (counters[counter] == Step.Repeat.FOREVER || --counters[counter] > 0) {
            stack.pc(body);
        }
    }

    private long length(int i) {
        return program.lengths[i].sample(random);
    }
}
