// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.preemptsim.experiment.result.BlameCause;
import org.preemptsim.experiment.result.BlameSlice;
import org.preemptsim.experiment.result.BlamedSample;
import org.preemptsim.models.cpu.Segment;
import org.preemptsim.models.cpu.SegmentKind;
import org.preemptsim.models.machine.Machine;
import org.preemptsim.models.probe.WorstSample;
import org.preemptsim.models.sched.Prio;
import org.preemptsim.models.spec.PreemptionModel;
import org.preemptsim.models.task.Task;

/**
 * Gives every nanosecond of a sample exactly one cause with its owner, from what the CPU did at that nanosecond.
 *
 * <pre>
 * before the hardware asked for the interrupt                      timer hardware
 * SMI, NMI                                                         smi, nmi
 * leaving an idle state                                            idle exit
 * hard interrupt: of the local timer                               irq entry and exit, timer handler, other timer, wakeup
 *                 of a line                                        other interrupt
 *                 reschedule                                       ipi
 * softirq                                                          softirq
 * the scheduler                                                    schedule and switch
 * the task itself                                                  return to user
 * another task: interrupts off                                     interrupts off
 *               preemption off                                     preemption off
 *               real-time and at least as good                     higher priority
 *               kernel code of a model without preemption          no check point
 *               otherwise the mark has not reached the CPU yet     ipi
 * </pre>
 */
final class BlameLedger {
    private final Machine machine;
    private final PreemptionModel model;
    private final int timerLabel;
    private final int rescheduleLabel;

    BlameLedger(Machine machine, PreemptionModel model) {
        this.machine = machine;
        this.model = model;
        this.timerLabel = machine.labels().idOf("local timer");
        this.rescheduleLabel = machine.labels().idOf("reschedule");
    }

    private static final Verdict WAKEUP = new Verdict(BlameCause.WAKEUP, "", "");

    private record Verdict(BlameCause cause, String owner, String detail) {}

    BlamedSample explain(Task task, WorstSample sample) {
        List<BlameSlice> slices = new ArrayList<>();
        long at = sample.expiryNs();
        int last = sample.stretches() - 1;
        boolean remote = last >= 0 && sample.cpu(0) != sample.cpu(last);
        for (int i = 0; i < sample.stretches(); i++) {
            long end = at + sample.lengthNs(i);
            long hardware = Math.min(end, sample.raisedNs()) - at;
            if (hardware > 0) {
                String slack = task.policy().realTime() ? "" : "with timer slack";
                add(slices, sample, at, hardware, new Verdict(BlameCause.TIMER_HARDWARE, "", slack), sample.cpu(i));
                at += hardware;
            }
            if (end > at) {
                long before = i == 0 ? 0 : sample.segment(i - 1);
                add(slices, sample, at, end - at, judge(task, sample.segment(i), before, remote), sample.cpu(i));
            }
            at = end;
        }
        int cpu = slices.isEmpty()
                ? task.cpus().lowest()
                : slices.get(slices.size() - 1).cpu();
        return new BlamedSample(task.name(), cpu, sample.cycle(), sample.expiryNs(), sample.latencyNs(), slices);
    }

    private static void add(List<BlameSlice> slices, WorstSample sample, long atNs, long ns, Verdict v, int cpu) {
        int last = slices.size() - 1;
        if (last >= 0) {
            BlameSlice p = slices.get(last);
            if (p.cause() == v.cause && p.owner().equals(v.owner) && p.detail().equals(v.detail) && p.cpu() == cpu) {
                slices.set(last, new BlameSlice(p.offsetNs(), p.durationNs() + ns, v.cause, v.owner, v.detail, cpu));
                return;
            }
        }
        slices.add(new BlameSlice(atNs - sample.expiryNs(), ns, v.cause, v.owner, v.detail, cpu));
    }

    private Verdict judge(Task task, long segment, long before, boolean remote) {
        SegmentKind kind = Segment.kind(segment);
        switch (kind) {
            case SMI -> {
                return new Verdict(BlameCause.SMI, "", "");
            }
            case NMI -> {
                return new Verdict(BlameCause.NMI, "", "");
            }
            case IDLE_EXIT -> {
                return new Verdict(BlameCause.IDLE_EXIT, "", "");
            }
            case IDLE -> {
                return new Verdict(BlameCause.IPI, "", "under way to an idle cpu");
            }
            default -> {
                return Segment.hardirq(segment)
                        ? judgeInterrupt(task, segment, before)
                        : judgeTask(task, segment, remote);
            }
        }
    }

