// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.time;

import org.jspecify.annotations.Nullable;
import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.cpu.SegmentKind;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.trace.TracePoint;

/**
 * The timers of one CPU and their expiry.
 *
 * @kernel struct hrtimer_cpu_base, hrtimer_interrupt(), kernel/time/hrtimer.c, v6.6; clock bases are one (all timers are
 *     CLOCK_MONOTONIC)
 */
public final class HrtimerBase {
    private static final int MAX_RETRIES = 3;
    private static final long MAX_HANG_NS = 100_000_000L;

    private final HrtimerQueue hard = new HrtimerQueue();
    private final HrtimerQueue soft = new HrtimerQueue();
    private final ClockSource clock;
    private final ClockEventDevice device;
    private final SoftTimersDue softTimersDue;
    private final int label;
    private final Routine interrupt = new Interrupt();
    private final Routine program = new Program();
    private final Routine softExpiry = new SoftExpiry();
    /** Whether the HRTIMER softirq is on its way: then soft expiries are not programmed. */
    private boolean softActivated;
    /** When the hardware requested the interrupt that raised it. */
    private long softRequestedNs;

    /** Whether the interrupt is being handled, which programs the device at its end. */
    private boolean handling;

    private @Nullable Hrtimer expiringHard;
    private @Nullable Hrtimer expiringSoft;

    /** Called in the timer interrupt when soft timers are due; the softirq room raises HRTIMER. */
    public interface SoftTimersDue {
        void raise(Cpu cpu, Activation stack);
    }

    /** A base without timers; {@code label} names its interrupt. */
    public HrtimerBase(ClockSource clock, ClockEventDevice device, SoftTimersDue softTimersDue, int label) {
        this.clock = clock;
        this.device = device;
        this.softTimersDue = softTimersDue;
        this.label = label;
    }

    /** The handler of the local timer's vector. */
    public Routine interrupt() {
        return interrupt;
    }

    /** Expires due soft timers: the HRTIMER softirq's work. */
    public Routine softExpiry() {
        return softExpiry;
    }

    /** When the hardware requested the interrupt that expires a timer now, in the interrupt itself or in its softirq. */
    public long requestedNs(Cpu cpu) {
        return cpu.inHardirq() ? device.raisedNs() : softRequestedNs;
    }

    /**
     * Arms {@code t}: it fires at the first timer interrupt at or after {@code softNs}; the hardware is programmed to
     * {@code hardNs} (rule K8.07). Interrupts are off.
     *
     * @param softContext whether the HRTIMER softirq expires it (rule K8.02)
     * @return whether the device must be programmed: then call {@link #programRoutine}
     */
    public boolean start(Hrtimer t, long softNs, long hardNs, boolean softContext) {
        cancel(t);
        t.softNs = softNs;
        t.hardNs = hardNs;
        t.softContext = softContext;
        (softContext ? soft : hard).add(t);
        return nextEventNs() < device.programmedNs();
    }

    /**
     * Arms {@code t} in hard context without a cost of its own, from code that cannot spend time, and programs the device if that is
     * needed.
     */
    public void startNow(Hrtimer t, long atNs) {
        if (start(t, atNs, atNs, false) && !handling) {
            device.program(nextEventNs());
        }
    }

    /** Disarms {@code t} if it is armed; the device is left as it is, as the kernel leaves it for a lone cancel. */
    public void cancel(Hrtimer t) {
        if (t.armed()) {
            (t.softContext ? soft : hard).remove(t);
        }
    }

    /** Spends the programming cost and programs the next event; interrupts are off. */
    public Routine programRoutine() {
        return program;
    }

    /** Programs the next event without cost: at boot. */
    public void programAtBoot() {
        device.program(nextEventNs());
    }

    /** The earliest expiry to be programmed. */
    public long nextEventNs() {
        return softActivated ? hard.nextHardNs() : Math.min(hard.nextHardNs(), soft.nextHardNs());
    }

    private static void recordExpiry(Cpu cpu, Hrtimer t) {
        var trace = cpu.trace();
        if (trace != null) {
            trace.record(cpu.nowNs(), TracePoint.HRTIMER_EXPIRE.ordinal(), cpu.id(), t.label(), t.argument());
        }
    }

