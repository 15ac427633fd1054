// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.command;

import static org.preemptsim.experiment.command.CommandOption.Argument.NONE;
import static org.preemptsim.experiment.command.CommandOption.Argument.OPTIONAL;
import static org.preemptsim.experiment.command.CommandOption.Argument.REQUIRED;
import static org.preemptsim.experiment.command.CommandOption.Effect.IRRELEVANT;
import static org.preemptsim.experiment.command.CommandOption.Effect.LEFT_OUT;
import static org.preemptsim.experiment.command.CommandOption.Effect.MODELLED;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.CyclictestSpec;
import org.preemptsim.models.spec.CyclictestSpec.Measuring;
import org.preemptsim.models.spec.CyclictestSpec.Sleeper;
import org.preemptsim.models.spec.DurationDistribution;
import org.preemptsim.models.spec.SchedPolicy;

/**
 * cyclictest's command line (rt-tests).
 *
 * <p>What the tool does, and this does too:
 *
 * <ul>
 *   <li>{@code -p} makes every thread FIFO of that priority, whatever {@code --policy} said unless it said rr; only
 *       {@code --priospread} lets the priorities fall by one per thread, and a thread that falls to 0 is SCHED_OTHER;
 *   <li>{@code --policy=fifo|rr} without {@code -p} takes the number of threads + 1;
 *   <li>thread i has the interval {@code -i} + i x {@code -d}, but all have {@code -i} with a histogram;
 *   <li>{@code -S} is {@code -t -a}; the distance stays;
 *   <li>{@code -t}, {@code -a} and {@code -S} without a value mean the CPUs the tool may use, so taskset limits them;
 *   <li>{@code -s} wins over {@code -x}; without either, and with the {@code -n} of old versions, clock_nanosleep.
 * </ul>
 */
public final class CyclictestCommand {
    /** The most histogram buckets the tool keeps. */
    private static final int HISTOGRAM_MOST = 1_000_000;

    private static final int THREADS_MOST = 4_096;
    private static final long MICROSECOND = 1_000L;
    private static final long SECOND = 1_000_000_000L;
    private static final long LONGEST_SECONDS = 366L * 24 * 3_600;

    private static final List<CommandOption> OPTIONS = List.of(
            new CommandOption('a', "affinity", OPTIONAL, MODELLED),
            new CommandOption('A', "aligned", REQUIRED, LEFT_OUT),
            new CommandOption('b', "breaktrace", REQUIRED, LEFT_OUT),
            new CommandOption('B', "preemptirqs", NONE, LEFT_OUT),
            new CommandOption('c', "clock", REQUIRED, MODELLED),
            new CommandOption('C', "context", NONE, LEFT_OUT),
            new CommandOption('d', "distance", REQUIRED, MODELLED),
            new CommandOption('D', "duration", REQUIRED, MODELLED),
            new CommandOption('e', "latency", REQUIRED, MODELLED),
            new CommandOption('E', "event", NONE, LEFT_OUT),
            new CommandOption('f', "ftrace", NONE, LEFT_OUT),
            new CommandOption('F', "fifo", REQUIRED, IRRELEVANT),
            new CommandOption('h', "histogram", REQUIRED, MODELLED),
            new CommandOption('H', "histofall", REQUIRED, MODELLED),
            new CommandOption('\0', "histfile", REQUIRED, IRRELEVANT),
            new CommandOption('i', "interval", REQUIRED, MODELLED),
            new CommandOption('I', "irqsoff", NONE, LEFT_OUT),
            new CommandOption('\0', "json", REQUIRED, IRRELEVANT),
            new CommandOption('\0', "laptop", NONE, MODELLED),
            new CommandOption('\0', "default-system", NONE, MODELLED),
            new CommandOption('l', "loops", REQUIRED, MODELLED),
            new CommandOption('m', "mlockall", NONE, IRRELEVANT),
            new CommandOption('M', "refresh_on_max", NONE, IRRELEVANT),
            new CommandOption('\0', "mainaffinity", REQUIRED, IRRELEVANT),
            new CommandOption('n', "nanosleep", NONE, MODELLED),
            new CommandOption('N', "nsecs", NONE, LEFT_OUT),
            new CommandOption('o', "oscope", REQUIRED, LEFT_OUT),
            new CommandOption('O', "traceopt", REQUIRED, LEFT_OUT),
            new CommandOption('p', "priority", REQUIRED, MODELLED),
            new CommandOption('\0', "prio", REQUIRED, MODELLED),
            new CommandOption('P', "preemptoff", NONE, LEFT_OUT),
            new CommandOption('y', "policy", REQUIRED, MODELLED),
            new CommandOption('Q', "priospread", NONE, MODELLED),
            new CommandOption('q', "quiet", NONE, IRRELEVANT),
            new CommandOption('r', "relative", NONE, MODELLED),
            new CommandOption('R', "resolution", NONE, IRRELEVANT),
            new CommandOption('s', "system", NONE, MODELLED),
            new CommandOption('\0', "secaligned", OPTIONAL, LEFT_OUT),
            new CommandOption('S', "smp", NONE, MODELLED),
            new CommandOption('\0', "smi", NONE, LEFT_OUT),
            new CommandOption('\0', "spike", REQUIRED, LEFT_OUT),
            new CommandOption('\0', "spike-nodes", REQUIRED, IRRELEVANT),
            new CommandOption('t', "threads", OPTIONAL, MODELLED),
            new CommandOption('T', "tracer", REQUIRED, LEFT_OUT),
            new CommandOption('\0', "tracemark", NONE, LEFT_OUT),
            new CommandOption('u', "unbuffered", NONE, IRRELEVANT),
            new CommandOption('U', "numa", NONE, MODELLED),
            new CommandOption('v', "verbose", NONE, LEFT_OUT),
            new CommandOption('w', "wakeup", NONE, LEFT_OUT),
            new CommandOption('W', "wakeuprt", NONE, LEFT_OUT),
            new CommandOption('x', "posix_timers", NONE, MODELLED),
            new CommandOption('X', "tracemarkfull", NONE, LEFT_OUT),
            new CommandOption('\0', "dbg_cyclictest", NONE, IRRELEVANT));

