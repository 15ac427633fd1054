// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.preemptsim.experiment.inversion.InversionReport;
import org.preemptsim.experiment.inversion.KeptOff;
import org.preemptsim.experiment.inversion.LockWait;
import org.preemptsim.experiment.inversion.LockWait.Counterpart;
import org.preemptsim.experiment.inversion.LockWait.Link;
import org.preemptsim.experiment.inversion.LockWait.Outcome;
import org.preemptsim.experiment.inversion.LockWait.Portion;
import org.preemptsim.experiment.inversion.LockWait.PriorityChange;
import org.preemptsim.experiment.inversion.LockWait.Stretch;
import org.preemptsim.experiment.inversion.Share;
import org.preemptsim.experiment.inversion.WaitGroup;
import org.preemptsim.models.task.Errno;

/** Waits for locks in plain words: who waited for whom, what happened meanwhile, what inheritance saved and what it cost. */
public final class InversionText {
    /** So many stretches of a wait are told one by one. */
    private static final int TOLD = 16;
    /** So many costs of a boost are told. */
    private static final int COSTS = 3;
    /** Shorter differences are not worth a sentence. */
    private static final long SAME_NS = 1_000;

    private final InversionReport report;
    private final int limit;
    private final Paragraphs out = new Paragraphs();

    private InversionText(InversionReport report, int limit) {
        this.report = report;
        this.limit = limit;
    }

    /**
     * The report, each line ended by a newline.
     *
     * @param limit how many waits to tell at most
     */
    public static String render(InversionReport report, int limit) {
        return new InversionText(report, limit).text();
    }

    private String text() {
        out.wrap("", summary());
        List<WaitGroup> told =
                report.longest().subList(0, Math.min(limit, report.longest().size()));
        for (int i = 0; i < told.size(); i++) {
            out.line("");
            tell(told.get(i), i + 1);
        }
        List<WaitGroup> others = report.ordinary()
                .subList(0, Math.min(limit - told.size(), report.ordinary().size()));
        if (!others.isEmpty()) {
            out.line("");
            out.wrap("", "Other waits, for owners that are no worse than the waiter:");
            others.forEach(g -> out.wrap("  ", brief(g)));
        }
        List<Cost> costs = costs(report.keptOff().stream()
                .filter(k -> told.stream().noneMatch(g -> toldWith(g.longest(), k)))
                .toList());
        if (!costs.isEmpty() && limit > 0) {
            out.line("");
            out.wrap("", "Kept off a CPU by a worse task with a borrowed priority:");
            costs.stream().limit(limit).forEach(c -> out.wrap("  ", c.words() + "."));
        }
        return out.text();
    }

    private String summary() {
        if (report.waits() == 0) {
            return report.keptOff().isEmpty()
                    ? "No task waited for a lock."
                    : "No task waited for a lock that another one held.";
        }
        String waits = many(report.waits(), "wait") + " for a lock";
        if (report.inversions() == 0) {
            return waits + ", none of them for a worse task: no inversion.";
        }
        boolean all = report.inversions() == report.waits();
        String which = all
                ? report.waits() == 1 ? ", an inversion" : ", all of them inversions"
                : ", " + Text.count(report.inversions()) + " of them "
                        + (report.inversions() == 1 ? "an inversion" : "inversions");
        return waits + which + anyDeadlock() + (report.longest().size() > limit ? "; the longest " + limit + ":" : ".");
    }

    private String anyDeadlock() {
        return report.longest().stream().anyMatch(g -> g.longest().outcome() == Outcome.DEADLOCK)
                ? " or deadlocks"
                : "";
    }

    private static String many(long n, String what) {
        return Text.count(n) + " " + what + (n == 1 ? "" : "s");
    }

    // --- one wait ----------------------------------------------------------------------------------------------------

    private void tell(WaitGroup g, int number) {
        LockWait w = g.longest();
        out.wrap(number + ". ", headline(w) + alike(g));
        if (w.chain().size() > 1) {
            out.wrap("   ", "Chain: " + chain(w) + ".");
        }
        moments(w);
        WaitPicture.of(w).forEach(l -> out.line("     " + l));
        out.wrap("   ", sum(w));
        out.wrap("   ", "Verdict: " + verdict(w));
        counterpart(w);
        cost(w);
    }