    /** Register a = when the interrupt's work began, b = retries. */
    private final class Interrupt implements Routine {
        private static final int START = 0;
        private static final int SCAN = 1;
        private static final int CALLBACK = 2;
        private static final int PROGRAM = 3;
        private static final int PROGRAMMED = 4;

        @Override
        public void step(Cpu cpu, Activation stack) {
            switch (stack.pc()) {
                case START -> {
                    stack.pc(SCAN);
                    stack.a(cpu.nowNs());
                    device.handled();
                    handling = true;
                    cpu.spend(SegmentKind.HRTIMER_INTERRUPT, CostKey.HRTIMER_INTERRUPT, label);
                }
                case SCAN -> scan(cpu, stack);
                case CALLBACK -> {
                    stack.pc(SCAN);
                    Hrtimer t = expiringHard;
                    expiringHard = null;
                    if (t != null) {
                        recordExpiry(cpu, t);
                        t.callback().expired(cpu, stack, t);
                    }
                }
                case PROGRAM -> {
                    stack.pc(PROGRAMMED);
                    cpu.spend(SegmentKind.TIMER_PROGRAM, device.programCostNs(), label);
                }
                case PROGRAMMED -> programNext(cpu, stack);
                default -> throw new IllegalStateException("pc " + stack.pc());
            }
        }

        private void scan(Cpu cpu, Activation stack) {
            Hrtimer t = hard.due(clock.read(cpu.nowNs()));
            if (t != null) {
                hard.remove(t);
                expiringHard = t;
                stack.pc(CALLBACK);
                cpu.spend(SegmentKind.HRTIMER_EXPIRE, CostKey.HRTIMER_EXPIRE, t.label());
                return;
            }
            stack.pc(PROGRAM);
            if (!softActivated && soft.due(clock.read(cpu.nowNs())) != null) {
                softActivated = true;
                softRequestedNs = device.raisedNs();
                softTimersDue.raise(cpu, stack);
            }
        }

        /** Rule K8.06: three retries, then a delay equal to the time spent. */
        private void programNext(Cpu cpu, Activation stack) {
            long next = nextEventNs();
            long now = cpu.nowNs();
            if (hard.due(clock.read(now)) != null) {
                if (stack.b() < MAX_RETRIES - 1) {
                    stack.b(stack.b() + 1);
                    stack.pc(SCAN);
                    return;
                }
                next = now + Math.min(now - stack.a(), MAX_HANG_NS);
            }
            handling = false;
            device.program(next);
            stack.ret();
        }
    }

    private final class Program implements Routine {
        @Override
        public void step(Cpu cpu, Activation stack) {
            if (stack.pc() == 0) {
                stack.pc(1);
                cpu.spend(SegmentKind.TIMER_PROGRAM, device.programCostNs(), label);
            } else {
                device.program(nextEventNs());
                stack.ret();
            }
        }
    }

    /** Preemptible where its softirq is. */
    private final class SoftExpiry implements Routine {
        @Override
        public void step(Cpu cpu, Activation stack) {
            switch (stack.pc()) {
                case 0 -> {
                    Hrtimer t = soft.due(clock.read(cpu.nowNs()));
                    if (t == null) {
                        stack.pc(2);
                        softActivated = false;
                        cpu.irqsOff(true);
                        stack.call(program, 0);
                        return;
                    }
                    soft.remove(t);
                    expiringSoft = t;
                    stack.pc(1);
                    cpu.spend(SegmentKind.SOFTIRQ, cpu.cost(CostKey.HRTIMER_EXPIRE), t.label());
                }
                case 1 -> {
                    stack.pc(0);
                    Hrtimer t = expiringSoft;
                    expiringSoft = null;
                    if (t != null) {
                        recordExpiry(cpu, t);
                        t.callback().expired(cpu, stack, t);
                    }
                }
                default -> {
                    cpu.irqsOff(false);
                    stack.ret();
                }
            }
        }
    }
}
