// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.sched;

import org.jspecify.annotations.Nullable;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.spec.CpuSet;

/** Wrong versions of methods of this room, for mutants: each is called in place of the right one. */
@SuppressWarnings("unused")
public final class SchedulingMutants {
    private SchedulingMutants() {}

    /** Only an idle CPU is told of a woken task. */
    static void noPreemption(Scheduler scheduler, RunQueue q, SchedEntity e, Cpu by) {
        if (q.current == q.idle) {
            scheduler.checkPreempt(q, e, by);
        }
    }

    static void alwaysHead(RtQueue q, SchedEntity e, boolean head) {
        q.add(e, true);
    }

    static void alwaysTail(RtQueue q, SchedEntity e, boolean head) {
        q.add(e, false);
    }

    static @Nullable SchedEntity notTheFirst(RtQueue q) {
        SchedEntity first = q.first();
        return first != null && first.next != null ? first.next : first;
    }

    static boolean neverExceeded(RtThrottle throttle, RunQueue q, Cpu by) {
        return false;
    }

    /** A new budget, but the old deadline. */
    static void sameDeadline(DeadlineClass deadlines, RunQueue q, DlEntity d, Cpu by) {
        d.runtimeNs = d.parameters.maxRuntimeNs;
        d.throttled = false;
        d.yielded = false;
    }

    static boolean anywhere(CpuMask found, CpuMask candidates, CpuSet allowed) {
        return found.intersect(candidates, CpuSet.first(64));
    }
}