    private final CpuSet allowed;
    private final int machineCpus;
    private final List<CommandProblem> problems = new ArrayList<>();

    private int threads = 1;
    private int priority;
    private SchedPolicy.Kind policy = SchedPolicy.Kind.OTHER;
    private boolean spread;
    private boolean smp;
    private boolean pinned;
    private int pinnedOffset;
    private @Nullable CpuSet pinnedTo;
    private long intervalUs = 1_000;
    private long distanceUs = 500;
    private long durationNs;
    private long loops;
    private int histogram;
    private boolean histogramOfAll;
    private boolean relative;
    private boolean system;
    private boolean posixTimers;
    private boolean realtimeClock;
    private boolean latencyTarget = true;

    private CyclictestCommand(CpuSet allowed, int machineCpus) {
        this.allowed = allowed;
        this.machineCpus = machineCpus;
    }

    /**
     * Reads a command line.
     *
     * @param command beginning with {@code cyclictest}
     * @param name prefix of the threads' names: {@code cyclictest} gives {@code cyclictest/0}, ...
     * @param allowed the CPUs the tool may use, as by taskset
     * @param machineCpus how many CPUs there are
     * @param userLoop user code between a cycle's clock read and its next sleep
     */
    public static ParsedCommand<CyclictestSpec> parse(
            String command, String name, CpuSet allowed, int machineCpus, DurationDistribution userLoop) {
        CyclictestCommand c = new CyclictestCommand(allowed, machineCpus);
        List<Words.Word> words = ToolName.check("cyclictest", Words.of(command, c.problems), c.problems);
        if (!c.failed()) {
            GetoptLong getopt =
                    new GetoptLong("cyclictest", OPTIONS, CyclictestCommand::isOptionalValue, words, c.problems);
            getopt.read().forEach(c::accept);
        }
        CyclictestSpec spec = c.failed() ? null : c.spec(command, name, userLoop);
        c.problems.sort(Comparator.comparingInt(CommandProblem::offset));
        return new ParsedCommand<>(c.failed() ? null : spec, c.problems);
    }

    /** The tool takes the next word as a value of -a and -t if it looks like one. */
    private static boolean isOptionalValue(Words.Word w) {
        return !w.text().isEmpty()
                && (Character.isDigit(w.text().charAt(0))
                        || "!+".indexOf(w.text().charAt(0)) >= 0);
    }

    private boolean failed() {
        return problems.stream().anyMatch(p -> !p.warning());
    }

