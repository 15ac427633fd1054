// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.time;

import org.preemptsim.engine.EventSet;
import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.cpu.SegmentKind;
import org.preemptsim.models.spec.CostKey;

/**
 * The tick of one CPU: an hrtimer on the grid of 1/HZ (rules K8.05, K8.13), stopped in idle if the kernel is built so (K8.14).
 *
 * @kernel tick_sched_timer(), tick_nohz_idle_enter(), kernel/time/tick-sched.c, v6.6
 */
public final class Tick {
    private final HrtimerBase base;
    private final long periodNs;
    private final long phaseNs;
    private final boolean stopsInIdle;
    private final Hrtimer timer;
    private final Work work;
    private final Routine routine = new Handler();

    /** What the tick drives in upper rooms. */
    public interface Work {
        /** The scheduler's tick: budgets, slices, lazy marks. Interrupts are off. */
        void tick(Cpu cpu);
    }

    /** A tick that lies {@code phaseNs} before time 0 and then each period. */
    public Tick(HrtimerBase base, long periodNs, long phaseNs, boolean stopsInIdle, int label, Work work) {
        this.base = base;
        this.periodNs = periodNs;
        this.phaseNs = phaseNs % periodNs;
        this.stopsInIdle = stopsInIdle;
        this.work = work;
        this.timer = new Hrtimer(label, (cpu, stack, t) -> stack.call(routine, 0), 0);
    }

    /** Arms the first tick. */
    public void boot() {
        long first = nextNs(-1);
        base.start(timer, first, first, false);
    }

    /**
     * Entering idle: stops the tick if nothing else is due within the next one.
     *
     * @return whether the device must be programmed
     */
    public boolean enterIdle(long nowNs) {
        if (!stopsInIdle || !timer.armed()) {
            return false;
        }
        base.cancel(timer);
        long next = base.nextEventNs();
        if (next != EventSet.NEVER && next < nowNs + periodNs) {
            base.start(timer, timer.softExpiryNs(), timer.softExpiryNs(), false);
            return false;
        }
        return true;
    }

    /**
     * Leaving idle: goes on with the next point of the grid.
     *
     * @return whether the device must be programmed
     */
    public boolean leaveIdle(long nowNs) {
        if (timer.armed()) {
            return false;
        }
        long next = nextNs(nowNs);
        return base.start(timer, next, next, false);
    }

    /** The first point of the grid after {@code nowNs}. */
    private long nextNs(long nowNs) {
        return Math.max(1, (nowNs + phaseNs) / periodNs + 1) * periodNs - phaseNs;
    }

    private final class Handler implements Routine {
        @Override
        public void step(Cpu cpu, Activation stack) {
            if (stack.pc() == 0) {
                stack.pc(1);
                cpu.spend(SegmentKind.TICK, CostKey.TICK, timer.label());
            } else {
                work.tick(cpu);
                long next = nextNs(cpu.nowNs());
                base.start(timer, next, next, false);
                stack.ret();
            }
        }
    }
}
