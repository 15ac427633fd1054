// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.sched;

import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.spec.CpuSet;

/**
 * Where fair tasks wake and how idle CPUs get some: wake-up placement, balancing when a CPU runs out of work and from time to time.
 *
 * @kernel select_task_rq_fair(), select_idle_sibling(), newidle_balance(), load_balance(), kernel/sched/fair.c, v6.1; counts tasks
 *     instead of loads and utilizations, does not move what runs
 */
final class FairPlacement {
    /** sysctl_sched_migration_cost: what ran less long ago has a warm cache. */
    private static final long MIGRATION_COST_NS = 500_000;
    /** busy_factor: a busy CPU balances less often. */
    private static final int BUSY_FACTOR = 16;

    private final Scheduler scheduler;
    private final RunQueue[] queues;
    private final Domains domains;
    private final CpuSet isolated;
    private final CpuMask idle;
    private final long[] nextBalanceNs;

    FairPlacement(Scheduler scheduler, RunQueue[] queues, Domains domains, CpuSet isolated) {
        this.scheduler = scheduler;
        this.queues = queues;
        this.domains = domains;
        this.isolated = isolated;
        this.idle = new CpuMask(queues.length);
        this.nextBalanceNs = new long[queues.length];
        for (RunQueue q : queues) {
            idle.set(q.id);
        }
    }

    /** A CPU begins or ends to idle. */
    void idles(RunQueue q, boolean on) {
        if (on) {
            idle.set(q.id);
        } else {
            idle.clear(q.id);
        }
    }

    // ---- waking ----

    int select(SchedEntity e, int last, Cpu by) {
        boolean apart = isolated.contains(last) || isolated.contains(by.id());
        int target = last;
        if (!apart && by.id() != last && e.allowed.contains(by.id())) {
            target = affine(last, by);
        }
        return isolated.contains(target) ? target : idleSibling(e, last, target);
    }

    /** wake_affine: the waker's CPU or the last one. */
    private int affine(int last, Cpu by) {
        RunQueue here = queues[by.id()];
        RunQueue there = queues[last];
        if (here.isIdle() && domains.shareCache(here.id, last)) {
            return there.isIdle() ? last : here.id;
        }
        return here.runnable() < there.runnable() ? here.id : last;
    }

    /** select_idle_sibling: an idle CPU of the target's cache, the target itself first. */
    private int idleSibling(SchedEntity e, int last, int target) {
        if (usable(e, target)) {
            return target;
        }
        if (last != target && domains.shareCache(last, target) && usable(e, last)) {
            return last;
        }
        CpuSet cache = domains.cache(target);
        int first = idle.nextAround(cache, target + 1);
        for (int c = first; c >= 0; ) {
            if (!isolated.contains(c) && usable(e, c)) {
                return c;
            }
            c = idle.nextAround(cache, c + 1);
            if (c == first) {
                break;
            }
        }
        return target;
    }

    private boolean usable(SchedEntity e, int cpu) {
        return e.allowed.contains(cpu) && queues[cpu].isIdle();
    }

    // ---- balancing ----

    /** newidle_balance: {@code q} has nothing to run and takes a waiting fair task from the busiest CPU. */
    void newIdle(RunQueue q, Cpu by) {
        if (!isolated.contains(q.id)) {
            pullOne(q, 2, by);
        }
    }

    /** At the tick of a CPU: evens out, on behalf of an idle CPU if there is one (rule K5.35's trigger_load_balance). */
    void tick(RunQueue q, Cpu by) {
        long nowNs = by.nowNs();
        if (nowNs < nextBalanceNs[q.id] || isolated.contains(q.id)) {
            return;
        }
        boolean busy = q.current != q.idle;
        nextBalanceNs[q.id] = nowNs + 1_000_000L * queues.length * (busy ? BUSY_FACTOR : 1);
        int other = q.runnable() > 1 ? idle.next(0) : -1;
        RunQueue to = other >= 0 && !isolated.contains(other) ? queues[other] : q;
        if (pullOne(to, to.isIdle() ? 2 : to.fair.size() + 2, by) && to.current == to.idle) {
            scheduler.resched(to, by);
        }
    }

    /** Takes one waiting task from the CPU with the most, if it has at least {@code least} to run. */
    private boolean pullOne(RunQueue to, int least, Cpu by) {
        RunQueue busiest = null;
        int most = least - 1;
        for (RunQueue q : queues) {
            if (q != to && q.fair.size() > 0 && q.runnable() > most && !isolated.contains(q.id)) {
                busiest = q;
                most = q.runnable();
            }
        }
        if (busiest == null) {
            return false;
        }
        FairQueue from = busiest.fair;
        SchedEntity choice = null;
        for (int i = 0; i < from.members(); i++) {
            SchedEntity e = from.member(i);
            boolean waits = e != busiest.current && e.onCpu < 0 && !e.delayed && e.migrateDisabled == 0;
            boolean cold = by.nowNs() - e.ranNs >= MIGRATION_COST_NS;
            boolean first = choice == null || e.arrival < choice.arrival;
            if (waits && cold && e.allowed.contains(to.id) && first) {
                choice = e;
            }
        }
        if (choice == null) {
            return false;
        }
        scheduler.move(busiest, choice, to, by);
        return true;
    }
}
