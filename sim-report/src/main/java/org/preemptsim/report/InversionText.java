// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.report;

import java.util.ArrayList;
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
import org.preemptsim.models.task.Errno;

/** Waits for locks in plain words: who waited for whom, what happened meanwhile, what inheritance saved and what it cost. */
public final class InversionText {
    /** So many stretches of a wait are told one by one. */
    private static final int TOLD = 16;
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
        List<LockWait> told =
                report.longest().subList(0, Math.min(limit, report.longest().size()));
        for (int i = 0; i < told.size(); i++) {
            out.line("");
            tell(told.get(i), i + 1);
        }
        List<LockWait> others = report.ordinary()
                .subList(0, Math.min(limit - told.size(), report.ordinary().size()));
        if (!others.isEmpty()) {
            out.line("");
            out.wrap("", "Other waits, for owners that are no worse than the waiter:");
            others.forEach(w -> out.wrap("  ", brief(w)));
        }
        List<KeptOff> costs = report.keptOff().stream()
                .filter(k -> told.stream().noneMatch(w -> costOf(w, k)))
                .limit(limit)
                .toList();
        if (!costs.isEmpty()) {
            out.line("");
            out.wrap("", "Kept off their CPU by a worse task at a borrowed priority:");
            costs.forEach(k -> out.wrap("  ", kept(k) + "."));
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
        return waits + which + anyDeadlock() + (report.inversions() > limit ? "; the longest " + limit + ":" : ".");
    }

    private String anyDeadlock() {
        return report.longest().stream().anyMatch(w -> w.outcome() == Outcome.DEADLOCK) ? " or a deadlock" : "";
    }

    private static String many(long n, String what) {
        return Text.count(n) + " " + what + (n == 1 ? "" : "s");
    }

    // --- one wait ----------------------------------------------------------------------------------------------------

