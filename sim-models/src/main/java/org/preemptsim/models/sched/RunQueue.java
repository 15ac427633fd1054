// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.sched;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.preemptsim.models.cpu.Cpu;

/** The run queue of one CPU: its classes, its current and its idle task, and what its CPU has still to send. */
final class RunQueue {
    /** Flags of {@link #callbacks}: what is to be done when the switch is complete. */
    static final int PUSH_RT = 1;

    static final int PULL_RT = 2;
    static final int PUSH_DL = 4;
    static final int PULL_DL = 8;

    final Cpu cpu;
    final int id;
    final RtQueue rt = new RtQueue();
    final Pushables pushables = new Pushables();
    final DlQueue dl = new DlQueue();
    /** Deadline tasks on this CPU, throttled ones too. */
    int dlTasks;

    final FairQueue fair;
    /** The fair server, null where the kernel has none. */
    @Nullable
    DlEntity server;

    final SchedEntity idle;

    @Nullable
    SchedEntity stopper;

    boolean stopperReady;
    /** rq->curr: set when the next task is picked, before the switch. */
    SchedEntity current;
    /** Whether the idle task watches the mark, so that no interrupt is needed to wake it (rule K1.09). */
    boolean pollingIdle;

    // RT bandwidth
    long rtTimeNs;
    long rtRuntimeNs;
    boolean rtThrottled;

    /** Pushes and pulls that wait for the end of the switch. */
    int callbacks;
    /** Tasks that wait for a remote wakeup to be completed here, in order (rule K1.10). */
    @Nullable
    SchedEntity wakeListFirst;

    @Nullable
    SchedEntity wakeListLast;
    /** Whether this CPU has been asked to push its real-time tasks away (rule K5.12). */
    boolean askedToPush;
    /** Tasks that the stopper has to move. */
    @Nullable
    SchedEntity toStop;

    // what the code running on this CPU has still to pay for and to send
    int moves;
    private int[] targets = new int[8];
    private int targetFirst;
    private int targetCount;

    RunQueue(Cpu cpu, SchedEntity idle, FairQueue fair) {
        this.cpu = cpu;
        this.id = cpu.id();
        this.idle = idle;
        this.current = idle;
        this.fair = fair;
    }

    /** rq->nr_running: what could run now. */
    int runnable() {
        return (rtThrottled ? 0 : rt.size()) + fair.size() + dl.size() + (stopperReady ? 1 : 0);
    }

    boolean isIdle() {
        return current == idle && runnable() == 0 && wakeListFirst == null;
    }

    void addTarget(int cpu) {
        if (targetFirst + targetCount == targets.length) {
            targets = Arrays.copyOf(targets, 2 * targets.length);
        }
        targets[targetFirst + targetCount++] = cpu;
    }

    boolean hasTargets() {
        return targetCount != 0;
    }

    int nextTarget() {
        return targets[targetFirst];
    }

    int takeTarget() {
        int t = targets[targetFirst++];
        if (--targetCount == 0) {
            targetFirst = 0;
        }
        return t;
    }

    boolean hasSomethingToDeliver() {
        return moves != 0 || targetCount != 0;
    }
}
