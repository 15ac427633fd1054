// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.workload;

import java.util.function.ToIntFunction;
import org.preemptsim.engine.EventSet;
import org.preemptsim.engine.RandomStream;
import org.preemptsim.engine.Trace;
import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.cpu.SegmentKind;
import org.preemptsim.models.sched.Scheduler;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.Step;
import org.preemptsim.models.syscall.Syscalls;
import org.preemptsim.models.trace.TracePoint;

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
    private final Routine polling = new Polling();
    /** When the current period began. */
    private long releaseNs;

    private static final int MARK_BEGIN = 0;
    private static final int MARK_END = 1;
    private static final int MARK_RESULT = 2;

    private final Routine marking = new Marking();
    private final Routine gate;
    private long work;

    TaskProgram(
            Program program,
            Scheduler scheduler,
            Syscalls syscalls,
            Routine gate,
            RandomStream random,
            boolean kernelThread,
            long startNs,
            long endNs) {
        this.program = program;
        this.scheduler = scheduler;
        this.syscalls = syscalls;
        this.gate = gate;
        this.random = random;
        this.kernelThread = kernelThread;
        this.releaseNs = startNs;
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
            case COMPUTE_POLLING -> stack.call(polling, operand, program.numbers[at]);
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
            case KERNEL_SYNC -> stack.call(program.routines[operand], deadline(cpu, program.numbers[at]));
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
            case YIELD -> stack.call(syscalls.sched().yieldCall(), 0);
            case NEXT_PERIOD -> {
                releaseNs += program.numbers[at];
                stack.call(syscalls.nanosleep(), releaseNs);
            }
            case ABOUT_TASK -> stack.call(program.calls[operand], program.targets[operand]);
            case SYNC -> stack.call(program.routines[operand], deadline(cpu, program.numbers[at]));
            case BEGIN_JOB -> stack.call(gate, 0);
            case MARK_BEGIN -> mark(cpu, stack, MARK_BEGIN, (int) program.numbers[at]);
            case MARK_END -> mark(cpu, stack, operand != 0 ? MARK_RESULT : MARK_END, (int) program.numbers[at]);
            case MIGRATE_DISABLE -> scheduler.migrateDisable(cpu.currentTask());
            case MIGRATE_ENABLE -> stack.call(syscalls.sched().migrateEnable(), 0);
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
                stack.call(syscalls.sched().exit(), 0);
            }
        }
    }

    /**
     * User code of a given CPU time: the length in register a as an index, then the clock's value at the end; b = the polling interval.
     */
    private final class Polling implements Routine {
        private static final int START = 0;
        private static final int STARTED = 1;
        private static final int POLL = 2;
        private static final int POLLED = 3;

        @Override
        public void step(Cpu cpu, Activation stack) {
            switch (stack.pc()) {
                case START -> {
                    stack.pc(STARTED);
                    stack.call(syscalls.sched().readCpuClock(), 0);
                }
                case STARTED -> {
                    stack.pc(POLLED);
                    stack.a(stack.result() + length((int) stack.a()));
                }
                case POLL -> {
                    stack.pc(POLLED);
                    stack.call(syscalls.sched().readCpuClock(), 0);
                }
                case POLLED -> {
                    long leftNs = stack.a() - stack.result();
                    if (leftNs <= 0) {
                        stack.ret();
                        return;
                    }
                    stack.pc(POLL);
                    cpu.userMode(!kernelThread);
                    cpu.spend(kernelThread ? SegmentKind.KERNEL : SegmentKind.USER, Math.min(leftNs, stack.b()), 0);
                }
                default -> throw new IllegalStateException("pc " + stack.pc());
            }
        }
    }

    private long deadline(Cpu cpu, long timeoutNs) {
        return timeoutNs == Step.Sync.NO_TIMEOUT ? EventSet.NEVER : syscalls.clockNs(cpu) + timeoutNs;
    }

    private void mark(Cpu cpu, Activation stack, int which, int number) {
        cpu.userMode(!kernelThread);
        stack.call(marking, which, number);
        cpu.spend(SegmentKind.STEP_MARK, CostKey.STEP_MARK, 0);
    }

    /** Writes the mark of the step in register b into the trace; register a says which. */
    private static final class Marking implements Routine {
        @Override
        public void step(Cpu cpu, Activation stack) {
            Trace trace = cpu.trace();
            if (trace != null) {
                long result = stack.a() == MARK_RESULT ? stack.result() : 0;
                boolean begin = stack.a() == MARK_BEGIN;
                trace.record(
                        cpu.nowNs(),
                        (begin ? TracePoint.STEP_BEGIN : TracePoint.STEP_END).ordinal(),
                        cpu.id(),
                        cpu.currentTask(),
                        begin ? stack.b() : stack.b() << 32 | result);
            }
            stack.ret();
        }
    }

    /** All tasks are known. */
    void boot(int task, ToIntFunction<String> taskByName) {
        program.resolve(task, taskByName);
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
