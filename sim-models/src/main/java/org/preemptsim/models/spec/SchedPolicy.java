// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.spec;

/**
 * A task's scheduling policy as its user writes it.
 *
 * @param kind the policy
 * @param priority user-visible real-time priority 1..99 (99 strongest) for FIFO and RR, else 0
 * @param nice nice value -20..19; only the fair policies use it, the others keep it for later
 * @param runtimeNs budget of a DEADLINE task in each period, else 0
 * @param deadlineNs relative deadline of a DEADLINE task, else 0
 * @param periodNs period of a DEADLINE task, else 0
 */
public record SchedPolicy(Kind kind, int priority, int nice, long runtimeNs, long deadlineNs, long periodNs) {

    /** The policies of this model. */
    public enum Kind {
        DEADLINE,
        FIFO,
        RR,
        OTHER,
        BATCH,
        IDLE
    }

    public SchedPolicy {
        boolean rt = kind == Kind.FIFO || kind == Kind.RR;
        if (rt ? priority < 1 || priority > 99 : priority != 0) {
            throw new IllegalArgumentException("a real-time priority is 1..99, and only fifo and rr have one");
        }
        if (nice < -20 || nice > 19) {
            throw new IllegalArgumentException("nice is -20..19");
        }
        if (kind == Kind.DEADLINE) {
            if (runtimeNs < 1024 || runtimeNs > deadlineNs || deadlineNs > periodNs) {
                throw new IllegalArgumentException(
                        "a deadline task needs 1024 ns <= runtime <= deadline <= period (rule K5.28)");
            }
        } else if (runtimeNs != 0 || deadlineNs != 0 || periodNs != 0) {
            throw new IllegalArgumentException("only deadline tasks have runtime, deadline and period");
        }
    }

    /** A policy other than DEADLINE. */
    public SchedPolicy(Kind kind, int priority, int nice) {
        this(kind, priority, nice, 0, 0, 0);
    }

    public static SchedPolicy fifo(int priority) {
        return new SchedPolicy(Kind.FIFO, priority, 0);
    }

    public static SchedPolicy rr(int priority) {
        return new SchedPolicy(Kind.RR, priority, 0);
    }

    public static SchedPolicy other(int nice) {
        return new SchedPolicy(Kind.OTHER, 0, nice);
    }

    public static SchedPolicy deadline(long runtimeNs, long deadlineNs, long periodNs) {
        return new SchedPolicy(Kind.DEADLINE, 0, 0, runtimeNs, deadlineNs, periodNs);
    }

    /** Whether it is FIFO, RR or DEADLINE: no timer slack, timers in hard context (rules K8.03, K8.07). */
    public boolean realTime() {
        return kind == Kind.FIFO || kind == Kind.RR || kind == Kind.DEADLINE;
    }

    /** Whether it belongs to the fair class. */
    public boolean fair() {
        return !realTime();
    }

    /** The scenario form, such as {@code fifo:95} or {@code other:5}. */
    @Override
    public String toString() {
        return switch (kind) {
            case DEADLINE -> "deadline:" + runtimeNs + "/" + deadlineNs + "/" + periodNs;
            case FIFO -> "fifo:" + priority;
            case RR -> "rr:" + priority;
            case OTHER -> nice == 0 ? "other" : "other:" + nice;
            case BATCH -> nice == 0 ? "batch" : "batch:" + nice;
            case IDLE -> "idle";
        };
    }
}
