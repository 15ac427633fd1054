// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.sched;

import org.preemptsim.models.cpu.Cpu;

/** The run queue of one CPU: its classes, its current and its idle task. */
final class RunQueue {
    final Cpu cpu;
    final RtQueue rt = new RtQueue();
    final FairQueue fair;
    final SchedEntity idle;
    /** rq->curr: set when the next task is picked, before the switch. */
    SchedEntity current;
    /** Whether the idle task watches the mark, so that no interrupt is needed to wake it (rule K1.09). */
    boolean pollingIdle;

    RunQueue(Cpu cpu, SchedEntity idle, long fairBaseSliceNs) {
        this.cpu = cpu;
        this.idle = idle;
        this.current = idle;
        this.fair = new FairQueue(fairBaseSliceNs);
    }

    int runnable() {
        return rt.size() + fair.size();
    }

    /** The best task in the order of the classes (rule K1.06). */
    SchedEntity pick() {
        SchedEntity e = rt.first();
        if (e == null) {
            e = fair.pick();
        }
        return e != null ? e : idle;
    }

    void enqueue(SchedEntity e, boolean head) {
        e.onQueue = true;
        e.queue = cpu.id();
        if (e.realTime()) {
            rt.add(e, head);
        } else {
            fair.add(e);
        }
    }

    void dequeue(SchedEntity e) {
        e.onQueue = false;
        if (e.realTime()) {
            rt.remove(e);
        } else {
            fair.remove(e);
        }
    }
}
