// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.sched;

import org.jspecify.annotations.Nullable;
import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.spec.KernelEras.RtBandwidth;
import org.preemptsim.models.spec.KernelSpec;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.task.Errno;
import org.preemptsim.models.task.TaskState;
import org.preemptsim.models.time.Hrtimer;

/**
 * SCHED_DEADLINE: EDF with constant bandwidth servers, among CPUs, and the fair server (rules K5.19, K5.20, K5.23 to K5.28, K3.35,
 * K3.36).
 *
 * @kernel kernel/sched/deadline.c, v6.1; the fair server v6.12; leaves out GRUB, capacity and frequency, the inactive timer
 */
final class DeadlineClass {
    /** Fixed point of bandwidths. */
    private static final int BW_SHIFT = 20;

    private static final long MIN_PERIOD_NS = 100_000;
    private static final long MAX_PERIOD_NS = (1L << 22) * 1000;
    /** dl_server_min_res: a server's timer is not moved on by less. */
    private static final long SERVER_MIN_NS = 1_000_000;

    private final Scheduler scheduler;
    private final RunQueue[] queues;
    private final RtClass rt;
    private final RtThrottle rtBandwidth;
    private final KernelSpec kernel;
    private final CpuMask overloaded;
    private final CpuMask free;
    private final CpuMask later;
    private long totalBandwidth;

    DeadlineClass(Scheduler scheduler, RunQueue[] queues, RtClass rt, RtThrottle rtBandwidth, KernelSpec kernel) {
        this.scheduler = scheduler;
        this.queues = queues;
        this.rt = rt;
        this.rtBandwidth = rtBandwidth;
        this.kernel = kernel;
        this.overloaded = new CpuMask(queues.length);
        this.free = new CpuMask(queues.length);
        this.later = new CpuMask(queues.length);
        for (RunQueue q : queues) {
            free.set(q.id);
        }
    }

    /** Gives each CPU its fair server where the kernel has one (rule K5.19). */
    void boot(int label) {
        boolean servers = kernel.eras().rtBandwidth() == RtBandwidth.FAIR_SERVER
                && kernel.sched().fairServerRuntimeNs() > 0;
        if (!servers) {
            return;
        }
        for (RunQueue q : queues) {
            DlEntity s = new DlEntity(null);
            s.maxRuntimeNs = kernel.sched().fairServerRuntimeNs();
            s.relativeDeadlineNs = kernel.sched().fairServerPeriodNs();
            s.periodNs = s.relativeDeadlineNs;
            s.deferred = true;
            s.timer = new Hrtimer(label, (cpu, stack, t) -> serverTimer(q, s, cpu, stack, t), q.id);
            q.server = s;
            totalBandwidth += ratio(s.periodNs, s.maxRuntimeNs);
        }
    }

    /** Allots the timer of a task. */
    void boot(SchedEntity e) {
        e.dl.timer = new Hrtimer(e.task.label(), (cpu, stack, t) -> taskTimer(e, cpu, stack), e.task.id());
        if (e.kind() == SchedPolicy.Kind.DEADLINE) {
            totalBandwidth += bandwidth(e.task.policy());
        }
    }

    // ---- admission ----

    /** Rule K5.28; 0 if {@code next} may replace {@code old}. */
    int admit(SchedEntity e, SchedPolicy old, SchedPolicy next) {
        long before = bandwidth(old);
        if (next.kind() != SchedPolicy.Kind.DEADLINE) {
            totalBandwidth -= before;
            return 0;
        }
        if (next.periodNs() < MIN_PERIOD_NS || next.periodNs() > MAX_PERIOD_NS) {
            return Errno.EINVAL;
        }
        if (kernel.sched().rtRuntimeNs() >= 0) {
            if (e.allowedCount < queues.length) {
                return Errno.EPERM;
            }
            long capacity = queues.length
                    * ratio(kernel.sched().rtPeriodNs(), kernel.sched().rtRuntimeNs());
            if (totalBandwidth - before + bandwidth(next) > capacity) {
                return Errno.EBUSY;
            }
        }
        totalBandwidth += bandwidth(next) - before;
        return 0;
    }

    /** The task is gone: what it had reserved is free. */
    void release(SchedEntity e) {
        totalBandwidth -= bandwidth(e.task.policy());
    }

