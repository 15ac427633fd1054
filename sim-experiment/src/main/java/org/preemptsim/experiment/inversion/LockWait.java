// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.inversion;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One wait of a task for a lock.
 *
 * @param waiter the task that waits
 * @param policy its own policy
 * @param lock what it waits for
 * @param occurrence how often the task had asked for this lock before; with task and lock it names the wait in another run
 * @param fromNs when it began
 * @param toNs when it ended, or the run's end
 * @param outcome how
 * @param errno with which error it gave up, else 0
 * @param inversion whether it depended on a task whose own priority is worse
 * @param chain the owners it depended on when they were most; the first link is the waiter's own
 * @param holders who had the lock meanwhile, in order
 * @param portions what its time went to, in the order in which each came first; they sum to the wait
 * @param stretches the same in time, equal neighbours as one; only the first {@link #STRETCHES}
 * @param moreStretches how many more there were
 * @param changes what happened to priorities of tasks it depended on, in time; only the first {@link #STRETCHES}
 * @param without the same wait in the run without inheritance, if there was one
 */
public record LockWait(
        String waiter,
        String policy,
        String lock,
        long occurrence,
        long fromNs,
        long toNs,
        Outcome outcome,
        int errno,
        boolean inversion,
        List<Link> chain,
        List<Holder> holders,
        List<Portion> portions,
        List<Stretch> stretches,
        long moreStretches,
        List<PriorityChange> changes,
        @Nullable Counterpart without) {

    /** The most stretches, and the most changes, that are kept. */
    public static final int STRETCHES = 64;

    /** Longest first; equal ones in the order in which they began. */
    static final Comparator<LockWait> LONGEST_FIRST = Comparator.comparingLong(LockWait::waitedNs)
            .reversed()
            .thenComparingLong(LockWait::fromNs)
            .thenComparing(LockWait::waiter);

    /** How a wait ends. */
    public enum Outcome {
        /** With the lock. */
        ACQUIRED,
        /** Without it: a time-out, a signal, a refusal. */
        GAVE_UP,
        /** Without it: the task may begin its job now, for the ceilings of what others hold allow it (protocol srp). */
        ADMITTED,
        /** Not before the run's end: the chain of owners closes. */
        DEADLOCK,
        /** Not before the run's end. */
        UNFINISHED
    }

    /** {@code waiter} waits for {@code lock}, which {@code owner}, with its own {@code policy}, has had since {@code sinceNs}. */
    public record Link(String waiter, String lock, String owner, String policy, long sinceNs) {}

    /** {@code task} had the lock, taken at {@code sinceNs}. */
    public record Holder(String task, String policy, long sinceNs) {}

    /** So much time went to {@code share}, by what {@code task} did; empty where no task did anything. */
    public record Portion(Share share, String task, String policy, long durationNs) {}

    /**
     * A stretch of time with one share.
     *
     * @param task who ran or slept, empty if nobody did
     * @param owner the task at the end of the chain
     * @param cpu where the owner was
     */
    public record Stretch(long atNs, long durationNs, Share share, String task, String owner, int cpu) {}

    /**
     * A priority changed.
     *
     * @param task whose
     * @param from before, as people write it
     * @param to after
     * @param reason why
     * @param lock through which lock, empty if it is not known
     */
    public record PriorityChange(long atNs, String task, String from, String to, Reason reason, String lock) {}

    /** Why a priority changed. */
    public enum Reason {
        /** It inherits more. */
        BOOST,
        /** It inherits less. */
        DEBOOST,
        /** It goes to a ceiling, or comes back from one. */
        CEILING,
        /** sched_setscheduler. */
        POLICY
    }

    /**
     * The same wait without inheritance.
     *
     * @param reached whether the task came to it before the run's end
     * @param waitedNs how long it waited there, at least, if it did not end
     * @param outcome how that ended
     */
    public record Counterpart(boolean reached, long waitedNs, Outcome outcome, List<Portion> portions) {
        public Counterpart {
            portions = List.copyOf(portions);
        }
    }

    public LockWait {
        chain = List.copyOf(chain);
        holders = List.copyOf(holders);
        portions = List.copyOf(portions);
        stretches = List.copyOf(stretches);
        changes = List.copyOf(changes);
        long sum = portions.stream().mapToLong(Portion::durationNs).sum();
        if (sum != toNs - fromNs) {
            throw new IllegalArgumentException("portions of " + sum + " ns do not make a wait of " + (toNs - fromNs));
        }
    }

    /** How long it waited. */
    public long waitedNs() {
        return toNs - fromNs;
    }

    /** How much of it went to {@code share}. */
    public long ns(Share share) {
        return portions.stream()
                .filter(p -> p.share() == share)
                .mapToLong(Portion::durationNs)
                .sum();
    }

    /**
     * Whether tasks that have nothing to do with the lock, and are worse than the waiter, took a fiftieth of it or more: nothing bounds
     * what they take. Less than that they also take before a protocol stops them.
     */
    public boolean unbounded() {
        return ns(Share.INVERTED) * 50 > waitedNs();
    }

    LockWait with(Counterpart counterpart) {
        return new LockWait(
                waiter,
                policy,
                lock,
                occurrence,
                fromNs,
                toNs,
                outcome,
                errno,
                inversion,
                chain,
                holders,
                portions,
                stretches,
                moreStretches,
                changes,
                counterpart);
    }

    WaitKey key() {
        return new WaitKey(waiter, lock, occurrence);
    }
}
