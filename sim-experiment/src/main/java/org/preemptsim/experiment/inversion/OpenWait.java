// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.inversion;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.preemptsim.experiment.inversion.LockWait.Holder;
import org.preemptsim.experiment.inversion.LockWait.Link;
import org.preemptsim.experiment.inversion.LockWait.Outcome;
import org.preemptsim.experiment.inversion.LockWait.Portion;
import org.preemptsim.experiment.inversion.LockWait.PriorityChange;
import org.preemptsim.experiment.inversion.LockWait.Stretch;

/** A wait that goes on. */
final class OpenWait {
    final TaskTrack waiter;
    final LockTrack lock;
    private final long occurrence;
    private final long fromNs;
    private long accountedNs;

    private Verdict verdict = Verdict.NOTHING;
    private final List<Amount> amounts = new ArrayList<>();
    private final List<Stretch> stretches = new ArrayList<>();
    private long moreStretches;
    private List<Link> chain = List.of();
    private final List<Holder> holders = new ArrayList<>();
    private final List<PriorityChange> changes = new ArrayList<>();
    /** Everybody it has depended on. */
    private final Set<TaskTrack> dependedOn = new HashSet<>();

    private boolean inversion;

    /** What the time goes to: by what {@code task} does, {@code owner} being the end of the chain. */
    record Verdict(
            Share share, @Nullable TaskTrack task, @Nullable TaskTrack owner) {
        static final Verdict NOTHING = new Verdict(Share.HANDED_OVER, null, null);
    }

    private static final class Amount {
        final Share share;
        final @Nullable TaskTrack task;
        long ns;

        Amount(Share share, @Nullable TaskTrack task) {
            this.share = share;
            this.task = task;
        }
    }

    OpenWait(TaskTrack waiter, LockTrack lock, long nowNs) {
        this.waiter = waiter;
        this.lock = lock;
        this.occurrence = waiter.requestsOf(lock);
        this.fromNs = nowNs;
        this.accountedNs = nowNs;
        lock.holds().forEach(this::heldBy);
    }

    void heldBy(LockTrack.Hold hold) {
        if (hold.task() != waiter && holders.size() < LockWait.STRETCHES) {
            holders.add(new Holder(hold.task().name, hold.task().policy, hold.sinceNs()));
        }
    }

    boolean dependedOn(TaskTrack task) {
        return dependedOn.contains(task);
    }

    /** Whether anybody has held the lock meanwhile: otherwise it was a wait for an event. */
    boolean heldBySomebody() {
        return !holders.isEmpty();
    }

    boolean isInversion() {
        return inversion || verdict.share() == Share.DEADLOCKED;
    }

    /** It depends on {@code owners} now. */
    void dependsOn(List<Link> links, List<TaskTrack> owners) {
        for (TaskTrack owner : owners) {
            dependedOn.add(owner);
            inversion |= owner != waiter && Priorities.worse(owner.own, waiter.own);
        }
        if (links.size() > chain.size()) {
            chain = List.copyOf(links);
        }
    }

    void changed(PriorityChange change) {
        if (changes.size() < LockWait.STRETCHES) {
            changes.add(change);
        }
    }

    /** From {@code nowNs} on its time goes to something else, or to the same. */
    void turn(Verdict next, long nowNs) {
        account(nowNs);
        verdict = next;
    }

    /** Books the time up to {@code nowNs}. */
    void account(long nowNs) {
        long ns = nowNs - accountedNs;
        if (ns == 0) {
            return;
        }
        amount(verdict.share(), verdict.task()).ns += ns;
        stretch(ns);
        accountedNs = nowNs;
    }

    private Amount amount(Share share, @Nullable TaskTrack task) {
        for (Amount a : amounts) {
            if (a.share == share && a.task == task) {
                return a;
            }
        }
        Amount a = new Amount(share, task);
        amounts.add(a);
        return a;
    }

    private void stretch(long ns) {
        TaskTrack owner = verdict.owner();
        Stretch next = new Stretch(
                accountedNs,
                ns,
                verdict.share(),
                nameOf(verdict.task()),
                nameOf(owner),
                owner == null ? waiter.cpu : owner.cpu);
        int last = stretches.size() - 1;
        if (last >= 0 && moreStretches == 0 && same(stretches.get(last), next)) {
            Stretch s = stretches.get(last);
            stretches.set(last, new Stretch(s.atNs(), s.durationNs() + ns, s.share(), s.task(), s.owner(), s.cpu()));
        } else if (stretches.size() < LockWait.STRETCHES) {
            stretches.add(next);
        } else {
            moreStretches++;
        }
    }

    private static boolean same(Stretch a, Stretch b) {
        return a.share() == b.share()
                && a.cpu() == b.cpu()
                && a.task().equals(b.task())
                && a.owner().equals(b.owner());
    }

    private static String nameOf(@Nullable TaskTrack task) {
        return task == null ? "" : task.name;
    }

    /** The wait is over, or the run. */
    LockWait close(long nowNs, Outcome how, int errno) {
        account(nowNs);
        List<Portion> portions = new ArrayList<>();
        for (Amount a : amounts) {
            portions.add(new Portion(a.share, nameOf(a.task), a.task == null ? "" : a.task.policy, a.ns));
        }
        Outcome outcome = how == Outcome.UNFINISHED && verdict.share() == Share.DEADLOCKED ? Outcome.DEADLOCK : how;
        return new LockWait(
                waiter.name,
                waiter.policy,
                lock.name,
                occurrence,
                fromNs,
                nowNs,
                outcome,
                errno,
                inversion,
                chain,
                holders,
                portions,
                stretches,
                moreStretches,
                changes,
                null);
    }
}