    private static long bandwidth(SchedPolicy p) {
        return p.kind() == SchedPolicy.Kind.DEADLINE ? ratio(p.periodNs(), p.runtimeNs()) : 0;
    }

    private static long ratio(long periodNs, long runtimeNs) {
        return (runtimeNs << BW_SHIFT) / periodNs;
    }

    // ---- parameters ----

    private static void newPeriod(DlEntity d, long nowNs) {
        d.deadlineNs = nowNs + d.parameters.relativeDeadlineNs;
        d.runtimeNs = d.parameters.maxRuntimeNs;
        if (d.deferred && !d.deferRunning) {
            d.throttled = true;
            d.deferArmed = true;
        }
    }

    /** dl_entity_overflow: whether the rest of the budget by the deadline is more than the reserved share. */
    private static boolean overflows(DlEntity d, long nowNs) {
        DlEntity p = d.parameters;
        // As the kernel, in units of 1024 ns.
        long left = (p.relativeDeadlineNs >> 10) * (d.runtimeNs >> 10);
        long right = ((d.deadlineNs - nowNs) >> 10) * (p.maxRuntimeNs >> 10);
        return right < left;
    }

    /** update_dl_entity: rule K5.23, and K5.24 for constrained tasks. */
    private static void wakeUp(DlEntity d, long nowNs) {
        if (d.deadlineNs < nowNs || overflows(d, nowNs)) {
            if (!d.implicit() && d.deadlineNs >= nowNs && !d.boosted()) {
                long laxityNs = d.deadlineNs - nowNs;
                long density = ratio(d.relativeDeadlineNs, d.maxRuntimeNs);
                d.runtimeNs = (density * laxityNs) >> BW_SHIFT;
                return;
            }
            newPeriod(d, nowNs);
        } else if (d.deferred && !d.deferRunning) {
            d.deferArmed = true;
            d.throttled = true;
        }
    }

    /** replenish_dl_entity: rules K5.25, K5.26. */
    private void replenish(RunQueue q, DlEntity d, Cpu by) {
        long nowNs = by.nowNs();
        DlEntity p = d.parameters;
        if (d.relativeDeadlineNs == 0 || (d.deferArmed && overflows(d, nowNs))) {
            d.deadlineNs = nowNs + p.relativeDeadlineNs;
            d.runtimeNs = p.maxRuntimeNs;
        }
        if (d.yielded && d.runtimeNs > 0) {
            d.runtimeNs = 0;
        }
        while (d.runtimeNs <= 0) {
            d.deadlineNs += p.periodNs;
            d.runtimeNs += p.maxRuntimeNs;
        }
        if (d.deadlineNs < nowNs) {
            newPeriod(d, nowNs);
        }
        d.yielded = false;
        unthrottle(q, d, by);
        if (d.deferArmed) {
            d.deferArmed = false;
            return;
        }
        if (d.deferred && !d.deferRunning && nowNs < d.deadlineNs - d.runtimeNs) {
            d.deferArmed = true;
            d.throttled = true;
            if (!startTimer(d, by)) {
                cancelTimer(d);
                d.deferArmed = false;
                d.throttled = false;
            }
        }
    }

    private void throttle(RunQueue q, DlEntity d, Cpu by) {
        if (!d.throttled && d.owner != null) {
            scheduler.recordThrottle(d.owner, true, q.id, by);
        }
        d.throttled = true;
    }

    private void unthrottle(RunQueue q, DlEntity d, Cpu by) {
        if (d.throttled && d.owner != null) {
            scheduler.recordThrottle(d.owner, false, q.id, by);
        }
        d.throttled = false;
    }

    /** start_dl_timer: at the next period, or when a deferred server must begin; false if that is past. */
    private boolean startTimer(DlEntity d, Cpu by) {
        long atNs = d.deferArmed ? d.deadlineNs - d.runtimeNs : d.deadlineNs - d.relativeDeadlineNs + d.periodNs;
        Hrtimer t = timer(d);
        if (atNs < by.nowNs()) {
            return false;
        }
        if (!t.armed()) {
            d.timerCpu = by.id();
            scheduler.timersOf(by.id()).startNow(t, atNs);
        }
        return true;
    }

    private void cancelTimer(DlEntity d) {
        scheduler.timersOf(d.timerCpu).cancel(timer(d));
    }

    private static Hrtimer timer(DlEntity d) {
        Hrtimer t = d.timer;
        if (t == null) {
            throw new IllegalStateException("a deadline reservation without a timer");
        }
        return t;
    }

