// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.preemptsim.experiment.conform.Conformance;
import org.preemptsim.experiment.conform.ConformanceReport;
import org.preemptsim.experiment.conform.ConformanceReport.Outcome;
import org.preemptsim.experiment.conform.InvalidRecordException;
import org.preemptsim.experiment.conform.KernelRecord;
import org.preemptsim.experiment.conform.RecordReader;
import org.preemptsim.experiment.result.AtomicFile;
import org.preemptsim.experiment.scenario.Diagnostic;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares the simulator with records of real kernels. */
@Command(
        name = "rt-kernel",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Simulates the scenario of each record on the recorded kernel and compares every fact that the real kernel showed in"
                    + " all its runs: order of switches, wake-ups and steps, owners of locks, inheritance, preemptions, migrations."
                    + " Finishing times outside the recorded window are warnings.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  preemptsim conform rt-kernel records/",
            "  preemptsim conform rt-kernel records/inv3_pi.rt.json --events .",
            "  preemptsim conform rt-kernel records/ --facts facts/ --json report.json",
            "",
            "Exit status: 0 if every fact is equal, 1 if one differs, 2 if a record cannot be used."
        })
final class ConformRtKernelCommand implements Callable<Integer> {
    private static final String RECORD = ".json";
    private static final String FACTS = ".facts.json";
    private static final String EVENTS = ".events.json";

    private final Console console;

    @Parameters(
            paramLabel = "FILE|DIR",
            arity = "1..*",
            description = "Records, or directories of which all NAME.json are.")
    private List<Path> places = new ArrayList<>();

    @Option(
            names = "--facts",
            paramLabel = "DIR",
            description = "Write the simulated facts of each record NAME.json as NAME.facts.json into this directory.")
    private @Nullable Path facts;

    @Option(
            names = "--events",
            paramLabel = "DIR",
            description = "Write the simulated events of each record in the record's own form as NAME.events.json.")
    private @Nullable Path events;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the report as JSON.")
    private @Nullable Path json;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description =
                    "Records simulated at a time; the number of processors by default. Changes nothing in the results.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--quiet", description = "Tell only of records that fail.")
    private boolean quiet;

    ConformRtKernelCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (threads < 1) {
            throw new UserError("--threads needs a positive number, not " + threads);
        }
        List<Path> files = files();
        List<KernelRecord> records = read(files);
        if (records.size() < files.size()) {
            console.complain((files.size() - records.size()) + " of " + files.size()
                    + (files.size() == 1 ? " record" : " records") + " cannot be used");
            return ExitCode.BAD_INPUT;
        }
        prepareTargets(files);
        ConformanceReport report = Conformance.compare(records, threads);
        write(files, report, facts, FACTS, Outcome::factsJson);
        write(files, report, events, EVENTS, Outcome::eventsJson);
        if (json != null) {
            writeFile(json, report.json());
        }
        console.print(report.text(quiet));
        if (report.broken()) {
            report.outcomes().stream()
                    .map(Outcome::fault)
                    .filter(f -> f != null)
                    .findFirst()
                    .ifPresent(f -> f.printStackTrace(console.err()));
            return ExitCode.INTERNAL_ERROR;
        }
        return report.passed() ? ExitCode.OK : ExitCode.FAILED_VERDICT;
    }

    private List<Path> files() {
        List<Path> out = new ArrayList<>();
        for (Path place : places) {
            if (!Files.isDirectory(place)) {
                out.add(place);
                continue;
            }
            try (Stream<Path> entries = Files.list(place)) {
                List<Path> found = entries.filter(ConformRtKernelCommand::isRecord)
                        .sorted()
                        .toList();
                if (found.isEmpty()) {
                    throw new UserError(
                            "there are no records in " + place + "\n   fix: name a directory with NAME.json in it");
                }
                out.addAll(found);
            } catch (IOException e) {
                throw UserError.cannotRead(place, e);
            }
        }
        return out;
    }

    private static boolean isRecord(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(RECORD) && !name.endsWith(FACTS) && !name.endsWith(EVENTS) && Files.isRegularFile(file);
    }

    private List<KernelRecord> read(List<Path> files) {
        List<KernelRecord> out = new ArrayList<>();
        for (Path file : files) {
            try {
                KernelRecord record = RecordReader.read(file);
                record.warnings().stream().map(Diagnostic::render).forEach(console::say);
                out.add(record);
            } catch (InvalidRecordException e) {
                console.print(e.getMessage() + "\n");
            } catch (IOException e) {
                throw UserError.cannotRead(file, e);
            }
        }
        return out;
    }

    private void prepareTargets(List<Path> files) {
        if (json != null) {
            Target.requireFile(json);
        }
        for (Path directory : new @Nullable Path[] {facts, events}) {
            if (directory != null) {
                Target.requireDirectory(directory);
                requireDistinct(files);
            }
        }
    }

    private static void requireDistinct(List<Path> files) {
        Map<String, Path> byStem = new HashMap<>();
        for (Path file : files) {
            Path other = byStem.put(stem(file), file);
            if (other != null) {
                throw new UserError(other + " and " + file
                        + " would be written to the same file\n   fix: compare them one after the other");
            }
        }
    }

    private static String stem(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(RECORD) ? name.substring(0, name.length() - RECORD.length()) : name;
    }

    private static void write(
            List<Path> files,
            ConformanceReport report,
            @Nullable Path directory,
            String suffix,
            Function<Outcome, @Nullable String> content) {
        if (directory == null) {
            return;
        }
        for (int i = 0; i < files.size(); i++) {
            String text = content.apply(report.outcomes().get(i));
            if (text != null) {
                writeFile(directory.resolve(stem(files.get(i)) + suffix), text);
            }
        }
    }

    private static void writeFile(Path target, String content) {
        try {
            AtomicFile.write(target, content);
        } catch (IOException e) {
            throw UserError.cannotWrite(target, e);
        }
    }
}