    private static String headline(LockWait w) {
        String who = task(w.waiter(), w.policy());
        String lock = Text.plain(w.lock());
        String span = "from " + Text.moment(w.fromNs());
        String waited =
                switch (w.outcome()) {
                    case ACQUIRED -> who + " waited " + Text.spoken(w.waitedNs()) + " for " + lock;
                    case GAVE_UP ->
                        who + " waited " + Text.spoken(w.waitedNs()) + " for " + lock + " and gave up"
                                + (w.errno() == 0 ? "" : " (" + Errno.nameOf(w.errno()) + ")");
                    case ADMITTED ->
                        who + " waited " + Text.spoken(w.waitedNs()) + " before it began, for the ceiling of " + lock;
                    case DEADLOCK -> who + " waited for " + lock + " for ever: a deadlock";
                    case UNFINISHED ->
                        who + " waited for " + lock + " and still did at the end, after " + Text.spoken(w.waitedNs());
                };
        return waited + ", " + span + " on" + held(w) + ".";
    }

    private static String alike(WaitGroup g) {
        return g.waits() == 1
                ? ""
                : " It is the longest of " + Text.count(g.waits()) + " such waits, which took "
                        + Text.spoken(g.waitedNs()) + " in all.";
    }

    private static String held(LockWait w) {
        List<String> had = w.holders().stream()
                .filter(h -> h.sinceNs() <= w.fromNs())
                .map(h -> task(h.task(), h.policy()) + " had held it since " + Text.moment(h.sinceNs()))
                .toList();
        return had.isEmpty() ? "" : "; " + join(had);
    }

    private static String chain(LockWait w) {
        StringBuilder s = new StringBuilder(Text.plain(w.waiter()));
        for (Link l : w.chain()) {
            s.append(" -> ").append(Text.plain(l.lock())).append(" -> ").append(task(l.owner(), l.policy()));
        }
        return s.toString();
    }

    /** Something that happened, or began, in a wait. */
    private record Moment(long atNs, String words) {}

    /** What happened, in time; at one instant first who took the lock, then priorities, then who ran. */
    private void moments(LockWait w) {
        List<Moment> all = new ArrayList<>();
        w.holders().stream()
                .filter(h -> h.sinceNs() > w.fromNs())
                .forEach(h -> all.add(new Moment(h.sinceNs(), taken(h, w))));
        w.changes().forEach(c -> all.add(new Moment(c.atNs(), change(c))));
        w.stretches().stream()
                .filter(s -> s.share() != Share.HANDED_OVER || s.durationNs() >= Math.max(w.waitedNs() / 50, SAME_NS))
                .forEach(s -> all.add(new Moment(s.atNs(), words(s, w))));
        all.sort(Comparator.comparingLong(Moment::atNs));
        List<Moment> told = all.subList(0, Math.min(TOLD, all.size()));
        int width = told.stream()
                .mapToInt(m -> Text.spoken(m.atNs() - w.fromNs()).length())
                .max()
                .orElse(0);
        for (Moment m : told) {
            String at = Text.spoken(m.atNs() - w.fromNs());
            out.wrap("   at " + " ".repeat(width - at.length()) + "+" + at + "  ", m.words() + ".");
        }
        long more = all.size() - told.size() + w.moreStretches();
        if (more > 0) {
            out.wrap("   ", "... and so on: " + Text.count(more) + " more such moments.");
        }
    }

    private static String taken(LockWait.Holder h, LockWait w) {
        return task(h.task(), h.policy()) + " took " + Text.plain(w.lock()) + " before " + Text.plain(w.waiter());
    }

    private static String words(Stretch s, LockWait w) {
        String task = named(s.task(), w);
        String owner = Text.plain(s.owner());
        String on = " ran on CPU " + s.cpu() + " for " + Text.spoken(s.durationNs());
        String length = " for " + Text.spoken(s.durationNs());
        return switch (s.share()) {
            case OWNER_RAN -> task + on;
            case INVERTED -> task + on + " while " + owner + " was ready: the inversion";
            case OUTRANKED -> task + on + ", at least as good as " + Text.plain(w.waiter());
            case OWNER_SLEPT -> task + " slept" + length + " and kept what it held";
            case THROTTLED ->
                owner + " was stopped" + length + ": the real-time budget on CPU " + s.cpu() + " was used up";
            case HANDED_OVER -> "the kernel switched and handed over" + length;
            case DEADLOCKED -> "nobody could go on" + length + ": each waited for the next";
            case OWNER_GONE -> "nobody could release it" + length + ": " + task + " had exited";
        };
    }