    private void accept(GetoptLong.Given g) {
        switch (g.option().effect()) {
            case IRRELEVANT -> {}
            case LEFT_OUT -> noEffect(g.offset(), g.option().shown() + " is not simulated", "remove it");
            case MODELLED -> model(g);
        }
    }

    private void model(GetoptLong.Given g) {
        switch (g.option().name()) {
            case "affinity" -> affinity(g);
            case "clock" -> realtimeClock = number(g, "a clock", 0, 1) == 1;
            case "distance" -> distanceUs = number(g, "microseconds", 0, 1_000_000_000);
            case "duration" -> durationNs = duration(g);
            case "latency" -> latency(g);
            case "histogram" -> histogram = (int) number(g, "microseconds", 1, HISTOGRAM_MOST);
            case "histofall" -> {
                histogram = (int) number(g, "microseconds", 1, HISTOGRAM_MOST);
                histogramOfAll = true;
            }
            case "interval" -> intervalUs = number(g, "microseconds", 1, 1_000_000_000);
            case "laptop", "default-system" -> latencyTarget = false;
            case "loops" -> loops = number(g, "loops", 0, Integer.MAX_VALUE);
            case "nanosleep" -> posixTimers = false;
            case "priority", "prio" -> priority(g);
            case "policy" -> policy(g);
            case "priospread" -> spread = true;
            case "relative" -> relative = true;
            case "system" -> system = true;
            case "smp", "numa" -> smp = true;
            case "threads" ->
                threads = g.value() == null ? allowed.size() : (int) number(g, "threads", 1, THREADS_MOST);
            case "posix_timers" -> posixTimers = true;
            default ->
                throw new IllegalStateException(
                        "option without a meaning: " + g.option().name());
        }
    }

    private void latency(GetoptLong.Given g) {
        long us = number(g, "microseconds", 0, Integer.MAX_VALUE);
        latencyTarget = us == 0;
        if (us > 0) {
            noEffect(
                    g.offset(),
                    "a latency target of " + us + " us is simulated as no target",
                    "write --latency=0 to forbid idle states, or --default-system to allow them all");
        }
    }

    private void priority(GetoptLong.Given g) {
        priority = (int) number(g, "a real-time priority", 0, 99);
        if (policy != SchedPolicy.Kind.RR) {
            policy = SchedPolicy.Kind.FIFO;
        }
    }

    private void policy(GetoptLong.Given g) {
        String word = String.valueOf(g.value()).toLowerCase(Locale.ROOT);
        switch (word) {
            case "other", "normal" -> policy = SchedPolicy.Kind.OTHER;
            case "batch" -> policy = SchedPolicy.Kind.BATCH;
            case "idle" -> policy = SchedPolicy.Kind.IDLE;
            case "fifo" -> policy = SchedPolicy.Kind.FIFO;
            case "rr" -> policy = SchedPolicy.Kind.RR;
            default ->
                bad(
                        g.valueOffset(),
                        "\"" + g.value() + "\" is not a policy of cyclictest",
                        "write other, normal, batch, idle, fifo or rr");
        }
    }

    private void affinity(GetoptLong.Given g) {
        pinned = true;
        pinnedOffset = g.offset();
        pinnedTo = g.value() == null ? null : cpuSet(g.value(), g.valueOffset());
    }

    private @Nullable CpuSet cpuSet(String text, int offset) {
        boolean negated = text.startsWith("!");
        BitSet bits = new BitSet();
        int at = negated ? 1 : 0;
        for (String part : text.substring(at).split(",", -1)) {
            if (!part.matches("[0-9]{1,5}(-[0-9]{1,5})?")) {
                bad(offset + at, "\"" + part + "\" is not a CPU or a range of CPUs", "write a CPU list like 0-3,8");
                return null;
            }
            int dash = part.indexOf('-');
            int from = Integer.parseInt(dash < 0 ? part : part.substring(0, dash));
            int to = dash < 0 ? from : Integer.parseInt(part.substring(dash + 1));
            if (to >= machineCpus || to < from) {
                bad(
                        offset + at,
                        to < from ? "CPUs " + part + " run backwards" : "there is no cpu " + to,
                        "this machine has " + (machineCpus == 1 ? "cpu 0 only" : "cpus 0-" + (machineCpus - 1)));
                return null;
            }
            bits.set(from, to + 1);
            at += part.length() + 1;
        }
        if (negated) {
            bits.flip(0, machineCpus);
        }
        if (bits.isEmpty()) {
            bad(offset, "no CPU is left", "");
            return null;
        }
        return CpuSet.of(bits.stream().toArray());
    }

