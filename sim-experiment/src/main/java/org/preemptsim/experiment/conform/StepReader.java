// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.conform;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.preemptsim.experiment.conform.KernelRecord.StepText;
import org.preemptsim.experiment.conform.Problems.Code;
import org.preemptsim.experiment.text.NearestMatch;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.DurationDistribution;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.spec.Step;

/** Turns the steps of one thread of a record into the model's steps. */
final class StepReader {
    private static final long US = 1_000;
    private static final long LONGEST_US = 1_000_000_000L;

    /** How many arguments each step has. */
    private static final Map<String, Integer> ARGUMENTS = Map.ofEntries(
            Map.entry("compute", 1),
            Map.entry("lock", 1),
            Map.entry("unlock", 1),
            Map.entry("trylock", 1),
            Map.entry("timedlock", 2),
            Map.entry("consistent", 1),
            Map.entry("sleep", 1),
            Map.entry("sleep_until", 1),
            Map.entry("loop", 1),
            Map.entry("endloop", 0),
            Map.entry("next_period", 1),
            Map.entry("yield", 0),
            Map.entry("setprio", 3),
            Map.entry("setcpus", 2),
            Map.entry("nice", 2),
            Map.entry("post", 1),
            Map.entry("wait", 1),
            Map.entry("trywait", 1),
            Map.entry("timedwait", 2),
            Map.entry("cond_wait", 2),
            Map.entry("signal", 1),
            Map.entry("broadcast", 1),
            Map.entry("barrier", 1),
            Map.entry("rdlock", 1),
            Map.entry("wrlock", 1),
            Map.entry("rwunlock", 1),
            Map.entry("kwrite", 2),
            Map.entry("die", 0));

    private final RecordedNames names;
    private final List<StepText> texts = new ArrayList<>();
    private final Deque<Loop> open = new ArrayDeque<>();
    private List<Step> steps = new ArrayList<>();

    /** A loop that has not ended yet. */
    private record Loop(Node at, long times, List<Step> around) {}

    /**
     * What steps may refer to.
     *
     * @param objects names of the objects, by kind
     * @param threads names of the threads with their nice values
     */
    record RecordedNames(Map<String, Set<String>> objects, Map<String, Integer> threads, int cpus) {
        Set<String> ofKind(String kind) {
            return objects.getOrDefault(kind, Set.of());
        }
    }

    StepReader(RecordedNames names) {
        this.names = names;
    }

    /** The texts of the steps read, by number. */
    List<StepText> texts() {
        return texts;
    }

    List<Step> read(Node list) {
        for (Node step : list.items()) {
            step(step);
        }
        if (!open.isEmpty()) {
            open.peek()
                    .at()
                    .range("this loop has no endloop", "what is repeated ends at an endloop", "add [\"endloop\"]");
        }
        return steps;
    }

    private void step(Node at) {
        List<Node> parts = at.items();
        if (parts.isEmpty()) {
            at.range("an empty step", "a step is [operation, argument...]", "take it out");
            return;
        }
        String op = parts.get(0).string();
        Integer wanted = ARGUMENTS.get(op);
        if (wanted == null) {
            at.problems()
                    .error(
                            parts.get(0).json(),
                            Code.WORD,
                            "no step is called \"" + op + "\"",
                            "",
                            NearestMatch.of(op, ARGUMENTS.keySet())
                                    .map(n -> "did you mean \"" + n + "\"?")
                                    .orElse("use one of "
                                            + ARGUMENTS.keySet().stream()
                                                    .sorted()
                                                    .collect(Collectors.joining(", "))));
            return;
        }
        List<Node> args = parts.subList(1, parts.size());
        if (args.size() != wanted) {
            at.range(
                    op + " has " + args.size() + " arguments",
                    "",
                    "give it " + wanted + " argument" + (wanted == 1 ? "" : "s"));
            return;
        }
        texts.add(text(op, args));
        translate(at, op, args);
    }

