// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.preemptsim.host.HostException;

/**
 * Makes of a scenario's command line the one to run on the installed version, and says in one sentence each what it
 * dropped, changed or added.
 */
final class CommandAdapter {
    /** Far beyond what an ordinary kernel shows, so that the whole distribution is kept; 800 KB per thread. */
    static final int RECORDED_BUCKETS = 100_000;

    /** With many threads the histogram's text and locked memory would be large. */
    static final int RECORDED_BUCKETS_OF_MANY = 10_000;

    private static final int FEW_THREADS = 4;

    /** Options that print while measuring, or that write elsewhere: the harness reads one summary at the end. */
    private static final Set<CyclictestOption> UNWANTED = EnumSet.of(
            CyclictestOption.VERBOSE,
            CyclictestOption.OSCOPE,
            CyclictestOption.REFRESH_ON_MAX,
            CyclictestOption.UNBUFFERED,
            CyclictestOption.FIFO,
            CyclictestOption.HISTFILE,
            CyclictestOption.JSON,
            CyclictestOption.NSECS);

    private static final Set<CyclictestOption> REPLACED = EnumSet.of(
            CyclictestOption.DURATION,
            CyclictestOption.LOOPS,
            CyclictestOption.HISTOGRAM,
            CyclictestOption.HISTOFALL,
            CyclictestOption.QUIET);

    private final ToolHelp help;
    private final OptionalInt pinnedCpu;
    private final Duration duration;
    private final List<String> words = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private CommandAdapter(ToolHelp help, OptionalInt pinnedCpu, Duration duration) {
        this.help = help;
        this.pinnedCpu = pinnedCpu;
        this.duration = duration;
    }

    /**
     * The command to run.
     *
     * @param words the options, without the program, the pinning and the --json file
     * @param notes what differs from the asked command
     * @param json whether the version can write --json
     * @param askedBuckets the histogram the scenario asked for
     * @param recordedBuckets the histogram that is recorded
     * @param policy of the first thread
     * @param intervalNs base interval
     * @param distanceNs how much longer each further thread's interval is
     * @param loops cycles to run; 0 = by time
     */
    record Adapted(
            List<String> words,
            List<String> notes,
            boolean json,
            int askedBuckets,
            int recordedBuckets,
            String policy,
            long intervalNs,
            long distanceNs,
            long loops) {
        Adapted {
            words = List.copyOf(words);
            notes = List.copyOf(notes);
        }
    }

    static Adapted adapt(CyclictestCommand asked, ToolHelp help, OptionalInt pinnedCpu, Duration duration)
            throws HostException {
        return new CommandAdapter(help, pinnedCpu, duration).run(asked);
    }

    private Adapted run(CyclictestCommand asked) throws HostException {
        int buckets = asked.histogramBuckets();
        for (CyclictestCommand.Argument a : asked.arguments()) {
            keepOrDrop(a);
        }
        sleeper(asked);
        int recorded = histogram(asked, buckets);
        long intervalUs = asked.numberOf(CyclictestOption.INTERVAL).orElse(1_000);
        long loops = length(asked, intervalUs);
        quiet(asked);
        boolean json = help.accepts(CyclictestOption.JSON);
        if (!json) {
            notes.add("this version has no --json: its text is read instead");
        }
        return new Adapted(
                words, notes, json, buckets, recorded, asked.policy(), intervalUs * 1_000, distanceNs(asked), loops);
    }

    private void keepOrDrop(CyclictestCommand.Argument a) {
        CyclictestOption o = a.option();
        if (REPLACED.contains(o)) {
            return;
        }
        if (UNWANTED.contains(o)) {
            notes.add("dropped " + a.shown() + ": "
                    + (o == CyclictestOption.NSECS
                            ? "latencies are kept in whole microseconds"
                            : "the harness reads one summary at the end"));
        } else if (pinnedCpu.isPresent() && (o == CyclictestOption.AFFINITY || o == CyclictestOption.SMP)) {
            notes.add("dropped " + a.shown() + ": the run is pinned to CPU " + pinnedCpu.getAsInt());
        } else if (o == CyclictestOption.NANOSLEEP && !help.accepts(o)) {
            notes.add("dropped -n: this version refuses it; clock_nanosleep is its default");
        } else if (o == CyclictestOption.POSIX_TIMERS && !help.accepts(o) && help.accepts(CyclictestOption.NANOSLEEP)) {
            notes.add("dropped -x: this version refuses it; POSIX timers are its default");
        } else if (!help.accepts(o)) {
            notes.add("dropped " + a.shown() + ": this version does not list it");
        } else {
            add(o, a.value());
        }
    }

