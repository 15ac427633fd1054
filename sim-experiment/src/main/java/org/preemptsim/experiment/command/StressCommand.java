// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.command;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.preemptsim.experiment.text.NearestMatch;

/**
 * stress's command line.
 *
 * <p>The tool reads options only as whole words, their values as the next word: no {@code -c1}, no {@code --cpu=1}. It
 * starts its workers in rounds of one of each kind (cpu, io, vm, hdd); each waits {@code --backoff} times the number of
 * workers not yet started before its round, then works until {@code --timeout}.
 */
public final class StressCommand {
    private static final int WORKERS_MOST = 1_000;
    private static final long MEBIBYTE = 1L << 20;
    private static final long SECOND = 1_000_000_000L;

    /** Kinds of workers in the order in which a round starts them. */
    public enum WorkerKind {
        CPU,
        IO,
        VM,
        HDD;

        /** As in {@code --cpu} and in a worker's name. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One worker.
     *
     * @param number from 1, per kind
     * @param startNs when it begins to work
     * @param offset the character of the command line where its option's value stands
     */
    public record Worker(WorkerKind kind, int number, long startNs, int offset) {}

    /**
     * What a command line means.
     *
     * @param workers in order of their start
     * @param timeoutNs when all are killed; 0 = never
     * @param vmMebibytes --vm-bytes, rounded up
     * @param hddMebibytes --hdd-bytes, rounded up
     */
    public record Load(List<Worker> workers, long timeoutNs, long vmMebibytes, long hddMebibytes) {
        public Load {
            workers = List.copyOf(workers);
        }
    }

    private enum Option {
        HELP("-?", "--help", false),
        VERSION("", "--version", false),
        VERBOSE("-v", "--verbose", false),
        QUIET("-q", "--quiet", false),
        DRY_RUN("-n", "--dry-run", false),
        TIMEOUT("-t", "--timeout", true),
        BACKOFF("", "--backoff", true),
        CPU("-c", "--cpu", true),
        IO("-i", "--io", true),
        VM("-m", "--vm", true),
        HDD("-d", "--hdd", true),
        VM_BYTES("", "--vm-bytes", true),
        VM_STRIDE("", "--vm-stride", true),
        VM_HANG("", "--vm-hang", true),
        VM_KEEP("", "--vm-keep", false),
        HDD_BYTES("", "--hdd-bytes", true);

        final String letter;
        final String name;
        final boolean value;

        Option(String letter, String name, boolean value) {
            this.letter = letter;
            this.name = name;
            this.value = value;
        }
    }

    private final List<CommandProblem> problems = new ArrayList<>();
    private final Map<WorkerKind, Integer> counts = new EnumMap<>(WorkerKind.class);
    private final Map<WorkerKind, Integer> offsets = new EnumMap<>(WorkerKind.class);
    private long backoffUs = 3_000;
    private long timeoutNs;
    private long vmBytes = 256 * MEBIBYTE;
    private long hddBytes = 1_024 * MEBIBYTE;

    private StressCommand() {}

    /** Reads a command line that begins with {@code stress}. */
    public static ParsedCommand<Load> parse(String command) {
        StressCommand c = new StressCommand();
        List<Words.Word> words = ToolName.check("stress", Words.of(command, c.problems), c.problems);
        if (!c.failed()) {
            c.read(words);
        }
        if (!c.failed() && c.counts.isEmpty()) {
            c.problems.add(new CommandProblem(
                    0,
                    CommandProblem.Kind.BAD_COMMAND,
                    "stress is given no worker",
                    "it would print its help",
                    "add --cpu 1, --io 1, --vm 1 or --hdd 1"));
        }
        c.problems.sort(Comparator.comparingInt(CommandProblem::offset));
        return new ParsedCommand<>(c.failed() ? null : c.load(), c.problems);
    }

    private boolean failed() {
        return problems.stream().anyMatch(p -> !p.warning());
    }

    private void read(List<Words.Word> words) {
        for (int i = 0; i < words.size(); i++) {
            Words.Word w = words.get(i);
            Option option = option(w);
            if (option == null) {
                // The value of an unknown option is no complaint of its own.
                i += i + 1 < words.size() && !words.get(i + 1).text().startsWith("-") ? 1 : 0;
            } else if (!option.value) {
                accept(option, w, w);
            } else if (i + 1 < words.size()) {
                accept(option, w, words.get(++i));
            } else {
                bad(w.offset(), "missing value of " + w.text(), "");
            }
        }
    }

    private @Nullable Option option(Words.Word w) {
        for (Option o : Option.values()) {
            if (w.text().equals(o.name) || w.text().equals(o.letter)) {
                return o;
            }
        }
        problems.add(new CommandProblem(
                w.offset(),
                CommandProblem.Kind.UNKNOWN_OPTION,
                "stress has no option " + w.text(),
                "",
                hint(w.text())));
        return null;
    }

