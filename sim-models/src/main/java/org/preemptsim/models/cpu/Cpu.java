// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.cpu;

import org.jspecify.annotations.Nullable;
import org.preemptsim.engine.EventSet;
import org.preemptsim.engine.QuantileTable;
import org.preemptsim.engine.RandomStream;
import org.preemptsim.engine.Simulation;
import org.preemptsim.engine.Trace;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.PreemptionModel;
import org.preemptsim.models.trace.TracePoint;

/**
 * One CPU. See the package's page for contexts and segments.
 *
 * <p>Cost of an interrupt, a step or a segment: O(1), plus O(log sources) where the event set is touched; no allocation.
 */
public final class Cpu {
    private static final int LOCK_DEPTH = 64;
    /** No rule needs so many steps at one instant: a program or a configuration that does would never end. */
    private static final int MAX_TIMELESS_STEPS = 1_000_000;

    private final int id;
    private final int slot;
    private final Simulation simulation;
    private final QuantileTable[] costs;
    private final RandomStream random;
    private final PreemptionModel model;
    private final @Nullable Trace trace;
    private final InterruptRoutine interruptRoutine;
    private final StallRoutine stallRoutine = new StallRoutine();
    private final SegmentLog log;
    private final long[] kindNs = new long[2 * SegmentKind.count()];

    private Routine schedule = (cpu, stack) -> {
        throw new IllegalStateException("no scheduler is plugged in");
    };
    private IrqExitPort irqExit = (cpu, stack) -> {};

    /** The current task's stack. */
    private Activation stack = new Activation();

    private int currentTask;
    private boolean stepping;

    private boolean segmentRunning;
    private long segment;
    private long segmentStartNs;
    private long segmentEndNs;

    private boolean user;
    private boolean irqsOff = true;
    private int preemptCount;
    private boolean needResched;
    private boolean needReschedLazy;

    private final long[] pendingVectors;
    private int pendingCount;
    /** Exit latency of the idle state in which an interrupt found the CPU, until the interrupt is entered. */
    private long idleExitNs;

    private long idleStateExitNs;

    private @Nullable CpuMonitor monitor;

    private final int[] spinningLocks = new int[LOCK_DEPTH];
    private int spinningDepth;
    private long taskTimeNs;
    private boolean chargesInterrupts;

    /**
     * A CPU that is not running yet.
     *
     * @param slot its event source: the end of its segment
     * @param random draws the costs of the kernel paths on this CPU
     */
    public Cpu(
            int id,
            int slot,
            Simulation simulation,
            CostTable costs,
            RandomStream random,
            PreemptionModel model,
            InterruptVector[] vectors,
            @Nullable Trace trace) {
        this.id = id;
        this.slot = slot;
        this.simulation = simulation;
        this.costs = costs.byOrdinal();
        this.random = random;
        this.model = model;
        this.trace = trace;
        this.interruptRoutine = new InterruptRoutine(vectors);
        this.log = new SegmentLog(id);
        this.pendingVectors = new long[(vectors.length + 63) >>> 6];
    }

    /** Plugs in the scheduler: the routine of __schedule, register a = one of {@link ScheduleMode}. */
    public void connectScheduler(Routine routine) {
        this.schedule = routine;
    }

    /** Whether hard interrupts are charged to the task they hit (no IRQ_TIME_ACCOUNTING). */
    public void chargeInterrupts(boolean on) {
        chargesInterrupts = on;
    }

    /** Plugs in what happens at interrupt exit. */
    public void connectIrqExit(IrqExitPort port) {
        this.irqExit = port;
    }

    /** Plugs in who watches this CPU; before boot. */
    public void connectMonitor(CpuMonitor watcher) {
        this.monitor = watcher;
    }

    /** Who watches this CPU, or null. */
    public @Nullable CpuMonitor monitor() {
        return monitor;
    }

    /** Whether this CPU's code is what changes the state of the machine right now. */
    public boolean executing() {
        return stepping;
    }

    /** Starts executing {@code first}, the idle task, with interrupts on. */
    public void boot(Activation first, int task) {
        stack = first;
        currentTask = task;
        irqsOff = false;
        changePreemptCount(PreemptCount.PREEMPT);
        segmentStartNs = simulation.nowNs();
        run();
    }

    // ---- facts ----

    public int id() {
        return id;
    }

