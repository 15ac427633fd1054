// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.sched;

import java.util.ArrayList;
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
import org.preemptsim.models.spec.Topology;
import org.preemptsim.models.task.Task;
import org.preemptsim.models.task.TaskState;
import org.preemptsim.models.time.HrtimerBase;
import org.preemptsim.models.time.Tick;
import org.preemptsim.models.trace.SwitchValue;
import org.preemptsim.models.trace.TracePoint;
import org.preemptsim.models.trace.WakeValue;

/**
 * The scheduler of the machine: all run queues, wakeups, switches; the room's door.
 *
 * <p>Tasks are added while the machine is built; afterwards nothing is allocated.
 */
public final class Scheduler implements Tick.Work {
    // How a task comes to a run queue.
    static final int WAKEUP = 1;
    static final int HEAD = 2;
    static final int REPLENISH = 4;
    static final int RESTORE = 8;

    private final Cpu[] cpus;
    private final RunQueue[] queues;
    private final boolean multi;
    /** Whether a remote wakeup may be completed by its target (rule K1.10). */
    private final boolean queuesWakeups;

    private final boolean lazy;
    private final int roundRobinTicks;
    private final List<SchedEntity> building = new ArrayList<>();
    private SchedEntity[] entities = new SchedEntity[0];
    private HrtimerBase[] timers = new HrtimerBase[0];
    private final Routine schedule = new ScheduleRoutine(this);
    private final Routine wake = new WakeRoutine(this);
    private final Routine deliver;
    private final Routine resched;
    private final Domains domains;
    private final RtClass rt;
    private final RtThrottle throttle;
    private final DeadlineClass deadline;
    private final FairPlacement fair;
    private final Affinity affinity;
    private final PriorityChange changes;
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

    /** A scheduler of a machine with one cache. */
    public Scheduler(KernelSpec kernel, Cpu[] cpus, int idleLabel) {
        this(kernel, cpus, Topology.FLAT, idleLabel, idleLabel, idleLabel);
    }

    /**
     * A scheduler whose only tasks are the idle ones, numbered like the CPUs, and on several CPUs the stopper threads after them.
     *
     * @param bandwidthLabel names the timers of RT bandwidth and of the fair servers
     */
    public Scheduler(
            KernelSpec kernel, Cpu[] cpus, Topology topology, int idleLabel, int stopperLabel, int bandwidthLabel) {
        this.cpus = cpus;
        this.queues = new RunQueue[cpus.length];
        this.multi = cpus.length > 1;
        this.queuesWakeups =
                kernel.preemption() != PreemptionModel.RT && kernel.version().atLeast(3, 0);
        this.lazy = kernel.preemption() == PreemptionModel.LAZY;
        this.roundRobinTicks = Math.max(1, (int) ((long) kernel.sched().rrTimesliceMs() * kernel.hz() / 1000));
        for (Cpu cpu : cpus) {
            Task task = addTask("idle/" + cpu.id(), idleLabel, SchedPolicy.other(0), CpuSet.of(cpu.id()));
            SchedEntity idle = building.get(task.id());
            idle.prio = Prio.IDLE;
            idle.normalPrio = Prio.IDLE;
            idle.cls = SchedClass.IDLE;
            idle.onQueue = true;
            idle.onCpu = cpu.id();
            task.setState(TaskState.RUNNING);
            queues[cpu.id()] = new RunQueue(cpu, idle, FairQueue.of(kernel, cpus.length));
            cpu.connectScheduler(schedule);
            cpu.chargeInterrupts(!kernel.sched().irqTimeAccounting());
        }
        this.deliver = new DeliverRoutine(this, queues);
        this.resched = new ReschedRoutine(this, queues);
        this.domains = new Domains(topology, cpus.length, kernel.sched().isolatedCpus());
        this.rt = new RtClass(this, queues, domains, kernel.version().atLeast(4, 1));
        this.throttle = new RtThrottle(this, queues, kernel, bandwidthLabel);
        this.deadline = new DeadlineClass(this, queues, rt, throttle, kernel);
        this.fair = new FairPlacement(this, queues, domains, kernel.sched().isolatedCpus());
        this.affinity = new Affinity(this, queues);
        this.changes = new PriorityChange(this, queues, deadline, kernel.eras().requeue());
        deadline.boot(bandwidthLabel);
        if (multi) {
            addStoppers(stopperLabel);
        }
    }