    private static StepText text(String op, List<Node> args) {
        String text = args.isEmpty()
                ? op
                : op + " " + args.stream().map(a -> a.json().text()).collect(Collectors.joining(" "));
        String first = args.isEmpty() ? "" : args.get(0).json().text();
        return switch (op) {
            case "unlock", "post", "rwunlock" -> new StepText(text, first, "");
            case "lock", "trylock", "timedlock", "wait", "trywait", "timedwait", "rdlock", "wrlock" ->
                new StepText(text, "", first);
            case "cond_wait" -> {
                String mutex = args.get(1).json().text();
                yield new StepText(text, mutex, mutex);
            }
            default -> new StepText(text, "", "");
        };
    }

    private void translate(Node at, String op, List<Node> args) {
        switch (op) {
            case "loop" -> {
                open.push(new Loop(at, args.get(0).number(1, Integer.MAX_VALUE), steps));
                steps = new ArrayList<>();
            }
            case "endloop" -> endLoop(at);
            default -> steps.add(translated(op, args));
        }
    }

    private void endLoop(Node at) {
        if (open.isEmpty()) {
            at.range("no loop is open here", "an endloop ends the last loop", "take it out");
            return;
        }
        Loop loop = open.pop();
        if (steps.isEmpty()) {
            at.range("the loop is empty", "", "put steps into it");
            steps.add(new Step.Yield());
        }
        loop.around().add(new Step.Repeat(loop.times(), steps));
        steps = loop.around();
    }

    private Step translated(String op, List<Node> args) {
        return switch (op) {
            case "compute" -> new Step.Compute(length(args.get(0)), RecordingMachine.POLL_NS);
            case "lock" -> sync(Step.SyncOp.MUTEX_LOCK, args, "mutex");
            case "timedlock" -> timed(Step.SyncOp.MUTEX_LOCK, args, "mutex");
            case "trylock" -> sync(Step.SyncOp.MUTEX_TRYLOCK, args, "mutex");
            case "unlock" -> sync(Step.SyncOp.MUTEX_UNLOCK, args, "mutex");
            case "consistent" -> sync(Step.SyncOp.MUTEX_CONSISTENT, args, "mutex");
            case "wait" -> sync(Step.SyncOp.SEM_WAIT, args, "sem");
            case "timedwait" -> timed(Step.SyncOp.SEM_WAIT, args, "sem");
            case "trywait" -> sync(Step.SyncOp.SEM_TRYWAIT, args, "sem");
            case "post" -> sync(Step.SyncOp.SEM_POST, args, "sem");
            case "cond_wait" ->
                new Step.Sync(
                        Step.SyncOp.COND_WAIT,
                        args.get(0).reference(names.ofKind("cond"), "condition variable"),
                        args.get(1).reference(names.ofKind("mutex"), "mutex"),
                        Step.Sync.NO_TIMEOUT);
            case "signal" -> sync(Step.SyncOp.COND_SIGNAL, args, "cond");
            case "broadcast" -> sync(Step.SyncOp.COND_BROADCAST, args, "cond");
            case "barrier" -> sync(Step.SyncOp.BARRIER_WAIT, args, "barrier");
            case "rdlock" -> sync(Step.SyncOp.RW_RDLOCK, args, "rwlock");
            case "wrlock" -> sync(Step.SyncOp.RW_WRLOCK, args, "rwlock");
            case "rwunlock" -> sync(Step.SyncOp.RW_UNLOCK, args, "rwlock");
            case "sleep" -> new Step.Sleep(length(args.get(0)));
            case "sleep_until" -> new Step.SleepUntil(args.get(0).number(0, LONGEST_US) * US);
            case "next_period" -> new Step.NextPeriod(args.get(0).number(1, LONGEST_US) * US);
            case "yield" -> new Step.Yield();
            case "setprio" -> setPolicy(args);
            case "setcpus" -> new Step.SetAffinity(thread(args.get(0)), mask(args.get(1)));
            case "nice" ->
                new Step.SetNice(thread(args.get(0)), (int) args.get(1).number(-20, 19));
            case "kwrite" -> write(args);
            case "die" -> new Step.Exit();
            default -> throw new IllegalStateException(op);
        };
    }

