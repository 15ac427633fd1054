// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.workload;

import org.preemptsim.engine.QuantileTable;
import org.preemptsim.engine.RandomStream;
import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.cpu.ScheduleMode;
import org.preemptsim.models.cpu.SegmentKind;
import org.preemptsim.models.probe.LatencyProbe;
import org.preemptsim.models.probe.LatencyProbes;
import org.preemptsim.models.random.Distributions;
import org.preemptsim.models.sched.Scheduler;
import org.preemptsim.models.spec.CyclictestSpec;
import org.preemptsim.models.spec.CyclictestSpec.Sleeper;
import org.preemptsim.models.syscall.Syscalls;
import org.preemptsim.models.task.TaskState;

/**
 * One measuring thread of cyclictest (rule K10.01): sleep to {@code next}, read the clock, record the difference, next += interval;
 * periods that are past already are skipped.
 *
 * <p>Source: rt-tests 2.x, timerthread(); the first expiry is one second after the start.
 */
public final class MeasuringThread implements Routine {
    private static final int START = 0;
    private static final int STARTED = 1;
    private static final int SLEEP = 2;
    private static final int ENTERED = 3;
    private static final int WOKEN = 4;
    private static final int READ = 5;
    private static final int SAMPLE = 6;
    private static final int OUT = 7;
    private static final int READ_BEFORE = 8;
    private static final int RELATIVE = 9;
    private static final long FIRST_DELAY_NS = 1_000_000_000L;

    private final CyclictestSpec spec;
    private final long intervalNs;
    private final Scheduler scheduler;
    private final Syscalls syscalls;
    private final LatencyProbe probe;
    private final LatencyProbes probes;
    private final QuantileTable userLoop;
    private final RandomStream random;
    private final Runnable ended;
    private long nextNs;
    private long stopNs;

    MeasuringThread(
            CyclictestSpec spec,
            long intervalNs,
            Scheduler scheduler,
            Syscalls syscalls,
            LatencyProbe probe,
            LatencyProbes probes,
            RandomStream random,
            Runnable ended) {
        this.spec = spec;
        this.intervalNs = intervalNs;
        this.scheduler = scheduler;
        this.syscalls = syscalls;
        this.probe = probe;
        this.probes = probes;
        this.userLoop = Distributions.compile(spec.userLoop());
        this.random = random;
        this.ended = ended;
    }

    /** Called when the thread's timer expires. */
    void expired(Cpu cpu) {
        if (nextNs != 0) {
            probes.expired(probe, cpu, nextNs);
        }
    }

    @Override
    public void step(Cpu cpu, Activation stack) {
        switch (stack.pc()) {
            case START -> {
                stack.pc(STARTED);
                cpu.userMode(true);
                stack.call(syscalls.readClock(), 0);
            }
            case STARTED -> {
                stack.pc(SLEEP);
                long startNs = stack.result();
                nextNs = startNs + FIRST_DELAY_NS;
                stopNs = spec.durationNs() == 0 ? Long.MAX_VALUE : startNs + spec.durationNs();
            }
            case SLEEP -> {
                stack.pc(ENTERED);
                Syscalls.enter(cpu);
            }
            case READ_BEFORE -> {
                stack.pc(RELATIVE);
                stack.call(syscalls.readClock(), 0);
            }
            case RELATIVE -> {
                // A relative sleep starts in the kernel; cyclictest counts from a clock read just before the call.
                stack.pc(SLEEP);
                nextNs = stack.result() + intervalNs;
            }
            case ENTERED -> {
                stack.pc(WOKEN);
                long expiryNs = relative() ? syscalls.clockNs(cpu) + intervalNs : nextNs;
                stack.call(syscalls.nanosleep(), expiryNs, spec.sleeper() == Sleeper.POSIX_TIMER ? 1 : 0);
            }
            case WOKEN -> {
                stack.pc(READ);
                stack.call(syscalls.exit(), 0);
            }
            case READ -> {
                stack.pc(SAMPLE);
                stack.call(syscalls.readClock(), 0);
            }
            case SAMPLE -> sample(cpu, stack);
            case OUT -> {
                scheduler.current(cpu).setState(TaskState.DEAD);
                cpu.userMode(false);
                stack.call(scheduler.scheduleRoutine(), ScheduleMode.VOLUNTARY);
            }
            default -> throw new IllegalStateException("pc " + stack.pc());
        }
    }

    private void sample(Cpu cpu, Activation stack) {
        long now = stack.result();
        probes.sample(probe, cpu, nextNs, now);
        if (now >= stopNs || probe.cycles() == spec.loops()) {
            stack.pc(OUT);
            ended.run();
            return;
        }
        nextNs += intervalNs;
        while (nextNs < now) {
            nextNs += intervalNs;
        }
        stack.pc(relative() ? READ_BEFORE : SLEEP);
        cpu.spend(SegmentKind.USER, userLoop.sample(random), 0);
    }

    private boolean relative() {
        return spec.relative() || spec.sleeper() == Sleeper.SYS_NANOSLEEP;
    }
}