    /** Optional values must be glued to the letter, required ones may be. */
    private void add(CyclictestOption o, @org.jspecify.annotations.Nullable String value) {
        String spelled = help.spelling(o);
        if (value == null) {
            words.add(spelled);
        } else if (spelled.startsWith("--")) {
            words.add(spelled + "=" + value);
        } else {
            words.add(spelled + value);
        }
    }

    /** clock_nanosleep became the default when -n went; a version that lists -n sleeps by POSIX timers without it. */
    private void sleeper(CyclictestCommand asked) {
        boolean chosen = asked.has(CyclictestOption.NANOSLEEP)
                || asked.has(CyclictestOption.POSIX_TIMERS)
                || asked.has(CyclictestOption.SYSTEM);
        if (!chosen && help.accepts(CyclictestOption.NANOSLEEP)) {
            words.add("-n");
            notes.add("added -n: this version would use POSIX timers, the command means clock_nanosleep");
        }
    }

    private int histogram(CyclictestCommand asked, int buckets) throws HostException {
        if (!help.accepts(CyclictestOption.HISTOGRAM)) {
            notes.add("this version has no -h: only least, mean and greatest latency are known");
            return 0;
        }
        int recorded = Math.max(buckets, few(asked) ? RECORDED_BUCKETS : RECORDED_BUCKETS_OF_MANY);
        words.add("-h" + recorded);
        if (buckets == 0) {
            notes.add("added -h" + recorded + ": the whole distribution is recorded");
        } else if (recorded > buckets) {
            notes.add("-h" + buckets + " is recorded as -h" + recorded + " so that the whole distribution is kept");
        }
        if (asked.has(CyclictestOption.HISTOFALL)) {
            notes.add("-H is recorded as -h: the sum over the threads follows from the threads");
        }
        return recorded;
    }

    private static boolean few(CyclictestCommand asked) throws HostException {
        boolean perCpu = asked.has(CyclictestOption.SMP)
                || (asked.has(CyclictestOption.THREADS)
                        && asked.valueOf(CyclictestOption.THREADS).isEmpty());
        return !perCpu && asked.numberOf(CyclictestOption.THREADS).orElse(1) <= FEW_THREADS;
    }

    /** -D takes whole seconds only, so other lengths become cycles. */
    private long length(CyclictestCommand asked, long intervalUs) {
        asked.valueOf(CyclictestOption.LOOPS).ifPresent(l -> notes.add("dropped -l " + l + ": the run has a duration"));
        boolean whole = wholeSeconds(duration) && help.accepts(CyclictestOption.DURATION);
        long loops = whole ? 0 : Math.max(1, duration.toNanos() / 1_000 / Math.max(1, intervalUs));
        String now = whole ? "-D" + duration.toSeconds() : "-l" + loops;
        words.add(now);
        String was =
                asked.valueOf(CyclictestOption.DURATION).map(d -> "-D " + d).orElse("no -D");
        if (!was.replace(" ", "").equals(now)) {
            notes.add(was + " became " + now + ": the measurement was asked to last " + shown(duration));
        }
        return loops;
    }

    private void quiet(CyclictestCommand asked) {
        words.add("-q");
        if (!asked.has(CyclictestOption.QUIET)) {
            notes.add("added -q: no display while measuring");
        }
    }

    /** From 2.0 on a histogram sets the distance to 0. */
    private long distanceNs(CyclictestCommand asked) throws HostException {
        if (help.major() >= 2 && help.accepts(CyclictestOption.HISTOGRAM)) {
            return 0;
        }
        OptionalLong d = asked.numberOf(CyclictestOption.DISTANCE);
        return d.orElse(500) * 1_000;
    }

    private static boolean wholeSeconds(Duration d) {
        return d.equals(Duration.ofSeconds(d.toSeconds()));
    }

    private static String shown(Duration d) {
        return wholeSeconds(d) ? d.toSeconds() + " s" : d.toMillis() + " ms";
    }
}