    private Step sync(Step.SyncOp op, List<Node> args, String kind) {
        return new Step.Sync(op, args.get(0).reference(names.ofKind(kind), kind));
    }

    private Step timed(Step.SyncOp op, List<Node> args, String kind) {
        return new Step.Sync(
                op,
                args.get(0).reference(names.ofKind(kind), kind),
                "",
                args.get(1).number(0, LONGEST_US) * US);
    }

    private static DurationDistribution length(Node us) {
        return DurationDistribution.ofNs(us.number(0, LONGEST_US) * US);
    }

    private String thread(Node name) {
        return name.reference(names.threads().keySet(), "thread");
    }

    private Step setPolicy(List<Node> args) {
        String thread = thread(args.get(0));
        String policy = args.get(1).word(List.of("FIFO", "RR", "OTHER", "BATCH", "IDLE"), "policy");
        SchedPolicy.Kind kind = SchedPolicy.Kind.valueOf(policy);
        boolean realTime = kind == SchedPolicy.Kind.FIFO || kind == SchedPolicy.Kind.RR;
        // pthread_setschedparam keeps the nice value.
        int nice = names.threads().getOrDefault(thread, 0);
        int priority = (int) (realTime ? args.get(2).number(1, 99) : args.get(2).number(0, 0));
        return new Step.SetPolicy(thread, new SchedPolicy(kind, priority, nice));
    }

    /** A bit mask as a number or as hexadecimal digits, or a list of CPUs. */
    private CpuSet mask(Node at) {
        if (at.json().isArray()) {
            return RecordReader.cpuList(at, names.cpus());
        }
        long bits = at.json().isString() ? hex(at) : at.number(1, (1L << names.cpus()) - 1);
        int[] cpus = java.util.stream.IntStream.range(0, names.cpus())
                .filter(c -> (bits >>> c & 1) != 0)
                .toArray();
        if (cpus.length == 0) {
            at.range(
                    "the mask has no CPU of this machine",
                    "a thread needs a CPU to run on",
                    "use 1 to " + ((1L << names.cpus()) - 1));
            return CpuSet.of(0);
        }
        return CpuSet.of(cpus);
    }

    private static long hex(Node at) {
        String digits = at.json().text().startsWith("0x")
                ? at.json().text().substring(2)
                : at.json().text();
        try {
            return Long.parseLong(digits, 16);
        } catch (NumberFormatException e) {
            at.wrongType("a mask of CPUs");
            return 1;
        }
    }

    /**
     * One pwrite into a memory file: the inode's lock for writing around a copy page by page, each page ending in a check point.
     *
     * @kernel generic_file_write_iter(), generic_perform_write(), mm/filemap.c, v6.1
     */
    private Step write(List<Node> args) {
        String file = args.get(0).reference(names.ofKind("file"), "file");
        long bytes = args.get(1).number(0, 8 << 20);
        List<Step> kernel = new ArrayList<>();
        kernel.add(new Step.Kernel("write", DurationDistribution.ofNs(RecordingMachine.WRITE_START_NS)));
        kernel.add(new Step.KernelSync(Step.KernelOp.WRITE_LOCK, file));
        kernel.add(new Step.Kernel("write checks", DurationDistribution.ofNs(RecordingMachine.WRITE_CHECKS_NS)));
        long pages = bytes / RecordingMachine.PAGE_BYTES;
        if (pages > 0) {
            kernel.add(new Step.Repeat(pages, List.of(copy(RecordingMachine.WRITE_PAGE_NS), new Step.CondResched())));
        }
        long rest = bytes % RecordingMachine.PAGE_BYTES;
        if (rest > 0) {
            kernel.add(copy(RecordingMachine.WRITE_PAGE_NS * rest / RecordingMachine.PAGE_BYTES));
            kernel.add(new Step.CondResched());
        }
        kernel.add(new Step.KernelSync(Step.KernelOp.WRITE_UNLOCK, file));
        return new Step.Syscall("write", kernel);
    }

    private static Step copy(long ns) {
        return new Step.Kernel("copy page", DurationDistribution.ofNs(ns));
    }
}
