// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.preemptsim.engine.QuantileTable;
import org.preemptsim.models.cpu.Routine;
import org.preemptsim.models.locking.KernelLock;
import org.preemptsim.models.pthread.Pthreads;
import org.preemptsim.models.random.Distributions;
import org.preemptsim.models.spec.DurationDistribution;
import org.preemptsim.models.spec.Step;
import org.preemptsim.models.syscall.SchedCalls;
import org.preemptsim.models.trace.Labels;

/** A step program compiled to flat arrays: one operation per place, lengths as tables, names as objects and labels. */
final class Program {
    /** Operations. */
    enum Op {
        /** User code. */
        COMPUTE,
        /** User code that asks its CPU clock each number ns; b of the frame = the clock at its end. */
        COMPUTE_POLLING,
        SYSCALL_ENTER,
        SYSCALL_EXIT,
        /** Kernel code of a drawn length. */
        KERNEL,
        PREEMPT_DISABLE,
        PREEMPT_ENABLE,
        IRQ_DISABLE,
        IRQ_ENABLE,
        LOCK,
        UNLOCK,
        /** Another operation on a kernel lock: operand = its routine, number = time-out in ns from now, negative = none. */
        KERNEL_SYNC,
        /** Counts what the operation before has taken, if it succeeded; number = how many locks. */
        KERNEL_SYNC_DONE,
        COND_RESCHED,
        MIGHT_SLEEP,
        BLOCK_IO,
        BLOCK_DRAIN,
        SLEEP,
        SLEEP_UNTIL,
        YIELD,
        /** number = the period. */
        NEXT_PERIOD,
        /** A call about the task in targets[operand]. */
        ABOUT_TASK,
        /** The operation routines[operand] of an object of user space; number = relative time-out. */
        SYNC,
        /** Passes the gate of the stack resource policy. */
        BEGIN_JOB,
        /** Step number begins. */
        MARK_BEGIN,
        /** Step number ends; operand = 1 if it leaves a result. */
        MARK_END,
        MIGRATE_DISABLE,
        MIGRATE_ENABLE,
        /** number = times; operand = the counter. */
        LOOP,
        /** Goes back to operand while the counter says so; number = the counter. */
        LOOP_END,
        /** Goes to operand unless a draw is below number / 2^32. */
        CHANCE,
        WORK,
        EXIT
    }

    final Op[] ops;
    final long[] numbers;
    final int[] operands;
    final int[] labels;
    final QuantileTable[] lengths;
    final KernelLock[] locks;
    final Routine[] routines;
    final BlockDevice[] devices;
    final Routine[] calls;
    /** The tasks that calls are about, by name; empty = itself. */
    private final String[] targetNames;

    final int[] targets;
    final int counters;

    private Program(Compiler c) {
        int n = c.ops.size();
        ops = c.ops.toArray(new Op[0]);
        numbers = c.numbers.stream().mapToLong(Long::longValue).toArray();
        operands = c.operands.stream().mapToInt(Integer::intValue).toArray();
        labels = c.labels.stream().mapToInt(Integer::intValue).toArray();
        lengths = c.lengths.toArray(new QuantileTable[0]);
        locks = c.locks.toArray(new KernelLock[0]);
        routines = c.routines.toArray(new Routine[0]);
        devices = c.devices.toArray(new BlockDevice[0]);
        counters = c.counters;
        calls = c.calls.toArray(new Routine[0]);
        targetNames = c.targets.toArray(new String[0]);
        targets = new int[calls.length];
        if (numbers.length != n || operands.length != n || labels.length != n) {
            throw new IllegalStateException("a program's columns differ in length");
        }
    }

    /** All tasks are known: finds those that calls are about. */
    void resolve(int self, ToIntFunction<String> taskByName) {
        for (int i = 0; i < targets.length; i++) {
            targets[i] = targetNames[i].isEmpty() ? self : taskByName.applyAsInt(targetNames[i]);
        }
    }

    /**
     * Compiles a task's steps.
     *
     * @param kernelThread whether it stays in kernel mode, so that its steps need no system calls
     * @param marks whether each step is marked in the trace
     */
    static Program compile(
            List<Step> steps,
            boolean kernelThread,
            boolean marks,
            Labels names,
            Map<String, KernelLock> locks,
            Map<String, BlockDevice> devices,
            SchedCalls sched,
            Pthreads pthreads) {
        Compiler c = new Compiler(names, locks, devices, sched, pthreads, marks);
        c.beginJob();
        c.userSteps(steps, kernelThread);
        c.emit(Op.EXIT, 0, 0, 0);
        return new Program(c);
    }

