// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.sched;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.preemptsim.engine.Trace;
import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.CpuMonitor;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.cpu.ScheduleMode;
import org.preemptsim.models.cpu.Segment;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.KernelSpec;
import org.preemptsim.models.spec.PreemptionModel;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.task.Task;
import org.preemptsim.models.task.TaskState;
import org.preemptsim.models.time.HrtimerBase;
import org.preemptsim.models.time.Tick;
import org.preemptsim.models.trace.PrioValue;
import org.preemptsim.models.trace.SwitchValue;
import org.preemptsim.models.trace.TracePoint;
import org.preemptsim.models.trace.WakeValue;

/**
 * The scheduler of the machine: all run queues, wakeups, switches, priorities.
 *
 * <p>Tasks are added while the machine is built; afterwards nothing is allocated.
 */
public final class Scheduler implements Tick.Work {
    private static final int RR_SLICE_MS = 100;
    private static final int NO_TARGET = -1;

    private final KernelSpec kernel;
    private final Cpu[] cpus;
    private final RunQueue[] queues;
    private final List<SchedEntity> building = new ArrayList<>();
    private SchedEntity[] entities = new SchedEntity[0];
    private final Routine schedule = new ScheduleRoutine(this);
    private final Routine wake = new WakeRoutine(this);
    private RescheduleIpi ipi = cpu -> {
        throw new IllegalStateException("no IPI controller is plugged in");
    };

    private OffCpu offCpu = task -> {};
    private boolean inheritance = true;

    /** Told when a task's switch away from a CPU is complete; implemented by the locking room for waiters that spin. */
    public interface OffCpu {
        void offCpu(int task);
    }

    /** Plugs in who is told of tasks that leave their CPU. */
    public void connectOffCpu(OffCpu port) {
        this.offCpu = port;
    }

    /** A scheduler whose only tasks are the idle ones, numbered like the CPUs. */
    public Scheduler(KernelSpec kernel, Cpu[] cpus, int idleLabel) {
        this.kernel = kernel;
        this.cpus = cpus;
        this.queues = new RunQueue[cpus.length];
        long slice = FairQueue.baseSliceNs(cpus.length, kernel.version().atLeast(6, 12));
        for (Cpu cpu : cpus) {
            Task task = addTask("idle/" + cpu.id(), idleLabel, SchedPolicy.other(0), CpuSet.of(cpu.id()));
            SchedEntity idle = building.get(task.id());
            idle.prio = Prio.IDLE;
            idle.normalPrio = Prio.IDLE;
            idle.onQueue = true;
            idle.onCpu = cpu.id();
            task.setState(TaskState.RUNNING);
            queues[cpu.id()] = new RunQueue(cpu, idle, slice);
            cpu.connectScheduler(schedule);
        }
    }

    /** Plugs in the sender of reschedule interrupts. */
    public void connectIpi(RescheduleIpi sender) {
        this.ipi = sender;
    }

    /** Adds a sleeping task; its program is called on its stack by the caller, then {@link #prepare}. */
    public Task addTask(String name, int label, SchedPolicy policy, CpuSet cpuSet) {
        return addTask(name, label, policy, cpuSet, cpuSet.lowest());
    }

    /** As {@link #addTask(String, int, SchedPolicy, CpuSet)}; it sleeps on {@code firstCpu}, which is its last CPU when it is woken. */
    public Task addTask(String name, int label, SchedPolicy policy, CpuSet cpuSet, int firstCpu) {
        int id = building.size();
        if (id == Segment.TASK_LIMIT) {
            throw new IllegalArgumentException("a machine can have at most " + Segment.TASK_LIMIT + " tasks");
        }
        Task task = new Task(id, name, label, policy, cpuSet);
        building.add(new SchedEntity(task, firstCpu));
        return task;
    }

    /** Makes a task whose program is on its stack ready to be woken: it starts in the tail of a switch. */
    public void prepare(Task task) {
        task.stack().call(schedule, ScheduleMode.VOLUNTARY, 0);
        task.stack().pc(ScheduleRoutine.FINISH);
    }

    /** All tasks are known: boots each CPU into its idle loop. */
    public void boot(IdleGovernor governor, HrtimerBase[] timers, Tick[] ticks) {
        entities = building.toArray(new SchedEntity[0]);
        for (RunQueue q : queues) {
            int c = q.cpu.id();
            q.idle.task.stack().call(new IdleRoutine(q, schedule, governor, timers[c], ticks[c]), 0);
            ticks[c].boot();
            timers[c].programAtBoot();
            q.cpu.boot(q.idle.task.stack(), q.idle.task.id());
        }
    }