    private void tell(LockWait w, int number) {
        out.wrap(number + ". ", headline(w));
        if (w.chain().size() > 1) {
            out.wrap("   ", "Chain: " + chain(w) + ".");
        }
        stretches(w);
        out.wrap("   ", sum(w));
        changes(w);
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

    private static String held(LockWait w) {
        if (w.holders().isEmpty()) {
            return "";
        }
        LockWait.Holder first = w.holders().get(0);
        return "; " + task(first.task(), first.policy()) + " had held it since " + Text.moment(first.sinceNs());
    }

    private static String chain(LockWait w) {
        StringBuilder s = new StringBuilder(Text.plain(w.waiter()));
        for (Link l : w.chain()) {
            s.append(" -> ").append(Text.plain(l.lock())).append(" -> ").append(task(l.owner(), l.policy()));
        }
        return s.toString();
    }

    private void stretches(LockWait w) {
        List<Stretch> told = new ArrayList<>();
        long switchesNs = 0;
        for (Stretch s : w.stretches()) {
            if (s.share() == Share.HANDED_OVER && s.durationNs() < Math.max(w.waitedNs() / 50, SAME_NS)) {
                switchesNs += s.durationNs();
            } else {
                told.add(s);
            }
        }
        int width = told.stream()
                .limit(TOLD)
                .mapToInt(s -> Text.spoken(s.atNs() - w.fromNs()).length())
                .max()
                .orElse(0);
        for (Stretch s : told.subList(0, Math.min(TOLD, told.size()))) {
            String at = Text.spoken(s.atNs() - w.fromNs());
            out.wrap(
                    "   at " + " ".repeat(width - at.length()) + "+" + at + "  ",
                    "for " + Text.spoken(s.durationNs()) + " " + words(s, w) + ".");
        }
        long more = Math.max(0, told.size() - TOLD) + w.moreStretches();
        if (more > 0) {
            out.wrap("   ", "... and " + Text.count(more) + " more such stretches.");
        }
        if (switchesNs == 0 && told.isEmpty()) {
            out.wrap("   ", "It ended at once.");
        }
    }

    private static String words(Stretch s, LockWait w) {
        String task = named(s.task(), w);
        String owner = Text.plain(s.owner());
        String end = owner.equals(w.waiter()) ? "it" : owner;
        return switch (s.share()) {
            case OWNER_RAN -> task + " ran on CPU " + s.cpu();
            case INVERTED ->
                task + " ran on CPU " + s.cpu() + ", so " + end + ", though ready, could not: the inversion";
            case OUTRANKED ->
                task + " ran on CPU " + s.cpu() + ", which is at least as good as " + Text.plain(w.waiter());
            case OWNER_SLEPT -> task + " slept and kept what it held";
            case THROTTLED -> end + " was stopped: the real-time budget of CPU " + s.cpu() + " was used up";
            case HANDED_OVER -> "the kernel switched, woke and handed over" + (owner.isEmpty() ? "" : " to " + owner);
            case DEADLOCKED -> "nobody could go on: each waited for the next";
            case OWNER_GONE -> "nobody could release it: " + task + " had exited";
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

    private void changes(LockWait w) {
        if (w.changes().isEmpty()) {
            return;
        }
        out.wrap(
                "   ",
                "Priorities: " + w.changes().stream().map(InversionText::change).collect(Collectors.joining("; "))
                        + ".");
    }

    private static String change(PriorityChange c) {
        String through = c.lock().isEmpty() ? "" : Text.plain(c.lock());
        String what =
                switch (c.reason()) {
                    case BOOST ->
                        "boosted from " + c.from() + " to " + c.to() + (through.isEmpty() ? "" : " through " + through);
                    case DEBOOST ->
                        "back from " + c.from() + " to " + c.to()
                                + (through.isEmpty() ? "" : " when it released " + through);
                    case CEILING -> "from " + c.from() + " to " + c.to() + " because of a ceiling";
                    case POLICY -> "set from " + c.from() + " to " + c.to();
                };
        return "at " + Text.moment(c.atNs()) + " " + Text.plain(c.task()) + " " + what;
    }

    private static String verdict(LockWait w) {
        if (w.outcome() == Outcome.DEADLOCK || w.ns(Share.DEADLOCKED) > 0) {
            return "a deadlock: " + chain(w)
                    + ". One order of taking the locks everywhere prevents it; so does a ceiling" + " on one CPU.";
        }
        if (w.unbounded()) {
            String third = list(w, Share.INVERTED);
            return "an inversion without a bound: " + third + (third.contains(" and ") ? " have" : " has")
                    + " nothing to do with " + Text.plain(w.lock())
                    + (third.contains(" and ")
                            ? ", and the longer they run, the longer "
                            : ", and the longer it runs, the longer ")
                    + Text.plain(w.waiter()) + " waits.";
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
        return "an inversion with a bound: what was left of the "
                + (w.chain().size() > 1 ? w.chain().size() + " critical sections" : "critical section")
                + ", and nothing else of lower priority.";
    }

    private static String list(LockWait w, Share share) {
        return join(w.portions().stream()
                .filter(p -> p.share() == share)
                .map(p -> task(p.task(), p.policy()))
                .distinct()
                .toList());
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
        if (c == null) {
            return;
        }
        out.wrap("   ", "Without inheritance: " + without(w, c) + ".");
    }

    private static String without(LockWait w, Counterpart c) {
        if (!c.reached()) {
            return Text.plain(w.waiter()) + " did not come so far before the run's end";
        }
        boolean ended = c.outcome() != Outcome.DEADLOCK && c.outcome() != Outcome.UNFINISHED;
        long savedNs = c.waitedNs() - w.waitedNs();
        if (!ended) {
            return "the same wait had not ended at the run's end, after " + Text.spoken(c.waitedNs())
                    + third(c, "ran meanwhile");
        }
        if (Math.abs(savedNs) <= SAME_NS) {
            return "the same wait was as long; inheritance saved nothing here";
        }
        if (savedNs < 0) {
            return "the same wait was shorter, " + Text.spoken(c.waitedNs());
        }
        return "the same wait took " + Text.spoken(c.waitedNs()) + third(c, "ran in between") + "; inheritance saved "
                + Text.spoken(savedNs);
    }

    private static String third(Counterpart c, String did) {
        List<String> ran = c.portions().stream()
                .filter(p -> p.share() == Share.INVERTED)
                .map(p -> task(p.task(), p.policy()) + " " + did + " for " + Text.spoken(p.durationNs()))
                .toList();
        return ran.isEmpty() ? "" : ": " + join(ran);
    }

    private void cost(LockWait w) {
        List<String> kept = report.keptOff().stream()
                .filter(k -> costOf(w, k))
                .limit(3)
                .map(InversionText::kept)
                .toList();
        if (!kept.isEmpty()) {
            out.wrap("   ", "The price of inheritance: " + join(kept) + ".");
        }
    }

    private static boolean costOf(LockWait w, KeptOff k) {
        return k.fromNs() < w.toNs()
                && k.fromNs() >= w.fromNs()
                && w.chain().stream().anyMatch(l -> l.owner().equals(k.by()));
    }

    private static String kept(KeptOff k) {
        return task(k.task(), k.policy()) + ", ready, was kept off CPU " + k.cpu() + " for "
                + Text.spoken(k.durationNs()) + " by " + task(k.by(), k.byPolicy()) + ", which ran at " + k.at();
    }

    private static String brief(LockWait w) {
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
                + owner + ", from " + Text.moment(w.fromNs()) + " on" + end + ".";
    }

    private static String task(String name, String policy) {
        return policy.isEmpty() ? Text.plain(name) : Text.plain(name) + " (" + policy + ")";
    }
}
