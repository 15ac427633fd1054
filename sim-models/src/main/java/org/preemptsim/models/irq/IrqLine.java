// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.irq;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.preemptsim.engine.QuantileTable;
import org.preemptsim.engine.RandomStream;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.random.Distributions;
import org.preemptsim.models.softirq.SoftirqSource;
import org.preemptsim.models.spec.IrqLineSpec;
import org.preemptsim.models.task.Task;

/** An interrupt line with its one handler. */
public final class IrqLine {
    private final IrqLineSpec spec;
    private final int label;
    private final int vector;
    private final Cpu target;
    private final QuantileTable handlerCost;
    private final RandomStream random;
    private SoftirqSource[] softirqs = new SoftirqSource[0];
    private @Nullable Task thread;
    /** IRQTF_RUNTHREAD: set by the hard part, cleared by the thread before the handler (rule K6.15). */
    private boolean runThread;

    private long interrupts;
    /** Interrupts whose handler has run and whose softirq work has not. */
    private long unprocessed;

    /**
     * A line delivered to the lowest CPU of its mask.
     *
     * @param vector the number it has at {@code target}
     * @param random draws handler lengths
     */
    public IrqLine(IrqLineSpec spec, int label, int vector, Cpu target, RandomStream random) {
        this.spec = spec;
        this.label = label;
        this.vector = vector;
        this.target = target;
        this.handlerCost = Distributions.compile(spec.handler());
        this.random = random;
    }

    /** Plugs in one more source its handler raises: several devices may share a line. */
    public void connectSoftirq(SoftirqSource source) {
        softirqs = Arrays.copyOf(softirqs, softirqs.length + 1);
        softirqs[softirqs.length - 1] = source;
    }

    /** Plugs in its thread; a line without one is handled in hard context. */
    public void connectThread(Task task) {
        this.thread = task;
    }

    public IrqLineSpec spec() {
        return spec;
    }

    public int label() {
        return label;
    }

    /** The CPU it is delivered to. */
    public int cpu() {
        return target.id();
    }

    /** Interrupts requested so far. */
    public long interrupts() {
        return interrupts;
    }

    /** The device asserts the line. */
    public void raise() {
        interrupts++;
        target.raise(vector);
    }

    SoftirqSource[] softirqs() {
        return softirqs;
    }

    @Nullable
    Task thread() {
        return thread;
    }

    /** The handler runs: its length. */
    long handle() {
        unprocessed++;
        return handlerCost.sample(random);
    }

    /** Takes one interrupt's softirq work; whether there was any. */
    boolean takeUnprocessed() {
        if (unprocessed == 0) {
            return false;
        }
        unprocessed--;
        return true;
    }

    /** Sets the work bit; whether the thread must be woken. */
    boolean requestThread() {
        boolean wasClear = !runThread;
        runThread = true;
        return wasClear;
    }

    /** Clears the work bit; whether it was set. */
    boolean takeRequest() {
        boolean was = runThread;
        runThread = false;
        return was;
    }
}
