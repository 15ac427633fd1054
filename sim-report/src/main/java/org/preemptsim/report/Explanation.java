// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.preemptsim.experiment.result.BlameCause;
import org.preemptsim.experiment.result.BlameSlice;
import org.preemptsim.experiment.result.BlamedSample;
import org.preemptsim.experiment.result.LatencyResult;
import org.preemptsim.experiment.result.RunResult;

/**
 * The worst samples in plain words: what held the task up, one thing after the other, for how long, and what would
 * remove the largest part.
 */
public final class Explanation {
    /** So many stretches of a sample are told one by one; of more than that, the shorter ones are told together. */
    private static final int TOLD_ONE_BY_ONE = 12;

    private Explanation() {}

    /**
     * The explanation, each line ended by a newline; without a measurement, its first line.
     *
     * @param samples how many of the worst samples at most
     */
    public static String render(RunResult r, int samples) {
        Paragraphs out = new Paragraphs();
        long all = r.allLatencies().map(LatencyResult::count).orElse(0L);
        List<BlamedSample> told =
                r.worst().subList(0, Math.max(0, Math.min(samples, r.worst().size())));
        String which = told.isEmpty() ? "" : "the worst " + told.size() + " of ";
        String counted = r.latencies().isEmpty() ? "" : ": " + which + Text.count(all) + " samples";
        out.line(Labels.of(r) + " (" + Text.plain(r.kernel()) + ")" + counted);
        if (!r.complete()) {
            out.line("INCOMPLETE: stopped after " + Text.duration(r.simulatedNs()) + ".");
        }
        if (told.isEmpty() && !r.latencies().isEmpty()) {
            out.line("");
            out.wrap("", none(r));
        }
        for (BlamedSample sample : told) {
            out.line("");
            out.wrap("", headline(sample));
            int digits = Text.us(sample.latencyNs()).length();
            for (Stretch s : stretches(sample)) {
                String offset = " ".repeat(digits - Text.us(s.offsetNs()).length()) + Text.us(s.offsetNs());
                out.wrap("  at +" + offset + " µs  ", s.sentence());
            }
            out.wrap("  ", sum(sample));
            out.wrap("  ", largest(sample));
        }
        return out.text();
    }

    private static String none(RunResult r) {
        return r.source() == RunResult.Source.HOST
                ? "A measurement knows how late its samples were, not why: only a simulation follows every nanosecond."
                : "No sample was kept with its causes.";
    }

    // --- one sample --------------------------------------------------------------------------------------------------

    /** A stretch of a sample and the sentence for it, without the final stop. */
    record Stretch(long offsetNs, long durationNs, String sentence) {}

    static String headline(BlamedSample s) {
        return "Sample " + Text.count(s.cycle()) + " of " + Text.plain(s.task()) + " on CPU " + s.cpu() + ": due at "
                + Text.instant(s.expiryNs()) + ", ran " + Text.us(s.latencyNs()) + " µs late.";
    }

    /** The sample from its expiry on, equal neighbours as one. */
    static List<Stretch> stretches(BlamedSample sample) {
        List<BlameSlice> merged = merged(sample.slices());
        Set<BlameSlice> shown = new HashSet<>(merged);
        if (merged.size() > TOLD_ONE_BY_ONE) {
            shown = merged.stream()
                    .sorted(Comparator.comparingLong(BlameSlice::durationNs).reversed())
                    .limit(TOLD_ONE_BY_ONE)
                    .collect(Collectors.toSet());
        }
        List<Stretch> told = new ArrayList<>();
        List<BlameSlice> together = new ArrayList<>();
        for (BlameSlice slice : merged) {
            if (shown.contains(slice)) {
                tellTogether(together, sample, told);
                told.add(one(slice, sample));
            } else {
                together.add(slice);
            }
        }
        tellTogether(together, sample, told);
        return told;
    }

    private static Stretch one(BlameSlice slice, BlamedSample sample) {
        return new Stretch(
                slice.offsetNs(),
                slice.durationNs(),
                "for " + Text.us(slice.durationNs()) + " µs " + words(slice, sample) + ".");
    }