    // ---- queue ----

    /** enqueue_task_dl. */
    void enqueue(RunQueue q, SchedEntity e, int flags, Cpu by) {
        q.dlTasks++;
        put(q, e, flags, by);
    }

    private void put(RunQueue q, SchedEntity e, int flags, Cpu by) {
        DlEntity d = e.dl;
        if (d.boosted()) {
            if (d.throttled) {
                cancelTimer(d);
                unthrottle(q, d, by);
            }
        } else if (e.normalPrio >= 0) {
            unthrottle(q, d, by);
            return;
        }
        boolean replenishes = (flags & Scheduler.REPLENISH) != 0;
        if (!d.throttled && !d.implicit() && !d.boosted()) {
            checkConstrained(q, d, by);
        }
        if (d.throttled && !replenishes) {
            return;
        }
        if ((flags & Scheduler.WAKEUP) != 0) {
            wakeUp(d, by.nowNs());
        } else if (replenishes) {
            replenish(q, d, by);
        } else if ((flags & Scheduler.RESTORE) != 0 && d.deadlineNs < by.nowNs() && !d.boosted()) {
            newPeriod(d, by.nowNs());
        }
        link(q, d);
    }

    /** dl_check_constrained_dl: rule K5.24. */
    private void checkConstrained(RunQueue q, DlEntity d, Cpu by) {
        long nowNs = by.nowNs();
        long nextPeriodNs = d.deadlineNs - d.relativeDeadlineNs + d.periodNs;
        if (d.deadlineNs < nowNs && nowNs < nextPeriodNs && startTimer(d, by)) {
            throttle(q, d, by);
            d.runtimeNs = Math.min(d.runtimeNs, 0);
        }
    }

    private void link(RunQueue q, DlEntity d) {
        q.dl.add(d);
        if (scheduler.multi()) {
            update(q);
        }
    }

    private void unlink(RunQueue q, DlEntity d) {
        if (d.queued) {
            q.dl.remove(d);
            if (scheduler.multi()) {
                update(q);
            }
        }
    }

    private void update(RunQueue q) {
        rt.updateLevel(q);
        if (q.dl.size() > 0) {
            free.clear(q.id);
        } else {
            free.set(q.id);
        }
        if (q.dl.size() > 1) {
            overloaded.set(q.id);
        } else {
            overloaded.clear(q.id);
        }
    }

    /** dequeue_task_dl. */
    void dequeue(RunQueue q, SchedEntity e, boolean sleeps, Cpu by) {
        q.dlTasks--;
        unlink(q, e.dl);
        if (sleeps && e.task.state() == TaskState.DEAD) {
            cancelTimer(e.dl);
            release(e);
        }
    }

    /** The class of a task changes away from deadline: what it was throttled for is over. */
    void left(SchedEntity e) {
        e.dl.parameters = e.dl;
        if (e.normalPrio >= 0) {
            cancelTimer(e.dl);
            e.dl.throttled = false;
            e.dl.yielded = false;
            e.dl.deadlineNs = DlEntity.LONG_PAST;
            e.dl.runtimeNs = 0;
        }
    }

    /** update_curr_dl. */
    void charge(RunQueue q, SchedEntity e, long ns, Cpu by) {
        DlEntity d = e.dl;
        if (ns > 0) {
            d.runtimeNs -= ns;
            rtBandwidth.chargeDeadline(q, ns);
        }
        if ((d.runtimeNs > 0 && !d.yielded) || !d.queued) {
            return;
        }
        throttle(q, d, by);
        unlink(q, d);
        if (d.boosted() || !startTimer(d, by)) {
            put(q, e, Scheduler.REPLENISH, by);
        }
        if (q.dl.first() != d) {
            scheduler.resched(q, by);
        }
    }

    void giveUp(RunQueue q, SchedEntity e, Cpu by) {
        e.dl.yielded = true;
        scheduler.chargeCurrent(q, by);
        charge(q, e, 0, by);
    }