    private static final class Compiler {
        final List<Op> ops = new ArrayList<>();
        final List<Long> numbers = new ArrayList<>();
        final List<Integer> operands = new ArrayList<>();
        final List<Integer> labels = new ArrayList<>();
        final List<QuantileTable> lengths = new ArrayList<>();
        final List<KernelLock> locks = new ArrayList<>();
        final List<Routine> routines = new ArrayList<>();
        final List<BlockDevice> devices = new ArrayList<>();
        final List<Routine> calls = new ArrayList<>();
        final List<String> targets = new ArrayList<>();
        private final SchedCalls sched;
        private final Pthreads pthreads;
        private final boolean marks;
        private int stepNumber;
        private final Labels names;
        private final Map<String, KernelLock> lockByName;
        private final Map<String, BlockDevice> deviceByName;
        int counters;

        Compiler(
                Labels names,
                Map<String, KernelLock> lockByName,
                Map<String, BlockDevice> deviceByName,
                SchedCalls sched,
                Pthreads pthreads,
                boolean marks) {
            this.names = names;
            this.sched = sched;
            this.pthreads = pthreads;
            this.marks = marks;
            this.lockByName = lockByName;
            this.deviceByName = deviceByName;
        }

        int emit(Op op, long number, int operand, int label) {
            ops.add(op);
            numbers.add(number);
            operands.add(operand);
            labels.add(label);
            return ops.size() - 1;
        }

        /** The steps that have numbers; those inside a system call have none. */
        void userSteps(List<Step> steps, boolean kernelThread) {
            for (Step s : steps) {
                int number = stepNumber++;
                if (s instanceof Step.Repeat r) {
                    repeat(r, kernelThread, true);
                    stepNumber++;
                } else if (s instanceof Step.Chance c) {
                    chance(c, kernelThread, true);
                } else if (marks) {
                    emit(Op.MARK_BEGIN, number, 0, 0);
                    step(s, kernelThread);
                    emit(Op.MARK_END, number, leavesResult(s) ? 1 : 0, 0);
                } else {
                    step(s, kernelThread);
                }
            }
        }

        private static boolean leavesResult(Step s) {
            return s instanceof Step.Sync
                    || s instanceof Step.KernelSync
                    || s instanceof Step.SetPolicy
                    || s instanceof Step.SetNice
                    || s instanceof Step.SetAffinity
                    || s instanceof Step.Signal;
        }

        private void repeat(Step.Repeat r, boolean inKernel, boolean numbered) {
            int counter = counters++;
            int start = emit(Op.LOOP, r.times(), counter, 0);
            int body = ops.size();
            body(r.steps(), inKernel, numbered);
            emit(Op.LOOP_END, counter, body, 0);
            if (r.times() == 0) {
                ops.subList(start, ops.size()).clear();
                numbers.subList(start, numbers.size()).clear();
                operands.subList(start, operands.size()).clear();
                labels.subList(start, labels.size()).clear();
            }
        }

        private void chance(Step.Chance c, boolean inKernel, boolean numbered) {
            int at = emit(Op.CHANCE, Math.round(c.probability() * 0x1p32), 0, 0);
            body(c.steps(), inKernel, numbered);
            operands.set(at, ops.size());
        }

        private void body(List<Step> steps, boolean inKernel, boolean numbered) {
            if (numbered) {
                userSteps(steps, inKernel);
            } else {
                steps(steps, inKernel);
            }
        }

        /** Where the stack resource policy is in use, a job begins at the start of a program and with each period. */
        void beginJob() {
            if (pthreads.usesStackResources()) {
                emit(Op.BEGIN_JOB, 0, 0, 0);
            }
        }

        private void sync(Step.Sync s, boolean inKernel) {
            if (inKernel) {
                throw new IllegalArgumentException(s.op() + " of " + s.object() + " in kernel code");
            }
            routines.add(pthreads.operation(s.op(), s.object(), s.second()));
            emit(Op.SYNC, s.timeoutNs(), routines.size() - 1, 0);
        }

        void steps(List<Step> steps, boolean inKernel) {
            for (Step s : steps) {
                step(s, inKernel);
            }
        }

