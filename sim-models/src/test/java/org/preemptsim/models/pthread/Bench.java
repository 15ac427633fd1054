// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.pthread;

import java.util.List;
import org.preemptsim.models.Fixtures;
import org.preemptsim.models.Timeline;
import org.preemptsim.models.machine.Machine;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.PreemptionModel;
import org.preemptsim.models.spec.SchedSettings;
import org.preemptsim.models.spec.UserObjectSpec.Mutex;
import org.preemptsim.models.spec.UserObjectSpec.MutexKind;
import org.preemptsim.models.spec.UserObjectSpec.Protocol;

/** Machines for scenarios of user space: every kernel path costs something, so that orders are not those of ties. */
final class Bench {
    private Bench() {}

    /** As the recorded machines: real-time tasks may take all time. */
    private static final SchedSettings UNLIMITED = new SchedSettings(
            100, SchedSettings.UNLIMITED, 1_000_000_000, 0, 1_000_000_000, 1024, true, CpuSet.of(), 0);

    static Fixtures on(PreemptionModel model, int cpus) {
        return Fixtures.on(model)
                .sched(UNLIMITED)
                .cpus(cpus)
                .cost(CostKey.USER_ATOMIC, 200)
                .cost(CostKey.FUTEX, 600)
                .cost(CostKey.LOCK_FAST, 100)
                .cost(CostKey.LOCK_SLOW, 300)
                .cost(CostKey.PI_STEP, 400)
                .cost(CostKey.SYSCALL_ENTRY, 200)
                .cost(CostKey.SYSCALL_EXIT, 200)
                .cost(CostKey.SCHED_SETATTR, 500)
                .cost(CostKey.WAKEUP, 700)
                .cost(CostKey.SCHEDULE, 400)
                .cost(CostKey.CONTEXT_SWITCH, 800)
                .cost(CostKey.HRTIMER_START, 300)
                .cost(CostKey.HRTIMER_INTERRUPT, 400)
                .cost(CostKey.HRTIMER_EXPIRE, 300)
                .cost(CostKey.IRQ_ENTRY, 300)
                .cost(CostKey.IRQ_EXIT, 200)
                .cost(CostKey.IPI_SEND, 300)
                .cost(CostKey.IPI_FLIGHT, 500)
                .cost(CostKey.STEP_MARK, 900)
                .marked();
    }

    static Fixtures rt(int cpus) {
        return on(PreemptionModel.RT, cpus);
    }

    static Mutex mutex(String name, Protocol protocol) {
        return new Mutex(name, protocol);
    }

    static Mutex protect(String name, int ceiling) {
        return new Mutex(name, Protocol.PROTECT, MutexKind.NORMAL, false, ceiling);
    }

    static Mutex robust(String name, Protocol protocol) {
        return new Mutex(name, protocol, MutexKind.NORMAL, true, 0);
    }

    static Mutex kind(String name, Protocol protocol, MutexKind kind) {
        return new Mutex(name, protocol, kind, false, 0);
    }

    /** The ends of steps, in order, without times. */
    static List<String> ends(Timeline t) {
        return t.steps().stream().map(s -> s.substring(s.indexOf(' ') + 1)).toList();
    }

    static Timeline run(Fixtures f, long untilUs) {
        Timeline t = Timeline.of(f, untilUs);
        t.machine().verify();
        return t;
    }

    /** The number of a task. */
    static int task(Machine m, String name) {
        return m.workers().stream()
                .filter(w -> w.task().name().equals(name))
                .findFirst()
                .orElseThrow()
                .task()
                .id();
    }
}