    public long nowNs() {
        return simulation.nowNs();
    }

    public PreemptionModel model() {
        return model;
    }

    public int preemptCount() {
        return preemptCount;
    }

    public boolean irqsOff() {
        return irqsOff;
    }

    public boolean userMode() {
        return user;
    }

    public boolean needResched() {
        return needResched;
    }

    public boolean needReschedLazy() {
        return needReschedLazy;
    }

    /** Whether any interrupt or softirq is being served or softirqs are off: in_interrupt(). */
    public boolean inInterrupt() {
        return (preemptCount & PreemptCount.INTERRUPT_MASK) != 0;
    }

    public boolean inHardirq() {
        return (preemptCount & (PreemptCount.HARDIRQ_MASK | PreemptCount.NMI_MASK)) != 0;
    }

    public SegmentLog log() {
        return log;
    }

    public @Nullable Trace trace() {
        return trace;
    }

    /** The current task's stack. */
    public Activation stack() {
        return stack;
    }

    public int currentTask() {
        return currentTask;
    }

    /** Time spent in segments of {@code kind}, in hard interrupts or outside of them, up to the last segment's end. */
    public long kindNs(SegmentKind kind, boolean hardirq) {
        return kindNs[kind.ordinal() + (hardirq ? SegmentKind.count() : 0)];
    }

    /** Accounts the running segment up to now, so that all times sum to the elapsed time. */
    public void settle() {
        if (segmentRunning) {
            account(simulation.nowNs());
        }
    }

    /** Time of the running segment that is not accounted yet. */
    public long unaccountedNs() {
        return segmentRunning ? simulation.nowNs() - segmentStartNs : 0;
    }

    /** CPU time the current task has used since this was last called; hard interrupts and stalls excluded if they are accounted apart (rule
     * K2.14). */
    public long takeTaskTimeNs() {
        if (segmentRunning) {
            account(simulation.nowNs());
        }
        long t = taskTimeNs;
        taskTimeNs = 0;
        return t;
    }

    // ---- masking ----

    public void irqsOff(boolean off) {
        boolean changes = irqsOff != off;
        irqsOff = off;
        if (changes && monitor != null) {
            monitor.irqs(this, off);
        }
    }

    public void addPreemptCount(int amount) {
        changePreemptCount(amount);
    }

    public void preemptDisable() {
        changePreemptCount(PreemptCount.PREEMPT);
    }

    private void changePreemptCount(int amount) {
        int before = preemptCount;
        preemptCount = before + amount;
        if (monitor != null && (before == 0) != (preemptCount == 0)) {
            monitor.preemption(this, before == 0);
        }
    }

    /**
     * preempt_enable: a check point if the count drops to 0 with interrupts on in a preemptible kernel (rules K1.02, K1.15).
     * The caller has set its frame's resume point.
     */
    public void preemptEnable() {
        subPreemptCount(PreemptCount.PREEMPT);
    }

    /** Takes {@code amount} off the preempt count, then checks as {@link #preemptEnable}. */
    public void subPreemptCount(int amount) {
        changePreemptCount(-amount);
        if (needResched && preemptCount == 0 && !irqsOff && model.preemptibleKernel()) {
            stack.call(schedule, ScheduleMode.PREEMPT);
        }
    }

    /**
     * cond_resched(): a check point of NONE and VOLUNTARY only (rule K1.02).
     *
     * @return whether the scheduler was called
     */
    public boolean condResched() {
        if (model.preemptibleKernel() || !needResched || preemptCount != 0) {
            return false;
        }
        stack.call(schedule, ScheduleMode.PREEMPT);
        return true;
    }

    /** might_sleep(): a check point of VOLUNTARY only (rule K1.02). */
    public boolean mightSleep() {
        return model == PreemptionModel.VOLUNTARY && condResched();
    }

    /**
     * Return to user mode: a check point of every model, for both marks (rule K1.02). Interrupts are off on return.
     *
     * @return whether the scheduler was called; then ask again when it has returned
     */
    public boolean returnToUser() {
        irqsOff(true);
        if (needResched || needReschedLazy) {
            irqsOff(false);
            stack.call(schedule, ScheduleMode.VOLUNTARY);
            return true;
        }
        return false;
    }

    /** Enters or leaves user mode. */
    public void userMode(boolean on) {
        user = on;
    }