    /** dl_task_timer: rule K5.25. */
    private void taskTimer(SchedEntity e, Cpu cpu, Activation stack) {
        DlEntity d = e.dl;
        if (e.cls != SchedClass.DEADLINE || d.boosted() || !d.throttled) {
            return;
        }
        RunQueue q = queues[e.queue];
        if (!e.onQueue) {
            replenish(q, d, cpu);
            return;
        }
        put(q, e, Scheduler.REPLENISH, cpu);
        if (q.current != e) {
            if (q.current.cls == SchedClass.DEADLINE) {
                checkPreempt(q, e, cpu);
            } else {
                scheduler.resched(q, cpu);
            }
            if (scheduler.multi() && q.dl.size() > 1) {
                pushAll(q, cpu);
            }
        } else {
            scheduler.resched(q, cpu);
        }
        scheduler.deliver(cpu, stack);
    }

    // ---- preemption and placement ----

    /** check_preempt_curr_dl: equal deadlines do not preempt. */
    void checkPreempt(RunQueue q, SchedEntity e, Cpu by) {
        SchedEntity current = q.current;
        if (!e.dl.queued) {
            return;
        }
        if (e.dl.before(current.dl)) {
            scheduler.resched(q, by);
            return;
        }
        boolean equal = e.dl.deadlineNs == current.dl.deadlineNs && !q.cpu.needResched() && scheduler.multi();
        if (equal && current.mayMove() && find(current) && !(e.mayMove() && find(e))) {
            scheduler.resched(q, by);
        }
    }

    int select(SchedEntity e, int last, Cpu by) {
        SchedEntity current = queues[last].current;
        boolean looks =
                current.cls == SchedClass.DEADLINE && (!current.mayMove() || !e.dl.before(current.dl)) && e.mayMove();
        if (!looks) {
            return last;
        }
        int target = findLater(e, by);
        return target >= 0 && e.dl.deadlineNs < queues[target].dl.earliestNs() ? target : last;
    }

    void woken(RunQueue q, SchedEntity e, Cpu by) {
        SchedEntity current = q.current;
        boolean push = current != e
                && !q.cpu.needResched()
                && e.mayMove()
                && current.cls == SchedClass.DEADLINE
                && (!current.mayMove() || !e.dl.before(current.dl));
        if (push) {
            pushAll(q, by);
        }
    }

    /** cpudl_find: CPUs without deadline tasks, else the one with the latest earliest deadline. */
    private boolean find(SchedEntity e) {
        if (later.intersect(free, e.allowed)) {
            return true;
        }
        RunQueue latest = queues[0];
        for (RunQueue q : queues) {
            if (q.dl.earliestNs() > latest.dl.earliestNs()) {
                latest = q;
            }
        }
        if (!e.allowed.contains(latest.id) || e.dl.deadlineNs >= latest.dl.earliestNs()) {
            return false;
        }
        later.set(latest.id);
        return true;
    }

    private int findLater(SchedEntity e, Cpu by) {
        if (!e.mayMove() || !find(e)) {
            return RtClass.NONE;
        }
        return rt.nearest(e.queue, later, by);
    }

    private static @Nullable SchedEntity pushable(RunQueue q, int cpu) {
        for (DlEntity d = q.dl.first(); d != null; d = d.next) {
            SchedEntity e = d.owner;
            if (e != null
                    && e != q.current
                    && e.onCpu < 0
                    && e.mayMove()
                    && e.migrateDisabled == 0
                    && (cpu < 0 || e.allowed.contains(cpu))) {
                return e;
            }
        }
        return null;
    }

    boolean hasPushable(RunQueue q) {
        return q.dl.size() > 1 && pushable(q, -1) != null;
    }

    void pushAll(RunQueue q, Cpu by) {
        while (push(q, by)) {
            // The next one.
        }
    }

    private boolean push(RunQueue q, Cpu by) {
        SchedEntity e = q.dl.size() > 0 ? pushable(q, -1) : null;
        if (e == null) {
            return false;
        }
        SchedEntity current = q.current;
        if (current.cls == SchedClass.DEADLINE && e.dl.before(current.dl) && current.mayMove()) {
            scheduler.resched(q, by);
            return false;
        }
        int target = findLater(e, by);
        if (target < 0 || target == q.id || e.dl.deadlineNs >= queues[target].dl.earliestNs()) {
            return false;
        }
        scheduler.move(q, e, queues[target], by);
        scheduler.resched(queues[target], by);
        return true;
    }

