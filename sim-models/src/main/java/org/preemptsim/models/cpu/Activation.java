// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.cpu;

/**
 * A task's stack of frames. The top frame is what the task executes, or will execute when it is next switched in.
 *
 * <p>Each frame has a routine, a program counter, two registers, and the remaining time of the segment in which it was
 * interrupted, if it was.
 */
public final class Activation {
    private static final int DEPTH = 64;
    private static final long NOT_SUSPENDED = -1;

    private final Routine[] routines = new Routine[DEPTH];
    private final int[] pcs = new int[DEPTH];
    private final long[] as = new long[DEPTH];
    private final long[] bs = new long[DEPTH];
    private final long[] remainingNs = new long[DEPTH];
    private final long[] suspended = new long[DEPTH];
    private int top = -1;
    private long result;

    /** Pushes a frame of {@code routine} at program counter 0 with both registers set. */
    public void call(Routine routine, long a, long b) {
        int i = ++top;
        if (i == DEPTH) {
            throw new IllegalStateException("a task's stack is deeper than " + DEPTH + " frames");
        }
        routines[i] = routine;
        pcs[i] = 0;
        as[i] = a;
        bs[i] = b;
        remainingNs[i] = NOT_SUSPENDED;
    }

    /** As {@link #call(Routine, long, long)} with {@code b = 0}. */
    public void call(Routine routine, long a) {
        call(routine, a, 0);
    }

    /** Pops the top frame. */
    public void ret() {
        top--;
    }

    /** The top frame's program counter. */
    public int pc() {
        return pcs[top];
    }

    /** Sets where the top frame resumes. */
    public void pc(int next) {
        pcs[top] = next;
    }

    /** The top frame's first register. */
    public long a() {
        return as[top];
    }

    public void a(long value) {
        as[top] = value;
    }

    /** The top frame's second register. */
    public long b() {
        return bs[top];
    }

    public void b(long value) {
        bs[top] = value;
    }

    /** What the last routine that gives a value returned, such as a clock read. */
    public long result() {
        return result;
    }

    public void result(long value) {
        result = value;
    }

    void step(Cpu cpu) {
        routines[top].step(cpu, this);
    }

    boolean isSuspended() {
        return remainingNs[top] != NOT_SUSPENDED;
    }

    void suspend(long remaining, long segment) {
        remainingNs[top] = remaining;
        suspended[top] = segment;
    }

    long suspendedSegment() {
        return suspended[top];
    }

    long takeRemainingNs() {
        long r = remainingNs[top];
        remainingNs[top] = NOT_SUSPENDED;
        return r;
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder("stack");
        for (int i = 0; i <= top; i++) {
            out.append(' ')
                    .append(routines[i].getClass().getSimpleName())
                    .append('@')
                    .append(pcs[i]);
        }
        return out.toString();
    }
}