    // ---- what other rooms ask ----

    /** The routine of schedule(); register a = {@link ScheduleMode}. */
    public Routine scheduleRoutine() {
        return schedule;
    }

    /** The routine of a wakeup: register a = task, b = 1 if it is the wakeup of an RT spinlock. */
    public Routine wakeRoutine() {
        return wake;
    }

    public int taskCount() {
        return building.size();
    }

    public Task task(int id) {
        return building.get(id).task;
    }

    /** The task that {@code cpu} executes. */
    public Task current(Cpu cpu) {
        return entities[cpu.currentTask()].task;
    }

    public int effectivePrio(int task) {
        return entities[task].prio;
    }

    public int normalPrio(int task) {
        return entities[task].normalPrio;
    }

    /** When the task was last woken. */
    public long wokenNs(int task) {
        return entities[task].wokenNs;
    }

    /** The CPU whose code last woke it. */
    public int wokenBy(int task) {
        return entities[task].wokenBy;
    }

    /** CPU time of a task up to now, hard interrupts excluded. */
    public long cpuTimeNs(int task) {
        SchedEntity e = entities[task];
        if (e.onCpu >= 0 && cpus[e.onCpu].currentTask() == task) {
            chargeCurrent(queues[e.onCpu]);
        }
        return e.cpuTimeNs;
    }

    // ---- switching ----

    /**
     * Steps 1 and 2 of the routine: decides who runs next.
     *
     * @return whether it is another task
     */
    boolean pickNext(Cpu cpu, boolean preempted) {
        RunQueue q = queues[cpu.id()];
        SchedEntity previous = q.current;
        chargeCurrent(q);
        previous.preempted = preempted;
        if (!preempted && previous != q.idle && previous.task.state() != TaskState.RUNNING) {
            if (previous.task.state() == TaskState.INTERRUPTIBLE && previous.task.signalPending()) {
                previous.task.setState(TaskState.RUNNING);
            } else {
                q.dequeue(previous);
            }
        }
        SchedEntity next = q.pick();
        cpu.clearNeedResched();
        q.current = next;
        return next != previous;
    }

    /**
     * The switch itself: the stack of rq->curr takes over.
     *
     * @return whether a task other than idle had the CPU, so that the caches are its
     */
    boolean completeSwitch(Cpu cpu) {
        RunQueue q = queues[cpu.id()];
        SchedEntity previous = entities[cpu.currentTask()];
        SchedEntity next = q.current;
        if (cpu.trace() != null || cpu.monitor() != null) {
            announceSwitch(cpu, previous, next);
        }
        previous.cpuTimeNs += cpu.takeTaskTimeNs();
        previous.onCpu = -1;
        offCpu.offCpu(previous.task.id());
        next.onCpu = cpu.id();
        cpu.switchTo(next.task.stack(), next.task.id());
        return previous != q.idle;
    }

    private static void announceSwitch(Cpu cpu, SchedEntity previous, SchedEntity next) {
        int why = previous.onQueue
                ? (previous.preempted ? SwitchValue.PREEMPTED : SwitchValue.YIELDED)
                : switch (previous.task.state()) {
                    case RUNNING, INTERRUPTIBLE -> SwitchValue.INTERRUPTIBLE;
                    case UNINTERRUPTIBLE -> SwitchValue.UNINTERRUPTIBLE;
                    case RTLOCK_WAIT -> SwitchValue.RTLOCK_WAIT;
                    case DEAD -> SwitchValue.DEAD;
                };
        Trace trace = cpu.trace();
        if (trace != null) {
            trace.record(
                    cpu.nowNs(),
                    TracePoint.SCHED_SWITCH.ordinal(),
                    cpu.id(),
                    next.task.id(),
                    SwitchValue.pack(previous.task.id(), previous.prio, next.prio, why));
        }
        CpuMonitor monitor = cpu.monitor();
        if (monitor != null) {
            monitor.switched(cpu, previous.task.id(), next.task.id(), why);
        }
    }

    /** Books the current task's CPU time; whether it is a fair task that has used up its slice while others wait. */
    private boolean chargeCurrent(RunQueue q) {
        SchedEntity e = entities[q.cpu.currentTask()];
        long ns = q.cpu.takeTaskTimeNs();
        e.cpuTimeNs += ns;
        return e.onQueue && e != q.idle && !e.realTime() && q.fair.charge(e, ns);
    }

