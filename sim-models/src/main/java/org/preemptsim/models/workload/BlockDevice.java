// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.workload;

import org.preemptsim.engine.QuantileTable;
import org.preemptsim.engine.RandomStream;
import org.preemptsim.engine.Simulation;
import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.cpu.ScheduleMode;
import org.preemptsim.models.cpu.SegmentKind;
import org.preemptsim.models.irq.IrqLine;
import org.preemptsim.models.random.Distributions;
import org.preemptsim.models.sched.Scheduler;
import org.preemptsim.models.spec.BlockDeviceSpec;
import org.preemptsim.models.task.TaskState;

/**
 * A block device: serves its queue in order, one request at a time. A completion raises its line at once; the BLOCK softirq completes
 * the requests served by then and wakes who waits for them.
 *
 * @kernel blk_mq_complete_request(), blk_done_softirq(), block/blk-mq.c, v6.6, as far as time and wakeups go
 */
public final class BlockDevice {
    private final BlockDeviceSpec spec;
    private final int label;
    private final int slot;
    private final Simulation simulation;
    private final Scheduler scheduler;
    private final IrqLine line;
    private final RandomStream random;
    private final QuantileTable service;
    private final QuantileTable completion;
    private final Routine submit = new Submit();
    private final Routine drain = new Drain();
    private final Routine complete = new Complete();

    /** Requests by number: submitted are served in order, served are completed in order. */
    private long submitted;

    private long served;
    /** Taken by a softirq; several may be at it, where softirqs are preemptible. */
    private long claimed;

    private long completed;
    /** Per task: the number of the request it waits for, or of the last one it must see completed. */
    private long[] awaited = new long[0];

    private int[] waiting = new int[0];
    private int waiters;

    /** An idle device; {@code random} draws its service and completion times. */
    public BlockDevice(
            BlockDeviceSpec spec,
            int label,
            int slot,
            Simulation simulation,
            Scheduler scheduler,
            IrqLine line,
            RandomStream random) {
        this.spec = spec;
        this.label = label;
        this.slot = slot;
        this.simulation = simulation;
        this.scheduler = scheduler;
        this.line = line;
        this.random = random;
        this.service = Distributions.compile(spec.service());
        this.completion = Distributions.compile(spec.completionLength());
    }

    /** All tasks are known. */
    public void boot(int tasks) {
        awaited = new long[tasks];
        waiting = new int[tasks];
    }

    /** Hands in a request: register a = 1 to sleep until it is complete. Sleeps too while the queue is full. */
    public Routine submit() {
        return submit;
    }

    /** Sleeps until all requests handed in so far are complete. */
    public Routine drain() {
        return drain;
    }

    /** The BLOCK softirq's work. */
    public Routine complete() {
        return complete;
    }

    /** The engine's call: the request in service is done. */
    public void serves() {
        served++;
        if (served < submitted) {
            simulation.schedule(slot, simulation.nowNs() + service.sample(random));
        }
        line.raise();
    }

    private void enqueue() {
        submitted++;
        if (submitted - served == 1) {
            simulation.schedule(slot, simulation.nowNs() + service.sample(random));
        }
    }

    /** The current task sleeps until request {@code number} is complete. */
    private void await(Cpu cpu, Activation stack, long number) {
        int task = cpu.currentTask();
        awaited[task] = number;
        int i = 0;
        while (i < waiters && waiting[i] != task) {
            i++;
        }
        if (i == waiters) {
            waiting[waiters++] = task;
        }
        scheduler.task(task).setState(TaskState.UNINTERRUPTIBLE);
        stack.call(scheduler.scheduleRoutine(), ScheduleMode.VOLUNTARY);
    }

    /** Register b = the number of the request, once it is handed in. */
    private final class Submit implements Routine {
        @Override
        public void step(Cpu cpu, Activation stack) {
            if (stack.pc() == 0) {
                if (submitted - completed >= spec.queueDepth()) {
                    await(cpu, stack, submitted - spec.queueDepth() + 1);
                    return;
                }
                enqueue();
                stack.b(submitted);
                stack.pc(1);
            } else if (stack.a() == 0 || completed >= stack.b()) {
                stack.ret();
            } else {
                await(cpu, stack, stack.b());
            }
        }
    }

    /** Register b = the last request it waits for. */
    private final class Drain implements Routine {
        @Override
        public void step(Cpu cpu, Activation stack) {
            if (stack.pc() == 0) {
                stack.pc(1);
                stack.b(submitted);
            } else if (completed >= stack.b()) {
                stack.ret();
            } else {
                await(cpu, stack, stack.b());
            }
        }
    }

    private final class Complete implements Routine {
        @Override
        public void step(Cpu cpu, Activation stack) {
            switch (stack.pc()) {
                case 0 -> {
                    if (claimed == served) {
                        stack.ret();
                        return;
                    }
                    claimed++;
                    stack.pc(1);
                    cpu.spend(SegmentKind.SOFTIRQ, completion.sample(random), label);
                }
                case 1 -> {
                    completed++;
                    stack.pc(2);
                }
                default -> wakeNext(stack);
            }
        }

        /** Wakes one waiter whose request is complete and comes again; none left: the next request. */
        private void wakeNext(Activation stack) {
            for (int i = 0; i < waiters; i++) {
                int task = waiting[i];
                if (awaited[task] <= completed) {
                    System.arraycopy(waiting, i + 1, waiting, i, --waiters - i);
                    stack.call(scheduler.wakeRoutine(), task);
                    return;
                }
            }
            stack.pc(0);
        }
    }
}
