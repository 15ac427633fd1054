// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.irq;

import java.util.ArrayList;
import java.util.List;
import org.preemptsim.engine.QuantileTable;
import org.preemptsim.engine.RandomStream;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.sched.Scheduler;
import org.preemptsim.models.softirq.SoftirqSource;
import org.preemptsim.models.softirq.Softirqs;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.IrqLineSpec.SoftirqKind;
import org.preemptsim.models.spec.KernelSpec;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.task.Task;
import org.preemptsim.models.trace.Labels;

/** The lines of a machine: makes handlers and threads as the kernel would. */
public final class InterruptLines {
    private final KernelSpec kernel;
    private final Scheduler scheduler;
    private final SoftirqsOfCpu softirqs;
    private final Labels labels;
    private final IrqThreadPriorityAssigner priorities;
    private final List<IrqLine> lines = new ArrayList<>();

    public InterruptLines(KernelSpec kernel, Scheduler scheduler, Softirqs[] softirqsOfCpu, Labels labels) {
        this.kernel = kernel;
        this.scheduler = scheduler;
        this.softirqs = cpu -> softirqsOfCpu[cpu.id()];
        this.labels = labels;
        this.priorities = new IrqThreadPriorityAssigner(kernel.irqThreadPriorities());
    }

    /**
     * Requests the line: a forced thread unless NO_THREAD or the kernel does not thread (rule K6.11).
     *
     * @return its handler in hard context
     */
    public Routine request(IrqLine line) {
        lines.add(line);
        if (kernel.threadsInterrupts() && !line.spec().noThread()) {
            String name = "irq/" + line.spec().irq() + "-" + line.spec().name();
            // Until its first run it has the priority every kernel thread of this kind starts with; then it sets its
            // own.
            Task task = scheduler.addTask(name, labels.idOf(name), SchedPolicy.fifo(50), CpuSet.of(line.cpu()));
            task.stack().call(new IrqThread(line, scheduler, softirqs, priorities), 0);
            scheduler.prepare(task);
            line.connectThread(task);
        }
        return new HandleIrq(line, scheduler, softirqs);
    }

    /** The source of a line that hands work of a drawn length to a softirq vector at each interrupt. */
    public SoftirqSource workPerInterrupt(IrqLine line, SoftirqKind kind, QuantileTable length, RandomStream random) {
        return new SoftirqSource(kind, new DeviceSoftirqWork(line, length, random), 0);
    }

    /** All lines, in the order they were requested. */
    public List<IrqLine> lines() {
        return List.copyOf(lines);
    }
}