    /** Whether the current task of {@code cpu} starts to fill its caches; false if it is at it already. */
    boolean startRefill(Cpu cpu) {
        SchedEntity e = entities[cpu.currentTask()];
        boolean starts = !e.refilling;
        e.refilling = true;
        return starts;
    }

    void endRefill(Cpu cpu) {
        entities[cpu.currentTask()].refilling = false;
    }

    // ---- waking ----

    /**
     * Makes a task runnable and marks the target CPU if the task should preempt (rule K1.03).
     *
     * @return the CPU that needs a reschedule interrupt, or -1
     */
    int wake(int id, boolean byLock, Cpu by) {
        SchedEntity e = entities[id];
        if (!e.task.wakes(byLock)) {
            return NO_TARGET;
        }
        CpuMonitor monitor = by.monitor();
        if (monitor != null) {
            monitor.waking(by, id);
        }
        e.wokenNs = by.nowNs();
        e.wokenBy = by.id();
        boolean stays = e.onQueue || e.onCpu >= 0 || e.migrateDisabled > 0;
        RunQueue q = queues[stays ? e.queue : selectCpu(e, by)];
        Trace trace = by.trace();
        if (trace != null) {
            int context =
                    by.inHardirq() ? WakeValue.BY_HARDIRQ : by.inInterrupt() ? WakeValue.BY_SOFTIRQ : WakeValue.BY_TASK;
            trace.record(
                    by.nowNs(),
                    TracePoint.SCHED_WAKING.ordinal(),
                    by.id(),
                    id,
                    WakeValue.pack(q.cpu.id(), context, by.currentTask()));
        }
        if (!e.onQueue) {
            q.enqueue(e, false);
        }
        return preempts(q, e) ? markFor(q, e, by) : NO_TARGET;
    }

    /** Rule K1.06 across classes; K5.03 and K5.33 within one. */
    private boolean preempts(RunQueue q, SchedEntity e) {
        SchedEntity current = q.current;
        if (current == e) {
            return false;
        }
        if (e.realTime() || current == q.idle || current.realTime()) {
            return Prio.better(e.prio, current.prio);
        }
        return chargeCurrent(q) || q.fair.preempts(e, current);
    }

    /** resched_curr: rules K1.07 to K1.09. */
    private int markFor(RunQueue q, SchedEntity e, Cpu by) {
        boolean lazy = kernel.preemption() == PreemptionModel.LAZY && !e.realTime() && q.current != q.idle;
        boolean marked = q.cpu.needResched() || (lazy && q.cpu.needReschedLazy());
        mark(q, lazy);
        if (marked || lazy || q.cpu == by) {
            return NO_TARGET;
        }
        if (q.pollingIdle && q.current == q.idle) {
            q.cpu.endSegmentNow();
            return NO_TARGET;
        }
        return q.cpu.id();
    }

    private static void mark(RunQueue q, boolean lazy) {
        if (!q.cpu.needResched() && !(lazy && q.cpu.needReschedLazy())) {
            q.cpu.markNeedResched(q.current.task.id(), lazy);
        }
    }

    void sendReschedule(int cpu) {
        ipi.send(cpu);
    }

    /**
     * Where a waking task goes: real-time tasks by rules K5.08 and K5.09, fair ones to their last CPU if it is idle, else to an idle
     * one, else to the shortest queue, the last CPU preferred.
     */
    private int selectCpu(SchedEntity e, Cpu by) {
        CpuSet allowed = e.task.cpus();
        int last = allowed.contains(e.queue) ? e.queue : allowed.lowest();
        if (allowed.size() == 1) {
            return last;
        }
        return e.realTime() ? selectRealTime(e, by, last) : selectFair(allowed, last);
    }

    private int selectRealTime(SchedEntity e, Cpu by, int last) {
        SchedEntity current = queues[last].current;
        boolean stays = !current.realTime() || (current.task.cpus().size() > 1 && Prio.better(e.prio, current.prio));
        if (stays) {
            return last;
        }
        int lowest = last;
        for (int c = e.task.cpus().next(0); c >= 0; c = e.task.cpus().next(c + 1)) {
            int order = Prio.realTime(queues[c].current.prio) ? queues[c].current.prio : Prio.NICE_0;
            int best = Prio.realTime(queues[lowest].current.prio) ? queues[lowest].current.prio : Prio.NICE_0;
            if (Prio.better(best, order) || (order == best && lowest != last && c == by.id())) {
                lowest = c;
            }
        }
        return Prio.better(e.prio, queues[lowest].rt.bestPrio()) ? lowest : last;
    }