    private Verdict judgeInterrupt(Task task, long segment, long before) {
        int label = Segment.label(segment);
        boolean own = label == task.label();
        String name = machine.labels().nameOf(label);
        return switch (Segment.kind(segment)) {
            case IRQ_ENTRY, IRQ_EXIT -> interruptFrame(label, name);
            case HRTIMER_INTERRUPT, TIMER_PROGRAM -> new Verdict(BlameCause.TIMER_HANDLER, "", "");
            case HRTIMER_EXPIRE -> own ? new Verdict(BlameCause.TIMER_HANDLER, "", "") : otherTimer(name);
            case TICK -> otherTimer(name);
            case WAKEUP -> own ? WAKEUP : otherWakeup(name, before);
            case IPI_SEND -> new Verdict(BlameCause.IPI, "", "sent");
            case SOFTIRQ_RAISE -> new Verdict(BlameCause.SOFTIRQ, name, "raised");
            default -> new Verdict(BlameCause.OTHER_IRQ, name, "");
        };
    }

    private static Verdict otherWakeup(String name, long before) {
        boolean byTimer = Segment.kind(before) == SegmentKind.HRTIMER_EXPIRE;
        return byTimer ? otherTimer(name) : new Verdict(BlameCause.OTHER_IRQ, name, "its wakeup");
    }

    private Verdict interruptFrame(int label, String name) {
        if (label == timerLabel) {
            return new Verdict(BlameCause.IRQ_ENTRY, "", "");
        }
        return label == rescheduleLabel
                ? new Verdict(BlameCause.IPI, "", "delivered")
                : new Verdict(BlameCause.OTHER_IRQ, name, "");
    }

    private static Verdict otherTimer(String name) {
        return new Verdict(BlameCause.OTHER_TIMER, name, "");
    }

    private Verdict judgeTask(Task task, long segment, boolean remote) {
        SegmentKind kind = Segment.kind(segment);
        Task running = machine.scheduler().task(Segment.task(segment));
        boolean own = running.id() == task.id();
        switch (kind) {
            case SOFTIRQ, SOFTIRQ_ENTRY -> {
                return new Verdict(
                        BlameCause.SOFTIRQ, running.name(), machine.labels().nameOf(Segment.label(segment)));
            }
            case SCHEDULE, CONTEXT_SWITCH -> {
                return new Verdict(BlameCause.SCHEDULE, own ? "" : running.name(), "");
            }
            case WAKEUP -> {
                boolean ownWakeup = Segment.label(segment) == task.label();
                return ownWakeup ? WAKEUP : judgeCode(task, running, segment, remote);
            }
            default -> {
                return judgeCode(task, running, segment, remote);
            }
        }
    }

    private Verdict judgeCode(Task task, Task running, long segment, boolean remote) {
        if (Segment.softirq(segment)) {
            return new Verdict(BlameCause.SOFTIRQ, running.name(), words(Segment.kind(segment)));
        }
        return running.id() == task.id()
                ? judgeOwn(Segment.kind(segment), segment)
                : judgeOther(task, running, segment, remote);
    }

    private Verdict judgeOwn(SegmentKind kind, long segment) {
        if (kind == SegmentKind.SPIN) {
            return new Verdict(BlameCause.LOCK_OWNER, "", machine.labels().nameOf(Segment.label(segment)));
        }
        return new Verdict(BlameCause.RETURN_TO_USER, "", words(kind));
    }

    private Verdict judgeOther(Task task, Task running, long segment, boolean remote) {
        String detail = what(segment);
        if (Segment.irqsOff(segment)) {
            return new Verdict(BlameCause.IRQS_OFF, running.name(), detail);
        }
        if (Segment.preemptOff(segment)) {
            return new Verdict(BlameCause.PREEMPT_OFF, running.name(), detail);
        }
        if (running.policy().realTime() && Prio.atLeast(prio(running), prio(task))) {
            return new Verdict(BlameCause.HIGHER_PRIORITY, running.name(), detail);
        }
        if (!Segment.user(segment) && (!model.preemptibleKernel() || !remote)) {
            return new Verdict(BlameCause.NO_CHECK_POINT, running.name(), detail);
        }
        // User code of another task: a fair task's turn, unless the interrupt that is to end it is still on its way.
        return remote && task.policy().realTime()
                ? new Verdict(BlameCause.IPI, running.name(), "under way")
                : new Verdict(BlameCause.HIGHER_PRIORITY, running.name(), detail);
    }

    private static int prio(Task t) {
        return Prio.of(t.policy());
    }

    private String what(long segment) {
        String label = machine.labels().nameOf(Segment.label(segment));
        String what = label.isEmpty() ? words(Segment.kind(segment)) : label;
        String lock = machine.labels().nameOf(Segment.lock(segment));
        return lock.isEmpty() || lock.equals(what) ? what : what + " under " + lock;
    }

    private static String words(SegmentKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