    /** Notes that the code runs under a lock it spun or could have spun for. */
    public void pushSpinningLock(int label) {
        spinningLocks[spinningDepth++] = label;
    }

    /** Notes that the innermost occurrence of that lock is released. */
    public void popSpinningLock(int label) {
        int i = spinningDepth - 1;
        while (spinningLocks[i] != label) {
            i--;
        }
        System.arraycopy(spinningLocks, i + 1, spinningLocks, i, spinningDepth - 1 - i);
        spinningDepth--;
    }

    /**
     * Sets the full or lazy mark of {@code task}, which is or is just becoming the current one; the scheduler calls this, on this CPU
     * or from another one.
     */
    public void markNeedResched(int task, boolean lazy) {
        if (lazy) {
            needReschedLazy = true;
        } else {
            needResched = true;
            // Who spins optimistically looks at the mark (rule K3.11).
            endSpinNow();
        }
        if (trace != null) {
            trace.record(nowNs(), TracePoint.SCHED_NEED_RESCHED.ordinal(), id, task, lazy ? 1 : 0);
        }
        if (monitor != null) {
            monitor.needResched(this, task, lazy);
        }
    }

    /** Clears both marks, as __schedule does after picking (rule K1.16). */
    public void clearNeedResched() {
        needResched = false;
        needReschedLazy = false;
    }

    /** Makes {@code next} the executing stack: the switch itself. Accounts the time so far to the task that leaves. */
    public void switchTo(Activation next, int task) {
        stack = next;
        currentTask = task;
    }

    // ---- time ----

    /** One draw of a kernel path's cost. */
    public long cost(CostKey key) {
        return costs[key.ordinal()].sample(random);
    }

    /** The stream of this CPU's kernel-path draws. */
    public RandomStream random() {
        return random;
    }

    /** Spends the cost of {@code key} in a segment of {@code kind}. */
    public void spend(SegmentKind kind, CostKey key, int label) {
        spend(kind, cost(key), label);
    }

    /**
     * Starts a segment: the CPU executes {@code kind} for {@code ns}, then the top frame is stepped again.
     *
     * @param ns {@link EventSet#NEVER} = until {@link #endSegmentNow} or an interrupt
     * @param label of what, for blame and trace
     */
    public void spend(SegmentKind kind, long ns, int label) {
        if (ns == 0) {
            return;
        }
        int lock = spinningDepth == 0 ? 0 : spinningLocks[spinningDepth - 1];
        startSegment(Segment.pack(kind.ordinal(), flags(), currentTask, label, lock), ns);
    }

    private long flags() {
        return (irqsOff ? Segment.IRQS_OFF : 0)
                | (preemptCount != 0 ? Segment.PREEMPT_OFF : 0)
                | (inHardirq() ? Segment.HARDIRQ : 0)
                | ((preemptCount & PreemptCount.SOFTIRQ) != 0 ? Segment.SOFTIRQ : 0)
                | (user ? Segment.USER : 0);
    }

    private void startSegment(long packed, long ns) {
        long now = simulation.nowNs();
        segment = packed;
        segmentStartNs = now;
        segmentEndNs = ns == EventSet.NEVER ? EventSet.NEVER : now + ns;
        segmentRunning = true;
    }

    /** Ends a segment without end, such as spinning or polling idle, at this instant. */
    public void endSegmentNow() {
        if (segmentRunning && segmentEndNs == EventSet.NEVER) {
            segmentEndNs = simulation.nowNs();
            simulation.schedule(slot, segmentEndNs);
        }
    }

    /** As {@link #endSegmentNow} if the CPU spins: the routine looks again. */
    public void endSpinNow() {
        if (segmentRunning && Segment.kind(segment) == SegmentKind.SPIN) {
            endSegmentNow();
        }
    }

    /** The engine's call: the segment ends now. */
    public void segmentEnds() {
        account(simulation.nowNs());
        segmentRunning = false;
        run();
    }

