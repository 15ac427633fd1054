// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.spec;

/**
 * A task's scheduling policy as its user writes it.
 *
 * @param kind the policy
 * @param priority user-visible real-time priority 1..99 (99 strongest) for FIFO and RR, else 0
 * @param nice nice value -20..19 for OTHER and BATCH, else 0
 */
public record SchedPolicy(Kind kind, int priority, int nice) {

    /** The policies of this model. */
    public enum Kind {
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

    public boolean realTime() {
        return kind == Kind.FIFO || kind == Kind.RR;
    }

    /** The scenario form, such as {@code fifo:95} or {@code other:5}. */
    @Override
    public String toString() {
        return switch (kind) {
            case FIFO -> "fifo:" + priority;
            case RR -> "rr:" + priority;
            case OTHER -> nice == 0 ? "other" : "other:" + nice;
            case BATCH -> nice == 0 ? "batch" : "batch:" + nice;
            case IDLE -> "idle";
        };
    }
}
