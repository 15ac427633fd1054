// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.preemptsim.experiment.result.AtomicFile;
import org.preemptsim.experiment.rtapp.RtAppException;
import org.preemptsim.experiment.rtapp.RtAppImport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a scenario of an rt-app workload. */
@Command(
        name = "rt-app",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a scenario of an rt-app workload. What could not be carried over is listed on standard error and at the"
                    + " scenario's head. The machine costs nothing there: name a profile before you trust a latency.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  preemptsim import rt-app workload.json --out scenario.yaml",
            "",
            "Exit status: 0 done, 2 if the file is no rt-app workload or gives a scenario that cannot be run."
        })
final class ImportRtAppCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "FILE", description = "The workload, a JSON file.")
    private Path file = Path.of("");

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "Write the scenario here. Default: standard output.")
    private @Nullable Path out;

    ImportRtAppCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        RtAppImport.Imported imported = imported();
        if (out == null) {
            console.print(imported.yaml());
        } else {
            write(out, imported.yaml());
        }
        imported.notes().forEach(n -> console.say("not carried over: " + n));
        if (!imported.check().ok()) {
            console.say(imported.check().render());
            console.complain("the scenario cannot be run as it is");
            return ExitCode.BAD_INPUT;
        }
        return ExitCode.OK;
    }

    private RtAppImport.Imported imported() {
        try {
            return RtAppImport.read(file.toString(), Files.readString(file, StandardCharsets.UTF_8));
        } catch (RtAppException e) {
            throw new UserError(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw UserError.cannotRead(file, e);
        }
    }

    static void write(Path file, String text) {
        try {
            AtomicFile.write(file, text);
        } catch (IOException e) {
            throw UserError.cannotWrite(file, e);
        }
    }
}