    /** pull_dl_task. */
    void pull(RunQueue q, Cpu by) {
        boolean moved = false;
        for (int c = overloaded.next(0); c >= 0; c = overloaded.next(c + 1)) {
            RunQueue from = queues[c];
            if (from == q || q.dl.earliestNs() < from.dl.secondNs()) {
                continue;
            }
            SchedEntity e = pushable(from, q.id);
            boolean better = e != null
                    && e.dl.deadlineNs < q.dl.earliestNs()
                    && !(from.current.cls == SchedClass.DEADLINE && e.dl.before(from.current.dl));
            if (better && e != null) {
                scheduler.move(from, e, q, by);
                moved = true;
            }
        }
        if (moved) {
            scheduler.resched(q, by);
        }
    }

    // ---- the fair server ----

    /** dl_server_start: the first fair task of {@code q} is there. */
    void startServer(RunQueue q, Cpu by) {
        DlEntity s = q.server;
        if (s == null || s.serverActive) {
            return;
        }
        s.serverActive = true;
        wakeUp(s, by.nowNs());
        putServer(q, s, by);
    }

    /** The end of enqueue_dl_entity: a throttled server waits for its timer. */
    private void putServer(RunQueue q, DlEntity s, Cpu by) {
        if (s.throttled && startTimer(s, by)) {
            return;
        }
        if (s.throttled) {
            cancelTimer(s);
            s.deferArmed = false;
            s.throttled = false;
        }
        link(q, s);
        if (q.current.cls != SchedClass.DEADLINE || s.before(q.current.dl)) {
            scheduler.resched(q, by);
        }
    }

    /** dl_server_stop: the last fair task of {@code q} is gone. */
    void stopServer(RunQueue q) {
        DlEntity s = q.server;
        if (s == null || !s.serverActive) {
            return;
        }
        unlink(q, s);
        cancelTimer(s);
        s.deferArmed = false;
        s.throttled = false;
        s.serverActive = false;
    }

    /** dl_server_update: fair tasks have run for {@code ns}. */
    void chargeServer(RunQueue q, long ns, Cpu by) {
        DlEntity s = q.server;
        if (s == null || !s.serverActive || ns <= 0) {
            return;
        }
        s.runtimeNs -= ns;
        if (s.throttled && s.runtimeNs <= 0) {
            s.deferRunning = false;
            cancelTimer(s);
            newPeriod(s, by.nowNs());
            startTimer(s, by);
            return;
        }
        if (s.runtimeNs <= 0 && s.queued) {
            endServer(q, s, by);
        }
    }

    /** The server's budget is used up, or given up. */
    private void endServer(RunQueue q, DlEntity s, Cpu by) {
        s.throttled = true;
        unlink(q, s);
        if (!startTimer(s, by)) {
            replenish(q, s, by);
            if (!s.throttled) {
                link(q, s);
            }
        }
        if (q.dl.first() != s) {
            scheduler.resched(q, by);
        }
    }

    /** The server finds no fair task to run. */
    void yieldServer(RunQueue q, Cpu by) {
        DlEntity s = q.server;
        if (s != null && s.queued) {
            s.yielded = true;
            endServer(q, s, by);
        }
    }

    /** dl_server_update_idle_time: while the CPU idles, fair tasks could have run. */
    void chargeServerIdle(RunQueue q, long ns) {
        DlEntity s = q.server;
        if (s == null || s.runtimeNs < 0) {
            return;
        }
        s.runtimeNs -= ns;
        if (s.runtimeNs < 0) {
            s.deferRunning = false;
            s.runtimeNs = 0;
        }
    }

    /** dl_server_timer: rule K5.20. */
    private void serverTimer(RunQueue q, DlEntity s, Cpu cpu, Activation stack, Hrtimer t) {
        if (!s.throttled || !s.serverActive) {
            return;
        }
        long nowNs = cpu.nowNs();
        scheduler.chargeCurrent(q, cpu);
        if (!s.throttled || t.armed()) {
            scheduler.deliver(cpu, stack);
            return;
        }
        if (s.deferArmed) {
            if (nowNs < s.deadlineNs - s.runtimeNs - SERVER_MIN_NS) {
                long nextNs = s.deadlineNs - s.runtimeNs;
                s.timerCpu = cpu.id();
                scheduler.timersOf(cpu.id()).start(t, nextNs, nextNs, false);
                scheduler.deliver(cpu, stack);
                return;
            }
            s.deferRunning = true;
        }
        replenish(q, s, cpu);
        putServer(q, s, cpu);
        scheduler.deliver(cpu, stack);
    }
}