    private int selectFair(CpuSet allowed, int last) {
        int best = last;
        for (int c = allowed.next(0); c >= 0; c = allowed.next(c + 1)) {
            if (queues[c].runnable() < queues[best].runnable()) {
                best = c;
            }
        }
        return best;
    }

    // ---- tick, yield, exit, priorities ----

    /** The scheduler's tick on {@code cpu}: promotes a lazy mark (K1.07), RR slices (K5.05), fair slices (K5.35). */
    @Override
    public void tick(Cpu cpu) {
        RunQueue q = queues[cpu.id()];
        if (cpu.needReschedLazy()) {
            mark(q, false);
        }
        SchedEntity e = q.current;
        if (chargeCurrent(q)) {
            mark(q, kernel.preemption() == PreemptionModel.LAZY);
        }
        if (e.realTime() && e.task.policy().kind() == SchedPolicy.Kind.RR) {
            tickRoundRobin(q, e);
        }
    }

    private void tickRoundRobin(RunQueue q, SchedEntity e) {
        if (e.sliceTicks == 0) {
            e.sliceTicks = RR_SLICE_MS * kernel.hz() / 1000;
        }
        if (--e.sliceTicks == 0 && q.rt.hasPeers(e)) {
            q.rt.toTail(e);
            mark(q, false);
        }
    }

    /** sched_yield by the current task: to the tail of its list (K5.04), or its fair slice given up. Then schedule(). */
    public void yieldCurrent(Cpu cpu) {
        RunQueue q = queues[cpu.id()];
        SchedEntity e = q.current;
        chargeCurrent(q);
        if (e.realTime()) {
            q.rt.toTail(e);
        } else {
            q.fair.giveUpSlice(e);
        }
    }

    /**
     * Sets the effective priority, as boosting and deboosting do (rules K3.31 to K3.34): raised to the tail, lowered to the head.
     *
     * @kernel rt_mutex_setprio(), kernel/sched/core.c, v6.6
     * @context any cpu; sends a reschedule interrupt where one is needed, never switches
     */
    public void setEffectivePrio(int id, int prio, Cpu by) {
        int target = changePrio(entities[id], prio, by);
        if (target >= 0) {
            ipi.send(target);
        }
    }

    private int changePrio(SchedEntity e, int prio, Cpu by) {
        int old = e.prio;
        if (old == prio) {
            return NO_TARGET;
        }
        Trace trace = by.trace();
        if (trace != null) {
            trace.record(
                    by.nowNs(), TracePoint.SCHED_PI_SETPRIO.ordinal(), by.id(), e.task.id(), PrioValue.pack(old, prio));
        }
        RunQueue q = queues[e.queue];
        boolean queued = e.onQueue;
        if (queued) {
            if (q.current == e) {
                chargeCurrent(q);
            }
            q.dequeue(e);
        }
        e.prio = prio;
        if (!queued) {
            return NO_TARGET;
        }
        q.enqueue(e, Prio.better(old, prio));
        if (q.current == e) {
            return Prio.better(old, prio) && q.pick() != e ? markFor(q, q.pick(), by) : NO_TARGET;
        }
        return preempts(q, e) ? markFor(q, e, by) : NO_TARGET;
    }

    /**
     * Sets the priority inherited from {@code donor}: the better of the task's own and the donor's.
     *
     * @param donor the best task that waits for a lock the task owns, -1 if there is none
     * @kernel rt_mutex_setprio(), kernel/sched/core.c, v6.1
     * @context any cpu; sends a reschedule interrupt where one is needed, never switches
     */
    public void inherit(int id, int donor, Cpu by) {
        if (!inheritance) {
            return;
        }
        SchedEntity e = entities[id];
        setEffectivePrio(id, donor < 0 ? e.normalPrio : Prio.best(e.normalPrio, entities[donor].prio), by);
    }

    /** Whether {@link #inherit} does anything; what inheritance saves is seen without it. Call before the machine runs. */
    public void inheritance(boolean on) {
        inheritance = on;
    }

    public boolean inheritance() {
        return inheritance;
    }

    /** Whether a CPU executes the task now. */
    public boolean running(int task) {
        return entities[task].onCpu >= 0;
    }

    /** The absolute deadline of a task in the deadline class, else {@link Long#MAX_VALUE}. */
    public long deadlineNs(int task) {
        return Long.MAX_VALUE;
    }

