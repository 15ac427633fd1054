// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.sched;

import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.spec.KernelEras;
import org.preemptsim.models.spec.KernelSpec;
import org.preemptsim.models.time.Hrtimer;

/**
 * RT throttling (rules K5.15 to K5.18, K5.21, K5.22): the real-time class of a CPU is stopped when it has used its runtime.
 *
 * <p>The period timer starts with the first real-time activity, at once, and stops when a period finds none.
 *
 * @kernel sched_rt_runtime_exceeded(), do_sched_rt_period_timer(), do_balance_runtime(), kernel/sched/rt.c, v6.1 without
 *     RT_GROUP_SCHED
 */
final class RtThrottle {
    private final Scheduler scheduler;
    private final RunQueue[] queues;
    private final boolean enabled;
    private final boolean shares;
    private final long periodNs;
    private final long runtimeNs;
    private final Hrtimer timer;
    private boolean active;

    RtThrottle(Scheduler scheduler, RunQueue[] queues, KernelSpec kernel, int label) {
        this.scheduler = scheduler;
        this.queues = queues;
        this.enabled = kernel.eras().rtBandwidth() == KernelEras.RtBandwidth.THROTTLING
                && kernel.sched().limitsRealTime();
        this.shares = kernel.eras().rtRuntimeShare();
        this.periodNs = kernel.sched().rtPeriodNs();
        this.runtimeNs = kernel.sched().rtRuntimeNs();
        this.timer = new Hrtimer(label, this::periodEnds, 0);
        for (RunQueue q : queues) {
            q.rtRuntimeNs = runtimeNs;
        }
    }

    boolean enabled() {
        return enabled;
    }

    /** A real-time task becomes runnable: start_rt_bandwidth. */
    void start(Cpu by) {
        if (enabled && !active) {
            active = true;
            // The timer is kicked at once: what deadline tasks have used so far belongs to a period that is over.
            scheduler.timersOf(by.id()).startNow(timer, by.nowNs());
        }
    }

    /** Charges the class with {@code ns} of one of its tasks. */
    void charge(RunQueue q, long ns, Cpu by) {
        if (!enabled) {
            return;
        }
        q.rtTimeNs += ns;
        if (exceeded(q, by)) {
            scheduler.resched(q, by);
            start(by);
        }
    }

    /** Deadline tasks count too, while that matters for real-time ones. */
    void chargeDeadline(RunQueue q, long ns) {
        if (enabled && (active || q.rtTimeNs < q.rtRuntimeNs)) {
            q.rtTimeNs += ns;
        }
    }

    private boolean exceeded(RunQueue q, Cpu by) {
        if (q.rtThrottled) {
            return true;
        }
        if (q.rtRuntimeNs >= periodNs) {
            return false;
        }
        borrow(q);
        if (q.rtTimeNs <= q.rtRuntimeNs || q.rtRuntimeNs >= periodNs) {
            return false;
        }
        if (runtimeNs == 0) {
            q.rtTimeNs = 0;
            return false;
        }
        q.rtThrottled = true;
        scheduler.recordThrottle(q.idle, true, q.id, by);
        return true;
    }

    /** RT_RUNTIME_SHARE (rule K5.17): takes an equal part of what each other CPU has left. */
    private void borrow(RunQueue q) {
        if (!shares || q.rtTimeNs <= q.rtRuntimeNs) {
            return;
        }
        for (RunQueue other : queues) {
            long spareNs = other == q ? 0 : (other.rtRuntimeNs - other.rtTimeNs) / queues.length;
            if (spareNs > 0) {
                long takenNs = Math.min(spareNs, periodNs - q.rtRuntimeNs);
                other.rtRuntimeNs -= takenNs;
                q.rtRuntimeNs += takenNs;
                if (q.rtRuntimeNs == periodNs) {
                    return;
                }
            }
        }
    }

    private void periodEnds(Cpu cpu, Activation stack, Hrtimer t) {
        long overrun = (cpu.nowNs() - t.softExpiryNs()) / periodNs + 1;
        long nextNs = t.softExpiryNs() + overrun * periodNs;
        boolean idle = true;
        for (RunQueue q : queues) {
            if (!shares) {
                q.rtRuntimeNs = runtimeNs;
            }
            idle &= refill(q, overrun, cpu);
        }
        if (idle) {
            active = false;
        } else {
            scheduler.timersOf(cpu.id()).start(t, nextNs, nextNs, false);
        }
        scheduler.deliver(cpu, stack);
    }

    /** Rule K5.16; returns whether the CPU needs no further period. */
    private boolean refill(RunQueue q, long overrun, Cpu by) {
        boolean enqueue = false;
        boolean idle = true;
        if (q.rtTimeNs > 0) {
            if (q.rtThrottled) {
                borrow(q);
            }
            q.rtTimeNs -= Math.min(q.rtTimeNs, overrun * q.rtRuntimeNs);
            if (q.rtThrottled && q.rtTimeNs < q.rtRuntimeNs) {
                q.rtThrottled = false;
                scheduler.recordThrottle(q.idle, false, q.id, by);
                enqueue = true;
            }
            idle = q.rtTimeNs == 0 && q.rt.size() == 0;
        } else if (q.rt.size() > 0) {
            idle = false;
            enqueue = !q.rtThrottled;
        }
        if (enqueue && q.rt.size() > 0) {
            scheduler.resched(q, by);
        }
        return idle;
    }
}