    private static String named(String task, LockWait w) {
        for (Portion p : w.portions()) {
            if (p.task().equals(task)) {
                return task(task, p.policy());
            }
        }
        return Text.plain(task);
    }

    /** The portions by share; exact, so that they add up before a reader's eyes. */
    private static String sum(LockWait w) {
        Map<String, Long> parts = new LinkedHashMap<>();
        for (Portion p : w.portions()) {
            String who = p.task().isEmpty() ? "" : " (" + Text.plain(p.task()) + ")";
            parts.merge(p.share().label() + who, p.durationNs(), Long::sum);
        }
        String terms = parts.entrySet().stream()
                .map(e -> Text.us(e.getValue()) + " " + e.getKey())
                .collect(Collectors.joining(" + "));
        return "Sum: " + terms + " = " + Text.us(w.waitedNs()) + " µs.";
    }

    private static String change(PriorityChange c) {
        String lock = Text.plain(c.lock());
        String move = Text.plain(c.task()) + ": " + c.from() + " -> " + c.to();
        return switch (c.reason()) {
            case BOOST -> move + ", boosted" + (lock.isEmpty() ? "" : " through " + lock);
            case DEBOOST -> move + (lock.isEmpty() ? ", a waiter is worth less" : ", for it released " + lock);
            case CEILING -> move + ", because of a ceiling";
            case POLICY -> move + ", by sched_setscheduler";
        };
    }

    private static String verdict(LockWait w) {
        String waiter = Text.plain(w.waiter());
        if (w.outcome() == Outcome.DEADLOCK) {
            return "a deadlock: " + chain(w) + ". One order of taking locks everywhere would prevent it.";
        }
        if (w.errno() == Errno.EDEADLK) {
            return "a deadlock that was refused: the kernel followed the chain of owners and found " + waiter
                    + " at its end.";
        }
        if (w.unbounded()) {
            List<String> third = strangers(w);
            boolean one = third.size() == 1;
            return "an inversion without a bound: " + join(third) + (one ? " has" : " have") + " nothing to do with "
                    + Text.plain(w.lock()) + ", and the longer " + (one ? "it runs" : "they run") + ", the longer "
                    + waiter + " waits.";
        }
        if (!w.inversion()) {
            return "no inversion.";
        }
        if (w.ns(Share.OWNER_GONE) > 0) {
            return "the owner has exited with the lock, and nobody will release it.";
        }
        if (w.ns(Share.OWNER_SLEPT) > w.waitedNs() / 2) {
            return "an inversion as long as the owner sleeps with the lock; no priority helps against that.";
        }
        return "an inversion with a bound: what was left of "
                + (w.chain().size() > 1 ? w.chain().size() + " critical sections" : "the critical section")
                + besides(w) + ".";
    }

    /** What else there was than critical sections. */
    private static String besides(LockWait w) {
        List<String> more = new ArrayList<>();
        if (w.holders().stream().anyMatch(h -> h.sinceNs() > w.fromNs() && h.sinceNs() < w.toNs())) {
            more.add("the sections of those who took the lock first");
        }
        if (w.ns(Share.OUTRANKED) * 50 > w.waitedNs()) {
            more.add("what better tasks took");
        }
        if (w.ns(Share.THROTTLED) > 0) {
            more.add("the time for which the real-time class was stopped");
        }
        return more.isEmpty() ? ", and nothing else of lower priority" : ", and " + String.join(", and ", more);
    }

    /** Who made the wait longer without having to do with it, but for who was stopped soon. */
    private static List<String> strangers(LockWait w) {
        long most = w.portions().stream()
                .filter(p -> p.share() == Share.INVERTED)
                .mapToLong(Portion::durationNs)
                .max()
                .orElse(0);
        return w.portions().stream()
                .filter(p -> p.share() == Share.INVERTED && p.durationNs() * 50 > most)
                .map(p -> task(p.task(), p.policy()))
                .toList();
    }

    private static String join(List<String> names) {
        if (names.size() > 4) {
            return String.join(", ", names.subList(0, 3)) + " and " + (names.size() - 3) + " more";
        }
        int last = names.size() - 1;
        return last < 1
                ? String.join("", names)
                : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }

    // --- what inheritance saved and cost -----------------------------------------------------------------------------