    private static String hint(String text) {
        int equals = text.indexOf('=');
        if (equals > 0 && text.startsWith("--")) {
            return "stress wants a blank: " + text.substring(0, equals) + " " + text.substring(equals + 1);
        }
        if (text.matches("-[a-z][0-9].*")) {
            return "stress wants a blank: " + text.substring(0, 2) + " " + text.substring(2);
        }
        List<String> names = new ArrayList<>();
        for (Option o : Option.values()) {
            names.add(o.name);
        }
        return NearestMatch.of(text, names).map(n -> "did you mean " + n + "?").orElse("see stress --help");
    }

    private void accept(Option option, Words.Word word, Words.Word value) {
        switch (option) {
            case HELP, VERSION, DRY_RUN ->
                problems.add(new CommandProblem(
                        word.offset(),
                        CommandProblem.Kind.BAD_COMMAND,
                        word.text() + " runs no worker",
                        "",
                        "remove it"));
            case VERBOSE, QUIET -> {}
            case TIMEOUT ->
                timeoutNs =
                        suffixed(value, "smhdy", new long[] {1, 60, 3_600, 86_400, 31_556_926}, 31_622_400) * SECOND;
            case BACKOFF -> backoffUs = suffixed(value, "", new long[0], 1_000_000_000);
            case CPU -> workers(WorkerKind.CPU, value);
            case IO -> workers(WorkerKind.IO, value);
            case VM -> workers(WorkerKind.VM, value);
            case HDD -> workers(WorkerKind.HDD, value);
            case VM_BYTES -> vmBytes = bytes(value);
            case HDD_BYTES -> hddBytes = bytes(value);
            case VM_STRIDE, VM_HANG, VM_KEEP ->
                problems.add(new CommandProblem(
                        word.offset(),
                        CommandProblem.Kind.NO_EFFECT,
                        word.text() + " is not simulated",
                        "what a vm worker does is described by the stress profile",
                        "describe it in workload.stress.workers.vm"));
        }
    }

    private void workers(WorkerKind kind, Words.Word value) {
        if (!value.text().matches("[0-9]{1,9}") || Integer.parseInt(value.text()) == 0) {
            bad(value.offset(), "\"" + value.text() + "\" is not a number of workers", "write 1 or more");
            return;
        }
        int n = Integer.parseInt(value.text());
        if (n > WORKERS_MOST) {
            bad(value.offset(), n + " workers are more than the " + WORKERS_MOST + " that are simulated", "");
            return;
        }
        counts.put(kind, n);
        offsets.put(kind, value.offset());
    }

    private long bytes(Words.Word value) {
        return suffixed(value, "bkmg", new long[] {1, 1_024, MEBIBYTE, 1L << 30}, 1L << 50);
    }

    private long suffixed(Words.Word value, String suffixes, long[] factors, long most) {
        String text = value.text().toLowerCase(Locale.ROOT);
        int suffix = text.isEmpty() ? -1 : suffixes.indexOf(text.charAt(text.length() - 1));
        String digits = suffix < 0 ? text : text.substring(0, text.length() - 1);
        if (!digits.matches("[0-9]{1,12}")) {
            bad(
                    value.offset(),
                    "\"" + value.text() + "\" is not a number" + (suffixes.isEmpty() ? "" : " with one of " + suffixes),
                    "");
            return 0;
        }
        long factor = suffix < 0 ? 1 : factors[suffix];
        long number = Long.parseLong(digits);
        if (number > most / factor) {
            bad(value.offset(), "\"" + value.text() + "\" is too much", "");
            return 0;
        }
        return number * factor;
    }

    private Load load() {
        List<Worker> workers = new ArrayList<>();
        int left = counts.values().stream().mapToInt(Integer::intValue).sum();
        for (int round = 1; left > 0; round++) {
            long startNs = backoffUs * left * 1_000L;
            for (WorkerKind kind : WorkerKind.values()) {
                if (counts.getOrDefault(kind, 0) >= round) {
                    workers.add(new Worker(kind, round, startNs, offsets.getOrDefault(kind, 0)));
                    left--;
                }
            }
        }
        return new Load(workers, timeoutNs, mebibytes(vmBytes), mebibytes(hddBytes));
    }

    private static long mebibytes(long bytes) {
        return (bytes + MEBIBYTE - 1) / MEBIBYTE;
    }

    private void bad(int offset, String message, String fix) {
        problems.add(new CommandProblem(offset, CommandProblem.Kind.BAD_VALUE, message, "", fix));
    }
}