    private void addStoppers(int label) {
        for (RunQueue q : queues) {
            Task task = addTask("migration/" + q.id, label, SchedPolicy.fifo(99), CpuSet.of(q.id));
            SchedEntity e = building.get(task.id());
            e.cls = SchedClass.STOP;
            q.stopper = e;
            task.stack().call(affinity.stopper(), 0);
            prepare(task);
            task.setState(TaskState.INTERRUPTIBLE);
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
    public void boot(IdleGovernor governor, HrtimerBase[] timersOfCpu, Tick[] ticks) {
        entities = building.toArray(new SchedEntity[0]);
        timers = timersOfCpu.clone();
        for (SchedEntity e : entities) {
            deadline.boot(e);
        }
        for (RunQueue q : queues) {
            int c = q.id;
            q.idle.task.stack().call(new IdleRoutine(q, schedule, resched, governor, timers[c], ticks[c]), 0);
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

    /** The handler of the reschedule interrupt. */
    public Routine rescheduleInterrupt() {
        return resched;
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

    /** The absolute deadline of a task in the deadline class, else {@link Long#MAX_VALUE}. */
    public long deadlineNs(int task) {
        SchedEntity e = entities[task];
        return e.prio < 0 ? e.dl.deadlineNs : Long.MAX_VALUE;
    }

    /** Whether a CPU executes the task now. */
    public boolean running(int task) {
        return entities[task].onCpu >= 0;
    }

    /** When the task was last woken. */
    public long wokenNs(int task) {
        return entities[task].wokenNs;
    }

    /** The CPU whose code last woke it. */
    public int wokenBy(int task) {
        return entities[task].wokenBy;
    }

    /** The CPU whose run queue the task is or was last on. */
    public int cpuOf(int task) {
        return entities[task].queue;
    }

    /** CPU time of a task up to now, hard interrupts excluded if they are accounted apart. */
    public long cpuTimeNs(int task) {
        SchedEntity e = entities[task];
        if (e.onCpu >= 0 && queues[e.onCpu].current == e) {
            RunQueue q = queues[e.onCpu];
            chargeCurrent(q, q.cpu);
            flush(q.cpu);
        }
        return e.cpuTimeNs;
    }

    // ---- what the classes ask ----

    boolean multi() {
        return multi;
    }

    RtClass rt() {
        return rt;
    }

    Affinity affinity() {
        return affinity;
    }

    SchedEntity entity(int task) {
        return entities[task];
    }

    HrtimerBase timersOf(int cpu) {
        return timers[cpu];
    }

    void recordThrottle(SchedEntity subject, boolean on, int cpu, Cpu by) {
        Trace trace = by.trace();
        if (trace != null) {
            TracePoint point = on ? TracePoint.SCHED_THROTTLE : TracePoint.SCHED_UNTHROTTLE;
            trace.record(by.nowNs(), point.ordinal(), cpu, subject.task.id(), 0);
        }
    }

    // ---- run queues ----

    /** activate_task: puts the task on {@code q}. */
    void enqueue(RunQueue q, SchedEntity e, int flags, Cpu by) {
        e.onQueue = true;
        e.queue = q.id;
        switch (e.cls) {
            case STOP -> q.stopperReady = true;
            case DEADLINE -> deadline.enqueue(q, e, flags, by);
            case REAL_TIME -> {
                q.rt.add(e, (flags & HEAD) != 0);
                throttle.start(by);
                if (multi) {
                    rt.updateLevel(q);
                    if (q.current != e && e.mayMove()) {
                        rt.addPushable(q, e);
                    }
                }
            }
            case FAIR -> {
                SchedEntity current = q.current.cls == SchedClass.FAIR ? q.current : null;
                if (current != null && current != e) {
                    chargeCurrent(q, by);
                }
                q.fair.add(e, (flags & WAKEUP) != 0, current);
                if (q.server != null && q.fair.size() == 1) {
                    if (q.runnable() == 1 && q.current == q.idle) {
                        deadline.chargeServerIdle(q, q.cpu.takeTaskTimeNs());
                    }
                    deadline.startServer(q, by);
                }
            }
            case IDLE -> throw new IllegalStateException(e.task + " is never queued");
        }
    }

    /** deactivate_task: takes it off its run queue. */
    void dequeue(RunQueue q, SchedEntity e, boolean sleeps, Cpu by) {
        e.onQueue = false;
        switch (e.cls) {
            case STOP -> q.stopperReady = false;
            case DEADLINE -> deadline.dequeue(q, e, sleeps, by);
            case REAL_TIME -> {
                q.rt.remove(e);
                if (multi) {
                    rt.updateLevel(q);
                    rt.removePushable(q, e);
                }
            }
            case FAIR -> {
                q.fair.remove(e, sleeps);
                if (q.server != null && q.fair.size() == 0) {
                    deadline.stopServer(q);
                }
            }
            case IDLE -> throw new IllegalStateException(e.task + " is never queued");
        }
    }

    /** A waiting task goes to another CPU. */
    void move(RunQueue from, SchedEntity e, RunQueue to, Cpu by) {
        dequeue(from, e, false, by);
        setCpu(e, to, by);
        enqueue(to, e, e.cls == SchedClass.DEADLINE ? RESTORE : 0, by);
        queues[by.id()].moves++;
    }

    /** set_task_cpu. */
    private void setCpu(SchedEntity e, RunQueue to, Cpu by) {
        Trace trace = by.trace();
        if (trace != null) {
            trace.record(
                    by.nowNs(),
                    TracePoint.SCHED_MIGRATE_TASK.ordinal(),
                    by.id(),
                    e.task.id(),
                    ((long) e.queue << 32) | to.id);
        }
        e.queue = to.id;
        e.migrated = true;
    }

    /** Its mask or its ban on migration has changed. */
    void updatePushable(RunQueue q, SchedEntity e) {
        boolean waits = multi && e.onQueue && e.cls == SchedClass.REAL_TIME && q.current != e;
        if (waits && e.mayMove() != e.pushable) {
            if (e.mayMove()) {
                rt.addPushable(q, e);
            } else {
                rt.removePushable(q, e);
            }
        }
    }

    // ---- marks ----

    /** resched_curr: rules K1.07 to K1.09. */
    void resched(RunQueue q, Cpu by) {
        if (!q.cpu.needResched()) {
            q.cpu.markNeedResched(q.current.task.id(), false);
            if (q.cpu != by) {
                notify(q, by);
            }
        }
    }

    /** The fair class's mark: lazy under LAZY unless the CPU idles, and then without an interrupt (rules K1.07, K1.08, K5.36). */
    void reschedFair(RunQueue q, Cpu by) {
        if (!lazy || q.current == q.idle) {
            resched(q, by);
        } else if (!q.cpu.needResched() && !q.cpu.needReschedLazy()) {
            q.cpu.markNeedResched(q.current.task.id(), true);
        }
    }

    private void notify(RunQueue q, Cpu by) {
        queues[by.id()].addTarget(q.id);
    }

    /** Whether the mark is enough for {@code cpu}, since its idle loop looks at it (rule K1.09). */
    boolean polls(int cpu) {
        RunQueue q = queues[cpu];
        return q.pollingIdle && q.current == q.idle;
    }

    /** Tells {@code cpu} that something waits for it. */
    void sendReschedule(int cpu) {
        if (polls(cpu)) {
            cpus[cpu].endSegmentNow();
        } else {
            ipi.send(cpu);
        }
    }

    /** Interrupts are off: calls, if there is something to pay for or to send, the routine that does so. */
    public void deliver(Cpu cpu, Activation stack) {
        if (queues[cpu.id()].hasSomethingToDeliver()) {
            stack.call(deliver, 0);
        }
    }

    /** Sends at once and pays nothing: for operations whose cost says all. */
    private void flush(Cpu by) {
        RunQueue q = queues[by.id()];
        q.moves = 0;
        while (q.hasTargets()) {
            sendReschedule(q.takeTarget());
        }
    }

    /** Rule K1.06 across classes; K5.03, K5.23 and K5.33 within one. */
    void checkPreempt(RunQueue q, SchedEntity e, Cpu by) {
        SchedEntity current = q.current;
        if (current == e) {
            return;
        }
        if (e.cls != current.cls) {
            if (e.cls.above(current.cls)) {
                resched(q, by);
            }
            return;
        }
        switch (e.cls) {
            case STOP, IDLE -> {}
            case DEADLINE -> deadline.checkPreempt(q, e, by);
            case REAL_TIME -> rt.checkPreempt(q, e, by);
            case FAIR -> {
                chargeCurrent(q, by);
                if (!q.cpu.needResched() && q.fair.wakeupPreempts(e, current)) {
                    reschedFair(q, by);
                }
            }
        }
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
        chargeCurrent(q, cpu);
        previous.preempted = preempted;
        if (!preempted && previous != q.idle && previous.task.state() != TaskState.RUNNING) {
            if (previous.task.state() == TaskState.INTERRUPTIBLE && previous.task.signalPending()) {
                previous.task.keepRunnable();
            } else {
                dequeue(q, previous, true, cpu);
            }
        }
        if (multi) {
            balance(q, previous, cpu);
        }
        SchedEntity next = pick(q, previous, cpu);
        if (multi) {
            if (previous.cls == SchedClass.REAL_TIME && previous.onQueue && previous.mayMove() && previous != next) {
                rt.addPushable(q, previous);
            }
            if (next.cls == SchedClass.REAL_TIME) {
                rt.removePushable(q, next);
                if (!q.pushables.isEmpty()) {
                    q.callbacks |= RunQueue.PUSH_RT;
                }
            } else if (next.cls == SchedClass.DEADLINE && deadline.hasPushable(q)) {
                q.callbacks |= RunQueue.PUSH_DL;
            }
            if ((previous == q.idle) != (next == q.idle)) {
                fair.idles(q, next == q.idle);
            }
        }
        cpu.clearNeedResched();
        q.current = next;
        return next != previous;
    }

    /** Each class's balance(), from the class of the task that leaves downward. */
    private void balance(RunQueue q, SchedEntity previous, Cpu by) {
        if (previous.cls == SchedClass.DEADLINE && !previous.dl.queued) {
            deadline.pull(q, by);
        }
        boolean queuedRt = previous.cls == SchedClass.REAL_TIME && previous.onQueue;
        if (!queuedRt && previous.realTime() && q.dl.size() == 0 && Prio.better(previous.prio, q.rt.bestPrio())) {
            rt.pull(q, by);
        }
        if (q.runnable() == 0) {
            fair.newIdle(q, by);
        }
    }

    /** The best task in the order of the classes (rule K1.06). */
    private SchedEntity pick(RunQueue q, SchedEntity previous, Cpu by) {
        SchedEntity stopper = q.stopper;
        if (q.stopperReady && stopper != null) {
            return stopper;
        }
        SchedEntity current = previous.cls == SchedClass.FAIR && previous.onQueue ? previous : null;
        while (q.dl.size() > 0) {
            DlEntity d = q.dl.first();
            SchedEntity e = d == null ? null : d.owner;
            if (e != null) {
                return e;
            }
            SchedEntity served = q.fair.pick(current);
            if (served != null) {
                q.fair.picked(served);
                return served;
            }
            deadline.yieldServer(q, by);
        }
        SchedEntity e = q.rtThrottled ? null : q.rt.first();
        if (e != null) {
            return e;
        }
        e = q.fair.pick(current);
        if (e == null) {
            return q.idle;
        }
        q.fair.picked(e);
        return e;
    }

    /**
     * The switch itself: the stack of rq->curr takes over.
     *
     * @return bit 0: a task other than idle had the CPU, so that the caches are its; bit 1: the next one comes from another CPU
     */
    int completeSwitch(Cpu cpu) {
        RunQueue q = queues[cpu.id()];
        SchedEntity previous = entities[cpu.currentTask()];
        SchedEntity next = q.current;
        if (cpu.trace() != null || cpu.monitor() != null) {
            announceSwitch(cpu, previous, next);
        }
        cpu.settle();
        previous.ranNs = cpu.nowNs();
        previous.onCpu = -1;
        offCpu.offCpu(previous.task.id());
        next.onCpu = cpu.id();
        boolean moved = next.migrated;
        next.migrated = false;
        cpu.switchTo(next.task.stack(), next.task.id());
        return (previous != q.idle ? 1 : 0) | (moved ? 2 : 0);
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

    boolean hasBalanceWork(Cpu cpu) {
        RunQueue q = queues[cpu.id()];
        return q.callbacks != 0 || q.hasSomethingToDeliver();
    }

    /** __balance_callbacks: pushes and pulls that a switch or a change of priority on {@code cpu}'s queue has left. */
    void runCallbacks(RunQueue q, Cpu by) {
        int work = q.callbacks;
        q.callbacks = 0;
        if ((work & RunQueue.PUSH_DL) != 0) {
            deadline.pushAll(q, by);
        }
        if ((work & RunQueue.PULL_DL) != 0) {
            deadline.pull(q, by);
        }
        if ((work & RunQueue.PUSH_RT) != 0) {
            rt.pushAll(q, by);
        }
        if ((work & RunQueue.PULL_RT) != 0) {
            rt.pull(q, by);
        }
    }

    void runCallbacks(Cpu cpu) {
        runCallbacks(queues[cpu.id()], cpu);
    }

    /** update_curr: books the current task's CPU time with its class; may mark the CPU. */
    void chargeCurrent(RunQueue q, Cpu by) {
        SchedEntity e = q.current;
        long ns = q.cpu.takeTaskTimeNs();
        e.cpuTimeNs += ns;
        if (!e.onQueue) {
            return;
        }
        switch (e.cls) {
            case STOP -> {}
            case IDLE -> {
                if (q.server != null) {
                    deadline.chargeServerIdle(q, ns);
                }
            }
            case DEADLINE -> deadline.charge(q, e, ns, by);
            case REAL_TIME -> throttle.charge(q, ns, by);
            case FAIR -> {
                if (q.fair.charge(e, ns)) {
                    reschedFair(q, by);
                }
                if (q.server != null) {
                    deadline.chargeServer(q, ns, by);
                }
            }
        }
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

    /** Makes a task runnable and marks its CPU if the task should preempt (rule K1.03). What there is to send is left for delivery. */
    void wake(int id, boolean byLock, Cpu by) {
        SchedEntity e = entities[id];
        if (!e.task.wakes(byLock)) {
            return;
        }
        CpuMonitor monitor = by.monitor();
        if (monitor != null) {
            monitor.waking(by, id);
        }
        e.wokenNs = by.nowNs();
        e.wokenBy = by.id();
        e.wakerTask = by.currentTask();
        e.wakerContext =
                by.inHardirq() ? WakeValue.BY_HARDIRQ : by.inInterrupt() ? WakeValue.BY_SOFTIRQ : WakeValue.BY_TASK;
        RunQueue q = queues[e.queue];
        if (e.onQueue) {
            wokenOn(q, e, by);
            return;
        }
        if (e.delayed) {
            e.onQueue = true;
            q.fair.undelay(e);
            if (q.fair.size() == 1) {
                deadline.startServer(q, by);
            }
            wokenOn(q, e, by);
            return;
        }
        if (multi) {
            int target = selectCpu(e, by);
            if (target != e.queue) {
                if (e.cls == SchedClass.FAIR) {
                    q.fair.moveSleeper(e, queues[target].fair);
                }
                q = queues[target];
                setCpu(e, q, by);
            }
            if (queuesWakeups && e.onCpu < 0 && completesThere(q, by)) {
                addToWakeList(q, e, by);
                return;
            }
        }
        activate(q, e, by);
    }

    /** ttwu_queue_cond: the target shares no cache, or has nothing else to do. */
    private boolean completesThere(RunQueue q, Cpu by) {
        return q.cpu != by && (!domains.shareCache(by.id(), q.id) || q.runnable() == 0);
    }

    private void addToWakeList(RunQueue q, SchedEntity e, Cpu by) {
        e.onWakeList = true;
        SchedEntity last = q.wakeListLast;
        if (last == null) {
            q.wakeListFirst = e;
            q.wakeListLast = e;
            notify(q, by);
        } else {
            last.nextToWake = e;
            q.wakeListLast = e;
        }
    }

    /** sched_ttwu_pending for the first task of the list. */
    void completeWakeup(RunQueue q, Cpu by) {
        SchedEntity e = q.wakeListFirst;
        if (e != null) {
            q.wakeListFirst = e.nextToWake;
            if (q.wakeListFirst == null) {
                q.wakeListLast = null;
            }
            e.nextToWake = null;
            e.onWakeList = false;
            activate(q, e, by);
        }
    }

    /** ttwu_do_activate. */
    private void activate(RunQueue q, SchedEntity e, Cpu by) {
        enqueue(q, e, WAKEUP, by);
        wokenOn(q, e, by);
    }

    private void wokenOn(RunQueue q, SchedEntity e, Cpu by) {
        Trace trace = by.trace();
        if (trace != null) {
            trace.record(
                    by.nowNs(),
                    TracePoint.SCHED_WAKING.ordinal(),
                    by.id(),
                    e.task.id(),
                    WakeValue.pack(q.id, e.wakerContext, e.wakerTask));
        }
        checkPreempt(q, e, by);
        if (multi) {
            if (e.cls == SchedClass.REAL_TIME) {
                rt.woken(q, e, by);
            } else if (e.cls == SchedClass.DEADLINE) {
                deadline.woken(q, e, by);
            }
        }
    }

    /** select_task_rq. */
    private int selectCpu(SchedEntity e, Cpu by) {
        int last = e.queue;
        if (e.onCpu >= 0 || e.migrateDisabled > 0) {
            return last;
        }
        int target = last;
        if (e.allowedCount > 1) {
            target = switch (e.cls) {
                case DEADLINE -> deadline.select(e, last, by);
                case REAL_TIME -> rt.select(e, last, by);
                case FAIR -> fair.select(e, last, by);
                case STOP, IDLE -> last;
            };
        }
        return e.allowed.contains(target) ? target : e.allowed.lowest();
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

    /** A task leaves for good: it never runs again after its next schedule(). */
    public void die(Cpu cpu) {
        SchedEntity e = entities[cpu.currentTask()];
        e.task.setState(TaskState.DEAD);
        Trace trace = cpu.trace();
        if (trace != null) {
            trace.record(cpu.nowNs(), TracePoint.SCHED_PROCESS_EXIT.ordinal(), cpu.id(), e.task.id(), 0);
        }
    }

    // ---- tick, yield ----

    /** The scheduler's tick on {@code cpu}: promotes a lazy mark (K1.07), budgets, RR slices (K5.05), fair slices (K5.35). */
    @Override
    public void tick(Cpu cpu) {
        RunQueue q = queues[cpu.id()];
        if (cpu.needReschedLazy()) {
            resched(q, cpu);
        }
        SchedEntity e = q.current;
        chargeCurrent(q, cpu);
        if (e.cls == SchedClass.REAL_TIME) {
            if (e.kind() == SchedPolicy.Kind.RR) {
                tickRoundRobin(q, e, cpu);
            }
        } else if (e.cls == SchedClass.FAIR && e.onQueue && q.fair.tick(e)) {
            reschedFair(q, cpu);
        }
        if (multi) {
            fair.tick(q, cpu);
            flush(cpu);
        }
    }

    private void tickRoundRobin(RunQueue q, SchedEntity e, Cpu by) {
        if (e.sliceTicks == 0) {
            e.sliceTicks = roundRobinTicks;
        }
        if (--e.sliceTicks == 0 && q.rt.hasPeers(e)) {
            q.rt.toTail(e);
            resched(q, by);
        }
    }

    /** The yield of each class, by the current task: K5.04 for FIFO and RR, K5.27 for deadline. Then schedule(). */
    public void yieldCurrent(Cpu cpu) {
        RunQueue q = queues[cpu.id()];
        SchedEntity e = q.current;
        switch (e.cls) {
            case REAL_TIME -> q.rt.toTail(e);
            case DEADLINE -> deadline.giveUp(q, e, cpu);
            case FAIR -> {
                chargeCurrent(q, cpu);
                q.fair.giveUp(e);
            }
            case STOP, IDLE -> {}
        }
        flush(cpu);
    }

    // ---- priorities ----

    /**
     * Sets the priority inherited from {@code donor}: the better of the task's own and the donor's (rules K3.31 to K3.37).
     *
     * @param donor the best task that waits for a lock the task owns, -1 if there is none
     * @kernel rt_mutex_setprio(), kernel/sched/core.c, v6.1
     * @context any cpu; sends a reschedule interrupt where one is needed, never switches
     */
    public void inherit(int task, int donor, Cpu by) {
        if (!inheritance) {
            return;
        }
        changes.inherit(entities[task], donor < 0 ? null : entities[donor], by);
        flush(by);
    }

    /**
     * The task has taken a lock with waiters, the first of which is {@code donor}: from now on its priority is at least that one's
     * whatever its own becomes (rule K3.10). Nothing changes at once, since who takes a lock is at least as good as who goes on waiting
     * for it; so fair tasks, which all wait under one key, do not get each other's numbers here.
     *
     * @kernel try_to_take_rt_mutex(), kernel/locking/rtmutex.c, v6.1: rt_mutex_enqueue_pi() without rt_mutex_adjust_prio()
     */
    public void donor(int task, int donor) {
        if (inheritance) {
            entities[task].donor = entities[donor];
        }
    }

    /** Whether {@link #inherit} does anything; what inheritance saves is seen without it. Call before the machine runs. */
    public void inheritance(boolean on) {
        inheritance = on;
    }

    public boolean inheritance() {
        return inheritance;
    }

    /**
     * sched_setscheduler by the task itself or about another one: a new own priority; a boost stays (rule K3.30).
     *
     * @return 0, or the error number if it is refused
     * @context any cpu; what there is to send is left for {@link #deliver}
     */
    public int setPolicy(int task, SchedPolicy policy, Cpu by) {
        return changes.setPolicy(entities[task], policy, by);
    }

    /** setpriority: a new nice value; a real-time task keeps it for later. */
    public int setNice(int task, int nice, Cpu by) {
        return changes.setNice(entities[task], nice, by);
    }

    // ---- affinity ----

    /**
     * sched_setaffinity.
     *
     * @return 0, or the error number if it is refused
     * @context any cpu; what there is to send is left for {@link #deliver}
     */
    public int setAffinity(int task, CpuSet allowed, Cpu by) {
        return affinity.set(entities[task], allowed, by);
    }

    /** Whether the current task of {@code by} must sleep until {@code task} has left a forbidden CPU; it is woken then. */
    public boolean awaitAffinity(int task, Cpu by) {
        boolean waits = entities[task].mustMove;
        entities[by.currentTask()].waitsForMoveOf = waits ? task : -1;
        return waits;
    }

    /** The next task from {@code from} on that waits in sched_setaffinity for {@code moved}, -1 if there is none. */
    int waiterForMove(int moved, int from) {
        if (entities[moved].mustMove) {
            return -1;
        }
        for (int id = from; id < entities.length; id++) {
            if (entities[id].waitsForMoveOf == moved) {
                return id;
            }
        }
        return -1;
    }

    /** migrate_disable: nests; the task stays preemptible but on its CPU (rule K2.08). */
    public void migrateDisable(int task) {
        entities[task].migrateDisabled++;
    }

    /** migrate_enable by the current task. */
    public void migrateEnable(int task) {
        SchedEntity e = entities[task];
        if (--e.migrateDisabled == 0 && e.mustMove) {
            Cpu by = cpus[e.queue];
            affinity.enabled(e, by);
            flush(by);
        }
    }

    // ---- checks ----

    /**
     * Recounts everything from scratch and compares (rules K11.18, K11.29).
     *
     * @throws IllegalStateException naming the first difference: an error of the model
     */
    public void verify() {
        new QueueCheck(queues, entities, cpus).verify();
    }
}