        private void step(Step s, boolean inKernel) {
            if (s instanceof Step.Compute c) {
                emit(c.pollNs() > 0 ? Op.COMPUTE_POLLING : Op.COMPUTE, c.pollNs(), length(c.length()), 0);
            } else if (s instanceof Step.Syscall c) {
                emit(Op.SYSCALL_ENTER, 0, 0, names.idOf(c.name()));
                steps(c.steps(), true);
                emit(Op.SYSCALL_EXIT, 0, 0, 0);
            } else if (s instanceof Step.Kernel k) {
                emit(Op.KERNEL, 0, length(k.length()), names.idOf(k.what()));
            } else if (s instanceof Step.PreemptOff k) {
                masked(Op.PREEMPT_DISABLE, Op.PREEMPT_ENABLE, k.what(), k.length());
            } else if (s instanceof Step.IrqsOff k) {
                masked(Op.IRQ_DISABLE, Op.IRQ_ENABLE, k.what(), k.length());
            } else if (s instanceof Step.Repeat r) {
                repeat(r, inKernel, false);
            } else if (s instanceof Step.Chance c) {
                chance(c, inKernel, false);
            } else if (s instanceof Step.Sync y) {
                sync(y, inKernel);
            } else if (s instanceof Step.MigrateDisable) {
                emit(Op.MIGRATE_DISABLE, 0, 0, 0);
            } else if (s instanceof Step.MigrateEnable) {
                emit(Op.MIGRATE_ENABLE, 0, 0, 0);
            } else if (s instanceof Step.Work w) {
                emit(Op.WORK, w.units(), 0, 0);
            } else {
                call(s, inKernel);
            }
        }

        /** A step that is a system call of its own where it stands in user code. */
        private void call(Step s, boolean inKernel) {
            if (!inKernel) {
                emit(Op.SYSCALL_ENTER, 0, 0, 0);
            }
            if (s instanceof Step.Lock l) {
                emit(Op.LOCK, 0, lock(l.lock()), 0);
            } else if (s instanceof Step.Unlock l) {
                emit(Op.UNLOCK, 0, lock(l.lock()), 0);
            } else if (s instanceof Step.KernelSync k) {
                routines.add(lockNamed(k.object()).operation(k.op()));
                emit(Op.KERNEL_SYNC, k.timeoutNs(), routines.size() - 1, 0);
                emit(Op.KERNEL_SYNC_DONE, KernelLock.heldBy(k.op()), 0, 0);
            } else if (s instanceof Step.CondResched) {
                emit(Op.COND_RESCHED, 0, 0, 0);
            } else if (s instanceof Step.MightSleep) {
                emit(Op.MIGHT_SLEEP, 0, 0, 0);
            } else if (s instanceof Step.BlockIo b) {
                emit(Op.BLOCK_IO, b.await() ? 1 : 0, device(b.device()), 0);
            } else if (s instanceof Step.BlockDrain b) {
                emit(Op.BLOCK_DRAIN, 0, device(b.device()), 0);
            } else if (s instanceof Step.Sleep z) {
                emit(Op.SLEEP, 0, length(z.length()), 0);
            } else if (s instanceof Step.SleepUntil z) {
                emit(Op.SLEEP_UNTIL, z.atNs(), 0, 0);
            } else if (s instanceof Step.Yield) {
                emit(Op.YIELD, 0, 0, 0);
            } else if (s instanceof Step.NextPeriod p) {
                emit(Op.NEXT_PERIOD, p.periodNs(), 0, 0);
            } else if (s instanceof Step.Exit) {
                emit(Op.EXIT, 0, 0, 0);
            } else if (s instanceof Step.SetPolicy p) {
                boolean ceilings = pthreads.usesCeilings();
                aboutTask(p.task(), ceilings ? pthreads.setPolicy(p.policy()) : sched.setPolicy(p.policy()));
            } else if (s instanceof Step.SetNice n) {
                aboutTask(n.task(), sched.setNice(n.nice()));
            } else if (s instanceof Step.SetAffinity a) {
                aboutTask(a.task(), sched.setAffinity(a.cpus()));
            } else if (s instanceof Step.Signal g) {
                aboutTask(g.task(), sched.signal());
            } else {
                throw new IllegalArgumentException("no operation for " + s);
            }
            if (!inKernel) {
                emit(Op.SYSCALL_EXIT, 0, 0, 0);
            }
            if (s instanceof Step.NextPeriod) {
                beginJob();
            }
        }

        private void aboutTask(String task, Routine call) {
            calls.add(call);
            targets.add(task);
            emit(Op.ABOUT_TASK, 0, calls.size() - 1, 0);
        }

        private void masked(Op off, Op on, String what, DurationDistribution length) {
            int label = names.idOf(what);
            emit(off, 0, 0, 0);
            emit(Op.KERNEL, 0, length(length), label);
            emit(on, 0, 0, 0);
        }

        private int length(DurationDistribution d) {
            lengths.add(Distributions.compile(d));
            return lengths.size() - 1;
        }

        private int lock(String name) {
            locks.add(lockNamed(name));
            return locks.size() - 1;
        }

        private KernelLock lockNamed(String name) {
            KernelLock l = lockByName.get(name);
            if (l == null) {
                throw new IllegalArgumentException("no lock named " + name);
            }
            return l;
        }

        private int device(String name) {
            BlockDevice d = deviceByName.get(name);
            if (d == null) {
                throw new IllegalArgumentException("no block device named " + name);
            }
            devices.add(d);
            return devices.size() - 1;
        }
    }
}