    private long duration(GetoptLong.Given g) {
        String text = String.valueOf(g.value());
        if (!text.matches("[0-9]{1,9}[smhdSMHD]?")) {
            bad(
                    g.valueOffset(),
                    "\"" + text + "\" is not a duration of cyclictest",
                    "write a whole number of seconds, or one with m, h or d");
            return 0;
        }
        char unit = Character.toLowerCase(text.charAt(text.length() - 1));
        long factor =
                switch (unit) {
                    case 'm' -> 60;
                    case 'h' -> 3_600;
                    case 'd' -> 86_400;
                    default -> 1;
                };
        long seconds = Long.parseLong(text.replaceAll("[^0-9]", "")) * factor;
        if (seconds > LONGEST_SECONDS) {
            bad(g.valueOffset(), text + " is more than 366 days", "");
            return 0;
        }
        return seconds * SECOND;
    }

    private long number(GetoptLong.Given g, String what, long min, long max) {
        String text = String.valueOf(g.value());
        if (!text.matches("-?[0-9]{1,18}")) {
            bad(
                    g.valueOffset(),
                    g.option().shown() + ": \"" + text + "\" is not a whole number",
                    "write " + what + " as a whole number");
            return min;
        }
        long v = Long.parseLong(text);
        if (v < min || v > max) {
            bad(g.valueOffset(), g.option().shown() + ": " + text + " is outside " + min + " to " + max, "");
            return min;
        }
        return v;
    }

    private CyclictestSpec spec(String command, String name, DurationDistribution userLoop) {
        if (smp) {
            if (pinned) {
                noEffect(pinnedOffset, "-a beside -S", "remove -a: -S pins one thread to each CPU");
            }
            threads = allowed.size();
            pinned = true;
            pinnedTo = null;
        }
        boolean realTime = policy == SchedPolicy.Kind.FIFO || policy == SchedPolicy.Kind.RR;
        if (spread && !realTime) {
            policy = SchedPolicy.Kind.FIFO;
            realTime = true;
        }
        if (realTime && priority == 0) {
            priority = Math.min(99, threads + 1);
        }
        if (posixTimers && system) {
            noEffect(0, "-x beside -s: cyclictest uses -s", "remove one of them");
        }
        List<Measuring> measuring = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            measuring.add(new Measuring(name + "/" + i, policyOf(i, realTime), cpusOf(i), intervalOf(i)));
        }
        Sleeper sleeper = system ? Sleeper.SYS_NANOSLEEP : posixTimers ? Sleeper.POSIX_TIMER : Sleeper.CLOCK_NANOSLEEP;
        return new CyclictestSpec(
                normalized(command),
                measuring,
                durationNs,
                loops,
                histogram,
                histogramOfAll,
                relative,
                sleeper,
                realtimeClock,
                latencyTarget,
                userLoop);
    }

    private SchedPolicy policyOf(int thread, boolean realTime) {
        int p = spread ? priority - thread : priority;
        if (!realTime || p < 1) {
            SchedPolicy.Kind kind = realTime ? SchedPolicy.Kind.OTHER : policy;
            return new SchedPolicy(kind, 0, 0);
        }
        return new SchedPolicy(policy, p, 0);
    }

    private CpuSet cpusOf(int thread) {
        if (!pinned) {
            return allowed;
        }
        CpuSet from = pinnedTo == null ? allowed : pinnedTo;
        int cpu = from.lowest();
        for (int skip = thread % from.size(); skip > 0; skip--) {
            cpu = from.next(cpu + 1);
        }
        return CpuSet.of(cpu);
    }

    private long intervalOf(int thread) {
        return (intervalUs + (histogram > 0 ? 0 : thread * distanceUs)) * MICROSECOND;
    }

    private static String normalized(String command) {
        return Words.of(command, new ArrayList<>()).stream()
                .map(Words.Word::text)
                .collect(Collectors.joining(" "));
    }

    private void bad(int offset, String message, String fix) {
        problems.add(new CommandProblem(offset, CommandProblem.Kind.BAD_VALUE, message, "", fix));
    }

    private void noEffect(int offset, String message, String fix) {
        problems.add(new CommandProblem(
                offset, CommandProblem.Kind.NO_EFFECT, message, "the results are as if it were not there", fix));
    }
}