    private static void tellTogether(List<BlameSlice> together, BlamedSample sample, List<Stretch> told) {
        if (together.size() == 1) {
            told.add(one(together.get(0), sample));
        } else if (!together.isEmpty()) {
            long sum = together.stream().mapToLong(BlameSlice::durationNs).sum();
            String causes =
                    together.stream().map(s -> s.cause().label()).distinct().collect(Collectors.joining(", "));
            told.add(new Stretch(
                    together.get(0).offsetNs(),
                    sum,
                    "for " + Text.us(sum) + " µs " + together.size() + " short things in turn (" + causes + ")."));
        }
        together.clear();
    }

    private static List<BlameSlice> merged(List<BlameSlice> slices) {
        List<BlameSlice> merged = new ArrayList<>();
        for (BlameSlice s : slices) {
            BlameSlice last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (last != null
                    && last.cause() == s.cause()
                    && last.cpu() == s.cpu()
                    && last.owner().equals(s.owner())
                    && last.detail().equals(s.detail())) {
                merged.set(merged.size() - 1, lengthened(last, s.durationNs()));
            } else {
                merged.add(s);
            }
        }
        return merged;
    }

    private static BlameSlice lengthened(BlameSlice s, long byNs) {
        return new BlameSlice(s.offsetNs(), s.durationNs() + byNs, s.cause(), s.owner(), s.detail(), s.cpu());
    }

    /** Time by cause, the longest first; equal ones in the order of the causes. */
    static List<Map.Entry<BlameCause, Long>> byCause(List<BlamedSample> samples) {
        Map<BlameCause, Long> sums = new EnumMap<>(BlameCause.class);
        for (BlamedSample sample : samples) {
            sample.slices().forEach(s -> sums.merge(s.cause(), s.durationNs(), Long::sum));
        }
        return sums.entrySet().stream()
                .sorted(Map.Entry.<BlameCause, Long>comparingByValue().reversed())
                .map(e -> Map.entry(e.getKey(), e.getValue()))
                .toList();
    }

    private static String sum(BlamedSample sample) {
        String parts = byCause(List.of(sample)).stream()
                .map(e -> Text.us(e.getValue()) + " " + e.getKey().label())
                .collect(Collectors.joining(" + "));
        return "Sum: " + parts + " = " + Text.us(sample.latencyNs()) + " µs.";
    }

    /** Which cause took the largest part, and what would remove it. */
    static String largest(BlamedSample sample) {
        List<Map.Entry<BlameCause, Long>> causes = byCause(List.of(sample));
        if (causes.isEmpty()) {
            return "Nothing held it up.";
        }
        BlameCause cause = causes.get(0).getKey();
        String share = Text.percent((double) causes.get(0).getValue() / sample.latencyNs());
        return "Largest: " + cause.label() + ", " + share + " % - " + cause.meaning() + ". " + remedy(cause);
    }

    // --- words per cause ---------------------------------------------------------------------------------------------

