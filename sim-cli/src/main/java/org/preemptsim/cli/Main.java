// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program: one command line in, one {@link ExitCode} out. */
@Command(
        name = "preemptsim",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Simulates how a preemptible Linux kernel schedules a workload, under an ordinary kernel and under PREEMPT_RT,"
                    + " and says what each nanosecond of a latency was spent on.",
            ""
        },
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Examples:",
            "  preemptsim compare scenarios/seed/cyclictest-under-stress.yaml",
            "  preemptsim explain scenarios/seed/cyclictest-under-stress.yaml --worst 3",
            "  preemptsim check scenarios/seed/*.yaml",
            "  preemptsim help compare",
            "",
            "Exit status: 0 done, 1 the verdict is a failure, 2 the input or the command line cannot be used,",
            "  70 an error of this program, 130 ended by Ctrl-C after reporting what had been simulated."
        })
public final class Main {
    private Main() {}

    /** Runs one command line and ends the process with its {@link ExitCode}. */
    public static void main(String[] args) {
        System.exit(execute(Console.ofProcess(), args));
    }

    /** Runs one command line. */
    static int execute(Console console, String... args) {
        return execute(console, Interruption::install, args);
    }

    /** Runs one command line that hears of Ctrl-C as told. */
    static int execute(Console console, Function<Runnable, Interruption> interruptions, String... args) {
        try {
            return commandLine(console, interruptions).execute(args);
        } catch (Error e) {
            return Failures.report(console, e);
        }
    }

    private static CommandLine commandLine(Console console, Function<Runnable, Interruption> interruptions) {
        CommandLine host = new CommandLine(new HostCommand())
                .addSubcommand(new HostFactsCommand(console))
                .addSubcommand(new HostMeasureCommand(console, interruptions))
                .addSubcommand(new HostCalibrateCommand(console, interruptions))
                .addSubcommand(new HostValidateCommand(console, interruptions));
        CommandLine conform = new CommandLine(new ConformCommand()).addSubcommand(new ConformRtKernelCommand(console));
        CommandLine line = new CommandLine(new Main())
                .addSubcommand(new CompareCommand(console, interruptions))
                .addSubcommand(new RunCommand(console, interruptions))
                .addSubcommand(new ExplainCommand(console, interruptions))
                .addSubcommand(new CheckCommand(console))
                .addSubcommand(conform)
                .addSubcommand(new LocksCommand(console))
                .addSubcommand(new CommandLine(new ImportCommand()).addSubcommand(new ImportRtAppCommand(console)))
                .addSubcommand(new CommandLine(new ExportCommand()).addSubcommand(new ExportRtAppCommand(console)))
                .addSubcommand(host)
                .addSubcommand(new CommandLine.HelpCommand())
                .addSubcommand(new GenerateCompletion());
        return line.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
                .setColorScheme(
                        CommandLine.Help.defaultColorScheme(console.terminal().colour() ? Ansi.ON : Ansi.OFF))
                .setUsageHelpWidth(Math.min(console.terminal().width(), 110))
                .setAbbreviatedOptionsAllowed(false)
                .setOverwrittenOptionsAllowed(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((e, arguments) -> misused(console, e))
                .setExecutionExceptionHandler((e, failed, parsed) -> Failures.report(console, e));
    }

    private static int misused(Console console, ParameterException e) {
        CommandLine failed = e.getCommandLine();
        if (e instanceof UnmatchedArgumentException unmatched) {
            String first = unmatched.getUnmatched().get(0);
            List<String> nearest = unmatched.getSuggestions();
            boolean wantsCommand = !failed.getSubcommands().isEmpty();
            String what = first.startsWith("-")
                    ? "there is no option "
                    : wantsCommand ? "there is no command " : "one word too many: ";
            console.complain(what + first + (nearest.isEmpty() ? "" : "; did you mean " + nearest.get(0) + "?"));
        } else {
            console.complain(String.valueOf(e.getMessage()));
        }
        console.say("Try '" + failed.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.BAD_INPUT;
    }
}