    /** Books the running segment's time up to {@code now} and lets it start anew from there. */
    private void account(long now) {
        long ns = now - segmentStartNs;
        if (ns == 0) {
            return;
        }
        long s = segment;
        int kind = Segment.kindOrdinal(s);
        if ((s & Segment.HARDIRQ) != 0) {
            kindNs[kind + SegmentKind.count()] += ns;
            if (chargesInterrupts) {
                taskTimeNs += ns;
            }
        } else {
            kindNs[kind] += ns;
            taskTimeNs += ns;
        }
        log.append(now, s);
        if (trace != null) {
            trace.record(now, TracePoint.SEGMENT.ordinal(), id, s & 0xFF_FFFF_FFFFL, ns);
        }
        segmentStartNs = now;
    }

    /** Steps the top frame until a segment is running that other events may precede. */
    private void run() {
        stepping = true;
        int timelessSteps = 0;
        while (true) {
            if (++timelessSteps == MAX_TIMELESS_STEPS) {
                throw new IllegalStateException("no time passes: " + this);
            }
            if (pendingCount != 0 && !irqsOff) {
                enterInterrupt();
            }
            Activation s = stack;
            if (s.isSuspended()) {
                startSegment(s.suspendedSegment(), s.takeRemainingNs());
            } else {
                s.step(this);
            }
            if (segmentRunning) {
                if (pendingCount != 0 && !irqsOff) {
                    // The step enabled interrupts and went on: what was pending comes first.
                    suspendSegment();
                    continue;
                }
                long end = segmentEndNs;
                if (end == EventSet.NEVER) {
                    simulation.cancel(slot);
                    break;
                }
                if (!simulation.advance(slot, end)) {
                    simulation.schedule(slot, end);
                    break;
                }
                account(end);
                segmentRunning = false;
                timelessSteps = 0;
            }
        }
        stepping = false;
    }

    // ---- interrupts ----

    /**
     * An interrupt request arrives. One that is pending already is not counted twice (edge collapse); one that cannot be
     * delivered waits.
     */
    public void raise(int vector) {
        long bit = 1L << vector;
        if ((pendingVectors[vector >>> 6] & bit) != 0) {
            return;
        }
        pendingVectors[vector >>> 6] |= bit;
        pendingCount++;
        if (!irqsOff && !stepping) {
            idleExitNs = segmentRunning && Segment.kind(segment) == SegmentKind.IDLE ? idleStateExitNs : 0;
            suspendSegment();
            run();
        }
    }

    /** Takes the CPU away for {@code ns}, whatever it does (rules K2.12, K8.18). */
    public void stall(SegmentKind kind, long ns) {
        suspendSegment();
        stack.call(stallRoutine, kind.ordinal(), ns);
        run();
    }

    /**
     * Interrupts a segment: it keeps its remaining time. One without end (idle, spinning) is over: its routine looks again
     * when it is next stepped.
     */
    private void suspendSegment() {
        if (!segmentRunning) {
            return;
        }
        long now = simulation.nowNs();
        account(now);
        segmentRunning = false;
        if (segmentEndNs != EventSet.NEVER) {
            stack.suspend(segmentEndNs - now, segment);
        }
    }

    /** Waits in an idle state until an interrupt or {@link #endSegmentNow}. */
    public void idle(long exitLatencyNs, int label) {
        idleStateExitNs = exitLatencyNs;
        spend(SegmentKind.IDLE, EventSet.NEVER, label);
    }

    /** The exit latency that an interrupt in idle has to pay, once. */
    long takeIdleExitNs() {
        long ns = idleExitNs;
        idleExitNs = 0;
        return ns;
    }

    private void enterInterrupt() {
        int word = 0;
        while (pendingVectors[word] == 0) {
            word++;
        }
        int vector = (word << 6) + Long.numberOfTrailingZeros(pendingVectors[word]);
        pendingVectors[word] &= pendingVectors[word] - 1;
        pendingCount--;
        stack.call(interruptRoutine, vector, user ? 1 : 0);
        user = false;
        irqsOff(true);
    }

    /** preempt_schedule_irq: interrupts are on, preemption is off before __schedule begins. */
    void callScheduleFromInterrupt() {
        stack.call(schedule, ScheduleMode.PREEMPT_IRQ);
        preemptDisable();
        irqsOff(false);
    }

    IrqExitPort irqExitPort() {
        return irqExit;
    }

    @Override
    public String toString() {
        return "cpu " + id + " at " + nowNs() + " ns, task " + currentTask + ", preempt count 0x"
                + Integer.toHexString(preemptCount) + (irqsOff ? ", interrupts off" : "") + ", " + stack;
    }
}