    private static String words(BlameSlice slice, BlamedSample sample) {
        String task = Text.plain(sample.task());
        String owner = Text.plain(slice.owner());
        String detail = Text.plain(slice.detail());
        String inDetail = detail.isBlank() ? "" : " (" + detail + ")";
        String elsewhere = slice.cpu() == sample.cpu() ? "" : " on CPU " + slice.cpu();
        return switch (slice.cause()) {
            case TIMER_HARDWARE -> "the clock event was still to come: the timer hardware was late" + inDetail;
            case IDLE_EXIT -> "the CPU was leaving an idle state" + inDetail;
            case IRQS_OFF ->
                or(owner, "the kernel") + elsewhere + " kept interrupts disabled" + inDetail
                        + ", which keeps out the timer's interrupt and any switch";
            case IRQ_ENTRY -> "the CPU was entering or leaving an interrupt" + of(owner) + inDetail;
            case OTHER_IRQ -> "the handler of interrupt " + or(owner, "another line") + " ran" + inDetail;
            case TIMER_HANDLER -> "the timer interrupt did the work of its own expiry" + inDetail;
            case OTHER_TIMER ->
                "another timer's callback ran in the same interrupt: " + or(owner, "a timer") + inDetail;
            case WAKEUP -> "the kernel was waking " + task + inDetail;
            case SOFTIRQ ->
                "softirqs ran before " + task + " could" + inDetail + (isNamed(owner) ? ", in " + owner : "");
            case PREEMPT_OFF ->
                or(owner, "a task") + elsewhere + " held preemption off" + inDetail + ": " + task
                        + " was ready, but the CPU may not be taken away there";
            case NO_CHECK_POINT ->
                "the CPU stayed in " + (owner.isBlank() ? "" : owner + "'s ") + "kernel code" + inDetail
                        + ", which this kernel cannot preempt";
            case HIGHER_PRIORITY ->
                or(owner, "another task") + elsewhere + " ran, whose priority is equal or higher" + inDetail;
            case LOCK_OWNER ->
                task + " waited for " + or(detail, "a lock") + ", held by " + or(owner, "another task") + elsewhere;
            case IPI ->
                "an inter-processor interrupt was on its way"
                        + (owner.isBlank() ? "" : " while " + owner + " still ran") + inDetail;
            case SCHEDULE ->
                owner.isBlank()
                        ? "the scheduler chose " + task + " and switched to it" + inDetail
                        : "the scheduler chose and switched, away from " + owner + inDetail;
            case RETURN_TO_USER ->
                detail.isBlank()
                        ? "the kernel returned to " + task + ", whose caches were cold, and it read the clock"
                        : task + " had the CPU and was on the way back to its own code" + inDetail;
            case SMI -> "system management mode had the CPU" + inDetail + ", unseen by any kernel";
            case NMI -> "a non-maskable interrupt had the CPU" + of(owner) + inDetail;
        };
    }

    private static String remedy(BlameCause cause) {
        return switch (cause) {
            case TIMER_HARDWARE -> "A finer clock event device would remove it, such as the TSC deadline timer.";
            case IDLE_EXIT -> "Forbidding deep idle states would remove it, as /dev/cpu_dma_latency at 0 does.";
            case IRQS_OFF -> "A shorter section would remove it, or one that PREEMPT_RT runs with interrupts on.";
            case IRQ_ENTRY -> "Only fewer interrupts on this CPU, or a faster machine, would shorten it.";
            case OTHER_IRQ -> "A threaded handler, or the line's affinity to another CPU, would remove it.";
            case TIMER_HANDLER -> "Only a faster machine would shorten it.";
            case OTHER_TIMER -> "Fewer timers on this CPU would remove it: a lower tick rate, or no tick (nohz_full).";
            case WAKEUP -> "Only a faster machine would shorten it.";
            case SOFTIRQ -> "Softirqs in threads, as on PREEMPT_RT, or their devices on another CPU would remove it.";
            case PREEMPT_OFF -> "A lock that PREEMPT_RT lets sleep, or a shorter section, would remove it.";
            case NO_CHECK_POINT ->
                "A kernel that preempts kernel code would remove it: preemption full, lazy (at the tick) or rt.";
            case HIGHER_PRIORITY -> "A priority above that task's, or a CPU without it, would remove it.";
            case LOCK_OWNER -> "Priority inheritance on that lock would bound it, a shorter section would shorten it.";
            case IPI -> "Work that does not reach for this CPU would remove it: isolation, or a task kept in place.";
            case SCHEDULE -> "Only a faster machine, or fewer tasks on this CPU, would shorten it.";
            case RETURN_TO_USER -> "Warmer caches would shorten it: less beside it on this CPU, or locked memory.";
            case SMI -> "Only the firmware can remove it: switch off what raises it, or choose another machine.";
            case NMI -> "Switching off the watchdog or the profiler that raises it would remove it.";
        };
    }

    private static boolean isNamed(String owner) {
        return !owner.isBlank() && !owner.equals("softirq");
    }

    private static String or(String name, String otherwise) {
        return name.isBlank() ? otherwise : name;
    }

    private static String of(String owner) {
        return owner.isBlank() ? "" : " of " + owner;
    }
}