    /**
     * Marks a signal as pending.
     *
     * @return whether the task sleeps interruptibly, so that it must be woken
     */
    public boolean signal(int task) {
        Task t = entities[task].task;
        if (t.state() == TaskState.DEAD) {
            return false;
        }
        t.signalPending(true);
        return t.state() == TaskState.INTERRUPTIBLE;
    }

    /** Interrupts are off: calls, if there is something to send, the routine that sends what the last operation left. */
    public void deliver(Cpu cpu, Activation stack) {}

    /** A new set of allowed CPUs. */
    public int setAffinity(int task, CpuSet allowed, Cpu by) {
        entities[task].task.cpus(allowed);
        return 0;
    }

    /** Whether the current task of {@code by} must sleep until {@code task} has left a forbidden CPU. */
    public boolean awaitAffinity(int task, Cpu by) {
        return false;
    }

    /** The stopper thread of {@code cpu} if it has got work that it does not know of, else -1. */
    public int stopperToWake(Cpu cpu) {
        return -1;
    }

    /** A task leaves for good: it never runs again after its next schedule(). */
    public void die(Cpu cpu) {
        SchedEntity e = entities[cpu.currentTask()];
        e.task.setState(TaskState.DEAD);
        Trace trace = cpu.trace();
        if (trace != null) {
            trace.record(cpu.nowNs(), TracePoint.SCHED_PROCESS_EXIT.ordinal(), cpu.id(), e.task.id(), 0);
        }
    }

    /**
     * sched_setscheduler by the task itself or about another one: a new own priority; a boost stays (rule K3.30).
     *
     * @return 0, or the error number if it is refused
     */
    public int setPolicy(int id, SchedPolicy policy, Cpu by) {
        SchedEntity e = entities[id];
        boolean boosted = e.prio != e.normalPrio;
        e.task.policy(policy);
        e.normalPrio = Prio.of(policy);
        int prio = boosted ? Prio.best(e.prio, e.normalPrio) : e.normalPrio;
        setEffectivePrio(id, prio, by);
        return 0;
    }

    /** setpriority: a new nice value; a real-time task keeps it for later. */
    public int setNice(int id, int nice, Cpu by) {
        SchedPolicy p = entities[id].task.policy();
        return setPolicy(
                id, new SchedPolicy(p.kind(), p.priority(), nice, p.runtimeNs(), p.deadlineNs(), p.periodNs()), by);
    }

    /** migrate_disable: nests; the task stays preemptible but on its CPU (rule K2.08). */
    public void migrateDisable(int task) {
        entities[task].migrateDisabled++;
    }

    public void migrateEnable(int task) {
        entities[task].migrateDisabled--;
    }

    /** The CPU whose run queue the task is or was last on. */
    public int cpuOf(int task) {
        return entities[task].queue;
    }

    // ---- checks ----

    /**
     * Recounts everything from scratch and compares (rules K11.18, K11.29).
     *
     * @throws IllegalStateException naming the first difference: an error of the model
     */
    public void verify() {
        int[] queued = new int[cpus.length];
        int[] best = new int[cpus.length];
        Arrays.fill(best, Prio.MAX_RT_PRIO);
        for (SchedEntity e : entities) {
            if (e.onCpu >= 0 && cpus[e.onCpu].currentTask() != e.task.id()) {
                throw wrong(e, "is on cpu " + e.onCpu + ", which executes task " + cpus[e.onCpu].currentTask());
            }
            if (e.onQueue && e.prio < Prio.IDLE) {
                queued[e.queue]++;
                best[e.queue] = e.realTime() ? Prio.best(best[e.queue], e.prio) : best[e.queue];
                if (e.task.state() == TaskState.DEAD && e.onCpu < 0) {
                    throw wrong(e, "is dead and queued");
                }
            } else if (e.task.state() == TaskState.RUNNING && e.prio < Prio.IDLE) {
                throw wrong(e, "is runnable and on no queue");
            }
        }
        for (RunQueue q : queues) {
            int c = q.cpu.id();
            if (queued[c] != q.runnable() || best[c] != q.rt.bestPrio()) {
                throw new IllegalStateException("cpu " + c + " counts " + q.runnable() + " runnable tasks, best "
                        + q.rt.bestPrio() + "; there are " + queued[c] + ", best " + best[c]);
            }
        }
    }

    private static IllegalStateException wrong(SchedEntity e, String what) {
        return new IllegalStateException(e.task + " " + what);
    }
}
