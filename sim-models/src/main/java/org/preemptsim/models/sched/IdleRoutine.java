// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.sched;

import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.cpu.ScheduleMode;
import org.preemptsim.models.time.HrtimerBase;
import org.preemptsim.models.time.Tick;

/**
 * The idle loop of one CPU (rule K5.37): waits in a state the governor picks until an interrupt or, polling, the mark.
 *
 * @kernel do_idle(), kernel/sched/idle.c, v6.6
 */
final class IdleRoutine implements Routine {
    private static final int LOOP = 0;
    private static final int LEAVE = 1;
    private static final int SCHEDULE = 2;
    /** Remote wakeups that came without an interrupt, since the CPU polled, are complete. */
    private static final int FLUSHED = 3;

    private final RunQueue queue;
    private final Routine schedule;
    private final Routine resched;
    private final IdleGovernor governor;
    private final HrtimerBase timers;
    private final Tick tick;

    IdleRoutine(
            RunQueue queue, Routine schedule, Routine resched, IdleGovernor governor, HrtimerBase timers, Tick tick) {
        this.queue = queue;
        this.schedule = schedule;
        this.resched = resched;
        this.governor = governor;
        this.timers = timers;
        this.tick = tick;
    }

    @Override
    public void step(Cpu cpu, Activation stack) {
        switch (stack.pc()) {
            case LOOP -> {
                if (queue.wakeListFirst != null || queue.askedToPush) {
                    stack.pc(FLUSHED);
                    cpu.irqsOff(true);
                    stack.call(resched, 0);
                    return;
                }
                if (cpu.needResched() || cpu.needReschedLazy()) {
                    queue.pollingIdle = false;
                    stack.pc(LEAVE);
                    return;
                }
                if (tick.enterIdle(cpu.nowNs())) {
                    stack.call(timers.programRoutine(), 0);
                    return;
                }
                int state = governor.choose(cpu.nowNs(), timers.nextEventNs());
                queue.pollingIdle = state == IdleGovernor.POLLING;
                cpu.idle(governor.exitLatencyNs(state, cpu.random()), governor.label(state));
            }
            case FLUSHED -> {
                stack.pc(LOOP);
                cpu.irqsOff(false);
            }
            case LEAVE -> {
                stack.pc(SCHEDULE);
                if (tick.leaveIdle(cpu.nowNs())) {
                    stack.call(timers.programRoutine(), 0);
                }
            }
            case SCHEDULE -> {
                stack.pc(LOOP);
                stack.call(schedule, ScheduleMode.IDLE);
            }
            default -> throw new IllegalStateException("pc " + stack.pc());
        }
    }
}