    private void counterpart(LockWait w) {
        Counterpart c = w.without();
        if (c == null || w.errno() == Errno.EDEADLK) {
            return;
        }
        out.wrap("   ", "Without inheritance: " + without(w, c) + ".");
    }

    private static String without(LockWait w, Counterpart c) {
        if (!c.reached()) {
            return Text.plain(w.waiter()) + " did not come so far before the run's end";
        }
        if (c.outcome() == Outcome.DEADLOCK && w.outcome() == Outcome.DEADLOCK) {
            return "a deadlock all the same";
        }
        boolean ended = c.outcome() != Outcome.DEADLOCK && c.outcome() != Outcome.UNFINISHED;
        long savedNs = c.waitedNs() - w.waitedNs();
        if (!ended) {
            return "the same wait had not ended at the run's end, after " + Text.spoken(c.waitedNs()) + third(c);
        }
        if (Math.abs(savedNs) <= SAME_NS) {
            return "the same wait was as long; inheritance saved nothing here";
        }
        if (savedNs < 0) {
            return "the same wait was shorter, " + Text.spoken(c.waitedNs());
        }
        return "the same wait took " + Text.spoken(c.waitedNs()) + third(c) + "; inheritance saved "
                + Text.spoken(savedNs);
    }

    private static String third(Counterpart c) {
        List<String> ran = c.portions().stream()
                .filter(p -> p.share() == Share.INVERTED && p.durationNs() >= SAME_NS)
                .map(p -> task(p.task(), p.policy()) + " ran for " + Text.spoken(p.durationNs()))
                .toList();
        return ran.isEmpty() ? "" : ", in which " + join(ran);
    }

    private void cost(LockWait w) {
        List<Cost> costs =
                costs(report.keptOff().stream().filter(k -> costOf(w, k)).toList());
        for (Cost c : costs.subList(0, Math.min(COSTS, costs.size()))) {
            out.wrap("   ", "Its price: " + c.words() + ".");
        }
    }

    /** What one task cost another, in all. */
    private record Cost(KeptOff longest, long times) {
        String words() {
            KeptOff k = longest;
            String at = k.at().equals("deadline") ? "in the deadline class" : "at " + k.at();
            String often = times == 1 ? " for " : " " + Text.count(times) + " times, at most for ";
            return task(k.task(), k.policy()) + ", ready, was kept off CPU " + k.cpu() + often
                    + Text.spoken(k.durationNs()) + ", while " + task(k.by(), k.byPolicy()) + " ran " + at;
        }
    }

    /** The same between the same tasks as one, in the order of the longest. */
    private static List<Cost> costs(List<KeptOff> all) {
        Map<List<Object>, Cost> out = new LinkedHashMap<>();
        for (KeptOff k : all) {
            out.merge(
                    List.of(k.task(), k.by(), k.at(), k.cpu()),
                    new Cost(k, 1),
                    (a, b) -> new Cost(a.longest(), a.times() + 1));
        }
        return List.copyOf(out.values());
    }

    /** Whether the cost is told with the wait, or is one more of the same. */
    private boolean toldWith(LockWait w, KeptOff cost) {
        return report.keptOff().stream()
                .anyMatch(k -> costOf(w, k) && k.task().equals(cost.task()) && k.by().equals(cost.by()));
    }

    private static boolean costOf(LockWait w, KeptOff k) {
        return k.fromNs() < w.toNs()
                && k.fromNs() >= w.fromNs()
                && w.chain().stream().anyMatch(l -> l.owner().equals(k.by()));
    }

    private static String brief(WaitGroup g) {
        LockWait w = g.longest();
        String owner = w.holders().isEmpty()
                ? ""
                : ", held by "
                        + task(w.holders().get(0).task(), w.holders().get(0).policy());
        String end =
                switch (w.outcome()) {
                    case ACQUIRED, ADMITTED -> "";
                    case GAVE_UP -> ", and gave up" + (w.errno() == 0 ? "" : " (" + Errno.nameOf(w.errno()) + ")");
                    case DEADLOCK, UNFINISHED -> ", and still did at the end";
                };
        return task(w.waiter(), w.policy()) + " waited " + Text.spoken(w.waitedNs()) + " for " + Text.plain(w.lock())
                + owner + ", from " + Text.moment(w.fromNs()) + " on" + end + "." + alike(g);
    }

    private static String task(String name, String policy) {
        return policy.isEmpty() ? Text.plain(name) : Text.plain(name) + " (" + policy + ")";
    }
}
