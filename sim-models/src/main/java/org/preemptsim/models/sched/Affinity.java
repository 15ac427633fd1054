// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.sched;

import org.jspecify.annotations.Nullable;
import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.cpu.ScheduleMode;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.task.Errno;
import org.preemptsim.models.task.TaskState;

/**
 * Where tasks may run: new masks, disabled migration, and the stopper threads that move what runs (rules K2.08, K2.09, K5.13).
 *
 * @kernel affine_move_task(), migration_cpu_stop(), migrate_enable(), push_cpu_stop(), kernel/sched/core.c, v6.1
 */
final class Affinity {
    private final Scheduler scheduler;
    private final RunQueue[] queues;
    private final Routine stopper = new Stopper();

    Affinity(Scheduler scheduler, RunQueue[] queues) {
        this.scheduler = scheduler;
        this.queues = queues;
    }

    Routine stopper() {
        return stopper;
    }

    /** sched_setaffinity: 0 or an error number. What runs or must not move now is moved later: {@link SchedEntity#mustMove}. */
    int set(SchedEntity e, CpuSet mask, Cpu by) {
        if (mask.next(0) < 0 || mask.next(0) >= queues.length) {
            return Errno.EINVAL;
        }
        if (e.normalPrio < 0 && !coversMachine(mask)) {
            return Errno.EBUSY;
        }
        RunQueue q = queues[e.queue];
        if (e.delayed) {
            q.fair.dropDelayed(e);
        }
        e.allowed = mask;
        e.allowedCount = countUsable(mask);
        e.task.cpus(mask);
        scheduler.updatePushable(q, e);
        if (mask.contains(e.queue) || e.onWakeList) {
            if (e.mustMove) {
                // Who waits for the move waits no longer.
                e.mustMove = false;
                stopToMove(q, e, by);
            }
            return 0;
        }
        if (e.migrateDisabled > 0) {
            e.mustMove = true;
        } else if (e.onCpu >= 0 || q.current == e) {
            e.mustMove = true;
            stopToMove(q, e, by);
        } else if (e.onQueue) {
            moveQueued(q, e, by);
        }
        return 0;
    }

    private boolean coversMachine(CpuSet mask) {
        return countUsable(mask) == queues.length;
    }

    private int countUsable(CpuSet mask) {
        int n = 0;
        for (int c = mask.next(0); c >= 0 && c < queues.length; c = mask.next(c + 1)) {
            n++;
        }
        return n;
    }

    private void moveQueued(RunQueue q, SchedEntity e, Cpu by) {
        RunQueue to = queues[e.allowed.lowest()];
        scheduler.move(q, e, to, by);
        scheduler.checkPreempt(to, e, by);
    }

    /** stop_one_cpu_nowait: gives the stopper of {@code q} the task to move, and wakes it. */
    void stopToMove(RunQueue q, SchedEntity e, Cpu by) {
        SchedEntity thread = q.stopper;
        if (e.toStop || thread == null) {
            return;
        }
        e.toStop = true;
        e.nextToStop = q.toStop;
        q.toStop = e;
        scheduler.wake(thread.task.id(), false, by);
    }

    /** migrate_enable at the outermost level: a move that has waited for it is due. */
    void enabled(SchedEntity e, Cpu by) {
        if (e.mustMove) {
            stopToMove(queues[e.queue], e, by);
        }
    }

    /** migration_cpu_stop; the stopper has the CPU, so the task does not. Returns whether somebody waits for it. */
    private void stopped(RunQueue q, SchedEntity e, Cpu by) {
        e.toStop = false;
        if (e.toPush) {
            e.toPush = false;
            scheduler.rt().pushStopped(q, e, by);
        }
        if (!e.mustMove) {
            return;
        }
        if (e.migrateDisabled > 0) {
            return;
        }
        e.mustMove = false;
        if (e.queue == q.id && e.onQueue && !e.allowed.contains(q.id)) {
            moveQueued(q, e, by);
        }
    }

    /** migration/N: takes one task after the other, then sleeps. Register b = task + 1 whose waiters are to be woken, a = next of them. */
    private final class Stopper implements Routine {
        private static final int LOOP = 0;
        private static final int WAKE = 1;
        private static final int SLEEP = 2;

        @Override
        public void step(Cpu cpu, Activation stack) {
            RunQueue q = queues[cpu.id()];
            switch (stack.pc()) {
                case LOOP -> {
                    SchedEntity e = take(q);
                    if (e == null) {
                        stack.pc(SLEEP);
                        return;
                    }
                    stack.pc(WAKE);
                    stack.a(0);
                    stack.b(e.task.id());
                    cpu.irqsOff(true);
                    stopped(q, e, cpu);
                    scheduler.deliver(cpu, stack);
                }
                case WAKE -> {
                    cpu.irqsOff(false);
                    int waiter = scheduler.waiterForMove((int) stack.b(), (int) stack.a());
                    if (waiter < 0) {
                        stack.pc(LOOP);
                        return;
                    }
                    stack.a(waiter + 1L);
                    stack.call(scheduler.wakeRoutine(), waiter);
                }
                default -> {
                    stack.pc(LOOP);
                    scheduler.current(cpu).setState(TaskState.INTERRUPTIBLE);
                    if (q.toStop != null) {
                        scheduler.current(cpu).setState(TaskState.RUNNING);
                        return;
                    }
                    stack.call(scheduler.scheduleRoutine(), ScheduleMode.VOLUNTARY);
                }
            }
        }

        private @Nullable SchedEntity take(RunQueue q) {
            SchedEntity e = q.toStop;
            if (e != null) {
                q.toStop = e.nextToStop;
                e.nextToStop = null;
            }
            return e;
        }
    }
}
