// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.preemptsim.experiment.result.AtomicFile;
import org.preemptsim.experiment.rttester.InvalidScriptException;
import org.preemptsim.experiment.rttester.RtTesterReport;
import org.preemptsim.experiment.rttester.Script;
import org.preemptsim.experiment.rttester.ScriptReader;
import org.preemptsim.models.spec.KernelSpec.KernelVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs scripts of the kernel's rt-mutex tester. */
@Command(
        name = "rt-tester",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Executes scripts in the command language of the kernel's rt-mutex tester: 8 kernel threads lock and unlock 8 rtmutexes one"
                    + " command at a time, and the script tests their priorities, mutexes and results. Each script has a machine of its own.",
            ""
        },
        footer = {
            "",
            "A line is LETTER: WORD: THREAD: DATA, as in C: locknowait: 0: 0 (command), T: prioeq: 0: 80 (test) or",
            "  W: blocked: 1: 0 (wait until it is so); a line that begins with # is a comment.",
            "",
            "Examples:",
            "  preemptsim conform rt-tester t3-l1-pi-steal.tst",
            "  preemptsim conform rt-tester scripts/ --era pending-owner",
            "  preemptsim conform rt-tester scripts/ --kernel 3.10 --json report.json",
            "",
            "Exit status: 0 if every script passes, 1 if a line of one fails, 2 if a script cannot be used."
        })
final class ConformRtTesterCommand implements Callable<Integer> {
    private static final String SCRIPT = ".tst";

    /** Eras of the rtmutex and a kernel of each. */
    enum Era {
        NEW("new"),
        PENDING_OWNER("pending-owner");

        private final String word;

        Era(String word) {
            this.word = word;
        }

        KernelVersion kernel() {
            return switch (this) {
                case NEW -> new KernelVersion(6, 1);
                case PENDING_OWNER -> new KernelVersion(2, 6, 33);
            };
        }

        @Override
        public String toString() {
            return word;
        }
    }

    private final Console console;

    @Parameters(
            paramLabel = "FILE|DIR",
            arity = "1..*",
            description = "Scripts, or directories of which all NAME.tst are.")
    private List<Path> places = new ArrayList<>();

    @Option(
            names = "--kernel",
            paramLabel = "VERSION",
            converter = KernelVersionConverter.class,
            description = "The kernel whose rules hold, such as 2.6.33, 3.10 or 6.1.")
    private @Nullable KernelVersion kernel;

    @Option(
            names = "--era",
            paramLabel = "ERA",
            description =
                    "In place of --kernel: ${COMPLETION-CANDIDATES}. new is 6.1, the default; pending-owner is 2.6.33.")
    private @Nullable Era era;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the report as JSON.")
    private @Nullable Path json;

    @Option(names = "--quiet", description = "Tell only of scripts that fail.")
    private boolean quiet;

    ConformRtTesterCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<Path> files = files();
        List<Script> scripts = read(files);
        if (scripts.size() < files.size()) {
            console.complain((files.size() - scripts.size()) + " of " + files.size()
                    + (files.size() == 1 ? " script" : " scripts") + " cannot be used");
            return ExitCode.BAD_INPUT;
        }
        KernelVersion version = version();
        if (json != null) {
            Target.requireFile(json);
        }
        RtTesterReport report = RtTesterReport.of(scripts, version);
        console.print(report.text(quiet));
        if (json != null) {
            try {
                AtomicFile.write(json, report.json());
            } catch (IOException e) {
                throw UserError.cannotWrite(json, e);
            }
        }
        return report.passed() ? ExitCode.OK : ExitCode.FAILED_VERDICT;
    }

    private KernelVersion version() {
        if (kernel != null && era != null) {
            throw new UserError("--kernel and --era both say which rules hold\n   fix: write one of them");
        }
        return kernel != null ? kernel : (era == null ? Era.NEW : era).kernel();
    }

    private List<Path> files() {
        List<Path> out = new ArrayList<>();
        for (Path place : places) {
            if (!Files.isDirectory(place)) {
                out.add(place);
                continue;
            }
            try (Stream<Path> entries = Files.list(place)) {
                List<Path> found = entries.filter(f -> f.toString().endsWith(SCRIPT) && Files.isRegularFile(f))
                        .sorted()
                        .toList();
                if (found.isEmpty()) {
                    throw new UserError(
                            "there are no scripts in " + place + "\n   fix: name a directory with NAME.tst in it");
                }
                out.addAll(found);
            } catch (IOException e) {
                throw UserError.cannotRead(place, e);
            }
        }
        return out;
    }

    private List<Script> read(List<Path> files) {
        List<Script> out = new ArrayList<>();
        for (Path file : files) {
            try {
                out.add(ScriptReader.read(file));
            } catch (InvalidScriptException e) {
                console.print(e.getMessage() + "\n");
            } catch (IOException e) {
                throw UserError.cannotRead(file, e);
            }
        }
        return out;
    }
}
